"""Both sides of a comparison with everything in them that is computed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from config.countries import issuing_country, nation
from manifests.contract import Passenger
from screening.compiled.fillers import stands_for_none
from screening.compiled.letters import text_letters
from screening.letters import MAX_WORD, words
from screening.names import PreparedName, prepare_name, prepare_sent_name
from screening.scripts.lookalikes import as_latin
from screening.tokens import Token, token
from watchlist.entry import Entry, ListedDocument


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date of birth as far as it is known; `shown` is as sent."""

    shown: str
    year: int
    month: int | None
    day: int | None

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Return year, month and day, 0 where not known."""
        return self.year, self.month or 0, self.day or 0


class PreparedDocument(NamedTuple):
    """A document; `number` is upper case without blanks and hyphens, `issuer` as compared."""

    shown: str
    number: str
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of birth; tokens are () when nothing in it can be read."""

    shown: str
    tokens: tuple[Token, ...]


class PreparedPassenger(NamedTuple):
    """One traveller, ready for keys and comparing."""

    name: PreparedName
    birth_date: BirthDate | None
    nationality: str | None
    sex: str | None  # M or F; anything else states nothing
    birth_place: Place | None
    documents: tuple[PreparedDocument, ...]


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """One listed person or document, ready for keys and comparing."""

    names: tuple[PreparedName, ...]  # those with a readable word
    birth_dates: tuple[BirthDate, ...]
    nationalities: tuple[str, ...]
    sex: str | None
    birth_places: tuple[Place, ...]
    documents: tuple[PreparedDocument, ...]
    documents_alone: bool  # category travel_document: lost or stolen, whoever carries it


def prepare_passenger(passenger: Passenger) -> PreparedPassenger:
    """Return the passenger with name, date and documents ready for comparing."""
    return PreparedPassenger(
        name=prepare_sent_name(passenger.surname, passenger.given_names),
        birth_date=birth_date(passenger.birth_date) if passenger.birth_date else None,
        nationality=nation(passenger.nationality) if passenger.nationality else None,
        sex=_stated(passenger.sex),
        birth_place=_place(passenger.birth_place) if passenger.birth_place else None,
        documents=tuple(
            prepared
            for sent in passenger.documents
            if (prepared := _document(sent.number, sent.issuer)) is not None
        ),
    )


def prepare_entry(entry: Entry) -> PreparedEntry:
    """Return the entry with names, dates and documents ready for comparing."""
    names = (
        prepare_name(
            name.full,
            surname=name.surname,
            given_names=name.given_names,
            weak=name.kind == "weak_alias",
        )
        for name in entry.names
    )
    return PreparedEntry(
        names=tuple(name for name in names if name.tokens),
        birth_dates=tuple(map(birth_date, entry.birth_dates)),
        nationalities=tuple(dict.fromkeys(filter(None, map(nation, entry.nationalities)))),
        sex=_stated(entry.sex),
        birth_places=tuple(map(_place, entry.birth_places)),
        documents=prepare_documents(entry.documents),
        documents_alone=entry.category == "travel_document",
    )


def prepare_documents(listed: Iterable[ListedDocument]) -> tuple[PreparedDocument, ...]:
    """Return the documents of an entry ready for comparing, without those of no number."""
    found = (_document(one.number, one.issuer) for one in listed)
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=32_768)
def birth_date(text: str) -> BirthDate:
    """Return an ISO date of birth, or its first parts, ready for comparing."""
    month = int(text[5:7]) if len(text) >= 7 else None
    return BirthDate(text, int(text[:4]), month, int(text[8:]) if len(text) == 10 else None)


def _document(shown: str, issuer: str | None) -> PreparedDocument | None:
    """Return the document, or None where the number is a filler such as UNKNOWN or 0000000."""
    plain = shown.isascii() and shown.isalnum()
    number = shown[:MAX_WORD].upper() if plain else "".join(words(as_latin(shown)))
    if stands_for_none(text_letters(number)):
        return None
    return PreparedDocument(shown, number, issuing_country(issuer) if issuer else None)


def _place(shown: str) -> Place:
    return Place(shown, tuple(token(word) for word in dict.fromkeys(words(shown)[:8])))


def _stated(sex: str | None) -> str | None:
    return sex if sex in ("M", "F") else None
