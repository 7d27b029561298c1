"""What a watchlist entry comes to for each flight: facts, from who is on the way. Pure."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from manifests.contract import Flight
from manifests.identity import PassengerRef
from screening.compiled.marking import IMPOSSIBLE
from screening.facts import Facts, Hit
from screening.judging import is_reached, marks_against
from screening.prepared import prepare_passenger
from screening.record import Recorded
from screening.record import record as record_of
from screening.score import logit
from screening.space import NotReady, Space, split_member
from screening.traveller import Traveller, traveller_of
from watchlist.entry import Entry, EntryKey

# Gives the flights that have alerts on each of some entries, asked after the write.
Alerted = Callable[[Space, Sequence[EntryKey]], Awaitable[Mapping[EntryKey, list[Flight]]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What people on their way are compared with, and why."""

    key: EntryKey
    entry: Entry | None
    source: str
    now: datetime
    cause: Literal["watchlist", "time"] = "watchlist"


def entry_facts(
    asked: Asked, told: list[Flight], reply: list[Any], min_score: float
) -> tuple[Facts, ...]:
    """Return facts for each flight that the entry concerns, in the order of their keys.

    *reply* is what on_the_way.lua returned behind a status and the clock; the flights that were
    *told* are told again, also where nobody matches any more. Raises NotReady where another release
    wrote who is on the way.
    """
    _, clock, members, details = reply
    heard = {one.key: one for one in told}
    flights = dict(heard)
    for at in range(0, len(details), 2):
        if details[at + 1]:
            flights[details[at].decode()] = Flight.model_validate_json(details[at + 1])
    found = _found(asked, members, min_score)
    return tuple(
        Facts(
            flight=flight,
            as_of=clock,
            cause=asked.cause,
            source=asked.source,
            entry=asked.key,
            hits=tuple(found.get(key, ())),
        )
        for key, flight in sorted(flights.items())
        if found.get(key) or key in heard
    )


def _found(asked: Asked, members: list[bytes], min_score: float) -> dict[str, list[Hit]]:
    """Return the hits on each flight; whoever cannot be the listed person is not even parsed."""
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    if not members or asked.entry is None or not asked.entry.active_on(asked.now.date()):
        return found
    candidate, needed = Recorded(0, record_of(asked.entry)), logit(min_score)
    people = [_traveller(raw) for raw in members[1::2]]
    marks = marks_against(candidate, (one.packed for one in people), needed)
    for member, one, mark in zip(members[::2], people, marks, strict=True):
        if mark == IMPOSSIBLE:
            continue
        passenger = one.passenger
        if is_reached(partial(prepare_passenger, passenger), candidate, mark, needed):
            flight, ref = split_member(member)
            found[flight].append(Hit(ref=PassengerRef(ref), passenger=passenger, entry=asked.entry))
    return found


def _traveller(raw: bytes) -> Traveller:
    found = traveller_of(raw)
    if found is None:
        raise NotReady("another release wrote the index; it has to be built anew")
    return found
