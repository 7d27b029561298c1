"""What one manifest changes on its flight, and whom it asks about. Pure."""

from dataclasses import dataclass

from manifests.contract import Manifest, Passenger
from manifests.flight import FlightState, fold
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
    changed = tuple(ref for ref, one in now.items() if new_flight or was.get(ref) != one)
    retold = now if named.state.details_changed == named.state.flight_order else ()
    asked = dict.fromkeys(ref for ref in (*named.refs, *changed, *retold) if ref in now)
    return Plan(
        state=named.state,
        on_board=now,
        changed=changed,
        removed=tuple(ref for ref in was if ref not in now),
        asked=tuple(asked),
        left=tuple(sorted(named.state.left(now))),
        before=was,
    )


def plan_again(state: FlightState | None) -> Plan | None:
    """Return a plan that changes nothing and asks about everybody on board. Pure."""
    if state is None:
        return None
    now = state.travellers()
    return Plan(state, now, (), (), tuple(now), tuple(sorted(state.left(now))), now)
