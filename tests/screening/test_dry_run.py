"""A dry run finds whom contributing the entry would find, and leaves no trace."""

from typing import Any

import pytest
from redis.asyncio import Redis

from screening.dry_run import DryRun
from screening.facts import Facts
from screening.space import NotReady, Space
from tests.builders import entry, manifest, passenger
from tests.screening.joining import NOW, Joins
from tests.screening.spaces import contents
from watchlist.entry import Entry

SMITH = passenger("SMITH", given_names="JOHN", birth_date="1980-01-01")
JON: dict[str, Any] = {
    "names": [{"full": "Jon Smith"}],
    "birth_dates": ["1980-01-01"],
    "nationalities": [],
}


def hits(found: tuple[Facts, ...] | list[Facts]) -> list[tuple[str, str]]:
    return [(facts.flight.key, hit.ref) for facts in found for hit in facts.hits]


@pytest.fixture
def dry(redis: Redis) -> DryRun:
    return DryRun(redis, min_score=0.5)


@pytest.mark.parametrize(
    ("tried", "count"),
    [
        pytest.param(entry(), 1, id="the listed person"),
        pytest.param(entry(**JON), 1, id="another spelling"),
        pytest.param(entry(names=[{"full": "Nobody Atall"}]), 0, id="nobody"),
        pytest.param(entry(valid_from="2100-01-01"), 0, id="not in force yet"),
    ],
)
async def test_dry_run_finds_what_the_join_finds_and_writes_nothing(
    redis: Redis, space: Space, dry: DryRun, tried: Entry, count: int
) -> None:
    joins = Joins(redis, space)
    await joins.screen(manifest("1", passenger(), SMITH))
    before = await contents(redis, space)
    found = hits(await dry.facts(space, tried, NOW))
    assert await contents(redis, space) == before
    assert len(found) == count
    assert found == hits(await joins.apply(tried))


async def test_dry_run_of_an_entry_in_force_judges_what_it_would_be(
    redis: Redis, space: Space, dry: DryRun
) -> None:
    joins = Joins(redis, space)
    await joins.screen(manifest("1", passenger(), SMITH))
    assert len(hits(await joins.apply(entry()))) == 1
    changed = entry(**JON)
    (hit,) = hits(await dry.facts(space, changed, NOW))
    assert [hit] == hits(await joins.apply(changed))


async def test_index_of_another_build_answers_nothing(redis: Redis, dry: DryRun) -> None:
    with pytest.raises(NotReady):
        await dry.facts(Space("gone", "test"), entry(), NOW)
