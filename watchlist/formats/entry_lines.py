"""Format `entry`: our own contract, one entry/1 object a line."""

from collections.abc import Iterator

from watchlist.entry import Entry
from watchlist.formats.lines import json_object, numbered_lines, text_field
from watchlist.formats.own_terms import entry_under
from watchlist.formats.rows import BadRow, ListFile, Row, RowError, Tally, Terms, checked


def read_entry_lines(source: ListFile, terms: Terms, tally: Tally) -> Iterator[Row | BadRow]:
    """Yield each line's entry, or why it is none."""
    for number, line in numbered_lines(source.path, tally):
        yield _row(f"line {number}", line, terms)


def _row(where: str, line: bytes, terms: Terms) -> Row | BadRow:
    try:
        record = json_object(line)
    except RowError as problem:
        return BadRow(where, str(problem))

    def build() -> Entry:
        return entry_under(record, terms)

    return checked(where, text_field(record, "id"), build)
