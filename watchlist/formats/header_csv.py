"""Format `csv`: a header with the names of our fields, lists within a field parted by `;`."""

from collections.abc import Iterator
from difflib import get_close_matches

from watchlist.entry import Entry
from watchlist.formats.csv_lines import CsvRecord, csv_records
from watchlist.formats.own_terms import entry_under
from watchlist.formats.person import known_countries
from watchlist.formats.rows import (
    NOBODY,
    BadRow,
    ListError,
    ListFile,
    Row,
    RowError,
    Tally,
    Terms,
    checked,
)

_PLAIN = ("id", "owner", "list", "category", "severity", "sex", "instruction")
_DATES = ("valid_from", "valid_until")
_NAMES = {  # column: the kind of the names in it
    "names": "primary",
    "aliases": "alias",
    "weak_aliases": "weak_alias",
    "original_script": "original_script",
}
_LISTS = ("birth_dates", "birth_places")
_SHARING = ("visible_to", "hidden_from", "redact")
COLUMNS = (
    *_PLAIN,
    *_DATES,
    *_NAMES,
    "surname",
    "given_names",
    *_LISTS,
    "nationalities",
    "documents",  # number, type:number, type:number:issuer or type:number:issuer:status
    *_SHARING,
)


def read_header_csv(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each row's entry, or why it is none; raises ListError for a wrong header."""
    header: tuple[str, ...] = ()
    for record in csv_records(source.path, tally, widths=None):
        if not header:
            header = checked_header(record, source)
        elif isinstance(record, BadRow):
            yield record
        else:
            yield _row(dict(zip(header, record.fields, strict=True)), record.line, terms, tally)


def checked_header(record: CsvRecord | BadRow, source: ListFile) -> tuple[str, ...]:
    """Return the column names of the first record; raises ListError, with a near match."""
    if isinstance(record, BadRow):
        raise ListError(f"{source.path}: {record}")
    header = tuple(name.casefold() for name in record.fields)
    for name in header:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(COLUMNS)}"
            raise ListError(f"{source.path}: line 1: {name[:40]!r} is not a column; {hint}")
        if header.count(name) > 1:
            raise ListError(f"{source.path}: line 1: column {name!r} is there twice; keep one")
    if "id" not in header:
        raise ListError(f"{source.path}: line 1: there is no column 'id'; add one")
    return header


def _row(cells: dict[str, str], line: int, terms: Terms, tally: Tally) -> Row | BadRow:
    def build() -> Entry:
        return entry_under(_record(cells, terms, tally), terms)

    return checked(f"line {line}", cells["id"] or None, build)


def _record(cells: dict[str, str], terms: Terms, tally: Tally) -> dict[str, object]:
    record: dict[str, object] = {"schema": "entry/1"}
    record |= {name: cells[name] for name in (*_PLAIN, *_DATES) if cells.get(name)}
    record |= {name: _items(cells, name) for name in _LISTS}
    record["nationalities"] = known_countries(
        (item.upper() for item in _items(cells, "nationalities")), tally
    )
    record["names"] = _names(cells)
    record["documents"] = [_document(item) for item in _items(cells, "documents")]
    record.setdefault("owner", terms.owner or NOBODY)
    sharing = {name: _items(cells, name) for name in _SHARING if cells.get(name)}
    return record | ({"sharing": sharing} if sharing else {})


def _names(cells: dict[str, str]) -> list[dict[str, object]]:
    given, surname = cells.get("given_names") or None, cells.get("surname") or None
    fulls = [(kind, full) for name, kind in _NAMES.items() for full in _items(cells, name)]
    primary = [full for kind, full in fulls if kind == "primary"]
    others: list[dict[str, object]] = [
        {"full": full, "kind": "alias" if full in primary[1:] else kind}
        for kind, full in fulls
        if full not in primary[:1]
    ]
    first = primary[0] if primary else " ".join(filter(None, (given, surname)))
    if not first:
        return others
    return [{"full": first, "surname": surname, "given_names": given}, *others]


def _document(item: str) -> dict[str, object]:
    parts = [part.strip() or None for part in item.split(":")]
    if len(parts) == 1:
        return {"number": parts[0]}
    if len(parts) > 4:
        raise RowError("documents: write each as type:number:issuer:status, such as P:M123:IRQ")
    return dict(zip(("type", "number", "issuer", "status"), parts, strict=False))


def _items(cells: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in cells.get(name, "").split(";") if item.strip()]
