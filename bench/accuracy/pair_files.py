"""Labelled pairs from a folder of CSV files: query JSON, candidate JSON, 1 or 0; a set a file."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from bench.accuracy.records import (
    FIELDS,
    Record,
    entry_of,
    names_of,
    passenger_of,
    record_of,
    unreadable,
)
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
    sent_names: tuple[str, ...]
    listed_names: tuple[str, ...]

    @property
    def sent_name(self) -> str:
        """Return the name that is asked about; "" where the left side has none."""
        return next(iter(self.sent_names), "")

    @property
    def named(self) -> bool:
        """Say whether both sides have a name."""
        return bool(self.sent.name.readings and self.listed.names)


@dataclass(frozen=True, slots=True)
class PairSet:
    """One file; `unread` are fields that say nothing to us, `unreadable` counts values by field."""

    name: str
    pairs: tuple[Pair, ...]
    unread: frozenset[str] = frozenset()
    unreadable: Mapping[str, int] = field(default_factory=dict)

    def left_out(self) -> Iterator[str]:
        """Yield a sentence for all that was there and could not be read."""
        if self.unread:
            yield f"{self.name}: not read: {', '.join(sorted(self.unread))}"
        if self.unreadable:
            values = (f"{count:,} of {name}" for name, count in sorted(self.unreadable.items()))
            yield f"{self.name}: values in no form that is read: {', '.join(values)}"
        nameless = sum(not pair.named for pair in self.pairs)
        if nameless:
            yield (
                f"{self.name}: {nameless:,} pairs lack a name that can be read on a side: "
                "no match unless a document agrees"
            )


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
    lost: Counter[str] = Counter()
    for left, right, pair in _rows(file):
        unread |= (set(left) | set(right)) - FIELDS
        lost.update(unreadable(left) + unreadable(right))
        pairs.append(pair)
    if not pairs:
        raise BadFolder(f"{file}: is empty; every line is a query, a candidate, and 1 or 0")
    return PairSet(file.stem, tuple(pairs), frozenset(unread), lost)


def _rows(file: Path) -> Iterator[tuple[Record, Record, Pair]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, strict=True)
        try:
            for fields in lines:
                if fields:
                    left, right, same = _row(fields)
                    yield left, right, _pair(file.stem, left, right, same=same)
        except (csv.Error, UnicodeDecodeError, ValueError, TypeError) as problem:
            raise BadFolder(f"{file}: line {lines.line_num}: {_said(problem)}") from problem


def _pair(of: str, left: Record, right: Record, *, same: bool) -> Pair:
    return Pair(
        set_name=of,
        sent=_passenger(_frozen(left)),
        listed=_entry(_frozen(right)),
        same=same,
        sent_names=names_of(left),
        listed_names=names_of(right),
    )


def _row(fields: list[str]) -> tuple[Record, Record, bool]:
    if len(fields) != 3:
        raise ValueError(
            f"has {len(fields)} fields instead of 3 (query, candidate, label), separate by commas"
        )
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
    if isinstance(problem, UnicodeDecodeError):
        return "is not UTF-8"
    return str(problem).splitlines()[0]


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


def _frozen(record: Record) -> _Frozen:
    return tuple(sorted((field, texts) for field, texts in record.items() if field in FIELDS))


@lru_cache(maxsize=131_072)
def _passenger(record: _Frozen) -> PreparedPassenger:
    return passenger_of(dict(record))


@lru_cache(maxsize=131_072)
def _entry(record: _Frozen) -> PreparedEntry:
    return entry_of(dict(record))
