"""What one manifest changes on its flight, and whom it asks about. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from manifests.contract import Manifest, Passenger
from manifests.flight import FlightState
from manifests.fold import Named, fold, order_text
from manifests.identity import PassengerRef


@dataclass(frozen=True, slots=True)
class Plan:
    """What one manifest changes on its flight, and whom it asks about."""

    state: FlightState
    on_board: dict[PassengerRef, Passenger]
    changed: tuple[PassengerRef, ...]
    removed: tuple[PassengerRef, ...]
    asked: tuple[PassengerRef, ...]
    left: tuple[PassengerRef, ...]
    before: dict[PassengerRef, Passenger]


def plan(before: FlightState | None, manifest: Manifest) -> Plan:
    """Return what *manifest* does to the flight. Pure.

    Everybody named is asked about again, also where nothing changed: an earlier try may have
    stopped before its facts were published. So are all who left.
    """
    named = fold(before, manifest)
    was = before.travellers() if before else {}
    now = named.state.travellers()
    # Where the flight itself changes, all its people do: facts with its older details are stale.
    new_flight = before is None or before.flight != named.state.flight
    changed = tuple(now) if new_flight else tuple(_others(was, now))
    state = _told(named, changed, order_text(manifest))
    retold = now if state.told_of_others == order_text(manifest) else ()
    asked = dict.fromkeys(ref for ref in (*named.refs, *changed, *retold) if ref in now)
    return Plan(
        state=state,
        on_board=now,
        changed=changed,
        removed=tuple(ref for ref in was if ref not in now),
        asked=tuple(asked),
        left=tuple(sorted(state.left(now))),
        before=was,
    )


def _others(
    was: Mapping[PassengerRef, Passenger], now: Mapping[PassengerRef, Passenger]
) -> Iterator[PassengerRef]:
    """Yield who is another than they were; most are the very value, which costs nothing to see."""
    for ref, one in now.items():
        held = was.get(ref)
        if held is not one and held != one:
            yield ref


def _told(named: Named, changed: tuple[PassengerRef, ...], order: str) -> FlightState:
    """Return the state; where others than those named changed, a repetition must ask for all."""
    if set(changed) <= set(named.refs):
        return named.state
    return named.state.changed(told_of_others=order)


def plan_again(state: FlightState | None) -> Plan | None:
    """Return a plan that changes nothing and asks about everybody on board. Pure."""
    if state is None:
        return None
    now = state.travellers()
    return Plan(state, now, (), (), tuple(now), tuple(sorted(state.left(now))), now)
