"""The state of one flight, folded from its pushes. Pure; the same pushes end in the same state.

A layer holds what one sender said under one source; a `full` replaces within its layer only.
Pushes count by their order (sent_at, revision, message_id), never by arrival.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from manifests.contract import Contract, Flight, Manifest, Passenger
from manifests.identity import PassengerRef, identifiers, known_ref, new_ref

NEVER = ""  # sorts before every order


class Row(Contract):
    """What a layer last said about one person."""

    order: str
    passenger: Passenger
    present: bool = True


class Layer(Contract):
    """One sender's people under one source; `full` is the order of its last complete list."""

    full: str = NEVER
    rows: dict[PassengerRef, Row] = {}


class Parts(Contract):
    """The pieces of a split list that have arrived: part number to its order and its people."""

    orders: dict[int, str] = {}
    refs: tuple[PassengerRef, ...] = ()
    last: int | None = None

    @property
    def complete(self) -> bool:
        """Say whether the last piece and all before it are there."""
        return self.last is not None and set(self.orders) >= set(range(1, self.last + 1))


class FlightState(Contract):
    """Everything known of one flight."""

    flight: Flight
    flight_order: str = NEVER
    details_changed: str = NEVER  # the order of the push that last said something new of it
    cancelled: str = NEVER
    closed: str = NEVER
    layers: dict[str, Layer] = {}
    aliases: dict[str, PassengerRef] = {}
    parts: dict[str, Parts] = {}

    def travellers(self) -> dict[PassengerRef, Passenger]:
        """Return who is on the flight, each as the layers together describe them."""
        return _travellers(self)

    def left(self, on_board: Mapping[PassengerRef, Passenger]) -> frozenset[PassengerRef]:
        """Return everybody the flight ever named who is not among *on_board*."""
        return frozenset(self.aliases.values()) - frozenset(on_board)


@dataclass(frozen=True, slots=True)
class Named:
    """The people one manifest names, by reference, in the order sent."""

    state: FlightState
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
    name = f"{manifest.sender}/{manifest.source}"
    layer = base.layers.get(name, Layer())
    if order >= layer.full:
        layer = _with_rows(layer, manifest, order, refs)
    layer, parts = _completed(base.parts, layer, manifest, order, refs)
    changes = {
        "aliases": aliases,
        "layers": {**base.layers, name: layer},
        "parts": parts,
        "closed": max(base.closed, order) if manifest.function == "close" else base.closed,
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
        ref = known_ref(mine, aliases, taken)
        if ref is None:
            ref = new_ref(mine[0], known)
        for one in mine:
            aliases.setdefault(one, ref)
        known.add(ref)
        taken.add(ref)
        refs.append(ref)
    return tuple(refs), aliases


def _with_rows(
    layer: Layer, manifest: Manifest, order: str, refs: tuple[PassengerRef, ...]
) -> Layer:
    """Apply what the manifest says of the people it names; a later word about one stands."""
    rows = dict(layer.rows)
    present = manifest.function != "cancel_passengers"
    merge = manifest.function == "update"
    for ref, passenger in zip(refs, manifest.passengers, strict=True):
        held = rows.get(ref)
        if held is not None and held.order > order:
            continue
        said = overlaid(held.passenger, passenger) if held and (merge or not present) else passenger
        rows[ref] = Row(order=order, passenger=said, present=present)
    return layer.model_copy(update={"rows": rows})


def _completed(
    held: Mapping[str, Parts],
    layer: Layer,
    manifest: Manifest,
    order: str,
    refs: tuple[PassengerRef, ...],
) -> tuple[Layer, dict[str, Parts]]:
    """Let those leave whom a complete list no longer names; collect a split list until then."""
    parts = dict(held)
    if manifest.function not in ("full", "close") or order < layer.full:
        return layer, parts
    if manifest.part is None:
        return _without_absent(layer, order, frozenset(refs)), parts
    group = f"{manifest.sender}/{manifest.source}/{manifest.function}/{manifest.revision}"
    pieces = _collected(parts.pop(group, Parts()), manifest, order, refs)
    if not pieces.complete:
        return layer, {**parts, group: pieces}
    newest = max(pieces.orders.values())
    return _without_absent(layer, newest, frozenset(pieces.refs)), parts


def _collected(
    pieces: Parts, manifest: Manifest, order: str, refs: tuple[PassengerRef, ...]
) -> Parts:
    assert manifest.part is not None
    number = manifest.part.number
    if pieces.orders.get(number, order) != order:
        pieces = Parts()  # the airline began anew before its last list was complete
    return Parts(
        orders={**pieces.orders, number: order},
        refs=(*pieces.refs, *refs),
        last=number if manifest.part.last else pieces.last,
    )


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


def overlaid(older: Passenger, newer: Passenger) -> Passenger:
    """Return *older* with every field that *newer* states."""
    stated = {
        field: value
        for field in Passenger.model_fields
        if (value := getattr(newer, field)) not in (None, ()) and field in newer.model_fields_set
    }
    return older.model_copy(update=stated)
