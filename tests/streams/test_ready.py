"""What is there comes together; nothing waits to be more, and nothing is lost on the way."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from streams.ready import ready_together


async def numbers(count: int, *, every_s: float | None = None) -> AsyncIterator[int]:
    for one in range(count):
        if every_s is not None:
            await asyncio.sleep(every_s)
        yield one


async def batches(events: AsyncIterator[int], most: int, *, work_s: float = 0) -> list[list[int]]:
    found = []
    async for batch in ready_together(events, most):
        found.append(batch)
        await asyncio.sleep(work_s)
    return found


@pytest.mark.parametrize("count", [0, 1, 4, 5, 13])
async def test_all_come_in_their_order_and_never_more_than_the_most(count: int) -> None:
    found = await batches(numbers(count), 4)
    assert [one for batch in found for one in batch] == list(range(count))
    assert all(len(batch) <= 4 for batch in found)


async def test_what_comes_while_a_batch_is_dealt_with_comes_together() -> None:
    first, second, *_ = await batches(numbers(9), 4, work_s=0.01)
    assert (len(first), len(second)) == (4, 4)


async def test_the_first_waits_for_no_second() -> None:
    assert await batches(numbers(3, every_s=0.02), 4) == [[0], [1], [2]]


async def test_what_the_stream_raises_comes_after_what_it_gave() -> None:
    async def breaking() -> AsyncIterator[int]:
        yield 0
        yield 1
        raise BrokenPipeError

    found: list[int] = []

    async def read() -> None:
        async for batch in ready_together(breaking(), 4):
            found.extend(batch)

    with pytest.raises(BrokenPipeError):
        await read()
    assert found == [0, 1]


async def test_no_more_is_read_than_the_next_batch() -> None:
    read: list[int] = []

    async def told() -> AsyncIterator[int]:
        async for one in numbers(100):
            read.append(one)
            yield one

    async for _ in ready_together(told(), 4):
        await asyncio.sleep(0.01)
        break
    assert len(read) <= 9  # in hand, the next, and one that waits for room
