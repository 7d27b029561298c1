"""The day's flights (data/routes.yaml): where, when, and which cultures are on board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Annotated

from pydantic import BeforeValidator

from config.files import AirportCode, CarrierCode, CountryCode, Strict, read_yaml
from manifests.airports import clock, country_of, instant
from manifests.contract import Flight
from streams.demo.pools import DATA


class Route(Strict):
    """A flight as it is every day; `hours` in the air."""

    carrier: CarrierCode
    number: int
    origin: AirportCode
    destination: AirportCode
    departure: str
    hours: float


def _route(text: str) -> dict[str, str]:
    return dict(zip(Route.model_fields, text.split(), strict=True))


class Routes(Strict):
    """All of data/routes.yaml."""

    routes: dict[str, tuple[Annotated[Route, BeforeValidator(_route)], ...]]
    countries: dict[CountryCode, dict[str, int]]
    passports: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One flight of the day: its airline, when it leaves (UTC), whence its passengers come."""

    airline: str
    flight: Flight
    leaves_at: datetime
    countries: tuple[str, str]

    @property
    def cultures(self) -> frozenset[str]:
        """Return the cultures of both countries."""
        here = routes().countries
        return frozenset(name for country in self.countries for name in here[country])


@cache
def routes() -> Routes:
    """Return what can fly."""
    return read_yaml(DATA / "routes.yaml", Routes)


def plans(rng: Random, *, day: date, flights: int) -> Iterator[Plan]:
    """Yield so many flights of *day*; when all routes are flown, they are flown again later."""
    every = [(airline, route) for airline, some in routes().routes.items() for route in some]
    rng.shuffle(every)
    for number in range(flights):
        again, index = divmod(number, len(every))
        airline, route = every[index]
        yield _plan(airline, route, day=day, again=again)


def _plan(airline: str, route: Route, *, day: date, again: int) -> Plan:
    hour = (int(route.departure[:2]) + 5 * again) % 24
    departure = f"{day.isoformat()}T{hour:02d}{route.departure[2:]}"
    leaves_at = instant(departure, route.origin)
    arrives_at = leaves_at + timedelta(hours=route.hours)
    flight = Flight(
        carrier=route.carrier,
        # No airline has two routes between the same airports, so the key stays its own.
        number=str(route.number + 10 * again),
        origin=route.origin,
        destination=route.destination,
        departure=departure,
        arrival=clock(arrives_at.isoformat(), route.destination).isoformat(timespec="minutes"),
    )
    countries = (country_of(route.origin) or "XXX", country_of(route.destination) or "XXX")
    return Plan(airline, flight, leaves_at, countries)
