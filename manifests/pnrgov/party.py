"""Whom a document, a seat or a remark of a reservation is about: by name, then by reference."""

from dataclasses import dataclass

from manifests.pnrgov.names import alike
from manifests.pnrgov.services import DocumentText
from manifests.pnrgov.travellers import Person

ADULT = "A"


@dataclass(frozen=True, slots=True)
class Party:
    """Those who travel on one reservation, in the order booked."""

    people: list[Person]

    @property
    def only(self) -> Person | None:
        """Return who travels alone, None where several do."""
        return self.people[0] if len(self.people) == 1 else None

    def referred(self, reference: str) -> Person | None:
        """Return who has that reference in the reservation."""
        if not reference:
            return None
        return next((one for one in self.people if one.reference == reference), None)

    def named(self, family: str, given: str) -> Person | None:
        """Return the first whose booked name that can be."""
        said = DocumentText(surname=family, given=given)
        return next((one for one in self.people if _may_be(one, said)), None)

    def holder(self, said: DocumentText, about: Person | None) -> Person | None:
        """Return whose document it is: the name decides, then the reference.

        An infant's is sent under the reference of the adult who carries it.
        """
        named = [one for one in self.people if _may_be(one, said)]
        if said.of_infant:
            infants = [one for one in self.people if one.is_infant]
            likely = [one for one in named if one.kind != ADULT]
            return likely[0] if likely else (infants[0] if len(infants) == 1 else None)
        if about in named or (about is not None and len(named) != 1):
            return about
        return named[0] if named else self.only


def _may_be(person: Person, said: DocumentText) -> bool:
    family, given = person.booked
    return alike((family, said.surname), (given, f"{said.given} {said.middle}"))
