"""CSV records with the line each begins on, read so that one broken quote costs one row."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watchlist.formats.rows import BadRow, Tally

_LONGEST = 50  # physical lines a quoted field may span
_END_OF_FILE = b"\x1a"  # what old DOS tools, and OFAC's, end a text file with


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: the line it begins on, and its fields without white space around them."""

    line: int
    fields: tuple[str, ...]


def csv_records(
    path: Path, tally: Tally, *, widths: frozenset[int] | None
) -> Iterator[CsvRecord | BadRow]:
    """Yield the records of a comma-separated file in UTF-8.

    A record has one of *widths* fields; None: as many as the first record. A quote that never
    closes would swallow all that follows: that line is bad, reading goes on with the next.
    """
    with path.open("rb") as file:
        waiting: deque[bytes] = deque()
        number = 0
        while True:
            taken = _record_lines(waiting, file, tally)
            if not taken:
                return
            record = _parsed(b"".join(taken), number + 1, widths)
            if isinstance(record, BadRow) and len(taken) > 1:
                waiting.extendleft(reversed(taken[1:]))
                taken = taken[:1]
            number += len(taken)
            if record is None:
                continue
            if isinstance(record, CsvRecord) and widths is None:
                widths = frozenset({len(record.fields)})
            yield record


def _record_lines(waiting: deque[bytes], file: Iterator[bytes], tally: Tally) -> list[bytes]:
    """Take the physical lines of one record: until the quotes are even, or too many."""
    taken: list[bytes] = []
    quotes = 0
    while not taken or (quotes % 2 and len(taken) < _LONGEST):
        if waiting:
            line = waiting.popleft()
        else:
            line = next(file, b"")
            tally.bytes_read += len(line)
        if not line:
            break
        taken.append(line)
        quotes += line.count(b'"')
    return taken


def _parsed(text: bytes, line: int, widths: frozenset[int] | None) -> CsvRecord | BadRow | None:
    where = f"line {line}"
    if line == 1:
        text = text.removeprefix(codecs.BOM_UTF8)
    if not text.strip() or text.strip() == _END_OF_FILE:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text.decode(), newline=""), strict=True))
    except UnicodeDecodeError:
        return BadRow(where, "is not UTF-8; save the file in UTF-8")
    except csv.Error:
        return BadRow(where, "has an unmatched quote; double every quote inside a quoted field")
    if len(rows) != 1 or (widths is not None and len(rows[0]) not in widths):
        wanted = " or ".join(str(width) for width in sorted(widths or ()))
        return BadRow(where, f"has {len(rows[0])} fields instead of {wanted}; check the quotes")
    return CsvRecord(line, tuple(field.strip() for field in rows[0]))
