"""Intake takes in what a party may send, and refuses all else with a reason and a sentence."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from redis.asyncio import Redis

from config.problems import sentence
from manifests.contract import Manifest
from screening.space import EPOCH, NotReady, Space
from streams.entry_intake import EntryIntake, checked_entry
from streams.entry_notes import EntryNotes
from streams.fates import Fates
from streams.intake import ManifestIntake
from streams.on_record import OnRecord
from streams.receipts import Receipts, canonical
from streams.record import CAME, Record, Refused
from streams.stats import Stats, totals
from streams.topics import MANIFESTS, MAX_RECORD_BYTES, WATCHLIST
from tests.manifests.building import (
    FLIGHT,
    entry,
    entry_fields,
    manifest,
    manifest_fields,
    parties,
    passenger_fields,
)
from tests.streams.asking import Trail
from tests.streams.handling import Kept, equipment, record
from watchlist.entry import entry_json, parse_entry

PARTIES = parties()


class Bench:
    """Both intakes, and what they published."""

    def __init__(self, redis: Redis) -> None:
        self.publisher, self.stats = Kept(), Stats()
        things = equipment(self.publisher, redis, self.stats)
        receipts = Receipts(redis, keep=timedelta(days=1))
        self.manifests = ManifestIntake(
            things, PARTIES, receipts, Fates(redis, keep=timedelta(days=1))
        )
        self.trail, self.secret = Trail(), b"a secret of the tests, long enough"
        self.entries = EntryIntake(things, PARTIES, EntryNotes(self.trail.note, self.secret))

    async def push(self, fields: dict[str, Any] | bytes, topic: str = "manifests.UA") -> None:
        await self.manifests.handle(record(topic, as_bytes(fields)))

    async def contribute(self, fields: dict[str, Any] | bytes | None, **more: Any) -> None:
        value = None if fields is None else as_bytes(fields)
        await self.entries.handle(record("watchlist.interpol", value, **more))


def as_bytes(fields: dict[str, Any] | bytes) -> bytes:
    return fields if isinstance(fields, bytes) else json.dumps(fields).encode()


@pytest.fixture
def bench(redis: Redis, space: Space) -> Bench:
    return Bench(redis)


ONE = manifest_fields(passenger_fields())


async def test_manifest_is_handed_on_under_its_flight(bench: Bench) -> None:
    await bench.push(ONE)
    (sent,) = bench.publisher.on(MANIFESTS)
    assert sent.key == FLIGHT
    assert dict(sent.headers) == {"source": "manifests.UA/0/5", CAME: "1764000000000"}
    assert Manifest.model_validate_json(sent.value or b"") == manifest(passenger_fields())


@pytest.mark.parametrize(
    ("fields", "reason", "detail"),
    [
        pytest.param({**ONE, "sender": "BA"}, "foreign_sender", "pushes to its own", id="sender"),
        pytest.param(
            manifest_fields(passenger_fields(), flight={"carrier": "BA"}),
            "foreign_carrier",
            "'BA' is not one of 'UA' (UA)",
            id="carrier",
        ),
        pytest.param(b"", "empty", "no value", id="empty"),
        pytest.param(
            b" " * (MAX_RECORD_BYTES + 1), "too_large", f"{MAX_RECORD_BYTES} bytes", id="too large"
        ),
    ],
)
async def test_manifest_that_its_airline_may_not_send_is_refused(
    bench: Bench, fields: dict[str, Any] | bytes, reason: str, detail: str
) -> None:
    with pytest.raises(Refused) as caught:
        await bench.push(fields)
    assert caught.value.reason == reason
    assert detail in caught.value.detail
    assert bench.publisher.records == []


async def test_topic_of_a_stranger_is_refused(bench: Bench) -> None:
    with pytest.raises(Refused, match="no airline in parties") as caught:
        await bench.push({**ONE, "sender": "ZZ"}, "manifests.ZZ")
    assert caught.value.reason == "unknown_party"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param(b"{", "Invalid JSON", id="unreadable"),
        pytest.param(b'{"a": "\xff"}', "Invalid JSON", id="not UTF-8"),
        pytest.param({**ONE, "schema": "manifest/2"}, "schema: should be", id="other schema"),
        pytest.param({**ONE, "colour": 1}, "colour: is not a field", id="unknown field"),
    ],
)
async def test_manifest_that_is_none_is_invalid(
    bench: Bench, fields: dict[str, Any] | bytes, told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await bench.push(fields)
    assert told in sentence(caught.value)
    assert bench.publisher.records == []


async def test_same_manifest_again_is_handed_on_again(bench: Bench) -> None:
    await bench.push(ONE)
    await bench.push(json.dumps(ONE, indent=2).encode())
    first, again = bench.publisher.on(MANIFESTS)
    assert first == again


async def test_message_id_with_other_content_is_refused(bench: Bench) -> None:
    await bench.push(ONE)
    with pytest.raises(Refused, match="new message_id") as caught:
        await bench.push(manifest_fields(passenger_fields("SMITH")))
    assert caught.value.reason == "recycled_message_id"
    assert "SMITH" not in caught.value.detail
    await bench.push(ONE)
    assert len(bench.publisher.on(MANIFESTS)) == 2


async def test_two_airlines_may_use_the_same_message_id(bench: Bench) -> None:
    await bench.push(ONE)
    other = {**ONE, "sender": "BA", "flight": {**ONE["flight"], "carrier": "BA"}}
    await bench.push(other, "manifests.BA")
    assert len(bench.publisher.on(MANIFESTS)) == 2


async def test_manifest_is_not_published_before_the_index_is_ready(
    bench: Bench, redis: Redis
) -> None:
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await bench.push(ONE)
    assert bench.publisher.records == []


async def test_unknown_airport_is_accepted_with_a_warning_and_counted(
    bench: Bench, redis: Redis
) -> None:
    await bench.push(manifest_fields(passenger_fields(), flight={"origin": "QQQ"}))
    await redis.delete("tocsin:stats")
    await bench.stats.flush(redis)
    assert await totals(redis) == {"unknown_airport:QQQ": 1}
    (handed_on,) = bench.publisher.on(MANIFESTS)
    (warning,) = Manifest.model_validate_json(handed_on.value or b"").warnings
    assert warning.startswith("QQQ is no airport")


async def test_manifest_sent_hours_ahead_is_accepted_with_a_warning_and_counted(
    bench: Bench, redis: Redis
) -> None:
    for hours in (0.5, 2):
        ahead = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
        await bench.push({**ONE, "message_id": f"M-{hours}", "sent_at": ahead})
    sent = [Manifest.model_validate_json(one.value or b"") for one in bench.publisher.on(MANIFESTS)]
    assert [len(one.warnings) for one in sent] == [0, 1]
    assert "counts as older" in sent[1].warnings[0]
    await redis.delete("tocsin:stats")
    await bench.stats.flush(redis)
    assert await totals(redis) == {"sent_ahead:UA": 1}


async def test_question_of_an_unknown_airport_sent_hours_ahead_is_counted_once(
    bench: Bench, redis: Redis
) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    asking = manifest_fields(passenger_fields(), flight={"origin": "QQQ"}, respond=True)
    await bench.push({**asking, "sent_at": ahead})
    (question,) = bench.publisher.on("requests.UA")
    await bench.push(question.value or b"", question.topic)
    await redis.delete("tocsin:stats")
    await bench.stats.flush(redis)
    assert await totals(redis) == {"sent_ahead:UA": 1, "unknown_airport:QQQ": 1}


async def test_what_is_handed_on_with_a_warning_is_the_message_that_was_sent(
    bench: Bench, redis: Redis, space: Space
) -> None:
    await bench.push(manifest_fields(passenger_fields(), flight={"origin": "QQQ"}))
    (handed_on,) = bench.publisher.on(MANIFESTS)
    receipts = Receipts(redis, keep=timedelta(days=1))
    taken = Manifest.model_validate_json(handed_on.value or b"")
    assert taken.warnings
    assert not await receipts.conflict(space, taken)
    other = taken.model_copy(update={"passengers": ()})
    assert await receipts.conflict(space, other)


def test_handed_on_manifest_is_the_one_that_was_sent() -> None:
    fields = {**ONE, "extra": {"a": [1, None, "x"]}, "passengers": [passenger_fields(sex=None)]}
    sent = Manifest.model_validate(fields)
    assert Manifest.model_validate_json(canonical(sent)) == sent


async def test_entry_is_handed_on_under_owner_and_id(bench: Bench) -> None:
    await bench.contribute(entry_fields(), key=b"4711")
    (sent,) = bench.publisher.on(WATCHLIST)
    assert sent.key == "interpol/4711"
    assert sent.headers["source"] == "watchlist.interpol/0/5"
    assert parse_entry(sent.value or b"") == entry()
    assert sent.value == entry_json(entry())


async def test_key_may_be_left_out(bench: Bench) -> None:
    await bench.contribute(entry_fields())
    assert [one.key for one in bench.publisher.on(WATCHLIST)] == ["interpol/4711"]


async def test_null_removes_the_entry_of_that_key(bench: Bench) -> None:
    await bench.contribute(None, key=b"4711")
    (sent,) = bench.publisher.on(WATCHLIST)
    assert (sent.key, sent.value) == ("interpol/4711", None)


@pytest.mark.parametrize(
    ("value", "key", "reason", "detail"),
    [
        pytest.param(entry_fields(owner="uk"), None, "not_allowed", "its own entries", id="owner"),
        pytest.param(
            entry_fields(sharing={"visible_to": ["mars"]}),
            None,
            "not_allowed",
            "unknown agency 'mars'",
            id="unknown agency",
        ),
        pytest.param(entry_fields(), b"1", "key_differs", "make them equal", id="another key"),
        pytest.param(None, None, "no_key", "needs the entry's id", id="removal without key"),
        pytest.param(None, b"", "no_key", "needs the entry's id", id="removal with empty key"),
        pytest.param(None, b"uk/1", "no_key", "needs the entry's id", id="removal of another's"),
        pytest.param(b"", b"1", "empty", "no value", id="empty"),
        pytest.param(b" " * (MAX_RECORD_BYTES + 1), None, "too_large", "split it", id="too large"),
    ],
)
def test_entry_that_its_agency_may_not_contribute_is_refused(
    value: dict[str, Any] | bytes | None, key: bytes | None, reason: str, detail: str
) -> None:
    sent = None if value is None else as_bytes(value)
    with pytest.raises(Refused) as caught:
        checked_entry(record("watchlist.interpol", sent, key=key), PARTIES)
    assert caught.value.reason == reason
    assert detail in caught.value.detail


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param(b"{", "Invalid JSON", id="unreadable"),
        pytest.param({**entry_fields(), "schema": "entry/2"}, "schema: should be", id="schema"),
        pytest.param({**entry_fields(), "age": 1}, "age: is not a field", id="unknown field"),
        pytest.param(entry_fields(names=[]), "names and documents are both empty", id="nobody"),
        pytest.param(entry_fields(id="a/b"), "id: ", id="id with a slash"),
        pytest.param(
            entry_fields(sharing={"redact": ["severity"]}), "sharing.redact.0", id="redaction"
        ),
    ],
)
async def test_entry_that_is_none_is_invalid(
    bench: Bench, fields: dict[str, Any] | bytes, told: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await bench.contribute(fields)
    assert told in sentence(caught.value)
    assert bench.publisher.records == []


@pytest.mark.parametrize(
    "hostile", [b"\xff", "\u202e".encode(), b"a\nb"], ids=["bytes", "rtl", "nl"]
)
def test_any_bytes_of_a_key_are_refused_or_taken_without_an_error(hostile: bytes) -> None:
    check: Callable[[Record], object] = lambda one: checked_entry(one, PARTIES)  # noqa: E731
    with pytest.raises(Refused):
        check(record("watchlist.interpol", as_bytes(entry_fields()), key=hostile))
    check(record("watchlist.interpol", None, key=hostile))


async def test_entry_that_comes_by_kafka_is_on_record_before_it_is_handed_on(bench: Bench) -> None:
    await bench.contribute(entry_fields())
    await bench.contribute(None, key=b"4711")
    assert [(action, what) for action, what, _ in bench.trail.noted] == [
        ("changed", "an entry"),
        ("changed", "a removal of an entry"),
    ]
    assert {about for *_, about in bench.trail.noted} == {("entry:interpol/4711",)}


async def test_entry_that_came_by_http_is_not_noted_again_and_no_agency_can_say_so(
    bench: Bench,
) -> None:
    value = as_bytes(entry_fields())
    item = parse_entry(value).key
    mark = OnRecord(bench.secret).header("watchlist.interpol", value, item)
    await bench.contribute(value, headers=mark)
    assert bench.trail.noted == []
    other = as_bytes(entry_fields(severity="low"))
    for said in (mark, {"noted": "yes"}):
        await bench.contribute(other, headers=said)
    assert len(bench.trail.noted) == 2
