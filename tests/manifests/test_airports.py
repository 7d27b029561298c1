"""Airports: countries, zones, summer time, and the unknown ones."""

from datetime import UTC, datetime

import airportsdata
import pytest

from manifests.airports import (
    airport_warning,
    clock,
    country_of,
    instant,
    known,
    unknown_airports,
)
from tests.manifests.building import manifest


@pytest.mark.parametrize(
    ("local", "airport", "expected"),
    [
        pytest.param("2026-11-24T18:30", "JFK", "2026-11-24T23:30", id="winter, behind"),
        pytest.param("2026-07-01T18:30", "JFK", "2026-07-01T22:30", id="summer, behind"),
        pytest.param("2026-11-25T06:25", "LHR", "2026-11-25T06:25", id="at zero"),
        pytest.param("2026-07-01T06:25", "LHR", "2026-07-01T05:25", id="summer at zero"),
        pytest.param("2026-11-24T01:00", "SYD", "2026-11-23T14:00", id="ahead, a day earlier"),
        pytest.param("2026-11-24T12:00", "KTM", "2026-11-24T06:15", id="quarter of an hour"),
        pytest.param("2026-11-24T18:30Z", "JFK", "2026-11-24T18:30", id="Z is taken at its word"),
        pytest.param("2026-11-24T18:30+05:30", "JFK", "2026-11-24T13:00", id="offset too"),
        pytest.param("2026-03-29T01:30", "LHR", "2026-03-29T01:30", id="an hour that is skipped"),
        pytest.param("2026-11-24T18:30", "QQQ", "2026-11-25T06:30", id="unknown: latest possible"),
    ],
)
def test_local_time_becomes_an_instant(local: str, airport: str, expected: str) -> None:
    assert instant(local, airport) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "airport", "shown"),
    [
        pytest.param("2026-11-24T18:30", "JFK", "2026-11-24T18:30", id="local as written"),
        pytest.param("2026-11-24T23:30Z", "JFK", "2026-11-24T18:30", id="Z"),
        pytest.param("2026-11-24T23:30+01:00", "SYD", "2026-11-25T09:30", id="another zone"),
        pytest.param("2026-11-24T23:30Z", "QQQ", "2026-11-24T23:30", id="unknown: as written"),
    ],
)
def test_clocks_at_an_airport_show_its_time(written: str, airport: str, shown: str) -> None:
    assert clock(written, airport) == datetime.fromisoformat(shown)


@pytest.mark.parametrize(
    ("airport", "country"),
    [
        pytest.param("LHR", "GBR", id="London"),
        pytest.param("PRN", "RKS", id="Kosovo, which ISO lacks"),
        pytest.param("HKG", "HKG", id="Hong Kong"),
        pytest.param("QQQ", None, id="unknown"),
    ],
)
def test_country_of_an_airport(airport: str, country: str | None) -> None:
    assert country_of(airport) == country
    assert known(airport) == (country is not None)


def test_unknown_airports_of_a_flight_are_named_in_a_warning() -> None:
    assert unknown_airports(manifest().flight) == ()
    (unknown,) = unknown_airports(manifest(flight={"destination": "QQQ"}).flight)
    assert airport_warning(unknown).startswith("QQQ is no airport")


def test_every_airport_has_a_country_and_a_zone_that_we_know() -> None:
    for airport in airportsdata.load("IATA"):
        assert country_of(airport)
        assert instant("2026-11-24T12:00", airport).tzinfo is UTC
