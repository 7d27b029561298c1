"""How many records a stage has in hand at once, in which order, and which stage goes first."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Work = Callable[[], Awaitable[None]]


class Precedence:
    """Lets one stage go first: while it has its hands full, others begin nothing new."""

    def __init__(self) -> None:
        self._free = asyncio.Event()
        self._free.set()

    def has_hands_full(self) -> None:
        """Let others wait from now on."""
        self._free.clear()

    def has_a_hand_free(self) -> None:
        """Let others begin again."""
        self._free.set()

    async def passed(self) -> None:
        """Return when others may begin something new."""
        while not self._free.is_set():  # whoever is woken may come too late
            await self._free.wait()


@dataclass(frozen=True, slots=True)
class InHand:
    """How many records at most; others that it goes ahead of, or is behind."""

    most: int = 1
    ahead: Precedence | None = None
    behind: Precedence | None = None


ONE = InHand()


class Hands:
    """Lets some works run at once; those under one key run one after the other, as taken."""

    def __init__(self, tasks: asyncio.TaskGroup, in_hand: InHand) -> None:
        self._tasks = tasks
        self._ahead, self._behind = in_hand.ahead or Precedence(), in_hand.behind or Precedence()
        self._ahead.has_a_hand_free()
        self._room = asyncio.Semaphore(in_hand.most)
        self._last: dict[bytes | None, asyncio.Task[None]] = {}

    async def room(self) -> None:
        """Return when one more may be taken; each call is for one `take`."""
        await self._room.acquire()
        if self._room.locked():
            self._ahead.has_hands_full()
        await self._behind.passed()

    def take(self, key: bytes | None, work: Work) -> asyncio.Task[None]:
        """Run *work* when whatever was taken before under its *key* has ended."""
        task = self._tasks.create_task(_after(self._last.get(key), work))
        self._last[key] = task
        task.add_done_callback(lambda ended: self._put_down(key, ended))
        return task

    def _put_down(self, key: bytes | None, task: asyncio.Task[None]) -> None:
        self._room.release()
        self._ahead.has_a_hand_free()
        if self._last.get(key) is task:
            del self._last[key]


async def _after(before: asyncio.Task[None] | None, work: Work) -> None:
    if before is not None:
        await asyncio.wait([before])
    await work()
