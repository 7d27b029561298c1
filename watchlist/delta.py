"""What an import changes: the incoming entries against what is held of the same list. Pure."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from watchlist.entry import Entry, entry_json
from watchlist.formats.rows import BadRow, ListError

Standing = Callable[[Sequence[str]], Mapping[str, str]]  # id -> the list of its owner it is on

GUARDED = 20  # entries: of a shorter list most may well go
_TOGETHER = 1000  # ids asked about in one call


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


@dataclass(frozen=True, slots=True)
class Limits:
    """What makes a whole row bad: more than *largest* bytes of JSON, an id of another list.

    Without *standing* nobody asks on which list an id is: it comes onto this one.
    """

    largest: int | None = None
    standing: Standing | None = None


NO_LIMITS = Limits()


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
    limits: Limits = NO_LIMITS,
) -> Iterator[Put | Removal | BadRow]:
    """Yield what to publish, and the bad rows as they come; *summary* counts along.

    *held* maps the ids held of the same owner and list to their digests, *rows* have each id once.
    Only with *replace* is anything removed, at the end, and never an id that a bad row bears: its
    person still stands in the list. If a bad row shows no id, it could be anybody's, and nothing
    is removed; nor is it without one good row, for then the file is hardly this list.
    """
    seen = _Seen()
    for some in _together(rows):
        for put in _placed([_put(row, limits.largest) for row in some], held, limits.standing):
            if isinstance(put, BadRow):
                summary.bad += 1
                _note_bad(put, seen)
                yield put
            elif _differs(held, put, seen, summary):
                yield put
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


def _together(rows: Iterable[Entry | BadRow]) -> Iterator[list[Entry | BadRow]]:
    """Yield many rows at a time; where the file breaks off, those before it all the same."""
    some: list[Entry | BadRow] = []
    try:
        for row in rows:
            some.append(row)
            if len(some) == _TOGETHER:
                yield some
                some = []
    except ListError:
        yield some
        raise
    yield some


def _put(row: Entry | BadRow, largest: int | None) -> Put | BadRow:
    if isinstance(row, BadRow):
        return row
    json = entry_json(row)
    if largest is not None and len(json) > largest:
        why = "is larger than any record may be; leave out names or documents"
        return BadRow(f"id {row.id}", why, row.id)
    return Put(row, json, digest_of(json))


def _placed(
    puts: list[Put | BadRow], held: Mapping[str, str], standing: Standing | None
) -> list[Put | BadRow]:
    """Return *puts*, bad those whose id stands on another list: they would go from there."""
    # An equal digest is an equal list.
    new = [
        put.entry.id
        for put in puts
        if isinstance(put, Put) and held.get(put.entry.id) != put.digest
    ]
    lists = standing(new) if standing and new else {}
    return [_unless_elsewhere(put, lists) for put in puts]


def _unless_elsewhere(put: Put | BadRow, lists: Mapping[str, str]) -> Put | BadRow:
    if isinstance(put, BadRow):
        return put
    item, name = put.entry.id, lists.get(put.entry.id, put.entry.list)
    if name == put.entry.list:
        return put
    why = f"is on list {name!r} already; give it another id, or move it to this one with --move"
    return BadRow(f"id {item}", why, item, foreign=True)


def _differs(held: Mapping[str, str], put: Put, seen: _Seen, summary: Summary) -> bool:
    seen.good.add(put.entry.id)
    before = held.get(put.entry.id)
    if before == put.digest:
        summary.unchanged += 1
        return False
    if before is None:
        summary.added += 1
    else:
        summary.changed += 1
    return True


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
