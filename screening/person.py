"""One traveller with all that screening makes of them, each made once. Pure."""

from dataclasses import dataclass
from functools import cached_property

from manifests.contract import Passenger
from screening.keys import Keys, passenger_keys, passenger_year
from screening.packing import packed_person
from screening.prepared import PreparedPassenger, prepare_passenger


@dataclass(frozen=True)
class Person:
    """Who is asked about or held; what is not asked for is not made."""

    prepared: PreparedPassenger

    @cached_property
    def keys(self) -> Keys:
        """Return what they are looked up and held by."""
        return passenger_keys(self.prepared)

    @cached_property
    def packed(self) -> bytes:
        """Return them as the compiled code reads them."""
        return packed_person(self.prepared)

    @property
    def year(self) -> int:
        """Return the year of birth as postings have it."""
        return passenger_year(self.prepared)


def person(passenger: Passenger) -> Person:
    """Return *passenger* as one who is asked about or held."""
    return Person(prepare_passenger(passenger))
