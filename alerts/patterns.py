"""Where hits travel: in which windows of time an alert counts, and as what. Pure.

An alert counts as its latest version says, once, at the departure of its flight (UTC). It holds
nothing of the passenger: ids, routes, and the entry as the agency sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, get_args

from pydantic import BaseModel

from alerts.alert import Alert
from manifests.airports import instant
from manifests.contract import Flight

By = Literal["route", "airport", "hour", "category"]
Size = Literal["hour", "day"]
BYS: tuple[By, ...] = get_args(By)
Kept = By | Literal["together"]  # in all respects at once, by day: what the others are the sums of
HOUR_S = 3600
DAY_S = 24 * HOUR_S
ONWARD_S = 48 * HOUR_S  # a later flight from where the last one landed goes on with its journey
_NO_HIT = ("not_the_same_person", "data_error")  # reasons for which an agency takes it for none
_SEPARATOR = "\x1f"  # sorts before everything that a value may hold


class Leg(BaseModel, frozen=True, extra="forbid"):
    """One flight of one listed person, as one alert tells it; times in epoch seconds."""

    alert_id: str
    agency: str
    entry: str  # owner/id, or what stands for it where the owner is withheld
    category: str
    flight: str
    origin: str
    destination: str
    departs: int
    lands: int

    @property
    def route(self) -> str:
        """Return e.g. `JFK-LHR`."""
        return f"{self.origin}-{self.destination}"

    def values(self, by: By) -> tuple[str, ...]:
        """Return what the leg counts as; a flight counts at both of its airports."""
        match by:
            case "route":
                return (self.route,)
            case "airport":
                return (self.origin, self.destination)
            case "hour":
                return (self.hour,)
            case "category":
                return (self.category,)

    @property
    def hour(self) -> str:
        """Return the hour of departure, UTC, in two digits."""
        return f"{self.departs % DAY_S // HOUR_S:02}"

    @property
    def together(self) -> str:
        """Return what is alike of two hits of one day that no question tells apart."""
        return f"{self.category} {self.origin} {self.destination} {self.hour}"

    def leads_to(self, later: "Leg") -> bool:
        """Say whether *later* goes on with the journey: from where this lands, within 48 h."""
        return (
            self.alert_id != later.alert_id
            and (self.agency, self.entry) == (later.agency, later.entry)
            and self.destination == later.origin
            and 0 < later.departs - self.lands <= ONWARD_S
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A whole hour or day of UTC."""

    start: int
    size: Size

    @property
    def seconds(self) -> int:
        """Return how long it lasts."""
        return DAY_S if self.size == "day" else HOUR_S

    @property
    def end(self) -> int:
        """Return when the next one begins."""
        return self.start + self.seconds

    @property
    def name(self) -> str:
        """Return `2026-11-24` or `2026-11-24T18`."""
        return _name(self.start, self.size)


@dataclass(frozen=True, slots=True)
class Count:
    """Once as *value*, in one window."""

    by: Kept
    window: Window
    value: str


@dataclass(frozen=True, slots=True)
class Hits:
    """How many hits of one day are alike in everything."""

    day: int  # epoch seconds
    category: str
    origin: str
    destination: str
    hour: int  # of departure, UTC
    count: int


def no_hit(alert: Alert) -> bool:
    """Say whether it is none (any more): withdrawn, or dismissed as somebody else or wrong data."""
    said = alert.disposition
    dismissed = said is not None and said.state == "dismissed" and said.reason in _NO_HIT
    return alert.event == "withdrawn" or dismissed


def travel_of(alert: Alert) -> Leg:
    """Return where the listed person of *alert* travels, or would."""
    flight, entry = alert.flight, alert.entry
    departs, lands = _times(flight)
    return Leg(
        alert_id=alert.alert_id,
        agency=alert.agency,
        entry=entry.id if entry.owner is None else f"{entry.owner}/{entry.id}",
        category=entry.category,
        flight=flight.key,
        origin=flight.origin,
        destination=flight.destination,
        departs=departs,
        lands=lands,
    )


def window_of(moment_s: int, size: Size) -> Window:
    """Return the window that holds a moment."""
    seconds = DAY_S if size == "day" else HOUR_S
    return Window(moment_s - moment_s % seconds, size)


def counts_of(leg: Leg) -> Iterator[Count]:
    """Yield everything that the leg counts as, by hour and by day."""
    for by in BYS:
        for value in dict.fromkeys(leg.values(by)):
            for size in get_args(Size):
                yield Count(by, window_of(leg.departs, size), value)
    yield Count("together", window_of(leg.departs, "day"), leg.together)


def hits_in(day: Window, together: str, count: int) -> Hits:
    """Return the hits that a day's counts have under what `Leg.together` made."""
    category, origin, destination, hour = together.split(" ")
    return Hits(day.start, category, origin, destination, int(hour), count)


def covering(begin: int, end: int) -> Iterator[Window]:
    """Yield the fewest windows that together are the hours from *begin* up to *end*, in order.

    An hour of which any part is asked for is taken whole.
    """
    at, last = window_of(begin, "hour").start, window_of(end + HOUR_S - 1, "hour").start
    while at < last:
        whole = at % DAY_S == 0 and at + DAY_S <= last
        found = Window(at, "day" if whole else "hour")
        yield found
        at = found.end


def hours_of(window: Window) -> Iterator[Window]:
    """Yield the hours of a window."""
    yield from (Window(at, "hour") for at in range(window.start, window.end, HOUR_S))


def days_of(begin: int, end: int) -> range:
    """Return the days, counted since 1970, that hold a moment from *begin* to *end*."""
    return range(begin // DAY_S, end // DAY_S + 1)


def member(leg: Leg, value: str, alert_id: str) -> str:
    """Return how an alert is listed under a *value* of its leg, so that a day's are by hour."""
    return _SEPARATOR.join((value, leg.hour, alert_id))


def member_from(value: str, hour: int, alert_id: str = "") -> str:
    """Return where the legs of *value* begin that depart in *hour* or later, after *alert_id*."""
    return _SEPARATOR.join((value, f"{hour:02}", alert_id))


def alert_in(listed: str) -> tuple[int, str]:
    """Return hour and alert of what `member` made."""
    _, hour, alert_id = listed.rsplit(_SEPARATOR, 2)
    return int(hour), alert_id


def moment(seconds: int) -> datetime:
    """Return the time of epoch *seconds*."""
    return datetime.fromtimestamp(seconds, UTC)


@lru_cache(maxsize=4096)  # the windows of the days that most hits travel on
def _name(start: int, size: Size) -> str:
    return f"{moment(start):{'%Y-%m-%d' if size == 'day' else '%Y-%m-%dT%H'}}"


def _times(flight: Flight) -> tuple[int, int]:
    """Return when it departs and lands; without an arrival it lands at once.

    No flight lasts as long as an onward one may wait, so none is missed.
    """
    departs = instant(flight.departure, flight.origin)
    lands = instant(flight.arrival, flight.destination) if flight.arrival else departs
    return _seconds(departs), max(_seconds(lands), _seconds(departs))


def _seconds(when: datetime) -> int:
    return int(when.timestamp())
