"""Who sits where on the flight of the message: as assigned (SSR SEAT), or as checked in (SSD)."""

from collections.abc import Iterator

from manifests.contract import Flight
from manifests.dates import day_first_time
from manifests.edifact.tokens import Segment
from manifests.paxlst.extras import plain
from manifests.pnrgov.party import Party
from manifests.pnrgov.records import Leg
from manifests.pnrgov.services import Service
from manifests.pnrgov.travellers import Person
from manifests.values import fitting

_NO_SEAT = "XXX"


class Seats:
    """The seats of one reservation's people on one flight; the one checked in wins."""

    def __init__(self, flight: Flight, party: Party) -> None:
        self._flight = flight
        self._party = party
        self._assigned: dict[str, str] = {}

    def of(self, person: Person) -> str | None:
        """Return the seat assigned to somebody who has not checked in."""
        return self._assigned.get(person.reference)

    def assign(self, said: Service) -> bool:
        """Take in an SSR SEAT; say whether it is about this flight."""
        if (said.origin, said.destination) != (self._flight.origin, self._flight.destination):
            return False
        for text, reference in said.details:
            seat = _seat(text)
            if seat is not None and (reference or self._party.only is not None):
                self._assigned.setdefault(reference, seat)
        return True

    def check_in(self, leg: Leg) -> Iterator[Segment]:
        """Take in who has checked in for *leg*, with seat and bags; yield what is left over."""
        ours = self._is_ours(leg)
        for group in leg.checked_in:
            person = self._whom(group) if ours else None
            for one in group:
                if one.tag == "SSD" and person is not None:
                    if seat := _seat(one.at(1)):
                        person.fields["seat"] = seat
                    if len(one.told) > 2:
                        person.extra.keep("seating", plain(one))  # in which cabin
                elif one.tag == "TBD" and person is not None:
                    person.extra.keep("bags", plain(one))
                else:
                    yield one

    def _is_ours(self, leg: Leg) -> bool:
        tvl, flight = leg.tvl, self._flight
        said = day_first_time(tvl.at(1), tvl.at(1, 1))
        same_day = said is None or said[:10] == flight.departure[:10]
        return (tvl.at(2), tvl.at(3)) == (flight.origin, flight.destination) and same_day

    def _whom(self, group: list[Segment]) -> Person | None:
        """Return whom a check-in group (TRI, TIF) is about."""
        for one in group:
            if one.tag == "TIF":
                named = self._party.named(one.at(1), one.at(2))
                if (found := self._party.referred(one.at(2, 2)) or named) is not None:
                    return found
        return self._party.referred(group[0].at(2, 3))


def _seat(text: str) -> str | None:
    """Return a seat without leading zeros, None where none is given."""
    seat = fitting(text.lstrip("0"))
    return None if seat == _NO_SEAT else seat
