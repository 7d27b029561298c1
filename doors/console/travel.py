"""Which travel is asked about, as an address says it, and what hits add up to. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field

from alerts.patterns import Hits, moment

_NIGHT = datetime.min.time()
_ONE = timedelta(days=1)


def _code(written: object) -> object:
    return written.strip().upper() if isinstance(written, str) else written


def _stated(written: object) -> object:
    return written or None  # an empty field of a form


# Whatever is counted from them, such as two weeks before, is a time that a departure may have.
_Real = Annotated[date, Field(ge=date(1970, 1, 15), le=date(2199, 12, 30))]
_Day = Annotated[_Real | None, BeforeValidator(_stated)]


class Travel(BaseModel, frozen=True, extra="forbid"):
    """What is asked for; all that is given must hold. An empty field of a form asks for nothing."""

    since: _Day = None  # it departs on this day of UTC, or later
    until: _Day = None  # and on this one at the latest
    category: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,62})?$")] = ""
    airport: Annotated[str, BeforeValidator(_code), Field(pattern=r"^([A-Z]{3})?$")] = ""
    direction: Literal["", "from", "to"] = ""  # of the airport

    def departs(self, day: date) -> bool:
        """Say whether what departs on a day is among it."""
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)

    def touches(self, origin: str, destination: str) -> bool:
        """Say whether a route is among it."""
        ends = {"from": (origin,), "to": (destination,)}.get(self.direction, (origin, destination))
        return not self.airport or self.airport in ends

    def query(self, **changes: object) -> str:
        """Return the address's query with *changes*; what asks for nothing is left out."""
        asked = {**self.model_dump(), **changes}
        return urlencode({name: str(value) for name, value in asked.items() if value})


def within(asked: Travel, today: date) -> tuple[date, date]:
    """Return the first and the last day asked about; fourteen of them unless it is said."""
    until = asked.until or max(today + 3 * _ONE, asked.since or today)
    return asked.since or until - 13 * _ONE, until


def at_airport(asked: Travel, code: str, direction: Literal["from", "to"]) -> dict[str, str]:
    """Return what narrows *asked* to what departs from an airport, or lands there."""
    alone = asked.airport == code and asked.direction in ("", direction)
    if alone or not asked.airport:
        return {"airport": code, "direction": direction}
    ends = (code, asked.airport) if direction == "from" else (asked.airport, code)
    return {"route": "-".join(ends)}


def begin_of(day: date) -> datetime:
    """Return when a day of UTC begins."""
    return datetime.combine(day, _NIGHT, UTC)


@dataclass(frozen=True, slots=True)
class Route:
    """How many hits fly from one airport to another."""

    origin: str
    destination: str
    count: int

    @property
    def name(self) -> str:
        """Return e.g. `JFK-LHR`."""
        return f"{self.origin}-{self.destination}"


@dataclass(frozen=True, slots=True)
class Airport:
    """How many hits depart from an airport and land there."""

    code: str
    departing: int
    landing: int


@dataclass(frozen=True, slots=True)
class Category:
    """How many hits are of one category, and how many each day, in order."""

    name: str
    count: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the hits add up to; routes, airports and categories the most frequent first."""

    total: int
    routes: tuple[Route, ...]
    airports: tuple[Airport, ...]
    hours: tuple[int, ...]  # of departure, 24 of them, UTC
    days: tuple[tuple[date, int], ...]  # every one
    categories: tuple[Category, ...]


def summed(hits: Iterable[Hits], asked: Travel, first: date, last: date) -> Sums:
    """Return the sums of those *hits* from *first* to *last* that are *asked* about.

    Categories are counted whichever is asked about, so that another may be chosen.
    """
    every = [first + n * _ONE for n in range((last - first).days + 1)]
    dates: dict[int, date] = {}
    total, hours = 0, [0] * 24
    routes: Counter[tuple[str, str]] = Counter()
    days: Counter[date] = Counter()
    categories: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for one in hits:
        day = dates.get(one.day) or dates.setdefault(one.day, moment(one.day).date())
        if not asked.touches(one.origin, one.destination) or not first <= day <= last:
            continue
        categories[one.category][day] += one.count
        if asked.category not in ("", one.category):
            continue
        total += one.count
        hours[one.hour] += one.count
        routes[one.origin, one.destination] += one.count
        days[day] += one.count
    found = [Route(*route, count) for route, count in routes.items()]
    return Sums(
        total=total,
        routes=tuple(sorted(found, key=lambda one: (-one.count, one.name))),
        airports=_airports(found),
        hours=tuple(hours),
        days=tuple((day, days[day]) for day in every),
        categories=tuple(
            sorted(
                (
                    Category(name, by_day.total(), tuple(by_day[day] for day in every))
                    for name, by_day in categories.items()
                ),
                key=lambda one: (-one.count, one.name),
            )
        ),
    )


def _airports(routes: Iterable[Route]) -> tuple[Airport, ...]:
    departing: Counter[str] = Counter()
    landing: Counter[str] = Counter()
    for one in routes:
        departing[one.origin] += one.count
        landing[one.destination] += one.count
    found = [Airport(code, departing[code], landing[code]) for code in {*departing, *landing}]
    return tuple(sorted(found, key=lambda one: (-one.departing - one.landing, one.code)))
