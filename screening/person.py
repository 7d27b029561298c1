"""One traveller with all that screening makes of them, each made once. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from manifests.contract import Passenger
from screening.compiled.filing import filed
from screening.keys import passenger_parts, passenger_year
from screening.packing import packed_person
from screening.prepared import PreparedPassenger, prepare_passenger


class Person(NamedTuple):
    """Who is asked about.

    `filed` is under what they are looked up and held, as the Lua scripts take it; `packed` is what
    the compiled code reads.
    """

    prepared: PreparedPassenger
    year: int  # of birth, as postings have it
    filed: bytes
    packed: bytes


def persons(passengers: Iterable[Passenger]) -> list[Person]:
    """Return *passengers* as those who are asked about."""
    return as_persons(map(prepare_passenger, passengers))


def as_persons(prepared: Iterable[PreparedPassenger]) -> list[Person]:
    """Return travellers who are *prepared* as those who are asked about."""
    ready = list(prepared)
    if not ready:
        return []
    keys = filed(list(map(passenger_parts, ready)))
    return [
        Person(one, passenger_year(one), its, packed_person(one))
        for one, its in zip(ready, keys, strict=True)
    ]


def as_person(prepared: PreparedPassenger) -> Person:
    """Return a traveller who is *prepared* as one who is asked about."""
    return as_persons([prepared])[0]


def filed_alone(passengers: Iterable[Passenger]) -> list[bytes]:
    """Return under what *passengers* are held."""
    parts = [passenger_parts(prepare_passenger(one)) for one in passengers]
    return filed(parts) if parts else []
