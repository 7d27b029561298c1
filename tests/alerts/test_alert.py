"""The alert as a record: the same bytes each time, and ids that cannot be guessed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.alert import Alert, keyed_id
from alerts.ledger import payload
from alerts.routing import trace_id
from screening.explanation import Feature
from tests.builders import alert

SECRET = b"s" * 32
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(st.none(), TEXT, st.floats(0, 1), st.lists(TEXT, max_size=2))


@given(
    score=st.floats(0, 1),
    contribution=st.floats(allow_nan=False, allow_infinity=False),
    note=TEXT,
    values=st.lists(VALUES, max_size=3),
)
def test_parsed_alert_gives_the_same_bytes(
    score: float, contribution: float, note: str, values: list[Any]
) -> None:
    sent = payload(
        alert(
            score=score,
            explanation=(
                Feature(feature="name", contribution=contribution, entry=note, note=note),
            ),
            changes=tuple({"field": "f", "before": one, "now": note} for one in values),
        )
    )
    assert payload(Alert.model_validate_json(sent)) == sent


def test_record_has_the_names_of_the_contract() -> None:
    assert list(json.loads(payload(alert()))) == [
        *("schema", "alert_id", "version", "event", "agency", "subscriptions", "raised_at"),
        *("score", "basis", "group_id", "entry", "flight", "passenger", "explanation", "cause"),
        *("changes", "reason", "escalated", "replay", "trace_id"),
        *("disposition", "from_others", "open_since"),
    ]


PARTS = ("alert", "UA0123/JFK-LHR/2026-11-24", "7a1f", "interpol/1", "uk")


@pytest.mark.parametrize("place", range(5), ids=["kind", "flight", "ref", "entry", "agency"])
def test_id_differs_where_one_part_differs(place: int) -> None:
    other = [*PARTS[:place], PARTS[place] + "x", *PARTS[place + 1 :]]
    assert keyed_id(SECRET, *PARTS) != keyed_id(SECRET, *other)


def test_id_depends_on_the_secret() -> None:
    assert keyed_id(SECRET, *PARTS) != keyed_id(b"t" * 32, *PARTS)


def test_id_is_the_same_each_time_and_128_bits_long() -> None:
    assert keyed_id(SECRET, *PARTS) == keyed_id(SECRET, *PARTS)
    assert len(bytes.fromhex(keyed_id(SECRET, *PARTS))) == 16


def test_parts_do_not_run_into_each_other() -> None:
    assert keyed_id(SECRET, "ab", "c") != keyed_id(SECRET, "a", "bc")


def test_trace_does_not_show_topic_and_offset() -> None:
    assert trace_id(SECRET, "manifests.UA/0/17") != trace_id(SECRET, "manifests.UA/0/18")
    assert "17" * 3 not in trace_id(SECRET, "manifests.UA/0/17")
