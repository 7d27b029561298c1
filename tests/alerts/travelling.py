"""Alerts of listed people who travel, with defaults: an alert of a flight from JFK to LHR."""

from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.alert import Alert, AlertEntry
from alerts.patterns import Leg, travel_of
from manifests.contract import Flight
from tests.builders import alert

DAY = datetime(2100, 11, 24, tzinfo=UTC)  # so far ahead that nothing is over


def travelling(
    number: int = 1,
    *,
    version: int = 1,
    route: str = "JFK-LHR",
    hour: float = 18,
    hours: float = 7,
    entry: str = "interpol/1",
    category: str = "terrorism",
    **more: Any,
) -> Alert:
    """Return an alert of a flight that departs *hour* hours into DAY, and takes *hours*."""
    origin, destination = route.split("-")
    departs = DAY + timedelta(hours=hour)
    owner, _, name = entry.rpartition("/")
    flight = Flight(
        carrier="UA",
        number=str(number),
        origin=origin,
        destination=destination,
        departure=departs.isoformat(timespec="seconds"),
        arrival=(departs + timedelta(hours=hours)).isoformat(timespec="seconds"),
    )
    return alert(
        version=version,
        alert_id=f"{number:032x}",
        flight=flight,
        entry=AlertEntry(owner=owner or None, id=name, category=category, severity="high"),
        **more,
    )


def leg(number: int = 1, **more: Any) -> Leg:
    return travel_of(travelling(number, **more))
