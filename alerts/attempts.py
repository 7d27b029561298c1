"""Every attempt to deliver a version of an alert to a webhook, in Redis beside the ledger.

`deliveries:ALERT` is a hash and goes with the alert: by webhook how many there were, and the first
and the last of them under their numbers. A rebuild begins it anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel
from redis.asyncio import Redis

from alerts.delivery.outcomes import Kind
from screening.space import NotReady, Space, script, text

MOST = (
    50  # the last, of each alert and webhook: one that is down for a day is called some 300 times
)


class Attempt(BaseModel, frozen=True, extra="forbid"):
    """One attempt: where to, when, and how it ended; `begun` where that is not known (yet)."""

    webhook: str
    number: int = (
        0  # at this alert and by this webhook; those between the first and the last may go
    )
    destination: str  # scheme, host and port; what follows may be a secret
    call: str  # the webhook-id
    version: int
    at: str
    outcome: Kind | Literal["begun"]
    reason: str
    status: int | None = None
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be noted of an alert; *begun* is the attempt that it says the end of."""

    alert_id: str
    attempt: Attempt
    begun: Attempt | None = None


class Attempts:
    """What the ledger keeps of deliveries."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._note = script(redis, "alerts", "note_attempts")

    async def note(self, space: Space, notes: Iterable[Note]) -> None:
        """Note them in order. Raises NotReady."""
        flat = [part for one in notes for part in _parts(one)]
        if await self._note(args=[space.epoch, space.prefix, MOST, *flat]) == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")

    async def of(self, space: Space, alert_id: str) -> list[Attempt]:
        """Return the first and the last attempts of an alert by each webhook, oldest first."""
        found: dict[Any, Any] = await self._redis.hgetall(space.key("deliveries", alert_id))
        numbered = ((text(name).partition(" ")[2], said) for name, said in found.items())
        attempts = [
            Attempt.model_validate_json(said).model_copy(update={"number": int(number)})
            for number, said in numbered
            if number
        ]
        return sorted(attempts, key=lambda one: (one.at, one.webhook, one.number))


def _parts(one: Note) -> tuple[str, str, str, str]:
    begun = _text(one.begun) if one.begun else ""
    return one.alert_id, one.attempt.webhook, _text(one.attempt), begun


def _text(one: Attempt) -> str:
    return one.model_dump_json(exclude={"number"})
