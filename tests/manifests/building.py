"""Builders for the core's tests: a test states only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from access.parties import Agency, AgencyId, Airline, AirlineId, Parties
from alerts.routing import Rules, subscriptions_by_agency
from config.files import SubscriptionRow
from manifests.contract import Manifest, Passenger
from watchlist.entry import Entry

DAY = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
FLIGHT = f"UA0123/JFK-LHR/{DAY}"
START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def flight_fields(**changes: Any) -> dict[str, Any]:
    plain = {"carrier": "UA", "number": "123", "origin": "JFK", "destination": "LHR"}
    times = {"departure": f"{DAY}T18:30", "arrival": f"{DAY}T23:59"}
    return {**plain, **times, **changes}


def passenger_fields(surname: str = "AL TIKRITI", **changes: Any) -> dict[str, Any]:
    """Return a passenger as sent; a None takes the field away."""
    plain = {"surname": surname, "given_names": "SABAWI IBRAHIM", "birth_date": "1947-02-27"}
    return {key: value for key, value in {**plain, **changes}.items() if value is not None}


def person(surname: str = "AL TIKRITI", **changes: Any) -> Passenger:
    return Passenger.model_validate(passenger_fields(surname, **changes))


def manifest_fields(
    *passengers: dict[str, Any], at: float = 0, flight: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """Return a push as sent, *at* minutes after START."""
    return {
        "schema": "manifest/1",
        "message_id": f"M-{at:g}",
        "sender": "UA",
        "sent_at": (START + timedelta(minutes=at)).isoformat(),
        "function": "full",
        "flight": flight_fields() | (flight or {}),
        "passengers": list(passengers),
        **changes,
    }


def manifest(
    *passengers: dict[str, Any], at: float = 0, flight: dict[str, Any] | None = None, **changes: Any
) -> Manifest:
    return Manifest.model_validate(manifest_fields(*passengers, at=at, flight=flight, **changes))


def entry_fields(item: str = "4711", **changes: Any) -> dict[str, Any]:
    """Return an entry as contributed: the man whom `passenger_fields` describes."""
    return {
        "schema": "entry/1",
        "id": item,
        "owner": "interpol",
        "category": "wanted_person",
        "names": [{"full": "Sabawi Ibrahim AL-TIKRITI"}],
        "birth_dates": ["1947-02-27"],
        "sharing": {"visible_to": ["*"]},
        **changes,
    }


def entry(item: str = "4711", **changes: Any) -> Entry:
    return Entry.model_validate(entry_fields(item, **changes))


def parties(**jurisdictions: list[str]) -> Parties:
    """Return UA and BA with these agencies; without any: interpol and uk (everywhere)."""
    agencies = jurisdictions or {"interpol": ["*"], "uk": ["*"]}
    return Parties(
        {AirlineId(one): Airline(AirlineId(one), frozenset({one})) for one in ("UA", "BA")},
        {
            AgencyId(one): Agency(AgencyId(one), frozenset(countries))
            for one, countries in agencies.items()
        },
    )


def rules(*subscriptions: dict[str, Any], of: Parties | None = None) -> Rules:
    """Return rules; without subscriptions each agency wants everything."""
    those = of or parties()
    rows = subscriptions or [{"id": "all", "agency": one} for one in those.agencies]
    found = [SubscriptionRow.model_validate(row) for row in rows]
    return Rules(those, subscriptions_by_agency(found), 0.5, b"s" * 32)
