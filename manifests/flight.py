"""The state of one flight, folded from its pushes. Pure; the same pushes end in the same state.

A layer holds what one sender said under one source; a `full` replaces within its layer only.
Pushes count by their order (sent_at, revision, message_id), never by arrival.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from manifests.contract import Contract, Flight, Manifest, Passenger
from manifests.identity import PassengerRef, identifiers, known_ref, new_ref, signature
from manifests.row import NEVER, Row, Word, overlaid, told


class Layer(Contract):
    """One sender's people under one source; `full` is the order of its last complete list."""

    full: str = NEVER
    rows: dict[PassengerRef, Row] = {}


class Piece(Contract):
    """One part of a split list: its order and its people."""

    order: str
    refs: tuple[PassengerRef, ...]
    last: bool


class Parts(Contract):
    """The pieces of a split list that have arrived, by number."""

    pieces: dict[int, Piece] = {}

    @property
    def complete(self) -> bool:
        """Say whether the last piece and all before it are there."""
        last = max((number for number, one in self.pieces.items() if one.last), default=None)
        return last is not None and set(self.pieces) >= set(range(1, last + 1))


class FlightState(Contract):
    """Everything known of one flight."""

    flight: Flight
    flight_order: str = NEVER
    details_changed: str = NEVER  # the order of the push that last said something new of it
    cancelled: str = NEVER
    layers: dict[str, Layer] = {}
    aliases: dict[str, PassengerRef] = {}
    parts: dict[str, Parts] = {}

    def travellers(self) -> dict[PassengerRef, Passenger]:
        """Return who is on the flight, each as the layers together describe them."""
        return _travellers(self)

    @property
    def called_off(self) -> bool:
        """Say whether the flight was cancelled, and nobody of it named since."""
        rows = [row for layer in self.layers.values() for row in layer.rows.values()]
        return bool(self.cancelled) and all(row.order <= self.cancelled for row in rows)

    def left(self, on_board: Mapping[PassengerRef, Passenger]) -> frozenset[PassengerRef]:
        """Return everybody the flight ever named who is not among *on_board*."""
        # Not the aliases: of two rows alike, all of them lead to the first.
        named = (ref for layer in self.layers.values() for ref in layer.rows)
        return frozenset(named) - frozenset(on_board)


@dataclass(frozen=True, slots=True)
class Named:
    """The people one manifest names, by reference, in the order sent."""

    state: FlightState
    refs: tuple[PassengerRef, ...]


@dataclass(frozen=True, slots=True)
class _Push:
    """A manifest with its order and the references of its people."""

    manifest: Manifest
    order: str
    refs: tuple[PassengerRef, ...]


def order_text(manifest: Manifest) -> str:
    """Return the push's order as text that sorts."""
    sent, revision, message_id = manifest.order
    return f"{sent}|{revision:09d}|{message_id}"


def fold(state: FlightState | None, manifest: Manifest) -> Named:
    """Return the flight after *manifest*, and whom it names; folding twice changes nothing."""
    order = order_text(manifest)
    base = state or FlightState(flight=manifest.flight)
    if order >= base.flight_order:
        base = _with_details(base, manifest.flight, order)
    if manifest.function == "cancel_flight":
        return Named(base.model_copy(update={"cancelled": max(base.cancelled, order)}), ())
    refs, aliases = _references(base, manifest)
    push = _Push(manifest, order, refs)
    name = f"{manifest.sender}/{manifest.source}"
    layer, parts = _completed(base.parts, _with_rows(base.layers.get(name, Layer()), push), push)
    changes = {
        "aliases": aliases,
        "layers": {**base.layers, name: layer},
        "parts": parts,
    }
    return Named(base.model_copy(update=changes), refs)


def _with_details(state: FlightState, flight: Flight, order: str) -> FlightState:
    news = flight != state.flight or not state.details_changed
    changed = order if news else state.details_changed
    return state.model_copy(
        update={"flight": flight, "flight_order": order, "details_changed": changed}
    )


def _references(
    state: FlightState, manifest: Manifest
) -> tuple[tuple[PassengerRef, ...], dict[str, PassengerRef]]:
    aliases = dict(state.aliases)
    known = set(aliases.values())
    refs: list[PassengerRef] = []
    taken: set[PassengerRef] = set()
    for passenger in manifest.passengers:
        mine = identifiers(passenger, manifest.sender)
        ref = aliases.get(signature(mine))
        if ref is None or ref in taken:
            ref = known_ref(mine, aliases, taken)
        if ref is None:
            ref = new_ref(mine[0], known)
        for one in (*mine, signature(mine)):
            aliases.setdefault(one, ref)
        known.add(ref)
        taken.add(ref)
        refs.append(ref)
    return tuple(refs), aliases


def _with_rows(layer: Layer, push: _Push) -> Layer:
    """Apply what the manifest says of each person it names."""
    function = push.manifest.function
    rows = dict(layer.rows)
    for ref, passenger in zip(push.refs, push.manifest.passengers, strict=True):
        word = Word(
            order=push.order,
            passenger=passenger,
            present=function != "cancel_passengers",
            anew=function in ("full", "close"),
        )
        rows[ref] = told(rows.get(ref), word, listed_at=layer.full)
    return layer.model_copy(update={"rows": rows})


def _completed(
    held: Mapping[str, Parts], layer: Layer, push: _Push
) -> tuple[Layer, dict[str, Parts]]:
    """Let those leave whom a complete list no longer names; collect a split list until then."""
    manifest, parts = push.manifest, dict(held)
    if manifest.function not in ("full", "close") or push.order < layer.full:
        return layer, parts
    if manifest.part is None:
        return _without_absent(layer, push.order, frozenset(push.refs)), parts
    if push.order == layer.full:
        return layer, parts  # the last piece once more; its list is complete
    group = f"{manifest.sender}/{manifest.source}/{manifest.function}/{manifest.revision}"
    collected = _collected(parts.pop(group, Parts()), layer.full, push)
    if not collected.complete:
        return layer, {**parts, group: collected}
    newest = max(one.order for one in collected.pieces.values())
    named = frozenset(ref for one in collected.pieces.values() for ref in one.refs)
    return _without_absent(layer, newest, named), parts


def _collected(held: Parts, listed_at: str, push: _Push) -> Parts:
    part = push.manifest.part
    assert part is not None
    known = held.pieces.get(part.number)
    if known is not None and known.order > push.order:
        return held  # a late piece of a list that the airline has begun anew since
    begun_anew = known is not None and known.order < push.order
    others = {
        number: one
        for number, one in held.pieces.items()
        if not begun_anew and one.order > listed_at
    }
    mine = Piece(order=push.order, refs=push.refs, last=part.last)
    return Parts(pieces={**others, part.number: mine})


def _without_absent(layer: Layer, order: str, named: frozenset[PassengerRef]) -> Layer:
    rows = {
        ref: row if ref in named or row.order > order else row.model_copy(update={"present": False})
        for ref, row in layer.rows.items()
    }
    return Layer(full=order, rows=rows)


def _travellers(state: FlightState) -> dict[PassengerRef, Passenger]:
    said: dict[PassengerRef, list[Row]] = {}
    for layer in state.layers.values():
        for ref, row in layer.rows.items():
            if row.present and row.order > state.cancelled:
                said.setdefault(ref, []).append(row)
    return {ref: _joined(rows) for ref, rows in said.items()}


def _joined(rows: list[Row]) -> Passenger:
    first, *later = sorted(rows, key=lambda row: row.order)
    joined = first.passenger
    for row in later:
        joined = overlaid(joined, row.passenger)
    return joined
