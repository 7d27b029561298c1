"""A PNRGOV message to the manifest of its flight: everybody booked, and what was odd."""

from collections import Counter
from typing import Any

from manifests.contract import Flight
from manifests.dates import day_first_time
from manifests.edifact.broken import Broken
from manifests.edifact.counts import counted
from manifests.edifact.envelope import Message
from manifests.edifact.identity import Identity
from manifests.edifact.tokens import Segment
from manifests.paxlst.extras import plain
from manifests.pnrgov.bookings import Booking
from manifests.pnrgov.records import Record, first_record, leg_number, records
from manifests.values import Notes, airport

# MSG C302/1225.
_FULL, _UPDATE = "22", "141"
_READ = frozenset({"UNH", "MSG", "TVL", "EQN", "UNT"})


def manifests_of(message: Message, identity: Identity, notes: Notes) -> list[dict[str, Any]]:
    """Return what the manifest of the message is made from; raises Broken."""
    head = _head(message)
    flight = _flight(head)
    found = records(message.segments)
    bookings = [Booking(one, flight, notes) for one in found]
    made = _purpose(head, bookings, notes)
    lacking = identity.part is None and _lacks_records(message, head, found, notes)
    if lacking or message.cut_off:
        notes.lacks("the push is not whole; it adds people and lets nobody leave")
        made = {"function": "update"}
    told = [pair for one in bookings for pair in one.rows()]
    if made["function"] == "update" and not told and not made.get("whole_records"):
        raise Broken("holds no reservation (SRC), though it is about some", segment=1, tag="UNH")
    people = {str(at): more for at, (_, more) in enumerate(told) if more}
    extra = _extra(head, bookings, found, identity) | ({"people": people} if people else {})
    passengers = [row for row, _ in told]
    common = {"source": "pnr", "part": identity.part, "flight": flight}
    return [{**made, **common, "passengers": passengers, "extra": extra}]


def _head(message: Message) -> list[tuple[int, Segment]]:
    """Return the segments before the first reservation, numbered."""
    return list(enumerate(message.segments[: first_record(message.segments)], start=1))


def _flight(head: list[tuple[int, Segment]]) -> Flight:
    number, tvl = next(((at, one) for at, one in head if one.tag == "TVL"), (0, None))
    if tvl is None:
        raise Broken("no TVL names the flight before the first SRC", segment=1, tag="UNH")
    named, departure = leg_number(tvl), day_first_time(tvl.at(1), tvl.at(1, 1))
    origin, destination = airport(tvl.at(2)), airport(tvl.at(3))
    if named is None or departure is None or origin is None or destination is None:
        raise Broken(
            "names no flight: carrier, number, day, origin and destination are needed",
            segment=number,
            tag="TVL",
        )
    return Flight(
        carrier=named.carrier,
        number=named.number,
        origin=origin,
        destination=destination,
        departure=departure,
        arrival=_arrival(tvl, departure),
    )


def _arrival(tvl: Segment, departure: str) -> str | None:
    """Return the arrival; its day may be left out, and its time stand where the day would."""
    day, clock = tvl.at(1, 2), tvl.at(1, 3)
    if len(day) == 4 and not clock:
        day, clock = "", day
    if not clock:
        return None
    if day:
        return day_first_time(day, clock)
    said = day_first_time(tvl.at(1), clock)
    return said if said is not None and said >= departure else None


def _purpose(
    head: list[tuple[int, Segment]], bookings: list[Booking], notes: Notes
) -> dict[str, Any]:
    """Return the function: a full push names everybody, an update whole reservations (guide)."""
    code = next((one.at(1, 1) for _, one in head if one.tag == "MSG"), "")
    if code == _FULL:
        return {"function": "full"}
    if code == _UPDATE:
        locators = dict.fromkeys(one.locator for one in bookings if one.locator)
        return {"function": "update", "whole_records": tuple(locators)}
    notes.warn(f"MSG: {code[:3]!r} is neither a full push (22) nor an update (141)")
    return {"function": "update"}


def _lacks_records(
    message: Message, head: list[tuple[int, Segment]], found: list[Record], notes: Notes
) -> bool:
    """Say whether reservations seem to be missing: EQN and UNT both count more than there is."""
    said = next((counted(one.at(1)) for _, one in head if one.tag == "EQN"), None)
    if said is None or said == len(found):
        return False
    notes.warn(f"EQN counts {said} reservations, there are {len(found)}")
    segments = counted(message.segments[-1].at(1)) or 0
    return said > len(found) and (segments > len(message.segments) or not found)


def _kept(bookings: list[Booking]) -> dict[str, Any]:
    """Return what is kept of each reservation, by locator; by number where that is not its own."""
    made: dict[str, Any] = {}
    for at, one in enumerate(bookings):
        if kept := one.extra:
            locator = one.locator or ""
            made[f"{locator}#{at}" if locator in made or not locator else locator] = kept
    return made


def _extra(
    head: list[tuple[int, Segment]],
    bookings: list[Booking],
    found: list[Record],
    identity: Identity,
) -> dict[str, Any]:
    counts: Counter[str] = sum((one.counted for one in found), Counter())
    extra: dict[str, Any] = {
        "envelope": identity.envelope,
        "segments": [plain(one) for _, one in head if one.tag not in _READ],
        "counted": dict(sorted(counts.items())),
        "records": _kept(bookings),
    }
    return {key: value for key, value in extra.items() if value}
