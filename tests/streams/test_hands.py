"""Several records in hand at once: those of one key in turn, marks without gaps, a whole stop."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisAway

from streams.hands import InHand, Precedence
from streams.record import Record
from tests.streams.edging import Bench, Stream, event
from tests.streams.handling import Kept

FLIGHTS = (b"a", b"a", b"b", b"c", b"a")


class Held:
    """A handler that notes what it began, and ends each record when it is told."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self._ends: dict[int, asyncio.Future[None]] = {}

    async def handle(self, record: Record) -> None:
        self.begun.append(record.offset)
        await self._end_of(record.offset)

    async def end(self, offset: int, problem: Exception | None = None) -> None:
        """End a record; return when whatever follows from that has begun."""
        if problem is None:
            self._end_of(offset).set_result(None)
        else:
            self._end_of(offset).set_exception(problem)
        await asyncio.sleep(0.01)

    def _end_of(self, offset: int) -> asyncio.Future[None]:
        return self._ends.setdefault(offset, asyncio.get_running_loop().create_future())


@pytest.fixture
async def bench() -> Bench:
    return Bench(Kept(), give_up_s=1e-9)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
async def running(bench: Bench, held: Held) -> AsyncIterator[asyncio.Task[None]]:
    """Run the edge over one record of each of FLIGHTS, three at once, from offset 0 on."""
    events = [event(nth, key=key) for nth, key in enumerate(FLIGHTS)]
    run = bench.edge.run(Stream(*events), held.handle, in_hand=InHand(3))
    task = asyncio.create_task(run)
    await asyncio.sleep(0.01)
    yield task
    task.cancel()


@pytest.mark.usefixtures("running")
async def test_others_go_on_while_records_of_one_key_wait_for_each_other(held: Held) -> None:
    assert held.begun == [0, 2]
    await held.end(0)
    assert held.begun == [0, 2, 1, 3]
    await held.end(3)
    assert held.begun == [0, 2, 1, 3]
    await held.end(1)
    assert held.begun == [0, 2, 1, 3, 4]


async def test_no_mark_goes_beyond_what_is_in_hand(
    bench: Bench, held: Held, running: asyncio.Task[None]
) -> None:
    await held.end(2)
    await held.end(3)
    assert bench.marked == 0
    await held.end(0)
    assert bench.marked == 1
    await held.end(1)
    await held.end(4)
    await asyncio.wait_for(running, 1)
    assert bench.marked == 5


@pytest.mark.usefixtures("running")
async def test_what_follows_a_record_that_was_given_up_is_left_alone(
    bench: Bench, held: Held
) -> None:
    await held.end(0, RedisAway())
    assert "Redis has been away" in bench.edge.failed.result()
    await held.end(2)
    assert (held.begun, bench.marked) == ([0, 2], 0)


async def test_draining_waits_for_all_in_hand_and_takes_nothing_more(
    bench: Bench, held: Held, running: asyncio.Task[None]
) -> None:
    draining = asyncio.create_task(bench.edge.drain(5))
    await held.end(0)
    await held.end(2)
    assert not draining.done()
    await held.end(1)
    await asyncio.wait_for(draining, 1)
    assert (held.begun, bench.marked) == ([0, 2, 1], 3)
    assert not running.done()


async def test_stopping_ends_whatever_is_in_hand(
    bench: Bench, held: Held, running: asyncio.Task[None]
) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 1)
    await asyncio.wait_for(bench.edge.drain(5), 1)
    assert (held.begun, bench.marked) == ([0, 2], None)


async def test_unexpected_errors_of_one_record_hold_up_no_other(bench: Bench) -> None:
    async def handle(record: Record) -> None:
        if record.offset == 0:
            raise KeyError

    events: list[Any] = [event(nth, key=b"%d" % nth) for nth in range(4)]
    await bench.run(handle, *events, in_hand=InHand(3))
    assert [one.offset for one in bench.quarantined] == [0]
    assert bench.marked == 4


async def test_nothing_is_begun_behind_a_stage_that_has_its_hands_full(bench: Bench) -> None:
    alerts, screened, first = Held(), Held(), Precedence()
    events = [event(nth, key=b"%d" % nth) for nth in range(3)]
    ahead = bench.edge.run(Stream(*events), alerts.handle, in_hand=InHand(2, ahead=first))
    behind = bench.edge.run(Stream(*events), screened.handle, in_hand=InHand(3, behind=first))
    running = asyncio.gather(ahead, behind)
    await asyncio.sleep(0.01)
    assert (alerts.begun, screened.begun) == ([0, 1], [])
    await alerts.end(0)
    assert (alerts.begun, screened.begun) == ([0, 1, 2], [])
    await alerts.end(1)
    assert screened.begun == [0, 1, 2]
    running.cancel()


async def test_stage_that_is_stopped_with_its_hands_full_holds_nobody_up(bench: Bench) -> None:
    alerts, first = Held(), Precedence()
    ahead = asyncio.create_task(
        bench.edge.run(Stream(event(0)), alerts.handle, in_hand=InHand(ahead=first))
    )
    await asyncio.sleep(0.01)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(first.passed(), 0.01)
    ahead.cancel()
    await asyncio.wait_for(first.passed(), 1)
