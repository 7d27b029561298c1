"""A PAXLST message to manifests, one for each leg: those on board of it, and what was odd."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from manifests.contract import MOST_PEOPLE, Flight, Function
from manifests.edifact.broken import Broken
from manifests.edifact.counts import counted
from manifests.edifact.envelope import Message
from manifests.edifact.identity import Identity
from manifests.edifact.tokens import Segment
from manifests.paxlst.extras import plain
from manifests.paxlst.functions import Purpose, purpose
from manifests.paxlst.legs import legs, told_of_legs
from manifests.paxlst.people import REFERRED, ROLES, Person, people
from manifests.values import Notes

_AFTER_PEOPLE = frozenset({"CNT", "UNT", "AUT"})
_READ = frozenset({"UNH", "BGM", "CNT", "UNT"})
_REVISIONS = range(1_000_000_000)
_COMPLETE = frozenset({"full", "close"})
_ABOUT_PEOPLE = frozenset({"update", "cancel_passengers"})


@dataclass(slots=True)
class _List:
    """A message in its parts, each segment with its number."""

    head: list[tuple[int, Segment]]
    groups: list[Sequence[Segment]]
    tail: list[Segment]


def manifests_of(message: Message, identity: Identity, notes: Notes) -> list[dict[str, Any]]:
    """Return what each manifest of the message is made from; raises Broken."""
    parted = _parted(message.segments)
    bgm = next(((at, one) for at, one in parted.head if one.tag == "BGM"), (1, None))
    aim = purpose(bgm[1], bgm[0], notes, interactive=identity.respond)
    flights = _with_status(legs(parted.head, notes), aim)
    if len(parted.groups) * len(flights) > MOST_PEOPLE:
        told = f"names more than {MOST_PEOPLE} people, each counted on every leg; send fewer"
        raise Broken(told, segment=1, tag="UNH")
    found = people(parted.groups, date.fromisoformat(flights[0].departure[:10]), notes)
    head = {**_head(parted, identity), **_done(aim, found, notes)}
    if _lacks_people(message, parted, found, identity, notes) and head["function"] in _COMPLETE:
        notes.lacks("the list is not whole; it adds people and lets nobody leave")
        head["function"] = "update"
    departure = flights[0].departure
    if head["function"] in _COMPLETE and not all(
        one.tells(identity.sent_at, departure) for one in found
    ):
        notes.lacks("nothing tells who some people are; the list lets nobody leave")
        head["function"] = "update"
    speaks = head["function"] not in _ABOUT_PEOPLE or aim.status is not None
    if not (found or speaks):
        raise Broken("names nobody, though it is about people", segment=1, tag="UNH")
    return [
        {**head, "flight": flight, "passengers": rows, "extra": extra}
        for flight, rows, extra in _on_each(flights, found, head["extra"])
        if rows or speaks
    ]


def _with_status(flights: tuple[Flight, ...], aim: Purpose) -> tuple[Flight, ...]:
    if aim.status is None:
        return flights
    return tuple(one.model_copy(update={"status": aim.status}) for one in flights)


def _parted(segments: Sequence[Segment]) -> _List:
    """Part the message where each person begins; counts are none of theirs, wherever they stand."""
    tail = [one for one in segments if one.tag in _AFTER_PEOPLE]
    flight = next((at for at, one in enumerate(segments) if one.tag == "TDT"), len(segments))
    starts = [
        at
        for at, one in enumerate(segments)
        if one.tag == "NAD" and _names_somebody(one, after_flight=at > flight)
    ]
    head = list(enumerate(segments[: starts[0]] if starts else segments, start=1))
    groups = [segments[start:end] for start, end in pairwise([*starts, len(segments)])]
    if tail:
        groups = [_theirs(one) for one in groups]
    return _List(head, groups, tail)


def _theirs(group: Sequence[Segment]) -> Sequence[Segment]:
    return [one for one in group if one.tag not in _AFTER_PEOPLE]


def _names_somebody(nad: Segment, *, after_flight: bool) -> bool:
    """Say whether it is a person of the list; before the flight others are named too (group 1)."""
    kind = nad.at(1)
    if kind in ROLES:
        return True
    return after_flight and (kind == REFERRED or (kind != "MS" and bool(nad.at(4))))


def _head(parted: _List, identity: Identity) -> dict[str, Any]:
    """Return what the manifests of all legs have in common."""
    revision, extra = 0, dict[str, Any]()
    for _, one in parted.head:
        if one.tag == "RFF" and one.at(1) == "TN":
            extra["transaction"] = one.at(1, 1)
            said = counted(one.at(1, 4)) or 0
            revision = said if said in _REVISIONS else 0
        elif not _is_read(one) and not told_of_legs(one):
            extra.setdefault("segments", []).append(plain(one))
    for one in parted.tail:
        if one.tag not in _READ:
            extra.setdefault("segments", []).append(plain(one))
    extra |= {"envelope": identity.envelope}
    return {
        "revision": revision,
        "part": identity.part,
        "respond": identity.respond,
        "extra": extra,
    }


def _is_read(one: Segment) -> bool:
    """Say whether nothing of the segment is left to keep; BGM may have a number of its own."""
    return one.tag in _READ and not (one.tag == "BGM" and (len(one.at(2)) > 4 or one.at(3)))


def _on_each(
    flights: tuple[Flight, ...], found: list[Person], extra: dict[str, Any]
) -> Iterator[tuple[Flight, list[dict[str, Any]], dict[str, Any]]]:
    """Yield each leg with those who are on board of it and what more is said of them."""
    rows = [(one, one.row()) for one in found]
    for number, flight in enumerate(flights):
        aboard = [(one, row) for one, row in rows if _aboard(row, flights, number)]
        more = {str(at): one.extra for at, (one, _) in enumerate(aboard) if one.extra}
        yield flight, [row for _, row in aboard], {**extra, **({"people": more} if more else {})}


def _aboard(row: dict[str, Any], flights: tuple[Flight, ...], number: int) -> bool:
    """Say whether the person is on that leg; who says nothing of it is on every one."""
    if len(flights) == 1:
        return True
    starts = [at for at, leg in enumerate(flights) if leg.origin == row.get("embark")]
    ends = [at for at, leg in enumerate(flights) if leg.destination == row.get("debark")]
    first = starts[0] if starts else 0
    last = ends[-1] if ends and ends[-1] >= first else len(flights) - 1
    return first <= number <= last


def _done(aim: Purpose, found: list[Person], notes: Notes) -> dict[str, Any]:
    """Return function and source; a closed flight that names nobody only says so."""
    function: Function = aim.function
    if not found and aim.nameless is not None:
        function = aim.nameless
        notes.warn("the flight is closed without naming anybody; nobody leaves by it")
    return {"function": function, "source": aim.source}


def _lacks_people(
    message: Message, parted: _List, found: list[Person], identity: Identity, notes: Notes
) -> bool:
    """Say whether people seem to be missing: it is cut off, or both its counts say more.

    One count that differs is a warning, no more: airlines count crew, infants or all parts. But a
    list that counts people and names nobody lets nobody leave.
    """
    fewer = False
    for cnt in (one for one in parted.tail if one.tag == "CNT"):
        said, there = counted(cnt.at(1, 1) or cnt.at(2)), _counted_by(cnt, found)
        if said is None:
            notes.warn("CNT: holds no number")
        elif said not in there and (said < max(there) or identity.part is None):
            notes.warn(f"CNT counts {said} people, there are {len(found)}")
            fewer = fewer or said > max(there)
    counts = counted(message.segments[-1].at(1)) or 0
    return message.cut_off or (fewer and (counts > len(message.segments) or not found))


def _counted_by(cnt: Segment, found: list[Person]) -> tuple[int, ...]:
    """Return what CNT may say: 42 passengers, 41 crew, or everybody, for senders mix them up."""
    crew = sum(one.fields.get("role") == "crew" for one in found)
    of_kind = {"41": crew, "42": len(found) - crew}
    return (len(found), of_kind.get(cnt.at(1), len(found)))
