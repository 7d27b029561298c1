"""What arrived, understood: the one door to every format an airline sends. Pure."""

from dataclasses import dataclass
from datetime import datetime

from manifests.contract import Manifest
from manifests.cusres.answer import Answer


@dataclass(frozen=True, slots=True)
class Refusal:
    """One message that cannot be taken in: where it breaks, why, and its own bytes alone."""

    code: str
    reason: str  # a sentence without personal data
    raw: bytes
    place: str = ""  # `segment 7 (TDT) of message 1` or `line 3`
    segment: int | None = None  # counted from UNH = 1


@dataclass(frozen=True, slots=True)
class Understood:
    """Everything that was in the bytes; the good messages do not wait for the broken ones."""

    manifests: tuple[Manifest, ...] = ()
    answers: tuple[Answer, ...] = ()
    refused: tuple[Refusal, ...] = ()


def understood(data: bytes, *, received_at: datetime, sender: str) -> Understood:
    """Return what *data* says, in the name of the airline *sender*; never raises."""
    del received_at, sender
    return Understood(refused=(Refusal("unreadable", "holds no message", data),))
