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
from access.caller import Action, Caller
from config.settings import Settings
from streams.auditing.asked import Asked, asked_for, next_batch, not_noted
from streams.auditing.chain_end import LOOK_S, ChainEnd
from streams.auditing.outbox import FullError, parts
from streams.publisher import Publishing

# So long a question waits for others that are published with it: it is on record already, and each
# publication takes processor time here and in the broker.
TOGETHER_S = 0.1
AGAIN_S = 2.0  # between tries to publish what waits while Kafka is away


class Audit:
    """Notes who does what, before the answer is given."""

    def __init__(self, settings: Settings, redis: Redis, publisher: Publishing) -> None:
        self._within_s = settings.http.acknowledged_s
        self._end = ChainEnd(settings, redis, publisher)
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
                await self._end.send_waiting()
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
        for part in parts(notes):
            await self._end.keep(part)
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
        for part in parts(notes):
            await self._end.write(part)
