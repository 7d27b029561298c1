"""Which alerts go into one call, and that the same records always make the same call."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.calls import Arrived, Receives, arrived, call, fitting, is_for
from alerts.ledger import payload
from tests.builders import alert

AT = 1_764_000_000_000


def one(offset: int = 0, version: int = 1, **more: Any) -> Arrived:
    found = arrived(offset, payload(alert(version, **more)), AT + offset)
    assert found is not None
    return found


ESCALATED: dict[str, Any] = {
    "escalated": True,
    "changes": ({"field": "escalated", "before": False, "now": True},),
}


@pytest.mark.parametrize(
    ("found", "headers", "receives", "expected"),
    [
        pytest.param(one(), {}, "alerts", True, id="everything"),
        pytest.param(one(), {}, "escalations", False, id="not escalated"),
        pytest.param(one(**ESCALATED), {}, "escalations", True, id="escalated"),
        pytest.param(one(**ESCALATED), {}, "alerts", True, id="escalated among everything"),
        pytest.param(one(escalated=True), {}, "escalations", False, id="escalated before"),
        pytest.param(one(), {"only": "desk"}, "alerts", True, id="sent again for it"),
        pytest.param(one(), {"only": "night"}, "alerts", False, id="sent again for another"),
    ],
)
def test_a_webhook_gets_what_it_receives(
    found: Arrived, headers: dict[str, str], receives: Receives, expected: bool
) -> None:
    assert is_for(found, headers, "desk", receives) is expected


def test_fields_of_a_later_release_do_not_keep_an_alert_back() -> None:
    said = json.loads(payload(alert())) | {"disposition": {"state": "confirmed"}}
    found = arrived(3, json.dumps(said).encode(), AT)
    assert found is not None
    assert (found.alert_id, found.version) == ("ab" * 16, 1)


@pytest.mark.parametrize("value", [None, b"", b"{}", b"garbage", b'{"alert_id": 1}'])
def test_what_is_no_alert_is_none(value: bytes | None) -> None:
    assert arrived(0, value, AT) is None


def test_alerts_are_in_the_body_byte_for_byte() -> None:
    records = [one(5, 1), one(6, 2), one(7, 3)]
    made = call("uk-piu", "desk", "alerts", (5, 9), records)
    said = json.loads(made.body)
    assert said["type"] == "alerts"
    assert said["timestamp"] == "2025-11-24T16:00:00.007000Z"
    assert said["data"]["agency"] == "uk-piu"
    assert said["data"]["alerts"] == [json.loads(record.value) for record in records]
    assert all(record.value in made.body for record in records)
    assert made.alerts == (("ab" * 16, 1), ("ab" * 16, 2), ("ab" * 16, 3))


def test_a_version_repeated_on_the_topic_is_in_a_call_once() -> None:
    made = call("uk-piu", "desk", "alerts", (5, 8), [one(5, 1), one(6, 2), one(7, 1)])
    assert made.alerts == (("ab" * 16, 1), ("ab" * 16, 2))


def test_the_id_follows_from_all_that_is_sent() -> None:
    same = [call("uk-piu", "desk", "alerts", (5, 6), [one(5)]).id for _ in range(2)]
    others = {
        call("uk-piu", "night", "alerts", (5, 6), [one(5)]).id,
        call("fr-piu", "desk", "alerts", (5, 6), [one(5)]).id,
        call("uk-piu", "desk", "alerts", (5, 7), [one(5)]).id,
        call("uk-piu", "desk", "alerts", (5, 6), [one(5, 2)]).id,
        call("uk-piu", "desk", "escalations", (5, 6), [one(5)]).id,
    }
    assert same[0] == same[1]
    assert len(others | {same[0]}) == 6


@given(st.lists(st.integers(0, 100), min_size=1), st.integers(1, 10), st.integers(1, 500))
def test_calls_keep_to_their_bounds_and_every_alert_gets_into_one(
    sizes: list[int], alerts: int, size: int
) -> None:
    left, calls = list(sizes), []
    while left:
        count = fitting(left, alerts=alerts, size=size)
        calls.append(left[:count])
        left = left[count:]
    assert [one for each in calls for one in each] == sizes
    for each in calls:
        assert 1 <= len(each) <= alerts
        assert len(each) == 1 or sum(each) + len(each) <= size
