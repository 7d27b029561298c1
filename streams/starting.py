"""Starts a client of Kafka whole, or leaves nothing of it open."""

import asyncio
from typing import Protocol

END_S = 5.0


class Client(Protocol):
    """What aiokafka's consumer and producer have in common."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


async def start(client: Client) -> None:
    """Start *client*; where that fails, or is cancelled, it is stopped.

    Cancelled itself, aiokafka leaves the connection open that it is just making. So what was begun
    comes to its end first, within END_S.
    """
    starting = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(starting)
    except BaseException:
        await asyncio.wait([starting], timeout=END_S)
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await client.stop()
        raise
