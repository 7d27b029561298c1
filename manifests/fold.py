"""Folds pushes into the state of their flight. Pure; in any order they end in the same state.

Pushes count by `order_text`: sent_at, revision, then message_id by its counters, never by arrival.
What depends on arrival is names alone: a person is called by the reference that was given first.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.identity import PassengerRef, RowId, identity, new_ref, row_ids
from manifests.layer import LISTS, Layer, Naming, layer_after
from manifests.parts import number_may_change
from manifests.row import NEVER

# A reference with a number in it: a counter, mostly, in decimals or not.
_COUNTED = re.compile("[A-Za-z]*[0-9][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Named:
    """The flight after a push, and the people it names, in the order sent."""

    state: FlightState
    refs: tuple[PassengerRef, ...]


def order_text(manifest: Manifest) -> str:
    """Return the push's order as text that sorts; of two senders' alike, the sender decides.

    Ids are told apart by their counters: `M-9` comes before `M-10`, and `M` before `M-2`.
    """
    sent, revision, message_id = manifest.order
    # A tab sorts before whatever goes on with the id.
    return f"{sent}|{revision:09d}|{_COUNTED.sub(_by_length, message_id)}\t{manifest.sender}"


def _by_length(reference: re.Match[str]) -> str:
    """Return the reference with its length before it, so that a counter sorts after a shorter one.

    Not by its digits alone: 89F is followed by 8A0.
    """
    return f"{len(reference[0]):02d}{reference[0]}"


def fold(state: FlightState | None, manifest: Manifest) -> Named:
    """Return the flight after *manifest*, and whom it names; folding twice changes nothing."""
    order = order_text(manifest)
    base = _with_details(state or FlightState(flight=manifest.flight), manifest, order)
    if manifest.function == "cancel_flight":
        return Named(base.changed(cancelled=max(base.cancelled, order)), ())
    name = f"{manifest.sender}/{manifest.source}"
    held = base.layers.get(name, Layer())
    whose = [identity(one) for one in manifest.passengers]
    part = manifest.part.number if manifest.part and manifest.function in LISTS else 0
    rows = row_ids(manifest.flight.key, name, whose, part)
    messages, among = _message(base.messages, _company(manifest, order, part))
    layer = layer_after(held, manifest, order, Naming(rows, whose, among))
    after = base.changed(layers={**base.layers, name: layer}, messages=messages)
    # Who is who stands, unless somebody is described as never before, or one person named as two.
    if len({after.people.get(one) for one in rows} - {None}) < len(rows):
        after = _with_people(after, rows)
    return Named(after, tuple(after.people[one] for one in rows))


def _with_details(state: FlightState, manifest: Manifest, order: str) -> FlightState:
    """Return the flight as the newest push has it, with arrival and status as last stated.

    A push that states neither, of another source, does not take them away. An arrival is that of
    one departure; the final list of a flight closes it.
    """
    flight, arrivals, said = manifest.flight, dict(state.arrivals), state.status_said
    if flight.arrival:
        news = (order, flight.arrival)
        arrivals[flight.departure] = max(news, arrivals.get(flight.departure, news))
    status = flight.status or ("closed" if manifest.function == "close" else None)
    if status and order >= said[0]:
        said = (order, status)
    newest = flight if order >= state.flight_order else state.flight
    _, arrival = arrivals.get(newest.departure, (NEVER, None))
    if (newest.arrival, newest.status) != (arrival, said[1]):
        newest = newest.model_copy(update={"arrival": arrival, "status": said[1]})
    latest = max(order, state.flight_order)
    return state.changed(flight=newest, flight_order=latest, arrivals=arrivals, status_said=said)


def _company(manifest: Manifest, order: str, part: int) -> str:
    """Return what names people beside each other: a message, or a list in parts of one moment.

    Parts of which some are missing have a company of their own: the same message may come again as
    another part, in rows of its own, and whom both name must not be kept apart from themselves.
    """
    if not part:
        return order if len(manifest.passengers) > 1 else ""
    sent, revision, _ = order.split("|", 2)
    name = f"{sent}|{revision}|{manifest.function}\t{manifest.sender}/{manifest.source}"
    return f"{name}\tlacking" if number_may_change(manifest) else name


def _message(messages: tuple[str, ...], company: str) -> tuple[tuple[str, ...], int]:
    """Return the messages with several people, and the bit of this one (0: it has only one)."""
    if not company:
        return messages, 0
    if company not in messages:
        messages = (*messages, company)
    return messages, 1 << messages.index(company)


def _with_people(state: FlightState, named: Sequence[RowId]) -> FlightState:
    """Return the flight with each person called by the oldest reference of their rows.

    Where two people turn out to be one, the younger reference is given up; where one turns out to
    be two, the row for which the reference was given keeps it.
    """
    refs, people = dict(state.refs), dict(state.people)
    nameless = {rows[0]: rows for rows in state.who_is_who(frozenset(named)).rows}
    person = {row: first for first, rows in nameless.items() for row in rows}
    for ref, row in state.refs.items():
        if row in person:
            people.update(dict.fromkeys(nameless.pop(person[row], ()), ref))
    flight = state.flight.key
    for row in (*named, *person):
        if rows := nameless.pop(person[row], ()):
            ref = _new_ref(state, flight, row, refs)
            refs[ref] = row
            people.update(dict.fromkeys(rows, ref))
    return state.changed(refs=refs, people=people)


def _new_ref(state: FlightState, flight: str, row: RowId, given: Container[str]) -> PassengerRef:
    for name, layer in state.layers.items():
        if held := layer.rows.get(row):
            return new_ref(flight, name.rpartition("/")[0], held.identity, given)
    raise KeyError(row)
