"""Every attempt to deliver a version of an alert to a webhook, in Redis beside the ledger.

`attempts:ALERT` is a list, the oldest first, and goes with the alert. A rebuild begins it anew.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from redis.asyncio import Redis

from alerts.delivery.outcomes import Kind
from screening.space import NotReady, Space, script

MOST = 50  # of each alert: a destination that is down for a day is tried some 300 times


class Attempt(BaseModel, frozen=True, extra="forbid"):
    """One attempt: where to, when, and how it ended."""

    webhook: str
    destination: str  # scheme, host and port; what follows may be a secret
    call: str  # the webhook-id
    version: int
    at: str
    outcome: Kind
    reason: str
    status: int | None = None
    ms: int


class Attempts:
    """What the ledger keeps of deliveries."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._note = script(redis, "alerts", "note_attempts")

    async def note(self, space: Space, tried: Iterable[tuple[str, Attempt]]) -> None:
        """Add one attempt to each of these alerts, by their ids. Raises NotReady."""
        flat = [part for alert_id, one in tried for part in (alert_id, one.model_dump_json())]
        if await self._note(args=[space.epoch, space.prefix, MOST, *flat]) == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")

    async def of(self, space: Space, alert_id: str) -> list[Attempt]:
        """Return the last attempts of an alert, oldest first."""
        found: list[Any] = await self._redis.lrange(space.key("attempts", alert_id), 0, -1)
        return [Attempt.model_validate_json(one) for one in found]
