"""Alerts as they come, as server-sent events: `id` is where one stands, and one resumes there."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response

from access.parties import AgencyId
from alerts.alert import Alert
from doors.gate import Asking, Gate, let_in
from doors.problem import Declined
from doors.streaming import Streamed
from doors.told import told

SSE = "text/event-stream"
RETRY_MS = 2_000
MAX_POSITION = 100
LASTS_S = 3_600  # then it is resumed, and who resumes is asked anew who they are
_GONE = {
    "detail": "some of what came since is no longer held or cannot be found; read GET /v1/alerts"
}
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_SHOWN = {
    200: {
        "description": "Events for as long as the connection stands.",
        "content": {
            SSE: {
                "schema": {"type": "string"},
                "example": 'event: alert\nid: 3J0k…\ndata: {"schema": "alert/1", …}\n\n',
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of an alert as the agency receives it, and where one stands after it."""

    position: str
    alert: Alert
    raw: bytes


@dataclass(frozen=True, slots=True)
class Since:
    """What has come, and where one stands; *lost* where some of what came before is gone."""

    position: str
    shown: Sequence[Shown] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class StreamDesk:
    """Follows an agency's alerts from a position on; what it yields first is where one stands.

    Raises Declined where it cannot begin, and ends where it cannot go on. No stream lasts longer
    than *lasts_s*, nor than the token it was opened with.
    """

    follow: Callable[[AgencyId, str | None], AsyncGenerator[Since]]
    lasts_s: float = LASTS_S


def add_stream(router: APIRouter, desk: StreamDesk, gate: Gate) -> None:
    """Add GET /v1/alerts/stream."""
    officer = Depends(let_in(gate, "officer"))

    @router.get(
        "/stream",
        response_class=Response,
        responses={**_SHOWN, **told()},  # type: ignore[dict-item]  # of the shape FastAPI takes
    )
    async def stream(
        asking: Annotated[Asking, officer],
        last_event_id: Annotated[str | None, Query(max_length=MAX_POSITION)] = None,
        resumed: Annotated[
            str | None, Header(alias="Last-Event-ID", max_length=MAX_POSITION)
        ] = None,
    ) -> Response:
        """Send every version of every alert of the agency as it comes, each once.

        Without a position from now on; with `Last-Event-ID`, or `last_event_id`, from where one
        stood, without a gap and without a repetition. A comment comes every 15 s while nothing
        does. `event: reset` says that some of what came since is gone: read GET /v1/alerts. Who
        takes too little is cut off and resumes. A stream ends with the token it was opened with,
        and after an hour: resume it with a token or key that is in force.
        """
        following = desk.follow(asking.agency, resumed or last_event_id)
        first = await anext(following)
        await asking.note("saw", "alerts as they come")
        return Streamed(
            _events(asking, first, following, _lasts_s(asking, desk)),
            media_type=SSE,
            listening=True,
            headers=_HEADERS,
        )


def _lasts_s(asking: Asking, desk: StreamDesk) -> float:
    until_s = asking.caller.until_s
    return desk.lasts_s if until_s is None else min(desk.lasts_s, until_s - time.time())


async def _next(following: AsyncGenerator[Since], end: float) -> Since | None:
    """Return what comes before *end* of the loop's clock; the rest is told to who resumes."""
    if asyncio.get_running_loop().time() >= end:
        return None
    try:
        async with asyncio.timeout_at(end):
            return await anext(following, None)
    except TimeoutError:
        return None


async def _events(
    asking: Asking, first: Since, following: AsyncGenerator[Since], lasts_s: float
) -> AsyncGenerator[bytes]:
    end = asyncio.get_running_loop().time() + lasts_s
    try:
        yield f"retry: {RETRY_MS}\nid: {first.position}\n\n".encode()
        if first.lost:
            yield _event("reset", first.position, json.dumps(_GONE).encode())
        while (since := await _next(following, end)) is not None:
            if since.shown:
                await asking.note_alerts("alerts", [one.alert for one in since.shown])
            events = [_event("alert", one.position, one.raw) for one in since.shown]
            yield b"".join(events) or f": still here\nid: {since.position}\n\n".encode()
    except Declined:  # not on record, so not told; the reader resumes
        return
    finally:
        await following.aclose()


def _event(kind: str, position: str, data: bytes) -> bytes:
    return f"event: {kind}\nid: {position}\n".encode() + b"data: " + data + b"\n\n"
