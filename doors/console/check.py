"""The officer's question in one field, answered as one types; it is never in an address."""

import time
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from doors.console.desk import ConsoleDesk
from doors.console.understanding import understood
from doors.console.visit import Visit, visiting
from doors.problem import Declined

_MOST = 20  # matches shown


def add_check(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page, and what its form does: the page again, or for a script its answer alone."""
    visitor = Depends(visiting(desk))

    @router.get("/check")
    async def empty(visit: Annotated[Visit, visitor]) -> Response:
        return visit.page("check.html", here="check", asked="", **_NOTHING)

    @router.post("/check")
    async def check(visit: Annotated[Visit, visitor]) -> Response:
        form = await visit.form()
        asked = form.get("asked", "")[:2000]
        answer = await _answer(visit, asked)
        if visit.request.headers.get("x-requested-with") == "fetch":
            return visit.page("answer.html", **answer)
        return visit.page("check.html", here="check", asked=asked, **answer)


_NOTHING: dict[str, Any] = {"read": None, "matches": None, "more": 0, "wrong": "", "ms": 0}


async def _answer(visit: Visit, asked: str) -> dict[str, Any]:
    read = understood(asked, today=datetime.now(UTC).date())
    if read.question is None:
        return {**_NOTHING, "read": read}
    begun = time.perf_counter()
    try:
        found = await visit.desk.check.ask(visit.asking.agency, read.question)
    except Declined as problem:
        if problem.problem.status != 400:
            raise
        return {**_NOTHING, "read": read, "wrong": problem.problem.detail}
    ms = (time.perf_counter() - begun) * 1000
    await visit.asking.note_question("a person", *found.about)
    matches = found.likely.matches
    return {
        "read": read,
        "matches": matches[:_MOST],
        "more": max(len(matches) - _MOST, 0),
        "wrong": "",
        "ms": ms,
    }
