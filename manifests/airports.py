"""Where an airport is and what time it keeps there (package airportsdata, IATA codes)."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import airportsdata

from config.countries import country_code
from manifests.contract import Flight

# The zone farthest behind UTC: a local time there is the latest possible instant.
_LATEST = timezone(timedelta(hours=-12))


@cache
def _airports() -> dict[str, airportsdata.Airport]:
    return dict(airportsdata.load("IATA"))


def load() -> None:
    """Every airport is in memory afterwards: else the first flight waits for them."""
    _airports()


@cache
def _iata_codes() -> dict[str, str]:
    """Return the IATA codes of airports by other codes: ICAO (EGLL), UN/LOCODE style (GBLHR)."""
    by_icao = {one["icao"]: code for code, one in _airports().items() if one["icao"]}
    return by_icao | {one["country"] + code: code for code, one in _airports().items()}


def iata_code(written: str) -> str | None:
    """Return the IATA code of an airport written in another code, None where none is known."""
    return _iata_codes().get(written)


def known(airport: str) -> bool:
    """Say whether the airport's country and zone are known."""
    return airport in _airports()


def unknown_airports(flight: Flight) -> tuple[str, ...]:
    """Return the airports of *flight* that are not known."""
    return tuple(one for one in (flight.origin, flight.destination) if not known(one))


def airport_warning(airport: str) -> str:
    """Return what is said of an airport that is not known."""
    return f"{airport} is no airport we know: it is in no country, its times the latest possible"


@cache
def place_of(airport: str) -> tuple[float, float] | None:
    """Return longitude and latitude of *airport* in degrees, or None if the airport is unknown."""
    found = _airports().get(airport)
    return None if found is None else (float(found["lon"]), float(found["lat"]))


@cache
def country_of(airport: str) -> str | None:
    """Return the ICAO country code of *airport*, or None if the airport is unknown."""
    found = _airports().get(airport)
    if found is None:
        return None
    return country_code(found["country"])


def clock(written: str, airport: str) -> datetime:
    """Return what clocks at *airport* show at a time written for it, without a zone.

    A time without an offset is that already; one with an offset is kept where the airport is
    not known.
    """
    moment = datetime.fromisoformat(written)
    found = _airports().get(airport)
    if moment.tzinfo is not None and found:
        moment = moment.astimezone(ZoneInfo(found["tz"]))
    return moment.replace(tzinfo=None)


@lru_cache(maxsize=8192)  # all that is told of a flight asks again
def instant(local: str, airport: str) -> datetime:
    """Return the UTC instant of a local time at *airport*.

    A time with an offset is taken at its word; at an unknown airport it is the latest possible
    instant, so that nothing expires too early.
    """
    moment = datetime.fromisoformat(local)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    found = _airports().get(airport)
    zone = ZoneInfo(found["tz"]) if found else _LATEST
    return moment.replace(tzinfo=zone).astimezone(UTC)
