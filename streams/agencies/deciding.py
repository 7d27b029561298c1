"""Decisions by HTTP: sent to the agency's own topic, where they are held to the contract again."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.decided import DecisionsMade, disposition_json
from alerts.disposition import Disposition
from config.problems import sentence
from doors.conditions import Condition
from doors.decisions import NO_ALERT, Decided, Decision
from doors.gate import Asking
from doors.problem import Declined
from manifests.contract import utc_text
from screening.space import Space, space_in_force, text
from streams.agencies.alerts import OwnAlerts
from streams.agencies.claims import Claims
from streams.decision_notes import DecisionNotes, what
from streams.declining import reached
from streams.disposing import DispositionIds
from streams.publisher import Outgoing, Publishing
from streams.topics import dispositions_topic

KEPT = timedelta(days=1)  # how long an Idempotency-Key stands for one decision
LOOK_S = 0.02
_NEVER = datetime.fromtimestamp(0, UTC)
_REUSED = "the Idempotency-Key was used for another decision; send this one under another"


class Deciding:
    """Takes decisions in, and waits for what becomes of them."""

    def __init__(
        self, redis: Redis, publisher: Publishing, alerts: OwnAlerts, notes: DecisionNotes
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._alerts = alerts
        self._notes = notes
        self._made = DecisionsMade(redis)
        self._claims = Claims(redis)
        self._ids = DispositionIds(redis)

    async def decide(self, asking: Asking, alert_id: str, asked: Decision) -> Decided:
        """Return once the broker has it, or within the wait once it is done; raises Declined."""
        alert = await self._alerts.latest(asking.agency, alert_id)
        if alert is None:
            raise Declined(404, NO_ALERT)
        said = await self._disposition(asking, alert_id, asked)
        if await reached(self._is_made(said)):
            await self._note(asking, alert, said)  # sent again: what was read is what it changed
        else:
            await self._send(asking, alert, said, asked.given)
        now = await self._done(asking.agency, said, asked.wait_s)
        return Decided(disposition_id=said.disposition_id, done=now is not None, alert=now)

    async def _send(
        self, asking: Asking, alert: Alert, said: Disposition, given: Condition
    ) -> None:
        change, topic = disposition_json(said), dispositions_topic(asking.agency)
        thing = f"alert:{asking.agency}/{alert.alert_id}"
        async with self._claims.change(thing, given, str(alert.version), change):
            # As intake does it, who would put into quarantine what is told here instead.
            if not await reached(self._take(asking.agency, said)):
                raise Declined(409, _REUSED)
            await self._note(asking, alert, said)
            noted = self._notes.mark(topic, change)
            await reached(self._publisher.publish(Outgoing(topic, change, alert.alert_id, noted)))

    async def _note(self, asking: Asking, alert: Alert, said: Disposition) -> None:
        await asking.note("decided", what(said), *self._notes.about(alert, said.disposition_id))

    async def _disposition(self, asking: Asking, alert_id: str, asked: Decision) -> Disposition:
        """Return the decision; the same one under the same key is the same, its time too."""
        said = {
            "schema": "disposition/1",
            "disposition_id": asked.key or uuid4().hex,
            "alert_id": alert_id,
            "by": asking.officer,
            "at": utc_text(datetime.now(UTC)),
            **asked.said.model_dump(exclude_none=True),
        }
        try:
            found = Disposition.model_validate(said)
        except ValidationError as problem:
            raise Declined(400, sentence(problem)) from problem
        if asked.key is None:
            return found
        at = await reached(self._at(asking.agency, asked.key, found))
        return found.model_copy(update={"at": at})

    async def _at(self, agency: AgencyId, key: str, said: Disposition) -> datetime:
        """Return when this decision was first made under *key*; raises Declined for another."""
        space = await space_in_force(self._redis)
        made = await self._made.said(space, said.alert_id, key)
        if made is not None:  # by HTTP or by Kafka, however long ago
            if _timeless(made) != _timeless(said):
                raise Declined(409, _REUSED)
            return made.at
        home = space.key("idempotent", agency, hashlib.sha256(key.encode()).hexdigest()[:32])
        digest = hashlib.sha256(_timeless(said)).hexdigest()
        value = f"{digest} {said.at.isoformat()}"
        held = await self._redis.set(home, value, nx=True, get=True, ex=KEPT)
        if not isinstance(held, bytes | str):
            return said.at
        before, _, at = text(held).partition(" ")
        if before != digest:
            raise Declined(409, _REUSED)
        return datetime.fromisoformat(at)

    async def _take(self, agency: AgencyId, said: Disposition) -> bool:
        return await self._ids.take(await space_in_force(self._redis), agency, said)

    async def _done(self, agency: AgencyId, said: Disposition, wait_s: float) -> Alert | None:
        """Return the alert once *said* has taken effect and is told; None if not in time."""
        until = asyncio.get_running_loop().time() + wait_s
        while wait_s:
            if await reached(self._is_done(said)):
                return await self._alerts.latest(agency, said.alert_id)
            left_s = until - asyncio.get_running_loop().time()
            if left_s <= 0:
                break
            await asyncio.sleep(min(left_s, LOOK_S))
        return None

    async def _is_done(self, said: Disposition) -> bool:
        if not await self._is_made(said):
            return False
        space: Space = await space_in_force(self._redis)
        home = space.key("alert", said.alert_id)
        version, sent = await self._redis.hmget(home, ["version", "sent"])
        return bool(version == sent)

    async def _is_made(self, said: Disposition) -> bool:
        space = await space_in_force(self._redis)
        return await self._made.said(space, said.alert_id, said.disposition_id) == said


def _timeless(said: Disposition) -> bytes:
    return disposition_json(said.model_copy(update={"at": _NEVER}))
