"""A coroutine that is begun goes on where it waited, in whichever task awaits it."""

import asyncio

import pytest

from streams.begun import Begun


async def test_what_need_not_wait_is_done_at_once() -> None:
    async def answer() -> int:
        return 42

    begun = Begun(answer())
    assert (begun.done, begun.result, await begun) == (True, 42, 42)


async def test_what_waits_goes_on_in_another_task() -> None:
    queue = asyncio.Queue[int](1)

    async def taken() -> list[int]:
        await asyncio.sleep(0)
        return [await queue.get(), await queue.get()]

    begun = Begun(taken())
    assert not begun.done
    waiting = asyncio.ensure_future(begun)
    for number in range(2):
        await queue.put(number)
    assert await waiting == [0, 1]


async def test_what_is_raised_before_a_wait_is_raised_at_once() -> None:
    async def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Begun(fails())


async def test_who_is_cancelled_hears_of_it() -> None:
    heard: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            heard.append("cancelled")
            raise

    waiting = asyncio.ensure_future(Begun(waits()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert heard == ["cancelled"]


async def test_what_is_raised_after_a_wait_is_raised_where_it_is_awaited() -> None:
    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("later")

    with pytest.raises(ValueError, match="later"):
        await Begun(fails())
