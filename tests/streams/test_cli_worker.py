"""A worker that cannot start, or is asked how it is, says so in one sentence."""

from collections.abc import Iterator

import pytest

from streams.embedded import Embedded
from tests.conftest import Tocsin
from tests.running import FOR_EMBEDDED


@pytest.fixture(scope="module")
def bare() -> Iterator[dict[str, str]]:
    """Yield the variables of services on which no topic was made."""
    with Embedded() as endpoints:
        yield {
            **FOR_EMBEDDED,
            "TOCSIN_KAFKA__BOOTSTRAP": endpoints.bootstrap,
            "TOCSIN_REDIS__URL": endpoints.redis_url,
        }


@pytest.mark.parametrize("lane", [(), ("--boarding",), ("--delivery",)], ids=str)
def test_a_worker_without_a_broker_is_one_sentence(
    tocsin: Tocsin, bare: dict[str, str], lane: tuple[str, ...]
) -> None:
    nowhere = {**bare, "TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1"}
    ran = tocsin("worker", *lane, variables=nowhere)
    said = "tocsin: no Kafka broker answers at TOCSIN_KAFKA__BOOTSTRAP; is it running?"
    assert (ran.code, ran.err.splitlines()[-1]) == (1, said)


def test_what_listens_and_is_no_broker_is_not_called_away(
    tocsin: Tocsin, bare: dict[str, str]
) -> None:
    # Redis takes the connection and ends it, as a broker does whose listener is of another kind.
    redis = bare["TOCSIN_REDIS__URL"].removeprefix("redis://").removesuffix("/0")
    ran = tocsin("worker", variables={**bare, "TOCSIN_KAFKA__BOOTSTRAP": redis})
    assert ran.err.startswith("tocsin: what listens at TOCSIN_KAFKA__BOOTSTRAP lets nobody in; see")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
