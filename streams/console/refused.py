"""What is in quarantine, read for the operator's pages: one reading of the topic at a time."""

import asyncio
from collections import Counter, deque
from collections.abc import Mapping

from config.settings import KafkaSettings
from doors.console.refused import MOST, AllRefused, Refused
from streams.declining import reached
from streams.refusals import Refusal, Wanted, refusals
from streams.system.sent_again import SentAgain, known_as


class Quarantine:
    """Reads the topic of all refusals as the command does."""

    def __init__(self, kafka: KafkaSettings, sent_again: SentAgain) -> None:
        self._kafka = kafka
        self._sent_again = sent_again
        self._reading = asyncio.Lock()

    async def every(self, reason: str | None) -> AllRefused:
        """Return the newest of *reason*, or of all; raises Declined."""
        async with self._reading:
            return await reached(self._every(reason))

    async def one(self, at: int) -> Refused | None:
        """Return the one at that offset, if it is held still; raises Declined."""
        async with self._reading:
            return await reached(self._one(at))

    async def _every(self, reason: str | None) -> AllRefused:
        reasons, again = Counter[str](), Counter[str]()
        sent = await self._sent_again.all()
        last: deque[Refused] = deque(maxlen=MOST)
        async for one in refusals(self._kafka, Wanted()):
            reasons[one.said.reason] += 1
            again[one.said.reason] += known_as(one) in sent
            if reason in (None, one.said.reason):
                last.append(_refused(one, sent))
        return AllRefused(tuple(reversed(last)), tuple(reasons.most_common()), again)

    async def _one(self, at: int) -> Refused | None:
        found = [one async for one in refusals(self._kafka, Wanted(at=at))]
        return _refused(found[0], await self._sent_again.all(), value=True) if found else None


def _refused(one: Refusal, sent: Mapping[str, int], *, value: bool = False) -> Refused:
    said = one.said
    return Refused(
        at=one.at,
        place=one.place,
        topic=said.topic,
        reason=said.reason,
        detail=said.detail,
        received_at=said.received_at,
        again_ms=sent.get(known_as(one)),
        value=said.value if value else None,
    )
