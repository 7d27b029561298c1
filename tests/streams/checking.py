"""An index of invented people, and `tocsin check` asked against it."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.offline import filled
from tests.builders import entry
from tests.conftest import Ran, Tocsin
from tests.running import site
from watchlist.entry import Entry

HIDING = {"visible_to": ["*"], "redact": ["documents", "instruction", "owner"]}
PASSPORT = {"type": "P", "number": "M1234567", "issuer": "IRQ"}


def person(number: str, *names: str, born: str | None = None, **more: Any) -> Entry:
    """Return an invented person, listed with the names and no more than is said."""
    known: dict[str, Any] = {"birth_dates": [born] if born else [], "nationalities": []}
    return entry(number, names=[{"full": one} for one in names], **{**known, **more})


LISTED = (
    person("father", "Muammer AL-QADHAFY", born="1942-03-14", sex="M", nationalities=["LBY"]),
    person("son", "Hanad Muammer AL-QADHAFY", born="1944-08-02", sex="M", nationalities=["LBY"]),
    person("arabic", "طارق الدليمي", born="1961"),
    person("cyrillic", "Yevgeni VORONTSOV", born="1961"),
    person("han", "WANG Jianguo", born="1961"),
    person("hangul", "PAK Chol Su", born="1961"),
    person("greek", "Dimitris PAPADOPOULOS", born="1961"),
    person("hebrew", "Avraham GOLDBERG", born="1961"),
    person("devanagari", "Rajesh SHARMA", born="1961"),
    person("thai", "Somchai SRISUK", born="1961"),
    person("georgian", "Giorgi BERIDZE", born="1961"),
    person("armenian", "Aram PETROSYAN", born="1961"),
    person("rare", "Zebulon KRATCHVILI"),
    person("woman", "Kim HADDAD-MORAND", sex="F", nationalities=["FRA"]),
    person("hidden", "Oloruntobi BAKRE", documents=[PASSPORT], instruction="Call", sharing=HIDING),
    entry("stolen", names=[], documents=[{"number": "C01X00T47", "issuer": "D"}], birth_dates=[],
          nationalities=[], category="travel_document"),
)  # fmt: skip


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """Yield where an index of LISTED is, and an audit trail: whoever asks is noted."""
    with site() as found:
        asyncio.run(_fill(found.endpoints.redis_url))
        yield found.variables


async def _fill(url: str) -> None:
    async with Redis.from_url(url) as redis:
        await filled(redis, LISTED)


class Check:
    """Asks, and reads the answer."""

    def __init__(self, tocsin: Tocsin, variables: dict[str, str]) -> None:
        self._tocsin = tocsin
        self._variables = variables

    def ran(self, *arguments: str) -> Ran:
        return self._tocsin("check", *arguments, variables=self._variables)

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        ran = self.ran(*arguments, "--json")
        assert (ran.code, ran.err) == (0, "")
        return [json.loads(line) for line in ran.out.splitlines()]

    def ids(self, *arguments: str) -> list[str]:
        return [one["id"] for one in self.rows(*arguments)]


@pytest.fixture
def check(tocsin: Tocsin, variables: dict[str, str]) -> Check:
    return Check(tocsin, variables)
