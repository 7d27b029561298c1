"""What tells one person of a flight from another, written alike; and the name of a row. Pure."""

import hashlib
from collections.abc import Container, Iterable
from typing import NamedTuple, NewType

from manifests.contract import Document, Passenger

PassengerRef = NewType("PassengerRef", str)
RowId = NewType("RowId", str)

# What senders write where there is no document number; so is one character repeated.
_FILLERS = frozenset({"UNKNOWN", "NONE", "NOTKNOWN"})
# To copy it and go on takes half as long as to begin.
_NOTHING = hashlib.blake2b(digest_size=8)


class Identity(NamedTuple):
    """What a row says of who it is about; what it does not say is empty."""

    reference: str  # passenger_id: unique to a person where the sender gives one
    locator: str
    surname: str
    given_names: str
    birth_date: str
    documents: tuple[tuple[str, str], ...]  # number and issuer, fillers left out

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers of the documents."""
        return frozenset(number for number, _ in self.documents)


def identity(passenger: Passenger) -> Identity:
    """Return what tells who *passenger* is; case, blanks and hyphens do not matter."""
    return Identity(
        passenger.passenger_id or "",
        locator(passenger.record_locator),
        _squeezed(passenger.surname),
        _squeezed(passenger.given_names) if passenger.given_names else "",
        passenger.birth_date or "",
        _documents(passenger.documents),
    )


def row_ids(flight: str, layer: str, whose: Iterable[Identity], part: int = 0) -> list[RowId]:
    """Return the name of each row: the same description by one source of one flight has the same.

    A hash, so it tells nothing. Of rows of one message that are described alike each has its own;
    in a later *part* of a list those too who have neither id nor document: they may be namesakes.
    """
    begun = _NOTHING.copy()
    begun.update(repr((flight, layer))[:-1].encode())
    alike: dict[str, int] = {}
    rows = []
    for who in whose:
        told = tuple.__repr__(who)[1:]
        among = f"{part}." if part > 1 and _maybe_namesake(who) else ""
        row = _ended(begun, f", {among}0, {told}")
        repetition = alike.get(row, 0)
        alike[row] = repetition + 1
        if repetition:
            row = _ended(begun, f", {among}{repetition}, {told}")
        rows.append(RowId(row))
    return rows


def _maybe_namesake(who: Identity) -> bool:
    """Say whether a whole name tells who it is, perhaps a birth date, and nothing else.

    Two may be born alike as well: many dates are a mere 1 January.
    """
    return bool(who.given_names) and not who.reference and not who.documents


def new_ref(flight: str, sender: str, who: Identity, given: Container[str]) -> PassengerRef:
    """Return a reference that is not among *given*; the same history gives it again.

    From the passenger id, else the first document, else name and birth date: so it is mostly the
    same whichever push came first. A hash, so it tells nothing.
    """
    if who.reference:
        first: tuple[str, ...] = (sender, who.reference)
    else:
        named = (who.surname, who.given_names, who.birth_date)
        first = who.documents[0] if who.documents else named
    salt = 0
    while (ref := PassengerRef(_hashed(flight, *first, salt))) in given:
        salt += 1
    return ref


def document_number(text: str) -> str:
    """Return a document number as it is compared."""
    return _squeezed(text)


def locator(text: str | None) -> str:
    """Return a record locator as it is compared; "" for none."""
    return _squeezed(text) if text else ""


def _documents(documents: tuple[Document, ...]) -> tuple[tuple[str, str], ...]:
    if len(documents) == 1:
        number = document_number(documents[0].number)
        return ((number, documents[0].issuer or ""),) if _tells(number) else ()
    found = {(document_number(one.number), one.issuer or "") for one in documents}
    return tuple(sorted(one for one in found if _tells(one[0])))


def _hashed(*parts: object) -> str:
    return _ended(_NOTHING, repr(parts))


def _ended(begun: "hashlib.blake2b", text: str) -> str:
    """Return the hash of what was *begun* and goes on with *text*."""
    whole = begun.copy()
    whole.update(text.encode())
    return whole.hexdigest()


def _tells(number: str) -> bool:
    return number not in _FILLERS and bool(number.lstrip(number[:1]))


def _squeezed(text: str) -> str:
    if text.isalnum():
        return text.upper()
    return "".join(text.split()).replace("-", "").upper()
