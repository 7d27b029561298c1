"""When an alert that nobody has taken up is escalated."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.alert import AlertEntry
from alerts.disposition import AlertDisposition
from alerts.escalation import due_text
from alerts.restore import dues
from config.delivery_file import EscalationRow
from tests.builders import FLIGHT, alert

RAISED = "2026-11-24T08:00:00.000000Z"
NEW_YORK = FLIGHT.model_copy(update={"departure": "2026-11-24T18:30"})  # 23:30 UTC
NOWHERE = NEW_YORK.model_copy(update={"origin": "QQQ"})  # the latest possible: 12 h behind UTC


def row(**more: Any) -> EscalationRow:
    return EscalationRow.model_validate({"min_severity": "low", **more})


def due(when: EscalationRow | None, **more: Any) -> float | None:
    """Return so many minutes after 2026-11-24T08:00Z it is due."""
    known = {"raised_at": RAISED, "flight": NEW_YORK, **more}
    text = due_text(alert(**known), when)
    return (float(text) - 1_795_507_200) / 60 if text else None


@pytest.mark.parametrize(
    ("when", "minutes"),
    [
        pytest.param({"unacknowledged_min": 15}, 15, id="after it was raised"),
        pytest.param({"before_departure_min": 90}, 840, id="before departure, airport's time"),
        pytest.param({"unacknowledged_min": 900, "before_departure_min": 90}, 840, id="earlier"),
        pytest.param({"unacknowledged_min": 15, "before_departure_min": 90}, 15, id="the other"),
        pytest.param({"before_departure_min": 1000}, -70, id="it is late already: now"),
    ],
)
def test_it_is_due_at_the_earlier_of_two_times(when: dict[str, int], minutes: int) -> None:
    assert due(row(**when)) == minutes


def test_unknown_airport_is_the_latest_possible() -> None:
    assert due(row(before_departure_min=90), flight=NOWHERE) == 1260


def test_of_alerts_whose_flights_have_landed_nobody_says_it() -> None:
    now, rows = datetime(2026, 11, 25, tzinfo=UTC), {"uk-piu": row(unacknowledged_min=15)}
    landed = NEW_YORK.model_copy(update={"departure": "2026-11-23T18:30"})
    told = [
        alert(alert_id=f"{nth:032x}", raised_at=RAISED, flight=one)
        for nth, one in enumerate((NEW_YORK, landed))
    ]
    assert dues(told, rows, now) == {f"{0:032x}": due_text(told[0], rows["uk-piu"])}


def test_nobody_asked_for_it() -> None:
    assert due(None) is None


@pytest.mark.parametrize(
    "state",
    [
        {"event": "withdrawn"},
        {"escalated": True},
        {"disposition": AlertDisposition(state="acknowledged", by="7", at=RAISED)},
        {"disposition": AlertDisposition(state="dismissed", by="7", at=RAISED)},
    ],
    ids=lambda one: next(iter(one)),
)
def test_who_has_taken_it_up_is_not_asked(state: dict[str, Any]) -> None:
    assert due(row(unacknowledged_min=15), **state) is None


@pytest.mark.parametrize(("severity", "is_due"), [("medium", False), ("high", True), ("top", True)])
def test_lower_severity_can_wait(severity: str, *, is_due: bool) -> None:
    entry = AlertEntry(owner="interpol", id="1", category="fraud", severity=severity)
    found = due(row(unacknowledged_min=15, min_severity="high"), entry=entry)
    assert (found is not None) is is_due
