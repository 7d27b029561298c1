"""What changed of an alert is said in words, and what people wrote is left as they wrote it."""

import pytest

from alerts.alert import Alert
from alerts.life import changes
from doors.console import labels
from doors.console.rendering import environment
from tests.builders import alert

_ANOTHER = {
    "surname": "OMBERVAL", "given_names": "JEAN", "birth_date": "1950-01-01", "sex": "F",
    "nationality": "FRA", "birth_place": "LYON", "seat": "9Z",
}  # fmt: skip


def another(was: Alert) -> Alert:
    """Return an alert on the same entry that differs in all that an officer is told of."""
    entry = was.entry.model_copy(
        update={"severity": "low", "category": "crime", "instruction": "do_not detain"}
    )
    flight = was.flight.model_copy(
        update={"departure": "2031-01-01T10:00", "arrival": "2031-01-01T12:00"}
    )
    passenger = was.passenger.model_copy(update={**_ANOTHER, "documents": ()})
    found = {"entry": entry, "flight": flight, "passenger": passenger, "subscriptions": ("x",)}
    return was.model_copy(update={**found, "score": was.score - 0.3})


def test_every_field_that_changes_has_words() -> None:
    was = alert()
    fields = {one["field"] for one in changes(was, another(was))}
    assert len(fields) >= 14, fields
    assert fields | {"disposition", "escalated", "from_others", "entry"} <= set(labels.CHANGED)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("entry.instruction", "call desk_4 first", "call desk_4 first"),
        ("entry.instruction", "open", "open"),
        ("passenger.documents", ["IRQ A_1"], "IRQ A_1"),
        ("entry.category", "wanted_person", "شخص مطلوب"),
        ("entry.severity", "high", "عالٍ"),
        ("disposition", "acknowledged", "مستلَم"),
        ("escalated", True, "نعم"),
    ],
)
def test_only_what_is_an_enumeration_is_translated(field: str, value: object, said: str) -> None:
    text = environment("ar").from_string("{{ value | shown(field) }}")
    assert text.render(value=value, field=field) == said
