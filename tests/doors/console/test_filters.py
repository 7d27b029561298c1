"""Flights are asked for as people write them."""

from typing import Any

import pytest
from pydantic import ValidationError

from doors.console.filters import Filters
from tests.builders import FLIGHT, alert


@pytest.mark.parametrize(
    "written",
    [
        "UA0123/JFK-LHR/2100-11-24",
        "UA0123/JFK-LHR",
        "UA123/JFK-LHR/2100-11-24",
        "UA0123",
        "UA123",
        " ua 123 ",
        "",
    ],
)
def test_flight_is_found_as_people_write_it(written: str) -> None:
    filters = Filters(flight=written)
    assert filters.takes(alert())
    assert Filters(flight=filters.flight) == filters


@pytest.mark.parametrize(
    ("written", "flown"),
    [
        ("UA12", {}),
        ("UA1234", {}),
        ("UA123A", {}),
        ("UA123/JFK-CDG", {}),
        ("UA123/JFK-LHR/2100-11-25", {}),
        ("UA123", {"number": "123A"}),
        ("U2123", {}),
    ],
)
def test_other_flights_are_not(written: str, flown: dict[str, Any]) -> None:
    assert not Filters(flight=written).takes(alert(flight=FLIGHT.model_copy(update=flown)))


@pytest.mark.parametrize(
    ("carrier", "number"), [("U2", "1"), ("9W", "1234"), ("BAW", "12A"), ("1AB", "7"), ("AB1", "7")]
)
def test_key_of_any_flight_is_that_flight(carrier: str, number: str) -> None:
    flown = alert(flight=FLIGHT.model_copy(update={"carrier": carrier, "number": number}))
    filters = Filters(flight=flown.flight.key)
    assert filters.flight == flown.flight.key
    assert filters.takes(flown)


@pytest.mark.parametrize("written", ["JFK", "JFK-LHR", "UA", "UA123456", "UA123/JFK", "2100-11-24"])
def test_what_names_no_flight_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        Filters(flight=written)
