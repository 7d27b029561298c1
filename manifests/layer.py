"""What one sender says under one source of one flight: its people, and what its lists end. Pure.

Everything is a function of the set of pushes: whatever order they arrive in, the layer is the same.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from manifests.contract import Contract, Manifest
from manifests.identity import Identity, RowId, locator
from manifests.row import NEVER, Row, Word, told

LISTS = ("full", "close")
# The parts of one list are sent within less, whichever is ready first; the next list is not.
_ONE_LIST = timedelta(minutes=1)


class Piece(Contract):
    """One part of a split list."""

    order: str
    number: int
    last: bool
    refers: bool = False  # it names somebody by a reference alone

    @property
    def sent_at(self) -> datetime:
        """Return when it was sent."""
        return datetime.fromisoformat(self.order.partition("|")[0])


class Layer(Contract):
    """The rows of one source, and from when on its lists count: who was named before has left.

    `listed` is for the flight; `referring` too, of whole lists that name somebody by a reference
    alone; `records` is for one record locator each; `pieces` are the parts of split lists, by
    function and revision.
    """

    listed: str = NEVER
    referring: str = NEVER
    records: dict[str, str] = {}
    pieces: dict[str, tuple[Piece, ...]] = {}
    rows: dict[RowId, Row] = {}

    def on_board(self, rows: Sequence[Row], *, left_before: str, cancelled: str) -> bool:
        """Say whether the person of *rows* is on board, the flight cancelled at *cancelled*."""
        if len(rows) == 1 and not self.records:  # as nearly always, and the rest says the same
            last = rows[0].boarded
            return last > max(cancelled, rows[0].gone) and last >= left_before
        gone = max(cancelled, *(row.gone for row in rows))
        boarded = [row for row in rows if row.boarded > gone and row.boarded >= left_before]
        if not self.records:
            return bool(boarded)
        return any(row.boarded >= self.records.get(row.identity.locator, NEVER) for row in boarded)

    def left_before(self, described: Container[RowId]) -> str:
        """Return the order before which nobody's word counts who was not named since.

        A list that refers to somebody whom nothing describes (no row of theirs is *described*) lets
        nobody leave: the people of that list cannot be told from those who are absent.
        """
        split = [lists_since(one) for one in self.pieces.values()]
        listed = max(self.listed, *(one.listed for one in split), NEVER)
        referring = max(self.referring, *(one.referring for one in split), NEVER)
        if referring > listed and all(
            one in described
            for one, row in self.rows.items()
            if row.passenger.refers and row.boarded >= referring and row.boarded > row.gone
        ):
            return referring
        return listed

    @property
    def refers(self) -> bool:
        """Say whether any list names somebody by a reference alone."""
        pieces = (one for those in self.pieces.values() for one in those)
        return bool(self.referring) or any(one.refers for one in pieces)


class Since(NamedTuple):
    """The order of the first part of the last list of each kind that is whole."""

    listed: str = NEVER
    referring: str = NEVER


class Naming(NamedTuple):
    """The row of each passenger of a message, what tells who each is, and the message's bit."""

    rows: Sequence[RowId]
    whose: Sequence[Identity]
    among: int


def layer_after(held: Layer, manifest: Manifest, order: str, naming: Naming) -> Layer:
    """Return the layer after *manifest*, whose people are told as *naming* says."""
    function, records = manifest.function, {locator(one) for one in manifest.whole_records}
    boards, lists, among = function != "cancel_passengers", function in LISTS, naming.among
    refers, after = False, dict(held.rows)
    for row, one, who in zip(naming.rows, manifest.passengers, naming.whose, strict=True):
        anew = lists or who.locator in records
        if one.refers:
            anew, refers = False, True
        after[row] = told(after.get(row), Word(order, one, who, boards, anew, among))
    whole = lists and manifest.part is None
    return Layer(
        listed=max(held.listed, order) if whole and not refers else held.listed,
        referring=max(held.referring, order) if whole and refers else held.referring,
        records=held.records | {one: max(order, held.records.get(one, NEVER)) for one in records},
        pieces=_pieces(held, manifest, order, refers=refers),
        rows=after,
    )


def _pieces(
    held: Layer, manifest: Manifest, order: str, *, refers: bool
) -> dict[str, tuple[Piece, ...]]:
    part = manifest.part
    if part is None or manifest.function not in LISTS:
        return held.pieces
    name = f"{manifest.function}/{manifest.revision}"
    mine = Piece(order=order, number=part.number, last=part.last, refers=refers)
    others = [one for one in held.pieces.get(name, ()) if one.order != order]
    return {**held.pieces, name: tuple(sorted((*others, mine), key=lambda one: one.order))}


def lists_since(pieces: Iterable[Piece]) -> Since:
    """Return since when the lists count whose parts are all there; *pieces* are in order.

    A list is whole with its last part and all before it; a number that comes once more begins the
    next list, and so does one that was sent well after the last part: its own list's was lost.
    """
    found, parts = Since(), dict[int, Piece]()
    for one in pieces:
        if one.number in parts or _after_the_last(one, parts):
            parts = {}
        parts[one.number] = one
        last = max((each.number for each in parts.values() if each.last), default=None)
        if last is not None and set(parts) >= set(range(1, last + 1)):
            since = min(each.order for each in parts.values())
            refers = any(each.refers for each in parts.values())
            found = Since(found.listed, since) if refers else Since(since, found.referring)
            parts = {}
    return found


def _after_the_last(one: Piece, parts: Mapping[int, Piece]) -> bool:
    return any(each.last and one.sent_at - each.sent_at > _ONE_LIST for each in parts.values())
