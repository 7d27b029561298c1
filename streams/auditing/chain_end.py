"""The end of the chain: notes are put there in Redis, and go out from there in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from access.audit import Note
from access.audit_chain import Chain, Link, link_of
from config.settings import Settings
from manifests.contract import utc_text
from streams.auditing.outbox import (
    QUESTIONS_MAX,
    WAITING_MAX,
    Claim,
    Head,
    LostError,
    Outbox,
    parts,
)
from streams.auditing.trail import end_of
from streams.publisher import Outgoing, Publishing
from streams.topics import AUDIT

LOOK_S = 0.005  # between looks whether another process has published ours
SETTLE_S = 1.0  # what others were publishing when Redis was lost reaches the topic


class ChainEnd:
    """What one process knows of it. Everything raises KafkaError, RedisError, FullError."""

    def __init__(self, settings: Settings, redis: Redis, publisher: Publishing) -> None:
        self._kafka = settings.kafka
        self._chain = Chain(settings.secret())
        self._outbox = Outbox(redis)
        self._publisher = publisher
        self._head: Head | None = None  # as this process last knew it
        self._published = 0  # the highest number of that life known to be out

    async def keep(self, notes: Sequence[Note]) -> None:
        """Put *notes*, AT_ONCE at most, into the chain."""

        async def kept() -> None:
            await self._appended(notes, most=QUESTIONS_MAX)

        await self._where_it_is(kept)

    async def write(self, notes: Sequence[Note]) -> None:
        """Put *notes*, AT_ONCE at most, into the chain, and return once the topic has them."""

        async def written() -> None:
            await self._out(await self._appended(notes, most=WAITING_MAX))

        await self._where_it_is(written)

    async def send_waiting(self) -> None:
        """Publish what waits, whoever has left it; let Redis know where the trail ends."""
        try:
            head = await self._outbox.head()
            while await self._outbox.waiting():
                await self._out(head)
                head = await self._outbox.head()
        except LostError:
            await self._find()

    async def _where_it_is(self, done: Callable[[], Awaitable[None]]) -> None:
        """Do it, again wherever the end was not known."""
        while True:
            try:
                return await done()
            except LostError:
                await self._find()

    async def _appended(self, notes: Sequence[Note], *, most: int) -> Head:
        """Put *notes* at the end of the chain and return where it then is. Raises LostError."""
        head = self._head or await self._outbox.head()
        now = utc_text(await self._outbox.now())  # of one clock: else the fastest would set it
        while True:
            signed = list(self._chain.continued(head.link, notes, now))
            known = self._published if self._head and self._head.life == head.life else 0
            moved = await self._outbox.append(head, signed, published=known, most=most)
            if moved is None:
                self._know(Head(head.life, signed[-1].link))
                return Head(head.life, signed[-1].link)
            head = moved

    async def _out(self, mine: Head) -> None:
        """Return once everything up to *mine* is on the topic. Raises LostError."""
        while True:
            claim = await self._outbox.claim(mine.life)
            if claim.token is None:
                if claim.sent >= mine.link.seq:
                    break
                await asyncio.sleep(LOOK_S)
                continue
            sent = claim.sent
            if claim.waiting:
                sent = await self._publish(mine.life, claim)
            else:
                await self._outbox.published(mine.life, claim, None)
            if sent >= mine.link.seq:
                break
        self._published = max(self._published, mine.link.seq)

    async def _publish(self, life: str, claim: Claim) -> int:
        """Publish what waits, in order, and return the number of the last of it."""
        last: Link | None = None
        try:
            await self._publisher.publish(*(Outgoing(AUDIT, one) for one in claim.waiting))
            record = self._chain.genuine(claim.waiting[-1])
            last = link_of(record) if record else None
        finally:
            if last is None:  # another may try at once
                with suppress(RedisError, LostError):
                    await self._outbox.published(life, claim, None)
        if last is None:
            raise LostError
        await self._outbox.published(life, claim, last)
        return last.seq

    async def _find(self) -> None:
        """Make the end of the chain known to Redis again, from the topic."""
        self._head, self._published = None, 0
        token = await self._outbox.claim_finding()
        if token is None:  # another does it
            await asyncio.sleep(LOOK_S * 10)
            with suppress(LostError):
                await self._outbox.head()
            return
        # Questions that wait are answered already: they go out before what waits is forgotten.
        left = [one for one in await self._outbox.left() if self._chain.genuine(one)]
        for part in parts(left):
            await self._publisher.publish(*(Outgoing(AUDIT, one) for one in part))
        end = await end_of(self._kafka, self._chain)
        if end.seq:
            await asyncio.sleep(SETTLE_S)
            end = await end_of(self._kafka, self._chain)
        await self._outbox.found(token, end)

    def _know(self, head: Head) -> None:
        if self._head is None or self._head.life != head.life:
            self._published = 0
        self._head = head
