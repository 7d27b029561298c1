"""The edge around every agent: dealt with, refused, tried again, or stopped; never skipped."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from aiokafka.errors import MessageSizeTooLargeError
from redis.asyncio import Redis
from redis.exceptions import (
    ConnectionError as RedisAway,
)
from redis.exceptions import (
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)

from access.audit import NotNoted
from manifests.contract import Manifest
from screening.space import NotReady
from streams.dealing import Handler
from streams.edge import record_of
from streams.record import Record, Refused
from tests.streams.edging import Bench, Stream, always, event, failing
from tests.streams.handling import KafkaAway, Kept

SECRET = "ZZSECRETZZ"


@pytest.fixture
async def bench() -> Bench:
    return Bench(Kept())


def invalid() -> Exception:
    try:
        Manifest.model_validate_json(f'{{"schema": "manifest/1", "sent_at": "{SECRET}"}}')
    except ValueError as problem:
        return problem
    raise AssertionError


async def test_record_dealt_with_is_marked(bench: Bench) -> None:
    handle, seen = failing()
    await bench.run(handle, event(7), event(8))
    assert seen == [7, 8]
    assert bench.marked == 9
    assert bench.quarantined == []


async def test_records_wait_until_the_worker_has_loaded_what_it_needs() -> None:
    bench, (handle, seen) = Bench(Kept(), opened=False), failing()
    both = (
        bench.run(handle, event(7)),
        bench.edge.run_together(Stream(event(8)), partial(_each, handle)),
    )
    running = asyncio.gather(*both)
    await asyncio.sleep(0.05)
    assert (seen, bench.marked) == ([], None)
    bench.edge.open()
    await running
    assert sorted(seen) == [7, 8]


async def _each(handle: Handler, records: Sequence[Record]) -> None:
    for one in records:
        await handle(one)


@pytest.mark.parametrize(
    ("problem", "reason", "detail"),
    [
        pytest.param(
            lambda: Refused("foreign_sender", "not you"), "foreign_sender", "not", id="no"
        ),
        pytest.param(invalid, "invalid", "is required and missing", id="invalid"),
        pytest.param(MessageSizeTooLargeError, "too_large", "exceeds the record", id="too large"),
    ],
)
async def test_bad_record_goes_to_quarantine_and_is_marked(
    bench: Bench, problem: Callable[[], Exception], reason: str, detail: str
) -> None:
    handle, seen = failing(problem)
    await bench.run(handle, event(7), event(8))
    (kept,) = bench.quarantined
    assert (kept.reason, kept.offset, kept.value) == (reason, 7, b"v7")
    assert detail in kept.detail
    assert SECRET not in kept.detail
    assert (seen, bench.marked) == ([7, 8], 9)
    assert bench.edge.health.unexpected == 0


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(RedisAway, id="Redis away"),
        pytest.param(KafkaAway, id="Kafka away"),
        pytest.param(OSError, id="network"),
        pytest.param(lambda: NotNoted("not on record"), id="audit trail away"),
        pytest.param(ReadOnlyError, id="Redis is a replica"),
        pytest.param(OutOfMemoryError, id="Redis is full"),
        pytest.param(lambda: NotReady("the index is not built yet"), id="index not ready"),
    ],
)
async def test_record_is_tried_again_while_something_is_away(
    bench: Bench, problem: Callable[[], Exception]
) -> None:
    handle, seen = failing(problem, problem, problem, problem, None)
    await bench.run(handle, event(7))
    assert (seen, bench.marked, bench.quarantined) == ([7] * 5, 8, [])
    assert bench.edge.health.waiting_for is None


@pytest.mark.parametrize(
    ("problem", "what"),
    [
        pytest.param(RedisAway, "Redis has been away", id="Redis"),
        pytest.param(KafkaAway, "Kafka has been away", id="Kafka"),
    ],
)
async def test_worker_gives_up_when_something_is_away_for_too_long(
    bench: Bench, problem: Callable[[], Exception], what: str
) -> None:
    await bench.run(always(problem), event(7), event(8))
    assert what in bench.edge.failed.result()
    assert "TOCSIN_WORKER__GIVE_UP_S" in bench.edge.failed.result()
    assert (bench.marked, bench.quarantined) == (None, [])
    assert bench.edge.health.waiting_for == what.split(maxsplit=1)[0]


async def test_a_rebuild_may_take_longer_than_that(bench: Bench) -> None:
    await bench.run(always(lambda: NotReady("the index is not built yet")), event(7), within_s=0.5)
    assert not bench.edge.failed.done()
    assert bench.edge.health.in_the_way == "the index"
    assert bench.marked is None


@pytest.mark.parametrize("problem", [KeyError, ResponseError], ids=["ours", "a script's"])
async def test_unexpected_error_is_tried_three_times_then_quarantined(
    bench: Bench, problem: Callable[[], Exception]
) -> None:
    handle, seen = failing(problem, problem, problem)
    await bench.run(handle, event(7), event(8))
    assert seen == [7, 7, 7, 8]
    assert [one.reason for one in bench.quarantined] == ["internal"]
    assert (bench.marked, bench.edge.health.unexpected) == (9, 1)


async def test_unexpected_error_that_passes_is_forgotten(bench: Bench) -> None:
    handle, seen = failing(KeyError, KeyError, None)
    await bench.run(handle, event(7))
    assert (len(seen), bench.marked, bench.edge.health.unexpected) == (3, 8, 0)


async def test_worker_stops_when_it_fails_too_often(bench: Bench) -> None:
    await bench.run(always(KeyError), *(event(offset) for offset in range(9)))
    assert "too many unexpected errors" in bench.edge.failed.result()
    assert len(bench.quarantined) == 2
    assert bench.marked == 2


async def test_text_of_an_unexpected_error_is_told_nowhere(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await bench.run(always(lambda: KeyError(SECRET)), event(7, value=SECRET.encode()))
    (kept,) = bench.quarantined
    assert "KeyError at" in kept.detail
    assert SECRET not in caplog.text + kept.detail


async def test_quarantine_is_tried_again_while_kafka_is_away() -> None:
    bench = Bench(Kept(KafkaAway(), KafkaAway()))
    await bench.run(always(lambda: Refused("empty", "no value")), event(7))
    assert [one.reason for one in bench.quarantined] == ["empty"]
    assert bench.marked == 8


async def test_record_that_the_quarantine_refuses_stops_the_worker() -> None:
    bench = Bench(Kept(MessageSizeTooLargeError()))
    await bench.run(always(lambda: Refused("empty", "no value")), event(7))
    assert "the quarantine takes no record" in bench.edge.failed.result()
    assert bench.marked is None


async def test_nothing_is_marked_after_giving_up(bench: Bench) -> None:
    bench.edge.give_up("because")
    bench.edge.give_up("another reason")
    handle, seen = failing()
    await bench.run(handle, event(7))
    assert (seen, bench.marked, bench.edge.failed.result()) == ([], None, "because")


async def test_record_of_an_older_deal_of_partitions_is_not_marked(bench: Bench) -> None:
    handle, seen = failing()
    await bench.run(handle, event(7, generation_id=0))
    assert (seen, bench.marked) == ([7], None)


async def test_draining_finishes_what_is_in_hand_and_takes_nothing_more(bench: Bench) -> None:
    begun, go_on, seen = asyncio.Event(), asyncio.Event(), []

    async def handle(record: Record) -> None:
        seen.append(record.offset)
        begun.set()
        await go_on.wait()

    running = asyncio.create_task(bench.edge.run(Stream(event(7), event(8)), handle))
    await begun.wait()
    draining = asyncio.create_task(bench.edge.drain(5))
    await asyncio.sleep(0.05)
    assert not draining.done()
    go_on.set()
    await asyncio.wait_for(draining, 1)
    await asyncio.sleep(0.05)
    running.cancel()
    assert (seen, bench.marked) == ([7], 8)


async def test_draining_ends_when_time_is_up(bench: Bench) -> None:
    async def handle(record: Record) -> None:
        await asyncio.Event().wait()

    running = asyncio.create_task(bench.edge.run(Stream(event(7)), handle))
    await asyncio.sleep(0.01)
    await asyncio.wait_for(bench.edge.drain(0.1), 1)
    running.cancel()
    assert bench.marked is None


async def test_refusals_are_counted_by_reason(bench: Bench, redis: Redis) -> None:
    handle, _ = failing(lambda: Refused("empty", "no value"))
    await bench.run(handle, event(7))
    await redis.delete("tocsin:stats")
    await bench.stats.flush(redis)
    assert await redis.hgetall("tocsin:stats") == {b"quarantined:empty": b"1"}


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        pytest.param([("a", b"1")], {"a": "1"}, id="pairs"),
        pytest.param({"a": b"1"}, {"a": "1"}, id="a dict"),
        pytest.param(None, {}, id="none"),
        pytest.param([("a", None)], {"a": ""}, id="null value"),
        pytest.param([("a", b"\xff")], {"a": "\ufffd"}, id="not UTF-8"),
    ],
)
def test_any_headers_are_read(headers: Any, read: dict[str, str]) -> None:
    assert record_of(event(7, headers=headers)).headers == read
