"""What became of a call, and when to make it again. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Kind = Literal["delivered", "away", "refused"]
Reason = Literal[
    "delivered",
    # away: it is called again
    "server_error",
    "asked_to_wait",
    "timeout",
    "no_connection",
    "unknown_name",
    "forbidden_address",
    "tls",
    "cut_off",
    "answer_too_long",
    "no_secret",
    "unexpected",  # a fault of ours
    "redirect",
    "unexpected_status",
    # away where the status speaks of the place or the caller, refused where of what was sent
    "rejected",
    # refused: it is not
    "gone",
]
_ASKED_TO_WAIT = (408, 409, 425, 429)
_OF_WHAT_WAS_SENT = (400, 413, 422)
_REASONS: dict[int, Reason] = {3: "redirect", 4: "rejected"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call ended; `away` is called again, `refused` is not while others are taken."""

    kind: Kind
    reason: Reason
    status: int | None = None
    retry_after_s: float | None = None  # as the destination asks


def away(reason: Reason, status: int | None = None) -> Outcome:
    """Return that the destination did not take the call, and may take it later."""
    return Outcome("away", reason, status)


def judged(status: int, retry_after: str | None, now: datetime) -> Outcome:
    """Return what an answer of this status means; of a 2xx, once its body is complete."""
    if 200 <= status < 300:
        return Outcome("delivered", "delivered", status)
    if status in _ASKED_TO_WAIT:
        return Outcome("away", "asked_to_wait", status, _seconds(retry_after, now))
    if status >= 500:
        return Outcome("away", "server_error", status, _seconds(retry_after, now))
    if status == 410:
        return Outcome("refused", "gone", status)
    if status in _OF_WHAT_WAS_SENT:
        return Outcome("refused", "rejected", status)
    # A path, a certificate, a key or a gateway that is being changed: it is mended within a day.
    return away(_REASONS.get(status // 100, "unexpected_status"), status)


def wait_s(failures: int, *, first_s: float, most_s: float, chance: float) -> float:
    """Return how long to wait after so many failures in a row: exponential, with full jitter.

    *chance* is between 0 and 1, drawn for this wait alone.
    """
    return float(chance * min(most_s, first_s * 2 ** min(max(failures, 1) - 1, 60)))


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After asks for; None where it says none."""
    if retry_after is None:
        return None
    said = retry_after.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        until = parsedate_to_datetime(said)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return max((until - now).total_seconds(), 0.0)
    except (ValueError, OverflowError):  # no date, or one that no calendar has
        return None
