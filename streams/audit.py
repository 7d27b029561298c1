"""Writes the audit trail: one hash chain over all processes (decision 15).

What several callers note at once goes out together, and whoever publishes also publishes what
others have put into the outbox: one publication, however many notes there are.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from access.audit import Note, NotNoted
from access.audit_chain import Chain, Link, link_of
from access.caller import Action, Caller
from config.settings import Settings
from manifests.contract import utc_text
from streams.auditing.asked import Asked, asked_for, next_batch, not_noted
from streams.auditing.outbox import (
    AT_ONCE,
    QUESTIONS_MAX,
    WAITING_MAX,
    Claim,
    FullError,
    Head,
    LostError,
    Outbox,
)
from streams.auditing.trail import end_of
from streams.publisher import Outgoing, Publishing
from streams.topics import AUDIT

# So long a question waits for others that are published with it: it is on record already, and each
# publication takes processor time here and in the broker.
TOGETHER_S = 0.1
AGAIN_S = 2.0  # between tries to publish what waits while Kafka is away
LOOK_S = 0.005  # between looks whether another process has published ours
SETTLE_S = 1.0  # what others were publishing when Redis was lost reaches the topic


class Audit:
    """Notes who does what, before the answer is given."""

    def __init__(self, settings: Settings, redis: Redis, publisher: Publishing) -> None:
        self._kafka = settings.kafka
        self._within_s = settings.http.acknowledged_s
        self._chain = Chain(settings.secret())
        self._outbox = Outbox(redis)
        self._publisher = publisher
        self._head: Head | None = None  # as this process last knew it
        self._published = 0  # the highest number of that life known to be out
        self._asked: list[Asked] = []
        self._writing: asyncio.Task[None] | None = None
        self._questions: list[Asked] = []  # those that need not wait for Kafka
        self._keeping: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    async def note(
        self, who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None
    ) -> None:
        """Return once the broker has it on record that *who* did this.

        Raises NotNoted where that cannot be, after `http.acknowledged_s` at the latest: nothing may
        be shown or done then. Raises ValueError for a purpose that cannot be kept.
        """
        asked = asked_for(who, action, what, about, purpose)
        self._asked.append(asked)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(self._asked, self._write))
        await asked.done

    async def note_question(
        self, who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None
    ) -> None:
        """Return once Redis has it in the chain; it is published soon, or when Kafka is back.

        For an answer that somebody at a control waits for and that changes and exports nothing: it
        must be had while Kafka is away. Raises as `note` does.
        """
        asked = asked_for(who, action, what, about, purpose)
        self._questions.append(asked)
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._write_all(self._questions, self._keep))
        await asked.done

    async def send_waiting(self) -> None:
        """Publish what waits, whoever has left it; let Redis know where the trail ends.

        Raises NotNoted.
        """
        try:
            async with asyncio.timeout(self._within_s):
                await self._send_waiting()
        except (KafkaError, RedisError, OSError, TimeoutError) as away:
            raise not_noted(away) from away

    async def close(self, within_s: float = 0) -> bool:
        """Return once all is noted or refused; say if it is out, *within_s* being waited for it."""
        for one in (self._writing, self._keeping):
            if one is not None:
                await one
        self._closing.set()
        if self._sending is None:
            return True
        done, left = await asyncio.wait([self._sending], timeout=within_s)
        while left:  # a client that connects may swallow it
            self._sending.cancel()
            _, left = await asyncio.wait([self._sending], timeout=LOOK_S)
        return bool(done)

    async def _keep(self, notes: list[Note]) -> None:
        """Put *notes* into the chain, and see to it that they go out."""
        for at in range(0, len(notes), AT_ONCE):
            part = notes[at : at + AT_ONCE]
            while True:
                try:
                    await self._appended(part, most=QUESTIONS_MAX)
                    break
                except LostError:
                    await self._find_end()
            if self._sending is None or self._sending.done():
                self._sending = asyncio.create_task(self._send_until_out())

    async def _send_until_out(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(TOGETHER_S):
                await self._closing.wait()
        while True:
            try:
                await self.send_waiting()
            except NotNoted:
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _write_all(
        self, asked: list[Asked], write: Callable[[list[Note]], Awaitable[None]]
    ) -> None:
        """Write what is asked for, all that is there at once, until nothing is."""
        while asked:
            batch = next_batch(asked)
            problem: Exception | None = None
            try:
                async with asyncio.timeout(self._within_s):
                    await write([note for one in batch for note in one.notes])
            except (KafkaError, RedisError, OSError, TimeoutError, FullError) as away:
                problem = not_noted(away)
            except Exception as unexpected:  # noqa: BLE001  # each caller is given it
                problem = unexpected
            for one in batch:
                if one.done.done():  # given up by its caller; it is noted all the same
                    continue
                if problem is None:
                    one.done.set_result(None)
                else:
                    one.done.set_exception(problem)

    async def _write(self, notes: list[Note]) -> None:
        for at in range(0, len(notes), AT_ONCE):
            part = notes[at : at + AT_ONCE]
            while True:
                try:
                    await self._out(await self._appended(part))
                    break
                except LostError:
                    await self._find_end()

    async def _appended(self, notes: list[Note], *, most: int = WAITING_MAX) -> Head:
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

    async def _send_waiting(self) -> None:
        try:
            head = await self._outbox.head()
            while await self._outbox.waiting():
                await self._out(head)
                head = await self._outbox.head()
        except LostError:
            await self._find_end()

    async def _find_end(self) -> None:
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
        for at in range(0, len(left), AT_ONCE):
            await self._publisher.publish(
                *(Outgoing(AUDIT, one) for one in left[at : at + AT_ONCE])
            )
        end = await end_of(self._kafka, self._chain)
        if end.seq:
            await asyncio.sleep(SETTLE_S)
            end = await end_of(self._kafka, self._chain)
        await self._outbox.found(token, end)

    def _know(self, head: Head) -> None:
        if self._head is None or self._head.life != head.life:
            self._published = 0
        self._head = head
