"""Format `ofac-xml`: OFAC's SDN.XML (sdnList of sdnEntry), individuals only."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from watchlist.entry import Entry, ListedDocument, Name
from watchlist.formats.categories import of_programmes
from watchlist.formats.ofac_remarks import IDENTITY_LABEL, listed_document
from watchlist.formats.person import (
    Kind,
    Person,
    entry_of,
    inverted_name,
    known_countries,
    known_dates,
    sex_of,
)
from watchlist.formats.rows import BadRow, ListFile, Row, Tally, Terms, checked
from watchlist.formats.xml_stream import text, texts, xml_records


def read_ofac_xml(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each individual's entry, id uid; other types are counted as skipped."""
    records = xml_records(source.path, tally, tags=frozenset({"sdnEntry"}))
    for place, (_, element) in enumerate(records, start=1):
        if text(element, "sdnType").casefold() != "individual":
            tally.skipped += 1
            continue
        yield _row(element, place, terms, tally)


def _row(element: Element, place: int, terms: Terms, tally: Tally) -> Row | BadRow:
    uid = text(element, "uid")

    def build() -> Entry:
        return entry_of(_person(element, uid, tally), terms)

    return checked(f"uid {uid}" if uid else f"sdnEntry number {place}", uid or None, build)


def _person(element: Element, uid: str, tally: Tally) -> Person:
    category, severity = of_programmes(texts(element, "programList/program"))
    births = texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth")
    countries = (
        *texts(element, "nationalityList/nationality/country"),
        *texts(element, "citizenshipList/citizenship/country"),
    )
    return Person(
        id=uid,
        names=tuple(_names(element)),
        category=category,
        severity=severity,
        birth_dates=known_dates(births, tally),
        sex=sex_of(_gender(element)),
        nationalities=known_countries(countries, tally),
        birth_places=tuple(texts(element, "placeOfBirthList/placeOfBirthItem/placeOfBirth")),
        documents=tuple(_documents(element, tally)),
    )


def _names(element: Element) -> Iterator[Name]:
    yield from inverted_name("primary", text(element, "lastName"), text(element, "firstName"))
    for aka in element.iterfind("{*}akaList/{*}aka"):
        weak = text(aka, "category").casefold() == "weak"
        kind: Kind = "weak_alias" if weak else "alias"
        yield from inverted_name(kind, text(aka, "lastName"), text(aka, "firstName"))


def _gender(element: Element) -> str:
    ids = element.iterfind("{*}idList/{*}id")
    return next((text(one, "idNumber") for one in ids if text(one, "idType") == "Gender"), "")


def _documents(element: Element, tally: Tally) -> Iterator[ListedDocument]:
    for one in element.iterfind("{*}idList/{*}id"):
        label = text(one, "idType")
        if not IDENTITY_LABEL.match(label):
            continue
        country = text(one, "idCountry") or None
        found = listed_document(label, text(one, "idNumber"), country, tally)
        if found is not None:
            yield found
