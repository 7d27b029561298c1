"""XML lists read record by record, safely (no entities), with the bytes counted."""

from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from watchlist.formats.rows import ListError, Tally


class _Counted(RawIOBase):
    """A binary file that counts what is read of it."""

    def __init__(self, file: BinaryIO, tally: Tally) -> None:
        self._file = file
        self._tally = tally

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._tally.bytes_read += len(data)
        return data


def xml_records(path: Path, tally: Tally, *, tags: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """Yield (tag, element) of each whole element of *tags*, tag without its namespace.

    The element is emptied once the next is asked for. Raises ListError where the XML breaks off.
    """
    with path.open("rb") as file:
        events = iterparse(_Counted(file, tally), events=("start", "end"), forbid_dtd=True)
        parents: list[Element] = []
        while (event := _next(events, path)) is not None:
            kind, element = event
            if kind == "start":
                parents.append(element)
                continue
            parents.pop()
            tag = element.tag.rpartition("}")[2]
            if tag in tags:
                yield tag, element
                parents[-1].clear() if parents else element.clear()


def texts(element: Element, path: str) -> Iterator[str]:
    """Yield the text of each element at *path*, in any namespace, that says something."""
    found = element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))
    return (one.text for one in found if one.text and one.text.strip())


def text(element: Element, path: str) -> str:
    """Return the first such text without white space around it, or ''."""
    return next(texts(element, path), "").strip()


def _next(events: Iterator[tuple[str, Element]], path: Path) -> tuple[str, Element] | None:
    try:
        return next(events, None)
    except DefusedXmlException as problem:
        raise ListError(
            f"{path}: declares a document type or entities, which no list needs; "
            "fetch it again from its publisher"
        ) from problem
    except ParseError as problem:
        line, column = problem.position
        raise ListError(
            f"{path}: line {line}: is not well-formed XML (column {column}); "
            "the file may be cut off, fetch it again"
        ) from problem
    except (LookupError, ValueError) as problem:
        raise ListError(
            f"{path}: declares an encoding that cannot be read; save it in UTF-8"
        ) from problem
