"""How many records a stage has in hand at once, and in which order it deals with them."""

import asyncio
from collections.abc import Awaitable, Callable

Work = Callable[[], Awaitable[None]]


class Hands:
    """Lets *most* works run at once; those under one key run one after the other, as taken."""

    def __init__(self, tasks: asyncio.TaskGroup, most: int) -> None:
        self._tasks = tasks
        self._room = asyncio.Semaphore(most)
        self._last: dict[bytes | None, asyncio.Task[None]] = {}

    async def room(self) -> None:
        """Return when one more may be taken; each call is for one `take`."""
        await self._room.acquire()

    def take(self, key: bytes | None, work: Work) -> asyncio.Task[None]:
        """Run *work* when whatever was taken before under its *key* has ended."""
        task = self._tasks.create_task(_after(self._last.get(key), work))
        self._last[key] = task
        task.add_done_callback(lambda ended: self._put_down(key, ended))
        return task

    def _put_down(self, key: bytes | None, task: asyncio.Task[None]) -> None:
        self._room.release()
        if self._last.get(key) is task:
            del self._last[key]


async def _after(before: asyncio.Task[None] | None, work: Work) -> None:
    if before is not None:
        await asyncio.wait([before])
    await work()
