"""Alerts as they come, the most urgent first: a page, and the stream that fills and keeps it."""

import json
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response

from alerts.alert import Alert
from alerts.disposition import word_of
from doors.alert_stream import MAX_POSITION, RETRY_MS, SSE, Since
from doors.console.desk import ConsoleDesk
from doors.console.filters import AS_WRITTEN, STATES, Filters
from doors.console.standing import Standing
from doors.console.urgency import urgency
from doors.console.visit import Visit, visiting
from doors.problem import Declined
from doors.streaming import Streamed

ROWS_TOLD = 25  # at once: on a slow link something is heard, though all takes long
_Row = dict[str, Any]
_Resumed = Annotated[str | None, Header(alias="Last-Event-ID", max_length=MAX_POSITION)]


def add_board(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page and its stream."""
    visitor, watcher = Depends(visiting(desk)), Depends(visiting(desk, touch=False))

    @router.get("/alerts")
    async def board(
        visit: Annotated[Visit, visitor], filters: Annotated[Filters, Query()]
    ) -> Response:
        return visit.page(
            "board.html",
            here="alerts",
            filters=filters,
            states=STATES,
            flight_pattern=AS_WRITTEN,
        )

    @router.get("/stream/alerts")
    async def stream(
        visit: Annotated[Visit, watcher],
        filters: Annotated[Filters, Query()],
        resumed: _Resumed = None,
    ) -> Response:
        return await _streamed(visit, filters, resumed)

    @router.get("/stream/alerts/ready")
    async def ready(visit: Annotated[Visit, watcher]) -> Response:
        """Say whether the stream may be had; it is declined as the stream is."""
        following = visit.desk.follow(visit.asking.agency, None)
        await anext(following)
        await following.aclose()
        return Response(status_code=204)

    @router.get("/stream/alerts/after/{position}")
    async def stream_on(
        visit: Annotated[Visit, watcher],
        filters: Annotated[Filters, Query()],
        position: str,
        resumed: _Resumed = None,
    ) -> Response:
        return await _streamed(visit, filters, resumed or position[:MAX_POSITION])


async def _streamed(visit: Visit, filters: Filters, position: str | None) -> Response:
    following = visit.desk.follow(visit.asking.agency, position)
    try:
        first = await anext(following)
    except Declined as problem:
        if position is None or problem.problem.status != 400:
            raise
        return await _streamed(visit, filters, None)  # of another day: begin with all there is
    chunks = _Told(visit, filters).events(first, following, anew=position is None or first.lost)
    return Streamed(chunks, media_type=SSE, listening=True, headers={"X-Accel-Buffering": "no"})


class _Told:
    """Tells one listener: all that stands, unless they go on where they were, then what comes."""

    def __init__(self, visit: Visit, filters: Filters) -> None:
        self._visit = visit
        self._filters = filters

    async def events(
        self, first: Since, following: AsyncGenerator[Since], *, anew: bool
    ) -> AsyncGenerator[bytes]:
        """Yield events; `id` is said only where nothing before it would be missed."""
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            if anew:
                async for chunk in self._all():
                    yield chunk
            yield _event("here", {}, first.position)
            async for since in following:
                if await self._gone():
                    yield _event("signed-out", {})
                    return
                # What is sent again on demand may be older than what the board holds.
                news = [one.alert for one in since.shown if not one.alert.replay]
                rows = await self._rows(news)
                yield _event("rows" if rows else "still", {"rows": rows}, since.position)
        except Declined:  # not on record, so not told; the reader resumes
            return
        finally:
            await following.aclose()

    async def _all(self) -> AsyncGenerator[bytes]:
        """Yield every alert that stands, by page; what is not among them goes from the board."""
        yield _event("begin", {})
        standing = Standing(self._visit.desk.pages, self._filters)
        async for some in standing.of(self._visit.asking.agency):
            rows = await self._rows(some)
            for at in range(0, len(rows), ROWS_TOLD):
                yield _event("rows", {"rows": rows[at : at + ROWS_TOLD], "known": True})
        yield _event("whole", {"more": standing.more})

    async def _rows(self, alerts: Sequence[Alert]) -> list[_Row]:
        """Return the rows once it is on record that those in view were seen; raises Declined."""
        rows = list(zip(alerts, self._each(alerts), strict=True))
        shown = [alert for alert, row in rows if "html" in row]
        if shown:
            await self._visit.asking.note_alerts("alerts", shown)
        return [row for _, row in rows]

    def _each(self, alerts: Iterable[Alert]) -> Iterator[_Row]:
        for alert in alerts:
            row: _Row = {"id": alert.alert_id, "version": alert.version}
            if not self._filters.takes(alert):
                yield row  # withdrawn, or none of those asked for: it goes, if it was there
                continue
            state = word_of(alert.disposition)
            row["state"] = state
            if self._filters.shows(alert):
                when = urgency(alert)
                row |= {"rank": when.rank, "departs": when.departs, "arrives": when.arrives}
                row["score"] = alert.score
                row["html"] = self._visit.text("row.html", alert=alert, state=state, when=when)
            yield row

    async def _gone(self) -> bool:
        """Say whether the session has ended meanwhile."""
        return await self._visit.desk.sessions.found(self._visit.session_id) is None


def _event(kind: str, data: dict[str, Any], position: str | None = None) -> bytes:
    where = "" if position is None else f"id: {position}\n"
    return f"event: {kind}\n{where}data: {json.dumps(data)}\n\n".encode()
