"""An answer that goes on ends with its listener, whatever it was at."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.types import Message

from doors.streaming import Streamed

SCOPE = {"type": "http"}


async def test_listener_who_leaves_in_any_moment_is_let_go() -> None:
    """A client of a service may swallow the one cancellation while it connects."""
    connecting, ended = asyncio.Event(), asyncio.Event()

    async def chunks() -> AsyncGenerator[bytes]:
        try:
            try:
                connecting.set()
                await asyncio.sleep(3_600)
            except asyncio.CancelledError:
                yield b"as if nothing had been"
            await asyncio.sleep(3_600)
        finally:
            ended.set()

    async def receive() -> Message:
        await connecting.wait()
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        pass

    answer = Streamed(chunks(), media_type="text/event-stream", listening=True)
    async with asyncio.timeout(5):
        await answer(SCOPE, receive, send)
    assert ended.is_set()
