"""Format `ftm`: FollowTheMoney entities, one a line, as OpenSanctions publishes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from watchlist.entry import Entry, ListedDocument, Name
from watchlist.formats.categories import of_topics
from watchlist.formats.documents import document_type
from watchlist.formats.lines import json_object, numbered_lines, text_field
from watchlist.formats.person import (
    Person,
    entry_of,
    known_countries,
    known_dates,
    names,
    sex_of,
    squeezed,
)
from watchlist.formats.rows import BadRow, ListFile, Row, RowError, Tally, Terms, checked

Papers = Mapping[str, list[ListedDocument]]  # by the id of their holder

_PAPERS = ("Passport", "Identification")
_NUMBERS = (
    ("passportNumber", "P"),
    ("idNumber", "I"),
    ("taxNumber", "TAX"),
    ("innCode", "TAX"),
    ("socialSecurityNumber", "SSN"),
)
# A legal entity that has one of these is a person whose schema was not decided.
_OF_PERSONS = ("birthDate", "birthPlace", "gender", "passportNumber", "firstName", "lastName")


def read_ftm(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each person's entry; other schemata are counted as skipped.

    Passport and Identification entities may stand on any line, so a first pass collects them.
    """
    papers = _papers(source, tally)
    for number, line in numbered_lines(source.path, tally):
        row = _row(f"line {number}", line, papers, (terms, tally))
        if row is not None:
            yield row


def is_delta(record: Mapping[str, object]) -> bool:
    """Say whether the record is a line of a delta file: an operation on an entity."""
    return "op" in record and "entity" in record


def _row(where: str, line: bytes, papers: Papers, way: tuple[Terms, Tally]) -> Row | BadRow | None:
    terms, tally = way
    try:
        record = json_object(line)
    except RowError as problem:
        return BadRow(where, str(problem))
    if is_delta(record):
        return BadRow(where, "is a change, not an entity; import the whole entities.ftm.json")
    record_id, schema = text_field(record, "id"), text_field(record, "schema")
    properties = record.get("properties")
    if record_id is None or schema is None or not isinstance(properties, dict):
        return BadRow(where, "has no id, schema or properties; write a whole entity", record_id)
    if not _is_person(schema, properties):
        tally.skipped += schema not in _PAPERS
        return None

    def build() -> Entry:
        return entry_of(_person(record, properties, papers, tally), terms)

    return checked(where, record_id, build)


def _is_person(schema: str, properties: Mapping[str, object]) -> bool:
    if schema == "LegalEntity":
        return any(properties.get(name) for name in _OF_PERSONS)
    return schema == "Person"


def _person(
    record: dict[str, object], properties: Mapping[str, object], papers: Papers, tally: Tally
) -> Person:
    target = record.get("target") is not False
    category, severity = of_topics(_values(properties, "topics"), target=target)
    record_id = text_field(record, "id") or ""
    nationalities = _values(properties, "nationality") + _values(properties, "citizenship")
    return Person(
        id=record_id,
        names=tuple(_names(text_field(record, "caption"), properties)),
        category=category,
        severity=severity,
        birth_dates=known_dates(_values(properties, "birthDate"), tally),
        sex=next(filter(None, map(sex_of, _values(properties, "gender"))), None),
        nationalities=_countries(nationalities or _values(properties, "country"), tally),
        birth_places=_values(properties, "birthPlace"),
        documents=tuple(_documents(properties, papers.get(record_id, []))),
    )


def _names(caption: str | None, properties: Mapping[str, object]) -> Iterator[Name]:
    full = _values(properties, "name")
    parts = (*_values(properties, "firstName")[:1], *_values(properties, "lastName")[:1])
    primary = caption if caption in full else next(iter(full), " ".join(parts) or caption)
    yield from names("primary", primary)
    yield from names("alias", *full)
    for field in ("alias", "previousName"):
        yield from names("alias", *_values(properties, field))
    yield from names("weak_alias", *_values(properties, "weakAlias"))


def _documents(
    properties: Mapping[str, object], linked: list[ListedDocument]
) -> Iterator[ListedDocument]:
    yield from linked
    known = {paper.number for paper in linked}
    for field, kind in _NUMBERS:
        for number in _values(properties, field):
            if number not in known:
                yield ListedDocument(type=kind, number=number)


def _papers(source: ListFile, tally: Tally) -> Papers:
    papers: dict[str, list[ListedDocument]] = defaultdict(list)
    for _, line in numbered_lines(source.path, Tally()):  # the second pass counts the bytes
        if b'"holder"' not in line:
            continue
        try:
            record = json_object(line)
        except RowError:
            continue  # the second pass says so
        properties = record.get("properties")
        if record.get("schema") in _PAPERS and isinstance(properties, dict):
            for holder in _values(properties, "holder"):
                papers[holder].extend(_paper(str(record["schema"]), properties, tally))
    return papers


def _paper(schema: str, properties: Mapping[str, object], tally: Tally) -> Iterator[ListedDocument]:
    label = "passport" if schema == "Passport" else " ".join(_values(properties, "type"))
    issuer = next(iter(_countries(_values(properties, "country"), tally)), None)
    numbers = _values(properties, "number") + _values(properties, "passportNumber")
    for number in dict.fromkeys(numbers):
        yield ListedDocument(type=document_type(label), number=number, issuer=issuer)


def _countries(codes: tuple[str, ...], tally: Tally) -> tuple[str, ...]:
    return known_countries((code.upper() for code in codes), tally)


def _values(properties: Mapping[str, object], field: str) -> tuple[str, ...]:
    found = properties.get(field)
    listed = found if isinstance(found, list) else [found]
    return tuple(squeezed(one) for one in listed if isinstance(one, str) and one.strip())
