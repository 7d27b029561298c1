"""What is kept of a refused record, and where a record says it came from."""

import base64
import json

import pytest

from streams.quarantine import put_in_quarantine, quarantined
from streams.record import Record, Refused
from streams.topics import QUARANTINE
from tests.streams.handling import Kept, record

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
