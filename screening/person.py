"""One traveller with all that screening makes of them, each made once. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from manifests.contract import Passenger
from screening.compiled.filing import filed
from screening.description import Description, descriptions
from screening.keys import passenger_parts, year_in
from screening.packing import packed_person
from screening.prepared import PreparedPassenger, prepare_passenger


class Person(NamedTuple):
    """Who is asked about.

    `filed` is under what they are looked up and held, as the Lua scripts take it; `packed` is what
    the compiled code reads.
    """

    who: Passenger | PreparedPassenger
    year: int  # of birth, as postings have it
    filed: bytes
    packed: bytes

    @property
    def prepared(self) -> PreparedPassenger:
        """Return who it is ready for comparing; few are ever compared."""
        who = self.who
        return prepare_passenger(who) if isinstance(who, Passenger) else who


def persons(passengers: Iterable[Passenger]) -> list[Person]:
    """Return *passengers* as those who are asked about."""
    whole = list(passengers)
    return _persons(whole, _described(whole))


def as_persons(prepared: Iterable[PreparedPassenger]) -> list[Person]:
    """Return travellers who are *prepared* as those who are asked about."""
    whole = list(prepared)
    return _persons(whole, [_of(one) for one in whole])


def as_person(prepared: PreparedPassenger) -> Person:
    """Return a traveller who is *prepared* as one who is asked about."""
    return as_persons([prepared])[0]


def filed_alone(passengers: Iterable[Passenger]) -> list[bytes]:
    """Return under what *passengers* are held."""
    parts = [one.parts for one in _described(list(passengers))]
    return filed(parts) if parts else []


def _persons(
    people: Sequence[Passenger | PreparedPassenger], said: Sequence[Description]
) -> list[Person]:
    if not people:
        return []
    keys = filed([one.parts for one in said])
    return [
        Person(who, year_in(one.parts), its, one.packed)
        for who, one, its in zip(people, said, keys, strict=True)
    ]


def _described(passengers: Sequence[Passenger]) -> list[Description]:
    """Return what is made of *passengers*: of most in machine code."""
    found = descriptions(passengers)
    return [one or _of(prepare_passenger(who)) for who, one in zip(passengers, found, strict=True)]


def _of(prepared: PreparedPassenger) -> Description:
    return Description(packed_person(prepared), passenger_parts(prepared))
