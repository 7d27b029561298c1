"""What an airline sends about one flight, from a day before it leaves until the doors close."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from manifests.contract import Function, Passenger
from streams.demo.bookings import Booking
from streams.demo.routes import Plan


@dataclass(frozen=True, slots=True)
class Draft:
    """A push before it has a message id; `moment` is when the airline sends it."""

    moment: datetime
    plan: Plan
    function: Function
    passengers: tuple[Passenger, ...]


@dataclass(frozen=True, slots=True)
class Aboard:
    """A flight with everybody on it."""

    plan: Plan
    crew: tuple[Passenger, ...]
    booked: tuple[Booking, ...]
    cancelled: bool


def drafts(rng: Random, aboard: Aboard) -> Iterator[Draft]:
    """Yield the pushes of one flight in time order."""
    early = tuple(one.passenger for one in aboard.booked if not one.late)
    yield _draft(rng, aboard, "full", hours=24, rows=(*early, *aboard.crew))
    if rng.random() < 0.45:
        # Who has cancelled is simply missing from a second full push.
        yield _draft(rng, aboard, "full", hours=2, rows=_still_booked(aboard))
    else:
        yield from _by_update(rng, aboard)
    if aboard.cancelled:
        yield _draft(rng, aboard, "cancel_flight", hours=0.9, rows=())
        return
    boarded = tuple(one.at_last for one in aboard.booked if one.fate == "boards")
    yield _draft(rng, aboard, "close", hours=0.15, rows=(*boarded, *aboard.crew))


def _by_update(rng: Random, aboard: Aboard) -> Iterator[Draft]:
    changed = tuple(one.at_last for one in aboard.booked if one.late or one.reseated)
    if changed:
        yield _draft(rng, aboard, "update", hours=2, rows=changed)
    cancelled = tuple(one.passenger for one in aboard.booked if one.fate == "cancels")
    if cancelled:
        yield _draft(rng, aboard, "cancel_passengers", hours=1.3, rows=cancelled)


def _still_booked(aboard: Aboard) -> tuple[Passenger, ...]:
    staying = tuple(one.at_last for one in aboard.booked if one.fate != "cancels")
    return (*staying, *aboard.crew)


def _draft(
    rng: Random, aboard: Aboard, function: Function, *, hours: float, rows: tuple[Passenger, ...]
) -> Draft:
    """Return a push some *hours* before departure, give or take a twelfth."""
    before = timedelta(hours=hours * rng.uniform(11 / 12, 13 / 12))
    return Draft(aboard.plan.leaves_at - before, aboard.plan, function, rows)
