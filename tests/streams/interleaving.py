"""Two pieces of work on one Redis, stopped at every await in turn while the other goes on.

A gate stands before every command to Redis and every publication: whoever reaches it waits until
it is let through. So each test decides what comes between two awaits, and nothing else does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from streams.publisher import Outgoing, Stored
from tests.streams.handling import Kept

Work = Callable[[], Coroutine[Any, Any, None]]


class Gate:
    """Lets its work go on by one await at a time."""

    def __init__(self) -> None:
        self._waiting = asyncio.Event()
        self._go = asyncio.Semaphore(0)
        self._task: asyncio.Task[None] | None = None

    async def __call__(self) -> None:
        """Wait to be let through; called by the work before each await."""
        self._waiting.set()
        await self._go.acquire()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.create_task(work)

    async def pass_(self, times: int) -> int:
        """Let the work through up to so many gates; return how many it came to before its end."""
        passed = 0
        while passed < times and await self._at_gate():
            self._waiting.clear()
            self._go.release()
            passed += 1
        await self._at_gate()
        return passed

    async def end(self) -> int:
        """Let the work come to its end; return how many gates it passed."""
        passed = await self.pass_(1_000)
        assert self._task is not None
        await self._task
        return passed

    async def _at_gate(self) -> bool:
        """Wait until the work stands at a gate or has ended; say whether it stands at one."""
        assert self._task is not None
        waiting = asyncio.create_task(self._waiting.wait())
        await asyncio.wait({waiting, self._task}, return_when=asyncio.FIRST_COMPLETED)
        stands = waiting.done()
        waiting.cancel()
        return stands


class GatedRedis(Redis):
    """A client each of whose commands waits at the gate first."""

    gate: Callable[[], Awaitable[object]]

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:  # redis-py's own
        await self.gate()
        return await super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        made = super().pipeline(transaction, shard_hint)
        execute = made.execute

        async def gated(raise_on_error: bool = True) -> list[Any]:
            await self.gate()
            return await execute(raise_on_error)

        made.execute = gated  # type: ignore[method-assign]
        return made


class GatedKept(Kept):
    """Keeps what is published once the gate has let it through."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        await self._gate()
        return await super().publish(*records)
