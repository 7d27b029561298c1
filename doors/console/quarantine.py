"""What was refused, for the operator: why, what was sent, and sending it again; all on record."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import RedirectResponse, Response

from access.audit import purpose_of
from doors.console.desk import ConsoleDesk
from doors.console.refused import Refused, legible
from doors.console.visit import Visit, visiting
from doors.problem import Declined
from doors.system import ReplayWish

HOME = "/console/system/quarantine"
_REASON = re.compile(r"[a-z0-9_]{1,64}")
_Reason = Annotated[str, Query(pattern=r"^[a-z0-9_]{0,64}$")]
_Sent = Annotated[int | None, Query(ge=0)]
_At = Annotated[int, Path(ge=0, le=2**63 - 1)]
_GONE = "this is not in quarantine (any more)"
_UNSURE = "unsure"


def add_quarantine(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the list, one record with or without what was sent, and sending one or a kind again."""
    _shown(router, desk)
    _sent_again(router, desk)


def _shown(router: APIRouter, desk: ConsoleDesk) -> None:
    operator = Depends(visiting(desk, "operator"))

    @router.get("/system/quarantine")
    async def every(
        visit: Annotated[Visit, operator], reason: _Reason = "", sent: _Sent = None
    ) -> Response:
        return await _list(visit, reason, sent=sent)

    @router.get("/system/quarantine/{at}")
    async def one(visit: Annotated[Visit, operator], at: _At, sent: _Sent = None) -> Response:
        return await _page(visit, at, sent=sent)

    @router.post("/system/quarantine/{at}/show")
    async def show(visit: Annotated[Visit, operator], at: _At) -> Response:
        await visit.form()
        return await _page(visit, at, whole=True)


def _sent_again(router: APIRouter, desk: ConsoleDesk) -> None:
    operator = Depends(visiting(desk, "operator"))

    @router.post("/system/quarantine/replay")
    async def replay(visit: Annotated[Visit, operator]) -> Response:
        form = await visit.form()
        reason = form.get("reason", "")
        if not _REASON.fullmatch(reason):
            raise Declined(400, "say of which reason")
        if not form.get("sure"):
            return await _list(visit, reason, 400, wrong=_UNSURE)
        wish = ReplayWish(reason=reason, again="again" in form)
        done = await desk.quarantine.replay(visit.asking.caller, wish, _purpose(form))
        return RedirectResponse(f"{HOME}?reason={reason}&sent={done.sent}", 303)

    @router.post("/system/quarantine/{at}/replay")
    async def replay_one(visit: Annotated[Visit, operator], at: _At) -> Response:
        form = await visit.form()
        if not form.get("sure"):
            return await _page(visit, at, 400, wrong=_UNSURE)
        done = await desk.quarantine.replay_one(visit.asking.caller, at, _purpose(form))
        return RedirectResponse(f"{HOME}/{at}?sent={done.sent}", 303)


async def _list(visit: Visit, reason: str, status: int = 200, **more: object) -> Response:
    found = await visit.desk.quarantine.every(reason or None)
    await _note(visit, "quarantine", *found.newest)
    given: dict[str, Any] = {
        "sent": None,
        "wrong": "",
        "mine": dict(found.reasons).get(reason, 0) if reason else found.count,
        "again": found.again.get(reason, 0),
        **more,
    }
    return visit.page("quarantine.html", status, here="system", found=found, reason=reason, **given)


async def _page(
    visit: Visit, at: int, status: int = 200, *, whole: bool = False, **more: object
) -> Response:
    found = await visit.desk.quarantine.one(at)
    if found is None:
        raise Declined(404, _GONE)
    await _note(visit, "quarantine with values" if whole else "quarantine", found)
    value, cut = legible(found.value or b"")
    given: dict[str, Any] = {"sent": None, "wrong": "", **more}
    return visit.page(
        "refused.html",
        status,
        here="system",
        one=found,
        size=len(found.value or b""),
        value=value if whole else None,
        cut=cut,
        **given,
    )


async def _note(visit: Visit, what: str, *found: Refused) -> None:
    await visit.asking.note("saw", what, *(f"record:{one.place}" for one in found))


def _purpose(form: dict[str, str]) -> str | None:
    try:
        return purpose_of(form.get("purpose"))
    except ValueError as problem:
        raise Declined(400, str(problem)) from problem
