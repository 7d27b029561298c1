"""How a destination stands, and what an outcome makes of that. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.delivery.outcomes import Outcome, wait_s


@dataclass(frozen=True, slots=True)
class Begun:
    """A call under way: offsets of its first record and after its last, and its first attempt."""

    first: int
    end: int
    attempts: int = 0
    first_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a destination stands."""

    position: int | None = None  # offset of the next record
    begun: Begun | None = None
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    next_attempt_at: datetime | None = None
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_failure: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """When a destination that fails is called again, and until when."""

    first_s: float
    most_s: float
    retry_after_most_s: float
    deadline: timedelta
    open_after: int  # failures in a row


def attempted(standing: Standing, at: datetime) -> Standing:
    """Return *standing* with one more attempt, made at *at*, at the call under way."""
    begun = standing.begun
    assert begun is not None
    first_at = begun.first_attempt_at or at
    begun = replace(begun, attempts=begun.attempts + 1, first_attempt_at=first_at)
    return replace(standing, begun=begun)


def after_success(standing: Standing, now: datetime) -> Standing:
    """Return how the destination stands once it took a call."""
    return replace(
        standing, failures=0, failing_since=None, next_attempt_at=None, last_success_at=now
    )


def after_failure(
    standing: Standing, outcome: Outcome, now: datetime, pace: Pace, *, chance: float
) -> Standing:
    """Return how it stands once it did not; *chance* is drawn between 0 and 1 for the wait.

    What was refused is not sent again, and what comes after it need not wait, until the destination
    has failed so often that it is open: it must not refuse a day's alerts within a minute.
    """
    failures = standing.failures + 1
    again = outcome.kind == "away" or failures >= pace.open_after
    own_s = wait_s(failures, first_s=pace.first_s, most_s=pace.most_s, chance=chance)
    asked_s = min(outcome.retry_after_s or 0.0, pace.retry_after_most_s)
    status = f" {outcome.status}" if outcome.status else ""
    return replace(
        standing,
        failures=failures,
        failing_since=standing.failing_since or now,
        next_attempt_at=now + timedelta(seconds=max(own_s, asked_s)) if again else None,
        last_failure_at=now,
        last_failure=f"{outcome.reason}{status}",
    )


def is_given_up(
    standing: Standing, outcome: Outcome, came: datetime, now: datetime, pace: Pace
) -> bool:
    """Say whether a call that failed is a dead letter; *came* is when its newest alert did.

    It is where it was refused, or tried for long enough: since it came, and since the failures
    began. A missing secret is a fault of ours, which no time mends.
    """
    if outcome.kind == "refused":
        return True
    if outcome.reason == "no_secret":
        return False
    return now >= max(came, standing.failing_since or now) + pace.deadline
