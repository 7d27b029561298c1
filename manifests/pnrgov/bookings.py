"""One reservation to its people: each service, seat and contact given to whom it is about."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from manifests.contract import Flight
from manifests.dates import month_named
from manifests.edifact.tokens import Segment
from manifests.paxlst.extras import plain
from manifests.pnrgov.names import alike
from manifests.pnrgov.party import Party
from manifests.pnrgov.records import Leg, Record
from manifests.pnrgov.seats import Seats
from manifests.pnrgov.services import (
    DocumentText,
    Service,
    contact,
    document_text,
    infant,
    passport_text,
    service,
)
from manifests.pnrgov.travellers import Kept, Person, unbooked
from manifests.values import Notes, fitting

_KEPT = {"FTI": "frequent_flyer", "TKT": "tickets"}


class Booking:
    """The people of one PNR, as far as they are on the message's flight."""

    def __init__(self, record: Record, flight: Flight, notes: Notes) -> None:
        self._record = record
        self._by = date.fromisoformat(flight.departure[:10])
        self._notes = notes
        self._contact: dict[str, str] = {}
        self._kept = Kept()
        self._party = Party(Person(one, self._by, notes) for one in record.travellers)
        self._seats = Seats(flight, self._party)
        self._tell()

    def rows(self) -> Iterator[tuple[dict[str, Any], dict[str, list[str]]]]:
        """Yield what each passenger is made from, and what more is said of them."""
        locator = self.locator
        for one in self._party.people:
            if not one.contact:
                one.contact.update(self._contact)
            if locator is not None:
                one.fields["record_locator"] = locator
            row = one.row()
            if (seat := self._seats.of(one)) is not None:
                row.setdefault("seat", seat)
            yield row, one.extra.told

    @property
    def locator(self) -> str | None:
        """Return the record locator of the sending system."""
        return next((fitting(one, 128) for one in self._record.locators), None)

    def _tell(self) -> None:
        record = self._record
        services: list[tuple[Service, Person | None]] = []
        for one in record.head:
            services += self._heard(one, None)
        for traveller, booked in zip(record.travellers, self._party.people, strict=True):
            for one in traveller.segments:
                services += self._heard(one, booked)
        for leg in record.legs:
            services += self._of_leg(leg)
        for said, person in sorted(services, key=self._turn):
            self._serve(said, person)

    def _turn(self, one: tuple[Service, Person | None]) -> int:
        """Return when to serve it: what names somebody booked first, whoever is added last."""
        said = _document_in(one[0])
        if said is not None and said.surname and self._party.named(*said.named) is None:
            return 1
        return 2 if one[0].code == "INFT" else 0

    def _heard(
        self, one: Segment, person: Person | None
    ) -> Iterator[tuple[Service, Person | None]]:
        """Take in a segment of the PNR or of one traveller; services are yielded for later."""
        match one.tag:
            case "SSR":
                yield service(one), person
            case "REF" if person is not None:
                person.refer(one)
            case "IFT":
                self._contact_in(
                    " ".join(one.joined(at) for at in range(2, len(one.elements))), person
                )
            case "ADD":
                self._address(one, person)
            case "RCI" if person is None:  # the locators; see Record.locators
                if any(len(each) > 2 for each in one.elements[1:]):
                    self._kept.keep("reservation", plain(one))  # when it was made
            case _ if person is not None:
                person.extra.keep(_KEPT.get(one.tag, "segments"), plain(one))
            case _:
                self._kept.keep("segments", plain(one))

    def _contact_in(self, text: str, person: Person | None) -> None:
        found = contact(text)
        if found is not None and (value := fitting(found[1])):
            (self._contact if person is None else person.contact).setdefault(found[0], value)
        if person is None:
            self._kept.keep("remarks", text)
        else:
            person.extra.keep("remarks", text)

    def _address(self, add: Segment, person: Person | None) -> None:
        text = add.joined(2)
        phone = add.at(2, 7)
        if sum(one.isdigit() for one in phone) >= 6:
            known = self._contact if person is None else person.contact
            known.setdefault("phone", phone[:512])
        if person is None:
            self._kept.keep("addresses", text)
        else:
            person.extra.keep("addresses", text)

    def _of_leg(self, leg: Leg) -> Iterator[tuple[Service, Person | None]]:
        for one in leg.segments:
            if one.tag == "SSR":
                yield service(one), None
            else:
                self._record.counted[one.tag] += 1
        self._record.counted.update(one.tag for one in self._seats.check_in(leg))

    def _serve(self, said: Service, person: Person | None) -> None:
        named = self._party.named(*said.named) if said.named else None
        about = self._party.referred(said.reference) or named or person
        holder = about or self._party.only
        match said.code:
            case "DOCS" | "PSPT":
                self._document(_document_in(said) or DocumentText(), about)
            case "CHLD" if holder is not None and said.words:
                holder.born(month_named(said.words[0]))
            case "INFT":
                self._infant(said.text)
            case "SEAT" if self._seats.assign(said):
                pass
            case "DOCO" if holder is not None:
                holder.visa(said.words)
            case "DOCA" if holder is not None:
                holder.address(said.words)
            case code if code.startswith("CTC"):
                self._contact_in(f"{code} {said.text}", about)
            case code if about is not None:
                about.extra.keep("services", f"{code} {said.text}".strip())
            case code:
                self._kept.keep("services", f"{code} {said.text}".strip())

    def _document(self, said: DocumentText, about: Person | None) -> None:
        holder = self._party.holder(said, about)
        if holder is not None and said.surname and not alike(holder.booked, said.named):
            self._notes.warn("SSR: a travel document has another name than was booked; taken")
        if holder is None and said.surname:
            self._notes.warn("SSR: a travel document names somebody who is not booked; added")
            holder = Person(unbooked(said), self._by, self._notes)
            self._party.add(holder)
        if holder is None:
            self._kept.keep("services", f"DOCS {said}")
        else:
            holder.document(said)

    def _infant(self, text: str) -> None:
        found = infant(text)
        if found is None:
            self._kept.keep("services", f"INFT {text}")
            return
        family, given, born = found
        holder = self._party.named(family, given)
        if holder is None:
            self._notes.warn("SSR: an infant is announced who is not booked; added")
            said = DocumentText(surname=family, given=given)
            holder = Person(unbooked(said), self._by, self._notes)
            self._party.add(holder)
        holder.born(born)

    @property
    def extra(self) -> dict[str, list[str]]:
        """Return what is kept with the reservation as a whole."""
        record = self._record
        said = {
            "other_locators": record.locators[1:],
            "groups": record.groups,
            "split": [plain(one) for one in record.split],
            "itinerary": [plain(one.tvl) for one in record.legs],
            "code_shares": [plain(one) for leg in record.legs for one in leg.shared],
            **self._kept.told,
        }
        return {key: value for key, value in said.items() if value}


def _document_in(said: Service) -> DocumentText | None:
    """Return the travel document that it tells of, None where it is about something else."""
    match said.code:
        case "DOCS":
            return document_text(said.words)
        case "PSPT":
            return passport_text(said.words)
    return None
