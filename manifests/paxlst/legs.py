"""The legs of a PAXLST: groups 2 and 3, TDT with the stops (LOC) and times (DTM) after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from manifests.contract import Flight
from manifests.dates import LAST_MINUTE, local_time
from manifests.edifact.broken import Broken
from manifests.edifact.tokens import Segment
from manifests.flight_numbers import FlightNumber, flight_number
from manifests.values import Notes, airport

# LOC 3227: 125 last place abroad, 87 first in the country, 92 any other, 130 last in the country.
_STOPS = frozenset({"125", "87", "92", "130"})
_LEAVES, _ARRIVES = "125", "87"
_BY = 5  # the element of TDT that names the carrier; 2 is the number
_MOST_LEGS = 50  # a flight number has a handful of stops
_DEPARTURE, _ARRIVAL = "189", "232"


def told_of_legs(segment: Segment) -> bool:
    """Say whether `legs` takes in what the segment says."""
    match segment.tag:
        case "LOC":
            return segment.at(1) in _STOPS
        case "DTM":
            return segment.at(1) in (_DEPARTURE, _ARRIVAL)
        case "TDT":
            return not any(segment.joined(at) for at in range(3, len(segment.told)) if at != _BY)
    return False


@dataclass(slots=True)
class _Stop:
    airport: str
    kind: str
    departure: str | None = None
    arrival: str | None = None


@dataclass(slots=True)
class _Journey:
    """One TDT: a flight number and where it stops, in the order told."""

    number: FlightNumber
    segment: int
    stops: list[_Stop] = field(default_factory=list)


def legs(numbered: Iterable[tuple[int, Segment]], notes: Notes) -> tuple[Flight, ...]:
    """Return every leg that the segments before the first person name; raises Broken for none."""
    journeys = list(_journeys(numbered, notes))
    if not journeys:
        raise Broken("no TDT names a flight", segment=1, tag="UNH")
    found = tuple(leg for one in journeys for leg in _of(one, notes))
    if not found:
        raise Broken(
            "names no leg with origin, destination and time of departure (LOC, DTM)",
            segment=journeys[0].segment,
            tag="TDT",
        )
    if len(found) > _MOST_LEGS:
        raise Broken(f"names more than {_MOST_LEGS} legs", segment=journeys[0].segment, tag="TDT")
    return found


def _journeys(numbered: Iterable[tuple[int, Segment]], notes: Notes) -> Iterator[_Journey]:
    journey: _Journey | None = None
    for number, one in numbered:
        if one.tag == "TDT":
            if journey is not None:
                yield journey
            journey = _Journey(_number(number, one), number)
        elif journey is not None and one.tag == "LOC" and one.at(1) in _STOPS:
            code = airport(one.at(2))
            if code is None:
                raise Broken("is no IATA airport code", segment=number, tag="LOC")
            journey.stops.append(_Stop(code, one.at(1)))
        elif journey is not None and one.tag == "DTM" and journey.stops:
            _tell(journey.stops[-1], one, notes)
    if journey is not None:
        yield journey


def _number(number: int, tdt: Segment) -> FlightNumber:
    found = flight_number(tdt.at(2), tdt.at(_BY))
    if found is None:
        raise Broken(
            "names no flight; write carrier and number, as UA123", segment=number, tag="TDT"
        )
    return found


def _tell(stop: _Stop, dtm: Segment, notes: Notes) -> None:
    day, clock = dtm.at(1, 1) or dtm.at(2), dtm.at(1, 2)
    said = local_time(day + clock if len(clock) == 4 else day)  # else it is the format code
    if said is None:
        notes.warn("DTM: a time of the flight is none that can be read")
    elif dtm.at(1) == _DEPARTURE:
        stop.departure = said
    elif dtm.at(1) == _ARRIVAL:
        stop.arrival = said


def _of(journey: _Journey, notes: Notes) -> Iterator[Flight]:
    """Yield the legs between the stops that follow each other."""
    stops = _merged(
        sorted(journey.stops, key=_place) if _misplaced(journey.stops) else journey.stops
    )
    for start, end in pairwise(stops):
        departure = start.departure
        if departure is None and end.arrival is not None:
            notes.warn("DTM+189 is missing; the day of arrival was taken for that of departure")
            departure = end.arrival[:11] + LAST_MINUTE
        if departure:
            yield Flight(
                carrier=journey.number.carrier,
                number=journey.number.number,
                origin=start.airport,
                destination=end.airport,
                departure=departure,
                arrival=end.arrival,
            )


def _misplaced(stops: list[_Stop]) -> bool:
    """Say whether a place of arrival is told before the place that is left for it."""
    kinds = [one.kind for one in stops]
    return len(kinds) == 2 and kinds[0] == _ARRIVES and kinds[1] == _LEAVES


def _place(stop: _Stop) -> int:
    return 0 if stop.kind == _LEAVES else 1


def _merged(stops: list[_Stop]) -> list[_Stop]:
    """Join an airport told twice, once as arrival and once as departure."""
    merged: list[_Stop] = []
    for one in stops:
        last = merged[-1] if merged else None
        if last and last.airport == one.airport and not last.departure and not one.arrival:
            last.departure = one.departure
        else:
            merged.append(one)
    return merged
