"""Files of one record a line: numbered lines, and the JSON object on each."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from watchlist.formats.rows import RowError, Tally


def numbered_lines(path: Path, tally: Tally) -> Iterator[tuple[int, bytes]]:
    """Yield every line that is not blank with its number from 1, and count the bytes read."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            tally.bytes_read += len(line)
            text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if text.strip():
                yield number, text


def json_object(line: bytes) -> dict[str, object]:
    """Return the one JSON object on the line; raises RowError with how to mend it."""
    try:
        found = json.loads(line)
    except UnicodeDecodeError as problem:
        raise RowError("is not UTF-8; save the file in UTF-8") from problem
    except json.JSONDecodeError as problem:
        raise RowError(
            f"is not JSON ({problem.msg} at column {problem.colno}); "
            "write one whole JSON object on each line"
        ) from problem
    except ValueError as problem:  # a number of thousands of digits
        raise RowError("holds a number too long to be one; write it as text") from problem
    except RecursionError as problem:
        raise RowError("is nested too deeply; write one entry on each line") from problem
    if not isinstance(found, dict):
        raise RowError("is not a JSON object; write one {...} on each line")
    return found


def text_field(record: dict[str, object], name: str) -> str | None:
    """Return the field if it is a text with something in it."""
    value = record.get(name)
    return value if isinstance(value, str) and value else None
