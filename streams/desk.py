"""Behind the HTTP door: what an airline hands in is held to what intake will hold it to, and sent.

It goes to the airline's own topics: nothing that comes by HTTP is checked less than the rest.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from redis.asyncio import Redis

from access.parties import AirlineId, Parties
from doors.problem import Declined
from doors.receipt import Fate, Receipt, RefusedMessage, TakenMessage
from manifests.contract import Manifest
from manifests.parts import taken_as_part
from manifests.reading import understood
from manifests.understanding import Understood
from screening.space import Space, space_in_force
from streams.declining import decline, reached, told
from streams.fates import Fates
from streams.intake import permit, refuse_recycled, remarked
from streams.publisher import Outgoing, Publishing
from streams.receipts import Receipts, canonical
from streams.record import Refused
from streams.topics import manifests_topic, requests_topic

INLINE_BYTES = 64 * 1024  # larger ones are read beside the loop: others do not wait for them
LOOK_S = (0.005, 0.01, 0.02, 0.05)  # how often an answer is looked for


@dataclass(slots=True)
class _Sorted:
    """What may be sent, and what is refused with the bytes of it."""

    good: list[Manifest] = field(default_factory=list)
    refused: list[tuple[RefusedMessage, bytes]] = field(default_factory=list)


class AirlineDesk:
    """Takes in, finds out, and waits for answers; everything that cannot be done is Declined."""

    def __init__(
        self,
        redis: Redis,
        publisher: Publishing,
        parties: Parties,
        receipts: Receipts,
        fates: Fates,
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._parties = parties
        self._receipts = receipts
        self._fates = fates

    async def take(self, airline: AirlineId, body: bytes) -> Receipt:
        """Return the receipt once the broker has all of it; what it had before is not sent.

        But for what is taken as a part of its list: that is sent, and screened, each time.
        """
        if not body:
            raise Declined(400, "the request has no body; send a manifest in it")
        found = await _read(airline, body)
        return await reached(self._taken(airline, found))

    async def answered(self, airline: AirlineId, receipt: Receipt, wait_s: float) -> Receipt:
        """Return the receipt with the answers that are there within *wait_s*."""
        asked = [one.message_id for one in receipt.messages if one.respond]
        space = await reached(space_in_force(self._redis))
        until, looks = asyncio.get_running_loop().time() + wait_s, 0
        while True:
            each = [self._fates.answer(space, airline, one) for one in asked]
            said = [one for one in await reached(asyncio.gather(*each)) if one is not None]
            left_s = until - asyncio.get_running_loop().time()
            if len(said) == len(asked) or left_s <= 0:
                return receipt.model_copy(update={"answers": tuple(said)})
            await asyncio.sleep(min(left_s, LOOK_S[min(looks, len(LOOK_S) - 1)]))
            looks += 1

    async def fate(self, airline: AirlineId, message_id: str) -> Fate | None:
        """Return what became of the airline's message."""
        return await reached(self._fate(airline, message_id))

    async def _fate(self, airline: AirlineId, message_id: str) -> Fate | None:
        return await self._fates.of(await space_in_force(self._redis), airline, message_id)

    async def _taken(self, airline: AirlineId, found: Understood) -> Receipt:
        space = await space_in_force(self._redis)
        sorted_ = await self._sorted(space, airline, found)
        refused = tuple(one for one, _ in sorted_.refused)
        if not sorted_.good:
            decline(refused)
        fresh = [one for one in sorted_.good if not await self._known(space, airline, one)]
        if fresh or sorted_.refused:
            bad = [Outgoing(manifests_topic(airline), raw) for _, raw in sorted_.refused]
            await self._publisher.publish(*(_outgoing(airline, one) for one in fresh), *bad)
            for one in fresh:
                await self._fates.handed_in(space, one)
        people, now = sum(len(one.passengers) for one in sorted_.good), datetime.now(UTC)
        taken = tuple(_taken_message(one, now) for one in sorted_.good)
        texts = dict.fromkeys(text for one in taken for text in one.warnings)
        return Receipt(messages=taken, people=people, warnings=tuple(texts), refused=refused)

    async def _known(self, space: Space, airline: AirlineId, manifest: Manifest) -> bool:
        """Say whether the broker has had it: noted after it had acknowledged, and not before.

        What asks for an answer and has none (any more) is sent once more; so is what may be
        another part of its list than before.
        """
        if taken_as_part(manifest):
            return False
        fate = await self._fates.of(space, airline, manifest.message_id)
        if fate is None or fate.state == "quarantined":
            return False
        return not manifest.respond or fate.answer is not None

    async def _sorted(self, space: Space, airline: AirlineId, found: Understood) -> _Sorted:
        made = _Sorted(refused=[(told(one), one.raw) for one in found.refused])
        for manifest in found.manifests:
            try:
                permit(manifest, airline, self._parties)
                await refuse_recycled(self._receipts, space, manifest)
            except Refused as no:
                why = RefusedMessage(reason=no.reason, detail=no.detail)
                made.refused.append((why, canonical(manifest)))
            else:
                made.good.append(manifest)
        return made


async def _read(airline: AirlineId, body: bytes) -> Understood:
    """Return what the body says; a large one is read beside the loop."""
    now = datetime.now(UTC)
    read = partial(understood, received_at=now, sender=airline, answers=False)
    if len(body) <= INLINE_BYTES:
        return read(body)
    return await asyncio.to_thread(read, body)


def _taken_message(manifest: Manifest, now: datetime) -> TakenMessage:
    return TakenMessage(
        message_id=manifest.message_id,
        flight=manifest.flight.key,
        people=len(manifest.passengers),
        warnings=remarked(manifest, now).warnings,
        respond=manifest.respond,
    )


def _outgoing(airline: AirlineId, manifest: Manifest) -> Outgoing:
    topic = requests_topic(airline) if manifest.respond else manifests_topic(airline)
    return Outgoing(topic, canonical(manifest), manifest.message_id)
