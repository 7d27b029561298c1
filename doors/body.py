"""How much of a request is read, and for how long; whoever sends more is told so."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import HTTPException
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.types import Message, Receive

BODY_S = 30  # for 8 MB; whoever sends a byte at a time holds a connection no longer
SMALL_BYTES = 256 * 1024  # of one question, decision or subscription
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


async def whole_body(request: Request, limit: int) -> bytes:
    """Return what was sent; stops reading where it is too large, raises HTTPException then."""
    return b"".join([chunk async for chunk in chunks_of(request, limit)])


async def chunks_of(request: Request, limit: int) -> AsyncIterator[bytes]:
    """Yield what was sent as it comes; raises HTTPException where that is too much or too slow."""
    bounded = Request(request.scope, bounded_receive(request, limit))
    async for chunk in bounded.stream():
        yield chunk


def bounded_receive(request: Request, limit: int) -> Receive:
    """Return what reads *request* up to *limit* bytes and for BODY_S; raises HTTPException."""
    declared, read, until = request.headers.get("content-length", ""), 0, None
    told = f"a request holds up to {limit} bytes; split it"

    async def receive() -> Message:
        nonlocal read, until
        if declared.isdecimal() and int(declared) > limit:
            raise HTTPException(413, told)
        now = asyncio.get_running_loop().time()
        until = until or now + BODY_S
        try:
            async with asyncio.timeout(max(0, until - now)):
                message = await request.receive()
        except TimeoutError as slow:
            late = f"the request did not come whole within {BODY_S} s; send it again"
            raise HTTPException(408, late) from slow
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(413, told)
        return message

    return receive


class SmallRoute(APIRoute):
    """A route whose request is read up to SMALL_BYTES."""

    def get_route_handler(self) -> _Handler:
        """Return what answers, with a bound on what it reads."""
        answer = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            return await answer(Request(request.scope, bounded_receive(request, SMALL_BYTES)))

        return bounded
