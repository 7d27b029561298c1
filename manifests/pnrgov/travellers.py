"""The travellers of one reservation: TIF with what SSR, REF, IFT and ADD say of them."""

from datetime import date
from typing import Any

from manifests.contract import UNNAMED
from manifests.dates import birth_date, expiry_date
from manifests.edifact.tokens import Segment
from manifests.pnrgov.names import akin, alike, given_names, surname, untitled
from manifests.pnrgov.records import Traveller
from manifests.pnrgov.services import DocumentText
from manifests.values import Notes, country, fitting, sex

_INFANT = "IN"


class Kept:
    """What no field holds, under names; the same text is kept once."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, None]] = {}

    def keep(self, name: str, text: str) -> None:
        """Keep *text* under *name*, if it says anything."""
        if text:
            self._texts.setdefault(name, {})[text] = None

    @property
    def told(self) -> dict[str, list[str]]:
        """Return the texts under each name, in the order told."""
        return {name: list(texts) for name, texts in self._texts.items()}


class Person:
    """One traveller as told so far."""

    def __init__(self, traveller: Traveller, by: date, notes: Notes) -> None:
        given = [one.strip() for one in traveller.given]
        self._by = by
        self._notes = notes
        self._booked = (traveller.tif.at(1), given[0] if given else "")
        self.kind = given[1].upper() if len(given) > 1 else ""
        self.reference = given[2] if len(given) > 2 else ""
        self._document_name: DocumentText | None = None
        self._documents: dict[str, dict[str, Any]] = {}
        self.fields: dict[str, Any] = {}
        self.contact: dict[str, str] = {}
        self.extra = Kept()

    @property
    def is_infant(self) -> bool:
        """Say whether the booking has them as an infant."""
        return self.kind == _INFANT

    @property
    def booked(self) -> tuple[str, str]:
        """Return surname and given names as booked."""
        return self._booked

    def may_hold(self, said: DocumentText) -> bool:
        """Say whether a document that names nobody booked can be theirs.

        Not beside one of their own in another name, nor where no name agrees: it is somebody
        else's, though it was sent under their reference.
        """
        if not said.surname:
            return True
        if self._document_name is not None:
            return alike(self._document_name.named, said.named)
        return akin(self._booked, said.named)

    def document(self, said: DocumentText) -> None:
        """Take in a travel document; the first that states a thing is believed."""
        if said.surname and self._document_name is None:
            self._document_name = said
        self._put("sex", sex(said.sex))
        self._put("nationality", self._country("nationality", said.nationality))
        self.born(said.born)
        if number := fitting(said.number):
            made = self._documents.setdefault(number, {"number": number})
            known = {
                "type": fitting(said.type),
                "issuer": self._country("issuer", said.issuer),
                "expires": expiry_date(said.expires, by=self._by) if said.expires else None,
            }
            for key, value in known.items():
                if value is not None:
                    made.setdefault(key, value)

    def born(self, text: str) -> None:
        """Take in a date of birth; the first that is one is believed."""
        if text:
            born = birth_date(text, by=self._by)
            if born is None:
                self._notes.warn("SSR: a date of birth is none that can be read")
            self._put("birth_date", born)

    def visa(self, words: list[str]) -> None:
        """Take in a DOCO text: /birth place/type/number/place of issue/issued/country."""
        place, kind, number, _where, _issued, applies, *_ = [*words, *[""] * 6]
        self._put("birth_place", fitting(place))
        if fitted := fitting(number):
            made = self._documents.setdefault(fitted, {"number": fitted})
            for key, value in (("type", fitting(kind)), ("issuer", country(applies))):
                if value:
                    made.setdefault(key, value)

    def address(self, words: list[str]) -> None:
        """Take in a DOCA text; R is the residence, D where they stay."""
        kind, code, *_ = [*words, "", ""]
        if kind == "R":
            self._put("residence", self._country("residence", code))
        self.extra.keep("addresses", "/".join(words))

    def refer(self, ref: Segment) -> None:
        """Take in the unique reference of the traveller (REF)."""
        self._put("passenger_id", fitting(ref.at(1, 1), 128))

    def row(self) -> dict[str, Any]:
        """Return what a passenger of the contract is made from."""
        named = self._document_name or DocumentText()
        family = surname(self._booked[0], named.surname)
        given = given_names(self._booked[1], [named.given, named.middle])
        if not family and given:
            family, given = given, ""
        if not family:
            self._notes.warn("TIF: somebody has no name; kept as UNKNOWN for their documents")
        self.fields["surname"] = fitting(family) or UNNAMED
        if fitted := fitting(given):
            self.fields["given_names"] = fitted
        if (family, given) != self._booked:
            self.extra.keep("booked_as", "/".join(self._booked))
        if self._documents:
            self.fields["documents"] = list(self._documents.values())
        if self.contact:
            self.fields["contact"] = self.contact
        return self.fields

    def _put(self, field: str, value: str | None) -> None:
        if value is not None:
            self.fields.setdefault(field, value)

    def _country(self, what: str, code: str) -> str | None:
        found = country(code)
        if found is None and code:
            self._notes.warn(f"SSR: {code[:3]!r} is no country code of a {what}; left out")
        return found


def unbooked(said: DocumentText) -> Traveller:
    """Return a traveller whom only a travel document names."""
    tif = Segment("TIF", [["TIF"], [said.surname], [untitled(said.given)]])
    return Traveller(tif, [said.given])
