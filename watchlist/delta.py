"""What an import changes: the incoming entries against what is held of the same list. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from watchlist.entry import Entry, entry_json
from watchlist.formats.rows import BadRow

GUARDED = 20  # entries: of a shorter list most may well go


@dataclass(frozen=True, slots=True)
class Put:
    """Publish this entry: it is new or differs from what is held."""

    entry: Entry
    json: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Removal:
    """Publish a tombstone for this id: the new list no longer has it."""

    id: str


@dataclass(slots=True)
class Summary:
    """How many of each; final once the changes are drained. `skipped` is the reader's count.

    `kept` counts ids that a replacing import would have removed, had its rows been good.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    bad: int = 0
    skipped: int = 0
    kept: int = 0

    @property
    def good(self) -> int:
        """Return how many rows were entries."""
        return self.added + self.changed + self.unchanged


@dataclass(slots=True)
class _Seen:
    good: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)
    unreadable: bool = False  # a bad row did not even show its id


def digest(entry: Entry) -> str:
    """Return 32 hex digits that are equal for equal entries."""
    return digest_of(entry_json(entry))


def digest_of(json: bytes) -> str:
    """Return the digest of an entry by its canonical JSON: the first half of its SHA-256."""
    return hashlib.sha256(json).hexdigest()[:32]


def changes(
    held: Mapping[str, str],
    rows: Iterable[Entry | BadRow],
    *,
    replace: bool,
    summary: Summary,
    largest: int | None = None,
) -> Iterator[Put | Removal | BadRow]:
    """Yield what to publish, and the bad rows as they come; *summary* counts along.

    *held* maps the ids held of the same owner and list to their digests. Only with *replace* is
    anything removed, at the end, and never an id that a bad row bears: its person still stands
    in the list. If a bad row shows no id, it could be anybody's, and nothing is removed; nor is
    it without one good row, for then the file is hardly this list. Bad is also a row whose JSON
    has more than *largest* bytes.
    """
    seen = _Seen()
    for row in rows:
        put = row if isinstance(row, BadRow) else _put(row, largest)
        if isinstance(put, BadRow):
            summary.bad += 1
            _note_bad(put, seen)
            yield put
            continue
        change = _change(held, put, seen, summary)
        if change is not None:
            yield change
    if replace:
        yield from _removals(held, seen, summary)


def shrinks(held: int, removed: int) -> bool:
    """Say whether to remove so many of a list is more than a day changes: perhaps another file."""
    return held >= GUARDED and removed * 2 > held


def shrinking(held: Mapping[str, str], rows: Iterable[Entry | BadRow]) -> int:
    """Return how many of *held* a replacement by *rows* would remove, 0 where that is few.

    Reads no further than until it is sure that most stay.
    """
    absent, good = set(held), False
    for row in rows:
        if isinstance(row, BadRow) and row.foreign:
            continue
        if row.id is None:
            return 0
        good = good or isinstance(row, Entry)
        absent.discard(row.id)
        if not shrinks(len(held), len(absent)):
            return 0
    return len(absent) if good else 0


def _put(entry: Entry, largest: int | None) -> Put | BadRow:
    json = entry_json(entry)
    if largest is not None and len(json) > largest:
        why = "is larger than any record may be; leave out names or documents"
        return BadRow(f"id {entry.id}", why, entry.id)
    return Put(entry, json, digest_of(json))


def _change(
    held: Mapping[str, str], put: Put, seen: _Seen, summary: Summary
) -> Put | BadRow | None:
    entry = put.entry
    if entry.id in seen.good:
        summary.bad += 1
        return BadRow(f"id {entry.id}", "the id was there before; keep one row of each", entry.id)
    seen.good.add(entry.id)
    before = held.get(entry.id)
    if before == put.digest:
        summary.unchanged += 1
        return None
    if before is None:
        summary.added += 1
    else:
        summary.changed += 1
    return put


def _note_bad(row: BadRow, seen: _Seen) -> None:
    if row.foreign:
        return
    if row.id is None:
        seen.unreadable = True
    else:
        seen.bad.add(row.id)


def _removals(held: Mapping[str, str], seen: _Seen, summary: Summary) -> Iterator[Removal]:
    for absent in sorted(held.keys() - seen.good):
        if not seen.good or seen.unreadable or absent in seen.bad:
            summary.kept += 1
            continue
        summary.removed += 1
        yield Removal(absent)
