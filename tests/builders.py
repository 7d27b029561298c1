"""What tests are about, with defaults: a test states only what matters to it."""

from datetime import UTC, datetime
from typing import Any

from alerts.alert import Alert, AlertEntry, AlertPassenger
from manifests.contract import Flight, Manifest, Passenger
from screening.explanation import Feature
from watchlist.entry import Entry, parse_entry

FLIGHT = Flight(
    carrier="UA",
    number="123",
    origin="JFK",
    destination="LHR",
    departure="2100-11-24T18:30",  # so far ahead that no run of the tests finds it landed
)
LISTED = "Sabawi Ibrahim Hasan AL-TIKRITI"


def passenger(surname: str = "AL TIKRITI", **more: Any) -> Passenger:
    """Return a passenger; by default the person whom `entry()` lists."""
    known: dict[str, Any] = {"surname": surname, **more}
    if surname == "AL TIKRITI":
        known = {
            "given_names": "SABAWI IBRAHIM",
            "birth_date": "1947-02-27",
            "nationality": "IRQ",
            **known,
        }
    return Passenger(**known)


def manifest(message_id: str = "1", *people: Passenger, **more: Any) -> Manifest:
    """Return a manifest of UA with the listed person and another, unless people are given."""
    known: dict[str, Any] = {
        "schema": "manifest/1",
        "message_id": message_id,
        "sender": "UA",
        "sent_at": datetime(2026, 11, 24, 8, tzinfo=UTC),
        "function": "full",
        "flight": FLIGHT,
        "passengers": people or (passenger(), passenger("SMITH", given_names="JOHN")),
    }
    return Manifest(**{**known, **more})


def manifest_json(one: Manifest) -> bytes:
    """Return the manifest as an airline sends it."""
    return one.model_dump_json(by_alias=True, exclude_unset=True).encode()


def entry(id: str = "1", **more: Any) -> Entry:  # noqa: A002  # the field's own name
    """Return an entry of interpol that everybody may see."""
    known: dict[str, Any] = {
        "schema": "entry/1",
        "id": id,
        "owner": "interpol",
        "list": "ftf",
        "category": "foreign_terrorist_fighter",
        "severity": "high",
        "names": [{"full": LISTED}],
        "birth_dates": ["1947-02-27"],
        "nationalities": ["IRQ"],
        "sharing": {"visible_to": ["*"]},
    }
    return parse_entry({**known, **more})


def alert(version: int = 1, **more: Any) -> Alert:
    """Return an alert for uk-piu about the listed person."""
    known: dict[str, Any] = {
        "alert_id": "ab" * 16,
        "version": version,
        "event": "raised" if version == 1 else "updated",
        "agency": "uk-piu",
        "subscriptions": ("arrivals",),
        "raised_at": "2026-11-24T08:00:01.000000Z",
        "score": 0.93,
        "basis": ("name",),
        "group_id": "cd" * 16,
        "entry": AlertEntry(owner="interpol", id="1", category="terrorism", severity="high"),
        "flight": FLIGHT,
        "passenger": AlertPassenger(**dict(passenger()), passenger_ref="7a1f"),
        "explanation": (Feature(feature="name", contribution=4.1, note="all parts agree"),),
        "cause": "manifest",
        "trace_id": "ef" * 16,
    }
    return Alert(**{**known, **more})
