"""Entries come into force and go out of it by themselves, at midnight UTC, on a real Valkey."""

from datetime import UTC, date, datetime, timedelta

import pytest
from redis.asyncio import Redis

from screening.space import Space
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, Bench, both
from watchlist.entry import next_turn

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
MIDNIGHT = (TODAY + timedelta(days=1)).replace(hour=0)
LATER = timedelta(seconds=3)


@pytest.fixture
def bench(redis: Redis, space: Space) -> Bench:
    found = Bench(redis)
    found.now = TODAY
    return found


def day(after: int) -> str:
    return (TODAY + timedelta(days=after)).date().isoformat()


async def test_entry_that_expires_withdraws_its_alerts(bench: Bench) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    await bench.push(manifest(LISTED))
    assert await bench.route() == both("raised", 1)
    bench.now = MIDNIGHT - LATER
    await bench.turn()
    assert await bench.route() == []
    bench.now = MIDNIGHT + LATER
    await bench.turn()
    assert await bench.route() == both("withdrawn", 2)
    assert bench.last().cause == "time"


async def test_entry_that_comes_into_force_raises_them(
    bench: Bench, redis: Redis, space: Space
) -> None:
    next_midnight = MIDNIGHT + timedelta(days=1)
    await bench.push(manifest(LISTED))
    await bench.enlist(entry(valid_from=day(1), valid_until=day(1)))
    assert await bench.route() == []
    bench.now = MIDNIGHT + LATER
    await bench.turn()
    assert await bench.route() == both("raised", 1)
    assert await redis.zscore(space.key("due"), entry().key) == next_midnight.timestamp()
    await bench.turn()
    assert await bench.route() == []
    bench.now += timedelta(days=1)
    await bench.turn()
    assert await bench.route() == both("withdrawn", 2)


async def test_facts_of_the_day_before_are_too_old_afterwards(bench: Bench) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    await bench.push(manifest(LISTED))
    late = bench.waiting()
    bench.now = MIDNIGHT + LATER
    await bench.turn()
    assert await bench.route() == []
    assert await bench.route(*late) == []


async def test_what_is_not_published_is_looked_at_again(bench: Bench) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    await bench.push(manifest(LISTED))
    await bench.route()
    bench.now = MIDNIGHT + LATER
    bench.facts.problems = [ConnectionError()]
    with pytest.raises(ConnectionError):
        await bench.turn()
    await bench.turn()
    assert await bench.route() == both("withdrawn", 2)


async def test_entry_changed_meanwhile_is_due_when_it_says_now(bench: Bench) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    await bench.push(manifest(LISTED))
    await bench.enlist(entry(valid_until=day(1)))
    assert await bench.route() == both("raised", 1)
    bench.now = MIDNIGHT + LATER
    await bench.turn()
    assert await bench.route() == []
    bench.now += timedelta(days=1)
    await bench.turn()
    assert await bench.route() == both("withdrawn", 2)


async def test_removed_entry_is_not_due(bench: Bench, redis: Redis, space: Space) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    await bench.unlist(entry().key)
    assert await redis.zcard(space.key("due")) == 0


async def test_manifest_across_midnight_goes_by_the_day_that_begins(bench: Bench) -> None:
    await bench.enlist(entry(valid_until=day(0)))
    bench.clock = iter([MIDNIGHT - LATER, MIDNIGHT, MIDNIGHT, MIDNIGHT]).__next__
    await bench.push(manifest(LISTED))
    bench.clock = None
    assert await bench.route() == []


@pytest.mark.parametrize(
    ("valid", "turn"),
    [
        pytest.param({}, None, id="always"),
        pytest.param({"valid_from": "2026-03-01"}, "2026-03-01", id="begins"),
        pytest.param({"valid_until": "2026-03-01"}, "2026-03-02", id="ends after its last day"),
        pytest.param(
            {"valid_from": "2026-01-01", "valid_until": "2026-03-01"}, "2026-03-02", id="has begun"
        ),
        pytest.param({"valid_until": "2026-01-01"}, None, id="is over"),
        pytest.param({"valid_until": "9999-12-31"}, None, id="never ends"),
    ],
)
def test_next_turn(valid: dict[str, str], turn: str | None) -> None:
    now = datetime(2026, 2, 1, 12, tzinfo=UTC)
    found = next_turn(entry(**valid), now)
    assert found == (
        None
        if turn is None
        else datetime.combine(date.fromisoformat(turn), datetime.min.time(), UTC)
    )
