"""What a record behind an alert says of itself, in whatever form it came."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.history import Told
from manifests.contract import utc_text
from streams.record import Record
from streams.tracing.places import Place, place
from streams.tracing.source_records import rested_on, told
from tests.builders import alert, entry, manifest, manifest_json
from tests.manifests.messages import ADA, ALAN, interchange, passengers
from tests.streams.handling import record
from watchlist.entry import entry_json

MOVED = manifest().flight.model_copy(update={"number": "456"})


def test_of_several_messages_in_a_record_those_about_the_flight_are_told() -> None:
    lines = b"\n".join(map(manifest_json, (manifest("A"), manifest("B", flight=MOVED))))
    both = told(record(value=lines))
    assert [one.message_id for one in both.messages] == ["A", "B"]
    (one,) = told(record(value=lines), MOVED.key).messages
    assert (one.message_id, one.flight) == ("B", MOVED.key)


def test_edifact_is_told_as_its_messages() -> None:
    said = told(record(value=interchange(passengers(ADA), passengers(ALAN, reference="3"))))
    assert said.airline == "UA"
    assert [one.message_id for one in said.messages] == [
        "UA-REF1-1-20261124T0800",
        "UA-REF1-3-20261124T0800",
    ]


@pytest.mark.parametrize(
    ("one", "entry_key", "removed"),
    [
        pytest.param(
            record("watchlist.interpol", entry_json(entry("7")), key=b"7"),
            "interpol/7", False, id="contributed",
        ),
        pytest.param(
            record("watchlist.interpol", entry_json(entry("7"))), "interpol/7", False, id="no key"
        ),
        pytest.param(
            record("watchlist.interpol", None, key=b"7"), "interpol/7", True, id="removed"
        ),
        pytest.param(
            record("watchlist", entry_json(entry("7")), key=b"interpol/7"),
            "interpol/7", False, id="imported",
        ),
        pytest.param(record("watchlist.interpol", b"{"), None, False, id="no entry at all"),
    ],
)  # fmt: skip
def test_a_record_of_a_list_names_its_entry(
    one: Record, entry_key: str | None, removed: bool
) -> None:
    said = told(one)
    assert (said.entry, said.removed) == (entry_key, removed)


def test_what_was_handed_on_says_from_where() -> None:
    handed_on = record(
        "manifests", manifest_json(manifest()), headers={"source": "manifests.UA/0/9"}
    )
    assert (told(handed_on).airline, told(handed_on).first) == ("UA", "manifests.UA/0/9")
    assert told(record(headers={"source": "manifests.BA/0/9"})).first is None  # a party's word


def test_what_cannot_be_read_is_told_without_messages() -> None:
    said = told(record(value=b"garbage"))
    assert (said.place, said.held, said.messages) == ("manifests.UA/0/5", True, ())


def test_who_is_on_a_manifest_is_not_told() -> None:
    said = json.dumps(told(record(value=manifest_json(manifest()))).model_dump(mode="json"))
    assert "TIKRITI" not in said
    assert "SMITH" not in said


@pytest.mark.parametrize(
    ("minutes", "source", "rests"),
    [
        pytest.param(0, "manifests.UA/0/5", "", id="it may have come too late for the version"),
        pytest.param(9, "manifests.UA/0/5", "", id="it may still have come too late"),
        pytest.param(11, "manifests.UA/0/5", "3/17", id="well before the version"),
        pytest.param(0, "watchlist.interpol/0/4", "3/17", id="it led to the version"),
        pytest.param(-11, "manifests.UA/0/5", "", id="after the version"),
        pytest.param(0, None, "", id="nobody knows what led to it"),
    ],
)
def test_a_version_rests_on_the_latest_record_where_that_is_certain(
    minutes: int, source: str | None, rests: str
) -> None:
    listed = record("watchlist", b"{}", headers={"source": "watchlist.interpol/0/4"})
    latest = replace(listed, partition=3, offset=17)
    written = latest.at
    version = Told(alert(), utc_text(written + timedelta(minutes=minutes)))
    assert rested_on(latest, version, source) == rests
    assert rested_on(None, version, source) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("manifests.UA/0/123", Place("manifests.UA", 0, 123)),
        ("watchlist/3/17", Place("watchlist", 3, 17)),
        ("time/interpol/1", None),
        ("UA-20261124-000123", None),
        ("a/b/c", None),
        ("manifests.UA/0/-1", None),
        ("manifests.UA/0", None),
    ],
)
def test_a_place_is_read_as_it_is_written(text: str, found: Place | None) -> None:
    assert place(text) == found
    assert found is None or str(found) == text
