"""One traveller with all that screening makes of them, each made once. Pure."""

from dataclasses import dataclass

from manifests.contract import Passenger
from screening.keys import passenger_keys, passenger_year
from screening.packing import packed_person
from screening.prepared import PreparedPassenger, prepare_passenger

Filed = list[str | int]  # year of birth, key, rest, key, rest, ...


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asked about; `packed` is what the compiled code reads."""

    prepared: PreparedPassenger
    filed: Filed
    packed: bytes

    @property
    def year(self) -> int:
        """Return the year of birth as postings have it."""
        year = self.filed[0]
        assert isinstance(year, int)
        return year


def person(passenger: Passenger) -> Person:
    """Return *passenger* as one who is asked about."""
    return as_person(prepare_passenger(passenger))


def as_person(prepared: PreparedPassenger) -> Person:
    """Return a traveller who is *prepared* as one who is asked about."""
    return Person(prepared, filed(prepared), packed_person(prepared))


def filed(prepared: PreparedPassenger) -> Filed:
    """Return under what a traveller is looked up, and held."""
    flat: Filed = [passenger_year(prepared)]
    for item in passenger_keys(prepared).items():
        flat += item
    return flat
