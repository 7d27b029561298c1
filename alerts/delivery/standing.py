"""How a destination stands, and what an outcome makes of that. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from alerts.delivery.calls import Call
from alerts.delivery.outcomes import Outcome, wait_s

Verdict = Literal["again", "divided", "given up"]


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


def taken_up(standing: Standing, now: datetime, pace: Pace) -> Standing:
    """Return how a destination stands for who takes it up: while nobody called, nothing failed."""
    longest = timedelta(seconds=pace.most_s + pace.retry_after_most_s)
    if standing.last_failure_at is None or now - standing.last_failure_at <= longest:
        return standing
    return replace(standing, failing_since=None)


def after_success(standing: Standing, now: datetime) -> Standing:
    """Return how the destination stands once it took a call."""
    return replace(
        standing, failures=0, failing_since=None, next_attempt_at=None, last_success_at=now
    )


def after_failure(  # noqa: PLR0913  # pure, and three of them are values to compare
    standing: Standing,
    outcome: Outcome,
    now: datetime,
    pace: Pace,
    *,
    chance: float,
    verdict: Verdict = "again",
) -> Standing:
    """Return how it stands once it did not; *chance* is drawn between 0 and 1 for the wait.

    What is refused need not wait, nor what comes after it, until the destination is open. To
    refuse some of many is no failure yet: it may be one alert that it does not take. Without a
    secret nobody was called, so the time of the destination begins anew.
    """
    called = outcome.reason != "no_secret"
    failures = standing.failures + (0 if verdict == "divided" else 1)
    again = outcome.kind == "away" or failures >= pace.open_after
    own_s = wait_s(failures, first_s=pace.first_s, most_s=pace.most_s, chance=chance)
    asked_s = min(outcome.retry_after_s or 0.0, pace.retry_after_most_s)
    status = f" {outcome.status}" if outcome.status else ""
    return replace(
        standing,
        failures=failures,
        failing_since=(standing.failing_since or now) if failures and called else None,
        next_attempt_at=now + timedelta(seconds=max(own_s, asked_s)) if again else None,
        last_failure_at=now,
        last_failure=f"{outcome.reason}{status}",
    )


def verdict_on(
    standing: Standing, outcome: Outcome, call: Call, now: datetime, pace: Pace
) -> Verdict:
    """Return what becomes of a call that failed, of a destination that stood so before.

    It is given up where it was tried for long enough: since its newest alert came, and since the
    failures began. Refused, it is divided, so that one alert does not bury the others; one that is
    refused alone is given up, unless nothing else was taken for some time: then it is most likely
    not the alert's fault. A missing secret is a fault of ours, which no time mends.
    """
    if outcome.reason == "no_secret":
        return "again"
    if now >= max(call.at, standing.failing_since or now) + pace.deadline:
        return "given up"
    if outcome.kind != "refused":
        return "again"
    if call.half is not None:
        return "divided"
    return "given up" if standing.failures + 1 < pace.open_after else "again"
