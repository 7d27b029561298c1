"""What is kept of a refused record, and where a record says it came from."""

import asyncio
import base64
import json
from typing import Any

import pytest

from streams.connections import producing
from streams.publisher import Publisher
from streams.quarantine import Quarantined, put_in_quarantine, quarantined
from streams.record import Record, Refused
from streams.refusals import Refusal, replay
from streams.sending import Sending
from streams.topic_reader import UntilNow
from streams.topics import MAX_INTERNAL_BYTES, QUARANTINE
from tests.conftest import Tocsin
from tests.manifests.messages import paxlst
from tests.running import Site
from tests.streams.handling import SENT_MS, Kept, record

REFUSAL = Refused("empty", "the record has no value")


@pytest.mark.parametrize(
    ("value", "key"),
    [
        pytest.param(b'{"a": 1}', b"k", id="text"),
        pytest.param(b"\xff\x00\xfe", b"k", id="bytes"),
        pytest.param(b"", None, id="empty, no key"),
        pytest.param(None, b"k", id="null"),
    ],
)
async def test_refused_record_is_kept_whole(value: bytes | None, key: bytes | None) -> None:
    kept = quarantined(record(value=value, key=key), REFUSAL)
    assert kept.value == value
    assert kept.key == (None if key is None else key.decode())
    assert (kept.topic, kept.partition, kept.offset) == ("manifests.UA", 0, 5)
    assert kept.received_at == "2025-11-24T16:00:00.000000Z"


async def test_record_has_the_fields_of_the_contract() -> None:
    publisher = Kept()
    await put_in_quarantine(publisher, record(headers={"a": "1"}), REFUSAL)
    (sent,) = publisher.on(QUARANTINE)
    assert dict(sent.headers) == {"a": "1"}
    assert json.loads(sent.value or b"") == {
        "reason": "empty",
        "detail": "the record has no value",
        "topic": "manifests.UA",
        "partition": 0,
        "offset": 5,
        "received_at": "2025-11-24T16:00:00.000000Z",
        "key": None,
        "value_base64": base64.b64encode(b"x").decode(),
    }


@pytest.mark.parametrize(
    ("topic", "value", "kept"),
    [
        pytest.param("manifests.UA", paxlst(when=("", "")), True, id="EDIFACT"),
        pytest.param("manifests.UA", b'{"sent_at": "2026-11-24T08:00:00Z"}', False, id="JSON"),
        pytest.param("watchlist.interpol", b"x", False, id="of an agency"),
    ],
)
async def test_what_does_not_say_when_it_was_sent_keeps_its_time_when_it_is_sent_again(
    site: Site, topic: str, value: bytes, *, kept: bool
) -> None:
    kafka, refused = site.settings.kafka, quarantined(record(topic, value), REFUSAL)
    with producing(kafka, limit=MAX_INTERNAL_BYTES) as producer:
        assert replay(Sending(producer), [Refusal(refused, {}, 0)]) == []
    *_, sent = [one async for one in UntilNow(kafka, [topic])]
    assert (sent.value, sent.timestamp_ms == SENT_MS) == (value, kept)


@pytest.mark.parametrize(
    ("one", "source"),
    [
        pytest.param(record(), "manifests.UA/0/5", id="a party's record"),
        pytest.param(
            record(headers={"source": "manifests.BA/0/9"}), "manifests.UA/0/5", id="a false claim"
        ),
        pytest.param(
            record("manifests", headers={"source": "manifests.UA/0/9"}),
            "manifests.UA/0/9",
            id="handed on",
        ),
        pytest.param(record("watchlist"), "watchlist/0/5", id="our own"),
    ],
)
def test_source_is_what_first_brought_it(one: Record, source: str) -> None:
    assert one.source == source


LARGE = [
    pytest.param({"value": b"x" * 10_000_000, "key": b"k"}, id="a record of ours"),
    pytest.param({"value": b"x", "key": b"\xff" * 5_000_000}, id="a key that is no text"),
    pytest.param({"value": b"x", "key": b"\x00" * 3_000_000}, id="a key to be escaped"),
    pytest.param({"value": b"x", "headers": {"a": "\ufffd" * 5_000_000}}, id="a header"),
    pytest.param({"value": b"x", "headers": {str(n): "" for n in range(900_000)}}, id="headers"),
]


@pytest.mark.parametrize("more", LARGE)
async def test_whatever_is_refused_is_kept_by_a_record_that_the_topic_takes(
    more: dict[str, Any],
) -> None:
    publisher = Kept()
    await put_in_quarantine(publisher, record("hits", **more), REFUSAL)
    (sent,) = publisher.on(QUARANTINE)
    assert len(sent.value or b"") < 10_000
    assert sent.headers == {}
    said = Quarantined.model_validate_json(sent.value or b"")
    assert (said.reason, said.topic, said.offset) == ("empty", "hits", 5)
    assert (said.value, said.left_out) == (None, True)
    assert said.detail.startswith(f"{REFUSAL.detail}; too large for quarantine")


class Silent(Sending):
    """Sends nothing; fails where it should."""

    def __init__(self) -> None: ...

    def send(self, topic: str, *_: Any, **__: Any) -> None:
        raise AssertionError(topic)

    def finish(self) -> None: ...


async def test_what_was_too_large_to_be_kept_is_never_sent_as_an_empty_record() -> None:
    publisher = Kept()
    large = record("watchlist.interpol", value=b"x" * 10_000_000, key=b"1")
    await put_in_quarantine(publisher, large, REFUSAL)
    said = Quarantined.model_validate_json(publisher.records[0].value or b"")
    assert replay(Silent(), [Refusal(said, {}, 0)]) == ["watchlist.interpol/0/5"]


async def test_what_is_of_a_topic_that_is_gone_keeps_nothing_else_back(
    site: Site, tocsin: Tocsin
) -> None:
    mine = Refused("foreign_sender", "of another")
    async with Publisher(site.settings.kafka) as publisher:
        for topic in ("manifests.gone", "manifests.UA"):
            await put_in_quarantine(publisher, record(topic, b"x"), mine)
    replaying = ("quarantine", "replay", "--reason", "foreign_sender")
    ran = await asyncio.to_thread(tocsin, *replaying, variables=site.variables)
    assert (ran.code, ran.out) == (1, "1 sent again\n")
    assert "1 are of topics that are gone: manifests.gone/" in ran.err
