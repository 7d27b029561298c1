"""Reads a recognised list row by row, whatever its format."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from watchlist.entry import Entry
from watchlist.formats.entry_lines import read_entry_lines
from watchlist.formats.ftm import read_ftm
from watchlist.formats.header_csv import read_header_csv
from watchlist.formats.ofac_csv import read_ofac_csv
from watchlist.formats.ofac_xml import read_ofac_xml
from watchlist.formats.rows import BadRow, FormatName, ListError, ListFile, Row, Tally, Terms
from watchlist.formats.un_xml import read_un_xml

Reader = Callable[[ListFile, Terms, Tally], Iterator[Row | BadRow]]

_READERS: dict[FormatName, Reader] = {
    "entry": read_entry_lines,
    "ftm": read_ftm,
    "ofac-csv": read_ofac_csv,
    "ofac-xml": read_ofac_xml,
    "un-xml": read_un_xml,
    "csv": read_header_csv,
}


def read_list(source: ListFile, terms: Terms, *, tally: Tally) -> Iterator[Entry | BadRow]:
    """Yield every entry of the list and every row that is none, each id at most once.

    A bad row never stops the good ones. *tally* moves on while reading: `tally.bytes_read` of
    `source.size`. Raises ListError where the file breaks off or turns out not to be the format;
    what was read until then must not be taken for the whole list.
    """
    if terms.owner is None and not source.rows_speak:
        raise ListError(f"{source.path}: {source.format_name} does not say whose it is; name it")
    if terms.list_name is None and not source.rows_speak:
        terms = replace(terms, list_name=source.list_name)
    seen: set[str] = set()
    try:
        for row in _READERS[source.format_name](source, terms, tally):
            yield _once(row, seen)
    except OSError as problem:
        raise ListError(f"{source.path}: cannot be read ({problem.strerror})") from problem


def _once(row: Row | BadRow, seen: set[str]) -> Entry | BadRow:
    if isinstance(row, BadRow):
        return row
    key = row.entry.key
    if key in seen:
        return BadRow(row.where, "the id was there before; keep one row of each", row.entry.id)
    seen.add(key)
    return row.entry
