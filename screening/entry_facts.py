"""What a watchlist entry comes to for each flight: facts, from who is on the way. Pure."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from screening.candidates import hits_among
from screening.facts import Facts, Hit
from screening.prepared import prepare_passenger
from screening.record import Recorded
from screening.record import record as record_of
from screening.space import Space, split_member
from watchlist.entry import Entry, EntryKey

# Gives the flights that have alerts on an entry, asked after the write.
Alerted = Callable[[Space, EntryKey], Awaitable[list[Flight]]]


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
    *told* are told again, also where nobody matches any more.
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
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    if asked.entry is None:
        return found
    candidate, day = Recorded(b"", record_of(asked.entry)), asked.now.date()
    for flight, ref, passenger in _people(members):
        if hits_among(prepare_passenger(passenger), [candidate], min_score, day):
            found[flight].append(Hit(ref=ref, passenger=passenger, entry=asked.entry))
    return found


def _people(members: list[bytes]) -> Iterator[tuple[str, PassengerRef, Passenger]]:
    for at in range(0, len(members), 2):
        flight, ref = split_member(members[at])
        _, _, raw = members[at + 1].partition(b"|")
        yield flight, PassengerRef(ref), Passenger.model_validate_json(raw)
