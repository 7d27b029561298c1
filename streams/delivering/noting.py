"""What the ledger is told of each attempt: that it begins, and how it ended."""

from collections import deque
from datetime import datetime

from redis.asyncio import Redis

from alerts.attempts import Attempt, Attempts, Note
from alerts.delivery.calls import Call
from alerts.delivery.outcomes import Outcome
from manifests.contract import utc_text
from screening.space import NotReady, space_in_force
from streams.delivering.destination import Destination

_KEPT = 20_000  # notes that wait while the ledger is being built: of a hundred full calls


class Noting:
    """Notes of one destination; `write` brings them into the ledger, and may be tried again."""

    def __init__(self, redis: Redis, destination: Destination) -> None:
        self._redis = redis
        self._destination = destination
        self._attempts = Attempts(redis)
        self._waiting: deque[Note] = deque(maxlen=_KEPT)

    @property
    def waits(self) -> bool:
        """Say whether something is to be written."""
        return bool(self._waiting)

    def begun(self, call: Call, at: datetime) -> None:
        """Note that the call is about to be made; so it is known where nothing after it is."""
        self._waiting += [
            Note(alert_id, self._attempt(call, version, at)) for alert_id, version in call.alerts
        ]

    def ended(self, call: Call, at: datetime, outcome: Outcome, seconds: float) -> None:
        """Note how the attempt at *at* ended."""
        self._waiting += [
            Note(alert_id, _ended(begun, outcome, seconds), begun)
            for alert_id, version in call.alerts
            for begun in [self._attempt(call, version, at)]
        ]

    async def write(self) -> None:
        """Write what is noted; while the ledger is being built it waits. Raises RedisError."""
        notes = list(self._waiting)
        try:
            await self._attempts.note(await space_in_force(self._redis), notes)
        except NotReady:
            return
        self._waiting.clear()

    def _attempt(self, call: Call, version: int, at: datetime) -> Attempt:
        return Attempt(
            webhook=self._destination.row.id,
            destination=self._destination.shown,
            call=call.id,
            version=version,
            at=utc_text(at),
            outcome="begun",
            reason="begun",
        )


def _ended(begun: Attempt, outcome: Outcome, seconds: float) -> Attempt:
    return begun.model_copy(
        update={
            "outcome": outcome.kind,
            "reason": outcome.reason,
            "status": outcome.status,
            "ms": round(seconds * 1000),
        }
    )
