"""The people of a PAXLST: groups 4 and 5, each NAD with what follows it (field table).

What a segment says is put into a field of the contract; what no field holds is kept in `extra`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from manifests.contract import UNNAMED, of_a_traveller
from manifests.dates import birth_date, expiry_date
from manifests.edifact.tokens import Segment
from manifests.paxlst.extras import kept
from manifests.values import Notes, airport, country, fitting, sex

# NAD 3035: FL passenger, FM crew, DDU passenger and DDT crew in transit; ZZZ refers to somebody
# told of before, by their references alone (API guidelines, flight close-out).
ROLES = {"FL": "passenger", "FM": "crew", "DDU": "transit", "DDT": "crew"}
REFERRED = "ZZZ"
_REFERENCES = {"AVF": "record_locator", "ABO": "passenger_id", "SEA": "seat"}
_ON_THE_WAY = {"178": "embark", "179": "debark"}
_VERIFIED = {"173": True, "174": False}  # GEI 7365; ZZZ says something else of the person
# What is written where somebody has one name only (first, last name unknown).
_NO_NAME = frozenset({"FNU", "LNU"})
_USUAL_LISTS = frozenset({"", "110", "111", "ZZZ"})  # of codes, beside the kind of a document
_PARTS = 5  # of a name (C080); the sixth component says how it is written


class Person:
    """One person as told so far."""

    __slots__ = ("_by", "_notes", "document", "documents", "extra", "fields")

    def __init__(self, nad: Segment, by: date, notes: Notes) -> None:
        self._by = by
        self._notes = notes
        self.document: dict[str, Any] | None = None
        self.documents: list[dict[str, Any]] = []
        self.extra: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}
        if nad.at(1) in ROLES:
            self.fields["role"] = ROLES[nad.at(1)]
        elif nad.at(1) != REFERRED:
            notes.warn(f"NAD: {nad.at(1)[:3]!r} is no kind of person; taken as a passenger")
        self._name(nad)
        if len(nad.told) > 5:
            self.extra["address"] = [nad.joined(one) for one in range(5, len(nad.told))]

    def tells(self, sent_at: datetime, departure: str) -> bool:
        """Say whether anything tells who it is: name, passenger id, document or birth date.

        Not a date that no traveller of that message has; the contract takes it for none.
        """
        fields = self.fields
        return (
            fields["surname"] != UNNAMED
            or "passenger_id" in fields
            or ("birth_date" in fields and of_a_traveller(fields["birth_date"], sent_at, departure))
            or any(one.get("number") for one in self.documents)
        )

    def row(self) -> dict[str, Any]:
        """Return what a passenger of the contract is made from."""
        if self.fields["surname"] == UNNAMED and "passenger_id" not in self.fields:
            self._notes.warn("NAD: somebody has no name; kept as UNKNOWN")
        documents = [one for one in self.documents if one.get("number")]
        if documents:
            self.fields["documents"] = documents
        nameless = [one for one in self.documents if not one.get("number") and one]
        if nameless:
            self.extra["documents_without_number"] = nameless
        return self.fields

    def put(self, field: str, value: str | bool | None) -> bool:
        """Set the field once; say whether it holds the value now."""
        if value is None:
            return False
        return bool(self.fields.setdefault(field, value) == value)

    def _name(self, nad: Segment) -> None:
        where, written = 4, _texts(nad.components(4))
        if not written:
            where, written = 3, _texts(nad.components(3))
        parts = written
        if len(nad.components(where)) > _PARTS:
            parts = _texts(nad.components(where)[:_PARTS])
        if len(parts) == 1:
            parts = _texts(parts[0].split("/"))
        known = [one for one in parts if one.upper() not in _NO_NAME]
        if known != written:
            self.extra["name_as_sent"] = written
        if nad.at(2) or (where == 4 and nad.at(3)):
            beside = (2, 3) if where == 4 else (2,)
            self.extra["party"] = [text for at in beside if (text := nad.joined(at, ":"))]
        self.fields["surname"] = (fitting(known[0]) if known else None) or UNNAMED
        if given := fitting(" ".join(known[1:])):
            self.fields["given_names"] = given

    def _attribute(self, att: Segment) -> bool:
        return att.at(1) == "2" and self.put("sex", sex(att.at(3) or att.at(2)))

    def _verification(self, gei: Segment) -> bool:
        return self.put("verified", _VERIFIED.get(gei.at(2)))

    def _date(self, dtm: Segment) -> bool:
        kind, text = dtm.at(1), dtm.at(1, 1)
        if not text:
            return True
        if kind == "329":
            born = birth_date(text, by=self._by)
            if born is None:
                self._notes.warn("DTM+329: a date of birth is none that can be read")
            return self.put("birth_date", born)
        if kind != "36" or self.document is None:
            return False
        expires = expiry_date(text, by=self._by)
        if expires is None:
            self._notes.warn("DTM+36: a date of expiry is none that can be read")
            return False
        return bool(self.document.setdefault("expires", expires) == expires)

    def _place(self, loc: Segment) -> bool:
        kind, code = loc.at(1), loc.at(2)
        if kind in _ON_THE_WAY:
            return not code or self.put(_ON_THE_WAY[kind], airport(code))
        text = loc.at(2, 3)
        if not code and not text:
            return True
        if kind == "91" and self.document is not None:
            issuer = self._country("LOC+91", code)
            return issuer is not None and self.document.setdefault("issuer", issuer) == issuer
        if kind == "174":
            return self.put("residence", self._country("LOC+174", code))
        return kind == "180" and (
            self.put("birth_place", fitting(text or code)) and not (text and code)
        )

    def _nationality(self, nat: Segment) -> bool:
        return self.put("nationality", self._country("NAT", nat.at(2)))

    def _reference(self, rff: Segment) -> bool:
        kind, text = rff.at(1), rff.at(1, 1)
        field = _REFERENCES.get(kind)
        return not text or (field is not None and self.put(field, fitting(text, 128)))

    def _document(self, doc: Segment) -> bool:
        number = fitting("".join(doc.components(2)[:1])) or ""
        kind = doc.at(1)
        self.document = {}
        if number:
            self.document["number"] = number
        if kind:
            self.document["type"] = kind[:512]
        self.documents.append(self.document)
        usual = _USUAL_LISTS.issuperset(doc.components(1)[1:]) and len(doc.components(2)) < 2
        return usual and len(doc.told) < 4

    def _contact(self, com: Segment) -> bool:
        contact = self.fields.setdefault("contact", {})
        taken = True
        for said in com.elements[1:]:
            text = said[0].strip() if said else ""
            field = "email" if len(said) > 1 and said[1].strip() == "EM" else "phone"
            taken = bool(text) and contact.setdefault(field, text[:512]) == text[:512] and taken
        return taken

    def _country(self, where: str, code: str) -> str | None:
        found = country(code)
        if found is None and code:
            self._notes.warn(f"{where}: {code[:3]!r} is no country code; left out")
        return found


def _texts(components: Iterable[str]) -> list[str]:
    """Return what is not blank."""
    return [text for one in components if (text := one.strip())]


_TELLERS: dict[str, Callable[[Person, Segment], bool]] = {
    "ATT": Person._attribute,  # noqa: SLF001  # the class's own table
    "GEI": Person._verification,  # noqa: SLF001
    "DTM": Person._date,  # noqa: SLF001
    "LOC": Person._place,  # noqa: SLF001
    "NAT": Person._nationality,  # noqa: SLF001
    "RFF": Person._reference,  # noqa: SLF001
    "DOC": Person._document,  # noqa: SLF001
    "COM": Person._contact,  # noqa: SLF001
}


def people(groups: Iterable[Sequence[Segment]], by: date, notes: Notes) -> list[Person]:
    """Return each person of *groups*, a group being NAD and the segments after it.

    A segment that no field takes in is kept.
    """
    found = []
    for group in groups:
        person = Person(group[0], by, notes)
        for segment in group[1:]:
            teller = _TELLERS.get(segment.tag)
            if teller is None or not teller(person, segment):
                kept(person.extra, segment)
        found.append(person)
    return found
