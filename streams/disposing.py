"""What agencies decide about their alerts is checked and handed on to who writes the alerts."""

import hashlib
from datetime import timedelta

from redis.asyncio import Redis

from alerts.alert import Alert, read_alert
from alerts.decided import disposition_json
from alerts.disposition import Disposition
from alerts.said import Decided
from manifests.contract import utc_text
from screening.space import Space
from streams.decision_notes import DecisionNotes
from streams.equipment import Equipment
from streams.intake import sized
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.topics import HITS


class Disposing:
    """Handles records of `dispositions.<agency>`."""

    def __init__(self, equipment: Equipment, ids: "DispositionIds", notes: DecisionNotes) -> None:
        self._with = equipment
        self._ids = ids
        self._notes = notes

    async def handle(self, record: Record) -> None:
        """Hand the decision on under its flight's key, once it is on record in the audit trail.

        A repetition is handed on as well: whoever brings it about knows whether it is done.
        Raises Refused, ValidationError, NotNoted.
        """
        said = Disposition.model_validate_json(sized(record.value))
        space = await self._with.indexes.space()
        alert = await self._ids.alert(space, said.alert_id)
        if alert is None or alert.agency != record.party:
            raise Refused(
                "unknown_alert",
                f"no alert {said.alert_id} of yours is held; `tocsin alerts tail --json` shows ids",
            )
        if not await self._ids.take(space, record.party, said):
            raise Refused(
                "disposition_id_reused",
                f"disposition_id {said.disposition_id!r} was used before for another decision; "
                "send this one under a new disposition_id",
            )
        await self._notes.note(record, said, alert)
        self._with.crash.at("disposing: before publish")
        await self._with.publisher.publish(_decided(record, said, alert))
        self._with.crash.at("disposing: before ack")


def _decided(record: Record, said: Disposition, alert: Alert) -> Outgoing:
    found = Decided(
        flight=alert.flight.key,
        agency=alert.agency,
        source=record.source,
        received_at=utc_text(record.at),
        disposition=said,
    )
    value = found.model_dump_json(by_alias=True, exclude_none=True).encode()
    return Outgoing(HITS, value, alert.flight.key, {"source": record.source})


class DispositionIds:
    """Which id stands for which decision of an agency, as long as the alert is held."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def alert(self, space: Space, alert_id: str) -> Alert | None:
        """Return the alert as it is held, None where it is not."""
        raw = await self._redis.hget(space.key("alert", alert_id), "payload")
        return read_alert(raw) if raw else None

    async def take(self, space: Space, agency: str, said: Disposition) -> bool:
        """Let the id stand for *said*; False where it stands for another decision."""
        home = space.key("disposition", agency, _hashed(said.disposition_id.encode()))
        digest = _hashed(disposition_json(said))
        left = await self._redis.expiretime(space.key("alert", said.alert_id))
        until = {"exat": left} if left > 0 else {"ex": timedelta(days=1)}
        taken = await self._redis.set(home, digest, nx=True, get=True, **until)
        return taken is None or taken == digest.encode()


def _hashed(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:32]
