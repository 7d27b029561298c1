"""Files of manifests: JSON, one object on each line or one that spans lines, or EDIFACT."""

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Protocol

from manifests.contract import Manifest
from manifests.reading import is_json
from streams.commands.problems import CommandFailed

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Document:
    """One manifest as JSON: as it stood in the file, or made from a message of it."""

    where: str  # file:line, or file: message id
    raw: bytes


@dataclass(frozen=True, slots=True)
class Unusable:
    """A manifest that is not used, and why; one sentence, without personal data."""

    where: str
    problem: str
    code: str = "invalid"
    manifest: Manifest | None = None  # where it is one, though it may not be sent

    def __str__(self) -> str:
        """Return the sentence a person reads."""
        return f"{self.where}: {self.problem}"


class Interchanges(Protocol):
    """Reads a file that is not JSON; streams.interchange_files."""

    def documents(self, data: bytes, name: str) -> Iterator[Document | Unusable]: ...


def check_files(names: Iterable[str]) -> None:
    """Raise CommandFailed if one of the files cannot be read, is empty or a JSON array."""
    for name in names:
        if name == STDIN:
            continue
        try:
            with Path(name).open("rb") as file:
                _refuse_foreign(file.read(64 * 1024), name)
        except FileNotFoundError as problem:
            raise CommandFailed(f"{name}: there is no such file; check the path", 2) from problem
        except OSError as problem:
            raise CommandFailed(f"{name}: cannot be read ({problem.strerror})", 2) from problem


def size_of(names: Iterable[str]) -> int:
    """Return the bytes of the files, standard input aside."""
    return sum(Path(name).stat().st_size for name in names if name != STDIN)


def documents_in(names: Iterable[str], interchanges: Interchanges) -> Iterator[Document | Unusable]:
    """Yield every manifest of every file; `-` is standard input."""
    for name in names:
        if name == STDIN:
            yield from documents(sys.stdin.buffer, "standard input", interchanges)
            continue
        with Path(name).open("rb") as file:
            yield from documents(file, name, interchanges)


def documents(
    file: BinaryIO, name: str, interchanges: Interchanges
) -> Iterator[Document | Unusable]:
    """Yield every manifest of *file*; raises CommandFailed where there is none in it."""
    opening = list(_opening(file))
    _refuse_foreign(b"".join(opening), name)
    if is_json(opening[-1]):
        yield from _objects(chain(opening, file), name)
    else:
        yield from interchanges.documents(b"".join([*opening, file.read()]), name)


def _opening(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines up to the first that is not blank."""
    for line in file:
        yield line
        if line.removeprefix(codecs.BOM_UTF8).strip():
            return


def _objects(found: Iterable[bytes], name: str) -> Iterator[Document | Unusable]:
    lines = _numbered(found)
    number, line = next(lines)
    if isinstance(_object(line, f"{name}:{number}"), Document):
        yield from (_object(one, f"{name}:{at}") for at, one in chain([(number, line)], lines))
        return
    rest = list(lines)
    whole = _object(b"".join([line, *(one for _, one in rest)]), f"{name}:{number}")
    others = [_object(one, f"{name}:{at}") for at, one in rest]
    if isinstance(whole, Unusable) and any(isinstance(one, Document) for one in others):
        yield from (_object(line, f"{name}:{number}"), *others)  # only the first line is broken
    else:
        yield whole


def _refuse_foreign(head: bytes, name: str) -> None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start:
        raise CommandFailed(f"{name}: is empty; give a file of manifests", 2)
    if start.startswith(b"["):
        raise CommandFailed(f"{name}: is a JSON array; write one manifest on each line", 2)


def _numbered(found: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, numbered from 1."""
    for number, line in enumerate(found, start=1):
        text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if text.strip():
            yield number, text


def _object(text: bytes, where: str) -> Document | Unusable:
    why = _why_no_object(text.strip())
    return Document(where, text.strip()) if why is None else Unusable(where, why)


def _why_no_object(text: bytes) -> str | None:
    """Return why *text* is not one JSON object, or None if it is."""
    try:
        found = json.loads(text)
    except UnicodeDecodeError:
        return "is not UTF-8; save the file in UTF-8"
    except json.JSONDecodeError as problem:
        column = f"column {problem.colno}"
        place = f"{column} of its line {problem.lineno}" if b"\n" in text else column
        return f"is not JSON ({problem.msg} at {place}); write one whole object on each line"
    except (ValueError, RecursionError):
        return "holds a number or a nesting that no manifest has; send it again"
    return None if isinstance(found, dict) else "is not a JSON object; write one {...} on each line"
