"""Records dealt with together: none is lost for another's sake, and none is marked too early."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisAway

from streams.edge import Together
from streams.record import Record, Refused
from tests.streams.edging import Bench, Stream, event
from tests.streams.handling import Kept


@pytest.fixture
async def bench() -> Bench:
    return Bench(Kept())


def refusing(
    *bad: int, problem: Callable[[], Exception] = lambda: Refused("empty", "no value")
) -> tuple[Together, list[list[int]]]:
    """Return a handler that fails where one of *bad* is among the records, and what it saw."""
    seen: list[list[int]] = []

    async def handle_all(records: Sequence[Record]) -> None:
        offsets = [one.offset for one in records]
        seen.append(offsets)
        if set(offsets) & set(bad):
            raise problem()

    return handle_all, seen


async def run(bench: Bench, together: Together, *offsets: int) -> None:
    running = asyncio.create_task(bench.edge.run_together(Stream(*map(event, offsets)), together))
    ends: list[asyncio.Future[Any]] = [running, bench.edge.failed]
    await asyncio.wait(ends, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    running.cancel()


async def test_what_is_there_is_dealt_with_at_once_and_marked(bench: Bench) -> None:
    together, seen = refusing()
    await run(bench, together, 7, 8, 9)
    assert (seen, bench.marked, bench.quarantined) == ([[7, 8, 9]], 10, [])


async def test_a_bad_record_alone_goes_to_quarantine(bench: Bench) -> None:
    together, seen = refusing(8)
    await run(bench, together, 7, 8, 9)
    assert seen == [[7, 8, 9], [7], [8], [9]]
    assert [one.offset for one in bench.quarantined] == [8]
    assert (bench.marked, bench.edge.health.unexpected) == (10, 0)


async def test_an_unexpected_error_counts_once_for_the_record_it_comes_from(bench: Bench) -> None:
    together, _ = refusing(8, problem=KeyError)
    await run(bench, together, 7, 8, 9)
    assert [(one.offset, one.reason) for one in bench.quarantined] == [(8, "internal")]
    assert (bench.marked, bench.edge.health.unexpected) == (10, 1)


async def test_while_something_is_away_each_is_tried_until_it_is_back(bench: Bench) -> None:
    left = [RedisAway(), RedisAway(), RedisAway(), None, None]
    seen: list[list[int]] = []

    async def handle_all(records: Sequence[Record]) -> None:
        seen.append([one.offset for one in records])
        problem = left.pop(0)
        if problem is not None:
            raise problem

    await run(bench, handle_all, 7, 8)
    assert seen == [[7, 8], [7], [7], [7], [8]]
    assert (bench.marked, bench.quarantined) == (9, [])


async def test_nothing_is_marked_where_the_worker_gives_up_half_way(bench: Bench) -> None:
    together, _ = refusing(8, problem=RedisAway)
    await run(bench, together, 7, 8, 9)
    assert "Redis has been away" in bench.edge.failed.result()
    assert (bench.marked, bench.quarantined) == (None, [])


async def test_draining_finishes_what_is_in_hand_and_takes_nothing_more(bench: Bench) -> None:
    begun, go_on, seen = asyncio.Event(), asyncio.Event(), list[int]()

    async def handle_all(records: Sequence[Record]) -> None:
        seen.extend(one.offset for one in records)
        begun.set()
        await go_on.wait()

    offsets = range(200)
    stream = Stream(*map(event, offsets))
    running = asyncio.create_task(bench.edge.run_together(stream, handle_all))
    await begun.wait()
    draining = asyncio.create_task(bench.edge.drain(5))
    await asyncio.sleep(0.05)
    assert not draining.done()
    go_on.set()
    await asyncio.wait_for(draining, 1)
    await asyncio.sleep(0.05)
    running.cancel()
    assert 0 < len(seen) < 200
    assert bench.marked == len(seen)
