"""Answers that go on: written as they come, ended where the client is gone or takes nothing."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import suppress

from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

TAKEN_S = 30  # whoever takes nothing for so long is cut off
LOOK_S = 0.1  # between looks whether what was at work has ended


class Streamed(Response):
    """Sends *chunks* as they come.

    With *listening*, the end of the connection is looked out for; that may only be where the
    request has been read whole, for what else comes is passed over.
    """

    def __init__(
        self,
        chunks: AsyncGenerator[bytes],
        *,
        media_type: str,
        listening: bool,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status_code = 200
        self.media_type = media_type
        self.background = None
        self._chunks = chunks
        self._listening = listening
        self.init_headers(dict(headers or {}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send until there is no more, or nobody is there to take it."""
        tasks = [asyncio.create_task(self._sent(send))]
        if self._listening:
            tasks.append(asyncio.create_task(_left(receive)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _ended(tasks)
            with suppress(RuntimeError):  # it is at work still where the server ends at once
                await self._chunks.aclose()
        for task in tasks:
            problem = None if task.cancelled() else task.exception()
            if problem is not None and not isinstance(problem, TimeoutError):
                raise problem

    async def _sent(self, send: Send) -> None:
        await _taken(
            send,
            {"type": "http.response.start", "status": 200, "headers": self.raw_headers},
        )
        async for chunk in self._chunks:
            await _taken(send, {"type": "http.response.body", "body": chunk, "more_body": True})
        await _taken(send, {"type": "http.response.body", "body": b"", "more_body": False})


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    left: Collection[asyncio.Task[None]] = tasks
    while left:  # a client of a service that connects may swallow it
        for one in left:
            one.cancel()
        _, left = await asyncio.wait(left, timeout=LOOK_S)


async def _taken(send: Send, message: Message) -> None:
    async with asyncio.timeout(TAKEN_S):
        await send(message)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
