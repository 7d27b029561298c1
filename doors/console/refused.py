"""What was refused, as the operator's pages have it, and the desk that reads and sends it again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from access.caller import Caller
from doors.system import Replayed, ReplayWish

MOST = 100  # shown at once
VALUE_MOST = 64 * 1024  # characters of one record


@dataclass(frozen=True, slots=True)
class Refused:
    """One record in quarantine: where, when, why; the value is personal data."""

    at: int  # its own offset in quarantine, which tells it from any other
    place: str  # topic/partition/offset of the record
    topic: str
    reason: str
    detail: str
    received_at: str
    again_ms: int | None  # when it was sent again last
    value: bytes | None


@dataclass(frozen=True, slots=True)
class AllRefused:
    """What is in quarantine, the newest first, up to MOST, and how many of each reason.

    `again`: how many of each were sent again already.
    """

    newest: tuple[Refused, ...]
    reasons: tuple[tuple[str, int], ...]
    again: Mapping[str, int]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True, slots=True)
class QuarantineDesk:
    """Reads what is held now, all or of one reason, and sends again; raises Declined.

    Sending puts on record itself, what is shown is for the page to note.
    """

    every: Callable[[str | None], Awaitable[AllRefused]]
    one: Callable[[int], Awaitable[Refused | None]]
    replay: Callable[[Caller, ReplayWish, str | None], Awaitable[Replayed]]
    replay_one: Callable[[Caller, int, str | None], Awaitable[Replayed]]


def legible(value: bytes) -> tuple[str, bool]:
    """Return bytes as text, what is no text as escapes, and whether it is cut off. Pure."""
    text = value[:VALUE_MOST].decode(errors="backslashreplace")
    shown = "".join(
        one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode()
        for one in text
    )
    return shown, len(value) > VALUE_MOST
