"""Labelled pairs from a folder of CSV files: query JSON, candidate JSON, 1 or 0; a set a file."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bench.accuracy.records import FIELDS, Record, entry_of, passenger_of, record_of
from screening.prepared import PreparedEntry, PreparedPassenger

csv.field_size_limit(sys.maxsize)  # a record may have hundreds of names


class BadFolder(Exception):  # noqa: N818  # says what is the case
    """The folder cannot be measured; one sentence says what is wrong and where."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two records and whether they are one person; `sent` is the left one."""

    set_name: str
    sent: PreparedPassenger
    listed: PreparedEntry
    same: bool
    sent_name: str
    listed_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairSet:
    """One file; `unread` are the fields in it that say nothing to us."""

    name: str
    pairs: tuple[Pair, ...]
    unread: frozenset[str]


def read_sets(folder: Path) -> list[PairSet]:
    """Return the sets of a folder by name. Raises BadFolder."""
    if not folder.is_dir():
        raise BadFolder(f"{folder}: there is no such folder; name one of pair files with --data")
    try:
        files = sorted(folder.glob("*.csv"))
        sets = [_set(file) for file in files]
    except OSError as problem:
        raise BadFolder(f"{problem.filename}: cannot be read ({problem.strerror})") from problem
    if not sets:
        raise BadFolder(f"{folder}: holds no .csv file; name a folder of pair files with --data")
    return sets


def _set(file: Path) -> PairSet:
    pairs: list[Pair] = []
    unread: set[str] = set()
    for left, right, same in _rows(file):
        unread |= (set(left) | set(right)) - FIELDS
        pairs.append(
            Pair(
                set_name=file.stem,
                sent=_passenger(_frozen(left)),
                listed=_entry(_frozen(right)),
                same=same,
                sent_name=left["name"][0],
                listed_names=right["name"],
            )
        )
    if not pairs:
        raise BadFolder(f"{file}: is empty; every line is a query, a candidate, and 1 or 0")
    return PairSet(file.stem, tuple(pairs), frozenset(unread))


def _rows(file: Path) -> Iterator[tuple[Record, Record, bool]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, strict=True)
        try:
            for fields in lines:
                if fields:
                    yield _row(fields)
        except (csv.Error, UnicodeDecodeError, ValueError, TypeError) as problem:
            raise BadFolder(f"{file}: line {lines.line_num}: {_said(problem)}") from problem


def _row(fields: list[str]) -> tuple[Record, Record, bool]:
    if len(fields) != 3:
        raise ValueError(f"has {len(fields)} fields instead of 3 (query, candidate, label)")
    left, right, label = fields
    if label.strip() not in ("0", "1"):
        raise ValueError(f"its label is {label[:20]!r} instead of 0 or 1")
    return record_of(_object(left)), record_of(_object(right)), label.strip() == "1"


def _object(text: str) -> dict[str, object]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("holds JSON that is no object")
    return found


def _said(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"holds no JSON object ({problem.msg})"
    return "is not UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(record: Record) -> _Frozen:
    return tuple(sorted((field, texts) for field, texts in record.items() if field in FIELDS))


@lru_cache(maxsize=131_072)
def _passenger(record: _Frozen) -> PreparedPassenger:
    return passenger_of(dict(record))


@lru_cache(maxsize=131_072)
def _entry(record: _Frozen) -> PreparedEntry:
    return entry_of(dict(record))
