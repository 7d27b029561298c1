"""What a stream has ready, many at a time: one where little comes, more the more there is to do."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import TypeVar

Event = TypeVar("Event")


async def ready_together(
    events: AsyncIterable[Event], most: int
) -> AsyncGenerator[list[Event], None]:
    """Yield all of *events* that are there, in their order, *most* at a time; waits for the first.

    What comes while a batch is dealt with makes the next: nothing ever waits to be more.
    """
    queue = asyncio.Queue[Event](most)
    reading = asyncio.create_task(_read(events, queue))
    try:
        while not (reading.done() and queue.empty()):
            first = asyncio.create_task(queue.get())
            await asyncio.wait({first, reading}, return_when=asyncio.FIRST_COMPLETED)
            if not first.done():
                first.cancel()
                continue
            batch = [first.result()]
            while len(batch) < most and not queue.empty():
                batch.append(queue.get_nowait())
            yield batch
        reading.result()  # raises what the stream raised
    finally:
        reading.cancel()


async def _read(events: AsyncIterable[Event], queue: asyncio.Queue[Event]) -> None:
    async for one in events:
        await queue.put(one)
