"""Format `un-xml`: the consolidated list of the UN Security Council, individuals only."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from watchlist.country_names import countries_of
from watchlist.entry import Entry, ListedDocument, Name
from watchlist.formats.categories import of_programmes
from watchlist.formats.dates import years_between
from watchlist.formats.documents import document_number, document_type
from watchlist.formats.person import (
    Kind,
    Person,
    entry_of,
    in_latin,
    known_countries,
    known_dates,
    names,
    sex_of,
    squeezed,
)
from watchlist.formats.rows import BadRow, ListFile, Row, Tally, Terms, checked
from watchlist.formats.xml_stream import text, texts, xml_records

_NOT_KNOWN = "na"  # a name would have a capital letter
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACES = (
    ("INDIVIDUAL_PLACE_OF_BIRTH", "CITY", "STATE_PROVINCE", "COUNTRY"),
    ("INDIVIDUAL_ALIAS", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"),
)
# A name in Latin letters and in brackets, sometimes after `original script:`, in its own.
_TWO_SCRIPTS = re.compile(r"^([^()]+)\((?:original script:)?([^()]+)\)$")
_ASIDE = re.compile(r"\([^()]*\)")  # `(previously listed as)`, `(Tigrinya)`, and another spelling

_IN_SCRIPT = re.compile(r"(?:original script|in arabic):\s*([^A-Za-z;]+)", re.IGNORECASE)


def read_un_xml(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each individual's entry, id DATAID; entities are counted as skipped."""
    tags = frozenset({"INDIVIDUAL", "ENTITY"})
    for place, (tag, element) in enumerate(xml_records(source.path, tally, tags=tags), start=1):
        if tag == "ENTITY":
            tally.skipped += 1
            continue
        yield _row(element, place, terms, tally)


def _row(element: Element, place: int, terms: Terms, tally: Tally) -> Row | BadRow:
    dataid = text(element, "DATAID")
    where = f"DATAID {dataid}" if dataid else f"individual number {place}"

    def build() -> Entry:
        return entry_of(_person(element, dataid, tally), terms)

    return checked(where, dataid or None, build)


def _person(element: Element, dataid: str, tally: Tally) -> Person:
    category, severity = of_programmes(texts(element, "UN_LIST_TYPE"))
    return Person(
        id=dataid,
        names=tuple(_names(element, tally)),
        category=category,
        severity=severity,
        birth_dates=tuple(_birth_dates(element, tally)),
        sex=sex_of(text(element, "GENDER")),
        nationalities=known_countries(texts(element, "NATIONALITY/VALUE"), tally),
        birth_places=tuple(_birth_places(element)),
        documents=tuple(_documents(element, tally)),
    )


def _names(element: Element, tally: Tally) -> Iterator[Name]:
    parts = (text(element, part) for part in _NAME_PARTS)
    yield from names("primary", " ".join(part for part in parts if part != _NOT_KNOWN))
    yield from names("original_script", *_bare(text(element, "NAME_ORIGINAL_SCRIPT")))
    for alias in element.iterfind("{*}INDIVIDUAL_ALIAS"):
        weak = text(alias, "QUALITY").casefold() == "low"
        kind: Kind = "weak_alias" if weak else "alias"
        note = squeezed(text(alias, "NOTE"))
        halves = _apart(text(alias, "ALIAS_NAME"))
        written = chain(*(_bare(one) for half in halves for one in half.split(";")))
        yield from names(kind, *written, *_IN_SCRIPT.findall(note))
        if any(map(str.isdigit, note)):  # passports, days of birth: in prose of every kind
            tally.left_out["note of an alias with numbers in it"] += 1


def _apart(alias: str) -> tuple[str, ...]:
    squeezed_alias = squeezed(alias)
    two = _TWO_SCRIPTS.match(squeezed_alias)
    if two and in_latin(two[1]) != in_latin(two[2]):
        return two.groups()
    return (squeezed_alias,)


def _bare(name: str) -> tuple[str, ...]:
    """Return the name, and also without what stands in brackets: nobody travels under that."""
    return (name, _ASIDE.sub(" ", name))


def _birth_dates(element: Element, tally: Tally) -> Iterator[str]:
    for alias_date in texts(element, "INDIVIDUAL_ALIAS/DATE_OF_BIRTH"):
        yield from known_dates((alias_date,), tally)
    for birth in element.iterfind("{*}INDIVIDUAL_DATE_OF_BIRTH"):
        first, last = text(birth, "FROM_YEAR"), text(birth, "TO_YEAR")
        if first.isdecimal() and last.isdecimal():
            yield from years_between(first, last)
            continue
        # A month stands in NOTE where it is known with a YEAR: `Sep.` and 1958.
        prose = f"{text(birth, 'NOTE')} {text(birth, 'YEAR') or first or last}".strip()
        written = text(birth, "DATE") or prose
        about = "circa " if text(birth, "TYPE_OF_DATE") == "APPROXIMATELY" else ""
        if written:
            yield from known_dates((about + written,), tally)


def _birth_places(element: Element) -> Iterator[str]:
    for tag, *parts in _PLACES:
        for place in element.iterfind(f"{{*}}{tag}"):
            said = (squeezed(text(place, part)) for part in parts)
            written = ", ".join(filter(None, said))
            if written:
                yield written


def _documents(element: Element, tally: Tally) -> Iterator[ListedDocument]:
    for document in element.iterfind("{*}INDIVIDUAL_DOCUMENT"):
        label = f"{text(document, 'TYPE_OF_DOCUMENT2')} {text(document, 'TYPE_OF_DOCUMENT')}"
        # Where NUMBER is empty, the second type or the note holds it.
        said = [text(document, tag) for tag in ("NUMBER", "TYPE_OF_DOCUMENT2", "NOTE")]
        proses = said[:1] if said[0] else said[1:]
        number = next(filter(None, map(document_number, proses)), None)
        if number is None:
            if label.strip():
                tally.left_out["document without a number"] += 1
            continue
        issuer = _issuer(document, " ".join(proses), tally)
        yield ListedDocument(type=document_type(label), number=number, issuer=issuer)


def _issuer(document: Element, prose: str, tally: Tally) -> str | None:
    # ISSUING_COUNTRY is the authority; COUNTRY_OF_ISSUE may be where its consulate stands, so
    # `Russian passport number 51` knows better.
    authority, place = text(document, "ISSUING_COUNTRY"), text(document, "COUNTRY_OF_ISSUE")
    own = () if authority else countries_of(text(document, "NUMBER"))
    if own or not (authority or place):
        return next(iter(own or countries_of(prose)), None)
    return next(iter(known_countries((authority or place,), tally)), None)
