"""Sends what is in quarantine once more, for the operator: noted first, a few at a time."""

import asyncio
from collections import Counter
from collections.abc import Container

from redis.asyncio import Redis

from access.audit import NotNoted
from access.caller import Caller
from config.problems import ConfigError
from config.settings import Settings
from doors.problem import Declined
from doors.system import Replayed, ReplayWish
from streams.audit import Audit
from streams.publisher import Outgoing, Publishing
from streams.refusals import Refusal, Wanted, refusals
from streams.stats import STATS
from streams.system.sent_again import SentAgain, known_as

REPLAYED = "replayed"  # the counter, by reason
_AT_ONCE = 100


class Replaying:
    """Does by HTTP what `tocsin quarantine replay` does, one wish after the other."""

    def __init__(self, settings: Settings, redis: Redis, publisher: Publishing) -> None:
        self._settings = settings
        self._redis = redis
        self._publisher = publisher
        self._sent_again = SentAgain(redis, settings.retention.quarantine_days)
        self._sending = asyncio.Lock()  # who asks twice, as by a double click, sends once
        self._audit: Audit | None = None

    async def replay(self, who: Caller, wish: ReplayWish, purpose: str | None) -> Replayed:
        """Send what is wanted, each when it is on record; raises Declined, KafkaError.

        What was sent again already is left out, unless that is wished.
        """
        async with self._sending:
            before = {} if wish.again else await self._sent_again.all()
            return await self._replay(who, Wanted(wish.reason, wish.topic), purpose, before)

    async def replay_one(self, who: Caller, at: int, purpose: str | None) -> Replayed:
        """Send the one at that offset of quarantine; raises Declined, KafkaError."""
        async with self._sending:
            return await self._replay(who, Wanted(at=at), purpose, {})

    async def _replay(
        self, who: Caller, wanted: Wanted, purpose: str | None, before: Container[str]
    ) -> Replayed:
        sent, block = 0, list[Refusal]()
        async for one in refusals(self._settings.kafka, wanted):
            if one.said.left_out or known_as(one) in before:  # of the first, nothing is here
                continue
            block.append(one)
            if len(block) == _AT_ONCE:
                sent += await self._send(who, block, purpose)
                block = []
        return Replayed(sent=sent + await self._send(who, block, purpose))

    async def _send(self, who: Caller, block: list[Refusal], purpose: str | None) -> int:
        if not block:
            return 0
        about = [f"record:{one.place}" for one in block]
        try:
            await self._trail().note(who, "changed", "quarantine", about, purpose)
        except NotNoted as problem:
            raise Declined(503, str(problem), headers={"Retry-After": "2"}) from problem
        await self._publisher.publish(*map(_outgoing, block))
        await self._sent_again.note(block)
        await count_replayed(self._redis, block)
        return len(block)

    def _trail(self) -> Audit:
        if self._audit is None:
            try:
                self._audit = Audit(self._settings, self._redis, self._publisher)
            except ConfigError as problem:
                raise Declined(503, str(problem)) from problem
        return self._audit


async def count_replayed(redis: Redis, sent: list[Refusal]) -> None:
    """Count by reason what was sent again."""
    for reason, count in Counter(one.said.reason for one in sent).items():
        await redis.hincrby(STATS, f"{REPLAYED}:{reason}", count)


def _outgoing(one: Refusal) -> Outgoing:
    return Outgoing(one.said.topic, one.said.value, one.said.key, one.headers, one.came_ms)
