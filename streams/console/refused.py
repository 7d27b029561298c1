"""What is in quarantine, read for the operator's pages: one reading of the topic at a time."""

import asyncio
from collections import Counter, deque

from config.settings import KafkaSettings
from doors.console.refused import MOST, AllRefused, Refused
from streams.declining import reached
from streams.refusals import Refusal, Wanted, refusals


class Quarantine:
    """Reads the topic of all refusals as the command does."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
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
        reasons: Counter[str] = Counter()
        last: deque[Refused] = deque(maxlen=MOST)
        async for one in refusals(self._kafka, Wanted()):
            reasons[one.said.reason] += 1
            if reason in (None, one.said.reason):
                last.append(_refused(one))
        return AllRefused(tuple(reversed(last)), tuple(reasons.most_common()))

    async def _one(self, at: int) -> Refused | None:
        found = [one async for one in refusals(self._kafka, Wanted(at=at))]
        return _refused(found[0], value=True) if found else None


def _refused(one: Refusal, *, value: bool = False) -> Refused:
    said = one.said
    return Refused(
        at=one.at,
        place=one.place,
        topic=said.topic,
        reason=said.reason,
        detail=said.detail,
        received_at=said.received_at,
        value=said.value if value else None,
    )
