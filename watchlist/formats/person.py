"""A listed person as the foreign formats describe one, and the entry made of it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from watchlist.country_names import countries_of
from watchlist.entry import Entry, ListedDocument, Name, Severity, parse_entry
from watchlist.formats.dates import birth_dates_of
from watchlist.formats.rows import Tally, Terms

Kind = Literal["primary", "alias", "weak_alias", "original_script"]

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list, with the list's usual category and severity."""

    id: str
    names: tuple[Name, ...]
    category: str
    severity: Severity
    birth_dates: tuple[str, ...] = ()
    sex: Literal["M", "F"] | None = None
    nationalities: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()


def entry_of(person: Person, terms: Terms) -> Entry:
    """Return the person's entry under *terms*; raises pydantic.ValidationError."""
    return parse_entry(
        {
            "schema": "entry/1",
            "id": person.id,
            "owner": terms.owner,
            "list": terms.list_name,
            "category": terms.category or person.category,
            "severity": terms.severity or person.severity,
            "names": unique_names(person.names),
            "birth_dates": tuple(dict.fromkeys(person.birth_dates)),
            "sex": person.sex,
            "nationalities": person.nationalities,
            "birth_places": tuple(dict.fromkeys(person.birth_places)),
            "documents": tuple(dict.fromkeys(person.documents)),
            "sharing": terms.sharing,
        }
    )


def names(kind: Kind, *fulls: str | None) -> tuple[Name, ...]:
    """Return the names that say something; an alias in another script is marked as such."""
    texts = (squeezed(full) for full in fulls)
    return tuple(Name(full=text, kind=_kind(kind, text)) for text in texts if text)


def inverted_name(kind: Kind, surname: str | None, given_names: str | None) -> tuple[Name, ...]:
    """Return one name of a surname and given names; either may be missing."""
    last, first = squeezed(surname), squeezed(given_names)
    if not (last and first):
        return names(kind, last or first)
    return (Name(full=f"{first} {last}", surname=last, given_names=first, kind=kind),)


def listed_name(kind: Kind, written: str) -> tuple[Name, ...]:
    """Return the name of `SURNAME, Given names`; without a comma, of the whole text."""
    surname, _, given_names = squeezed(written).partition(", ")
    return inverted_name(kind, surname, given_names)


def unique_names(listed: Iterable[Name]) -> tuple[Name, ...]:
    """Return every name once; of two that are written the same the first stays."""
    first: dict[str, Name] = {}
    for name in listed:
        first.setdefault(name.full, name)
    return tuple(first.values())


def known_countries(texts: Iterable[str | None], tally: Tally) -> tuple[str, ...]:
    """Return the countries the texts name; a text that names none is counted, not an error."""
    codes: list[str] = []
    for text in filter(None, map(squeezed, texts)):
        found = countries_of(text)
        codes.extend(found)
        if not found:
            tally.left_out[f"unknown country {text[:60]!r}"] += 1
    return tuple(dict.fromkeys(codes))


def known_dates(texts: Iterable[str], tally: Tally) -> tuple[str, ...]:
    """Return the partial dates the texts say; a text without a year is counted, not an error."""
    dates: list[str] = []
    for text in texts:
        found = birth_dates_of(text)
        dates.extend(found)
        if not found:
            tally.left_out["date of birth without a year"] += 1
    return tuple(dict.fromkeys(dates))


def sex_of(text: str | None) -> Literal["M", "F"] | None:
    """Return M or F for male and female in any case, else None."""
    word = squeezed(text).casefold()
    if word in ("male", "m"):
        return "M"
    return "F" if word in ("female", "f") else None


def squeezed(text: str | None) -> str:
    """Return the text with every run of white space as one space, none at the ends."""
    return " ".join((text or "").split())


def in_latin(text: str) -> bool:
    """Say whether the text has a Latin letter."""
    return _LATIN.search(text) is not None


def _kind(kind: Kind, text: str) -> Kind:
    other_script = kind == "alias" and not in_latin(text) and any(map(str.isalpha, text))
    return "original_script" if other_script else kind
