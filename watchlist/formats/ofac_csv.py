"""Format `ofac-csv`: the SDN trio of headerless files (sdn, alt, add), individuals only.

Source: OFAC's data format note: sdn has 12 fields, alt 5, add 6; `-0- ` stands for nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from watchlist.entry import Entry
from watchlist.formats.categories import of_programmes
from watchlist.formats.csv_lines import CsvRecord, csv_records
from watchlist.formats.ofac_remarks import remarks_of
from watchlist.formats.person import (
    Person,
    entry_of,
    known_countries,
    known_dates,
    listed_name,
    sex_of,
)
from watchlist.formats.rows import BadRow, ListFile, Row, Tally, Terms, checked

SDN_WIDTH, ALT_WIDTH, ADD_WIDTH = 12, 5, 6
_NULL = "-0-"


def read_ofac_csv(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each individual's entry, id ent_num; other types are counted as skipped.

    The addresses say nothing an entry holds; their file must be there but is not read.
    """
    sdn, alt, _ = source.parts
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias in _numbered(alt, ALT_WIDTH, tally):
        if isinstance(alias, BadRow):
            yield alias
        else:
            aliases[alias.fields[0]].append(_value(alias.fields[3]))
    for record in _numbered(sdn, SDN_WIDTH, tally):
        if isinstance(record, BadRow):
            yield record
        elif record.fields[2].casefold() != "individual":
            tally.skipped += 1
        else:
            yield _row(record, f"{sdn.name} line {record.line}", aliases, (terms, tally))


def _numbered(path: Path, width: int, tally: Tally) -> Iterator[CsvRecord | BadRow]:
    """Yield the file's records; a bad one names the file, and the person if it still can."""
    for record in csv_records(path, tally, widths=frozenset({width})):
        if isinstance(record, BadRow):
            yield BadRow(f"{path.name} {record.where}", record.problem)
        elif not record.fields[0].isdecimal():
            yield BadRow(
                f"{path.name} line {record.line}",
                "does not begin with a record number; check the line against the publisher's file",
            )
        else:
            yield record


def _row(
    record: CsvRecord, where: str, aliases: Mapping[str, list[str]], way: tuple[Terms, Tally]
) -> Row | BadRow:
    terms, tally = way
    number = record.fields[0]

    def build() -> Entry:
        return entry_of(_person(record.fields, aliases.get(number, []), tally), terms)

    return checked(f"{where} (record {number})", number, build)


def _person(fields: tuple[str, ...], aliases: list[str], tally: Tally) -> Person:
    said = remarks_of(_value(fields[11]), tally)
    category, severity = of_programmes(_value(fields[3]).replace("] [", "\n").splitlines())
    return Person(
        id=fields[0],
        names=(
            *listed_name("primary", _value(fields[1])),
            *(name for alias in aliases for name in listed_name("alias", alias)),
            *(name for alias in said.weak_names for name in listed_name("weak_alias", alias)),
        ),
        category=category,
        severity=severity,
        birth_dates=known_dates(said.birth, tally),
        sex=sex_of(said.gender),
        nationalities=known_countries(said.countries, tally),
        birth_places=said.birth_places,
        documents=said.documents,
    )


def _value(field: str) -> str:
    return "" if field.strip() == _NULL else field
