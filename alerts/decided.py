"""Which decisions on an alert are done, in Redis, as long as the alert is held.

`decided:ALERT` holds for each by its id: the version that came of it ("" where none did), US, and
the disposition.
"""

from dataclasses import dataclass

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.disposition import Disposition
from screening.space import NotReady, Space, script, text

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that is done; `version` is the one it led to, None where it changed nothing."""

    disposition: Disposition
    version: int | None = None

    def on(self, alert: Alert) -> bool:
        """Say whether it is a decision on *alert* itself."""
        return self.disposition.alert_id == alert.alert_id

    def of_version(self, version: int | None) -> bytes:
        """Return what is held of it once it has led to *version*."""
        number = "" if version is None else str(version)
        return f"{number}{_SEPARATOR}".encode() + disposition_json(self.disposition)


class DecisionsMade:
    """The decisions that are done; only `route` writes here."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._note = script(redis, "alerts", "decided")

    async def of(self, space: Space, alert_id: str) -> list[Made]:
        """Return all that are done about the alert, by when they were made."""
        held = await self._redis.hvals(space.key("decided", alert_id))
        found = [_made(text(one)) for one in held]
        return sorted(found, key=lambda one: (one.disposition.at, one.disposition.disposition_id))

    async def done(self, space: Space, alert_id: str, disposition_id: str) -> bool:
        """Say whether that decision is done, whatever came of it."""
        return bool(await self._redis.hexists(space.key("decided", alert_id), disposition_id))

    async def said(self, space: Space, alert_id: str, disposition_id: str) -> Disposition | None:
        """Return the decision that is done under the id, None where none is."""
        held = await self._redis.hget(space.key("decided", alert_id), disposition_id)
        return None if held is None else _made(text(held)).disposition

    async def note(self, space: Space, made: Made) -> None:
        """Note one that no version tells of by itself. Raises NotReady."""
        said = made.disposition
        head = [space.epoch, space.prefix, said.alert_id, said.disposition_id]
        if await self._note(args=[*head, made.of_version(made.version)]) == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")


def disposition_json(said: Disposition) -> bytes:
    """Return the disposition as one record: equal ones give equal bytes."""
    return said.model_dump_json(by_alias=True, exclude_none=True).encode()


def _made(held: str) -> Made:
    version, _, said = held.partition(_SEPARATOR)
    return Made(Disposition.model_validate_json(said), int(version) if version else None)
