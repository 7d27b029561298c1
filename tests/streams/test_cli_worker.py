"""A worker that cannot start, or is asked how it is, says so in one sentence."""

import asyncio

import pytest
from redis.asyncio import Redis

from streams.health import Health
from streams.heartbeat import LaneName, beat, host
from tests.conftest import Tocsin
from tests.running import Site


@pytest.mark.parametrize("lane", [(), ("--boarding",), ("--delivery",)], ids=str)
def test_a_worker_without_a_broker_is_one_sentence(
    tocsin: Tocsin, site: Site, lane: tuple[str, ...]
) -> None:
    nowhere = {**site.variables, "TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1"}
    ran = tocsin("worker", *lane, variables=nowhere)
    said = "tocsin: no Kafka broker answers at TOCSIN_KAFKA__BOOTSTRAP; is it running?"
    assert (ran.code, ran.err.splitlines()[-1]) == (1, said)


def test_what_listens_and_is_no_broker_is_not_called_away(tocsin: Tocsin, site: Site) -> None:
    # Redis takes the connection and ends it, as a broker does whose listener is of another kind.
    redis = site.endpoints.redis_url.removeprefix("redis://").removesuffix("/0")
    ran = tocsin("worker", variables={**site.variables, "TOCSIN_KAFKA__BOOTSTRAP": redis})
    assert ran.err.startswith("tocsin: what listens at TOCSIN_KAFKA__BOOTSTRAP lets nobody in; see")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def say_there_is(site: Site, name: str, lane: LaneName) -> None:
    """Let a worker of that name be heard of."""

    async def said() -> None:
        async with Redis.from_url(site.endpoints.redis_url) as redis:
            await redis.flushall()
            await beat(redis, name, Health(has_index=True, has_partitions=True), lane)

    asyncio.run(said())


@pytest.mark.parametrize(
    ("heard", "asked", "code"),
    [
        pytest.param((f"{host()}-7", "screening"), "", 0, id="any"),
        pytest.param((f"{host()}-7", "boarding"), "--boarding", 0, id="its lane"),
        pytest.param((f"{host()}-7", "screening"), "--boarding", 1, id="another lane"),
        pytest.param((f"{host()}-7", "boarding"), "--delivery", 1, id="a third lane"),
        pytest.param((f"{host()}-b-7", "screening"), "", 1, id="a machine named alike"),
    ],
)
def test_a_worker_is_healthy_where_one_of_its_machine_and_lane_is_heard_of(
    tocsin: Tocsin, site: Site, heard: tuple[str, LaneName], asked: str, code: int
) -> None:
    say_there_is(site, *heard)
    assert tocsin("worker", "--check", *asked.split(), variables=site.variables).code == code


def test_a_worker_is_healthy_though_a_file_cannot_be_read_any_more(
    tocsin: Tocsin, site: Site
) -> None:
    say_there_is(site, f"{host()}-7", "screening")
    ran = tocsin(
        "worker", "--check", variables={**site.variables, "TOCSIN_SUBSCRIPTIONS_FILE": "none.yaml"}
    )
    assert (ran.code, ran.out) == (0, f"{host()}-7: ready\n")
