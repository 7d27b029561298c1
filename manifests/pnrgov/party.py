"""Whom a document, a seat or a remark of a reservation is about: by name, then by reference."""

from collections.abc import Iterable, Iterator

from manifests.pnrgov.names import bare, squeezed
from manifests.pnrgov.services import DocumentText
from manifests.pnrgov.travellers import Person

ADULT = "A"
# So many of one surname are told apart by their names; groups are smaller, and time is bounded.
_LOOKED_AT = 200


class Party:
    """Those who travel on one reservation, in the order booked."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: list[Person] = []
        self._by_reference: dict[str, Person] = {}
        self._by_surname: dict[str, list[tuple[str, Person]]] = {}
        self._infants: list[Person] = []
        for one in people:
            self.add(one)

    def add(self, person: Person) -> None:
        """Take in one more person."""
        self.people.append(person)
        if person.reference:
            self._by_reference.setdefault(person.reference, person)
        if person.is_infant:
            self._infants.append(person)
        family, given = person.booked
        self._by_surname.setdefault(squeezed(family), []).append((bare(given), person))

    @property
    def only(self) -> Person | None:
        """Return who travels alone, None where several do."""
        return self.people[0] if len(self.people) == 1 else None

    def referred(self, reference: str) -> Person | None:
        """Return who has that reference in the reservation."""
        return self._by_reference.get(reference)

    def named(self, family: str, given: str) -> Person | None:
        """Return the first whose booked name that can be."""
        return next(self._alike(family, given), None)

    def holder(self, said: DocumentText, about: Person | None) -> Person | None:
        """Return whose document it is: the name decides, then the reference; None for nobody's.

        An infant's is sent under the reference of the adult who carries it.
        """
        named = list(self._alike(*said.named))
        if said.of_infant:
            likely = [one for one in named if one.kind != ADULT]
            alone = self._infants[0] if len(self._infants) == 1 else None
            return likely[0] if likely else alone
        if named:
            return about if about in named else named[0]
        likely_one = about or self.only
        return likely_one if likely_one is not None and likely_one.may_hold(said) else None

    def _alike(self, family: str, given: str) -> Iterator[Person]:
        """Yield whose booked name it can be: either may lack a middle name or have a title."""
        told = bare(given)
        for booked, one in self._by_surname.get(squeezed(family), ())[:_LOOKED_AT]:
            if booked.startswith(told) or told.startswith(booked):
                yield one
