"""One alert: who and why, side by side with the entry, and what may be decided about it."""

from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from alerts.disposition import Action, Reason, word_of
from config.problems import sentence
from doors.alerts import WholeAlert
from doors.conditions import Condition
from doors.console.desk import ConsoleDesk
from doors.console.forms import unix_lines
from doors.console.session import new_secret
from doors.console.sides import side_by_side, total, weights
from doors.console.urgency import urgency
from doors.console.visit import Visit, visiting
from doors.decisions import NO_ALERT, AlertId, Decision, Said
from doors.problem import Declined

WAIT_S = 8.0  # until a decision is seen to have taken effect
# What may be decided in each state; the likeliest first.
_CHOICES: dict[str, tuple[Action, ...]] = {
    "open": ("acknowledge", "confirm", "ask_owner", "dismiss"),
    "acknowledged": ("confirm", "ask_owner", "dismiss", "reopen"),
    "asked": ("confirm", "dismiss", "reopen"),
    "confirmed": ("dismiss", "ask_owner", "reopen"),
    "dismissed": ("reopen",),
}


def add_one(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page of an alert, deciding about it, who travels along, and what led to it."""
    visitor = Depends(visiting(desk))

    @router.get("/alerts/{alert_id}")
    async def one(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        return await _page(visit, alert_id)

    @router.get("/alerts/{alert_id}/decide")
    @router.get("/alerts/{alert_id}/together")
    @router.get("/alerts/{alert_id}/source")
    async def read_again(alert_id: AlertId) -> Response:
        return RedirectResponse(f"/console/alerts/{alert_id}", 303)

    @router.post("/alerts/{alert_id}/decide")
    async def decide(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        return await _decided(visit, alert_id)

    @router.post("/alerts/{alert_id}/together")
    async def together(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        return await _looked(visit, alert_id, "together")

    @router.post("/alerts/{alert_id}/source")
    async def source(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        return await _looked(visit, alert_id, "source")


async def _decided(visit: Visit, alert_id: str) -> Response:
    """Decide, and lead to the page as it is then; a note is kept where nothing was decided."""
    form = await visit.form()
    said, note = _said(form), form.get("note", "")
    if said.get("reason") == "other" and "note" not in said:
        return await _page(visit, alert_id, 400, wrong="needs-note")
    try:
        wanted = Said.model_validate(said)
        decision = Decision(wanted, form.get("key") or None, _as_read(form), WAIT_S)
        done = await visit.desk.alerts.decide(visit.asking, alert_id, decision)
    except ValidationError as problem:
        return await _page(visit, alert_id, 400, wrong=sentence(problem), note=note)
    except Declined as problem:
        status = problem.problem.status
        if status not in (400, 409, 412):
            raise
        return await _page(visit, alert_id, status, wrong=_why(problem), note=note)
    if not done.done:
        return await _page(visit, alert_id, pending=True)
    return RedirectResponse(f"/console/alerts/{alert_id}", 303)


async def _looked(visit: Visit, alert_id: str, act: str) -> Response:
    """Return the page with what is asked for, and with what it showed already (`also`)."""
    acts = {act, (await visit.form()).get("also", "")}
    found, desk, asking = await _found(visit, alert_id), visit.desk, visit.asking
    others = messages = None
    if "together" in acts:
        others = await desk.together(asking.agency, found.alert)
        about = (f"alert:{alert_id}", *(name for one in others for name in one.about))
        await asking.note("looked_up", "who travels on the same booking", *about)
    if "source" in acts:
        messages = await desk.sources(asking.agency, found.alert)
        await asking.note("looked_up", "the messages behind an alert", f"alert:{alert_id}")
    return await _page(visit, alert_id, others=others, messages=messages)


async def _found(visit: Visit, alert_id: str) -> WholeAlert:
    found = await visit.desk.alerts.one(visit.asking.agency, alert_id)
    if found is None:
        raise Declined(404, NO_ALERT)
    return found


async def _page(visit: Visit, alert_id: str, status: int = 200, **more: object) -> Response:
    found = await _found(visit, alert_id)
    alert, beside = found.alert, await visit.desk.beside(visit.asking.agency, found.alert)
    await visit.asking.note_alerts("an alert", [alert])
    state = word_of(alert.disposition)
    given = {"wrong": "", "pending": False, "note": "", "others": None, "messages": None, **more}
    return visit.page(
        "alert.html",
        status,
        here="alerts",
        alert=alert,
        found=found,
        beside=beside,
        state=state,
        when=urgency(alert),
        fields=side_by_side(alert, beside.entry),
        weights=weights(alert),
        total=total(alert),
        choices=() if alert.event == "withdrawn" else _CHOICES[state],
        reasons=get_args(Reason),
        key=new_secret(),
        **given,
    )


def _said(form: dict[str, str]) -> dict[str, str]:
    """Return what was decided; a button of its own dismisses for each reason."""
    reason = form.get("dismiss")
    said = {"action": "dismiss", "reason": reason} if reason else {"action": form.get("action", "")}
    note = unix_lines(form.get("note", "")).strip()
    return said | {"note": note} if note else said


def _as_read(form: dict[str, str]) -> Condition:
    """Return the condition that the alert is as it was on the page."""
    return Condition(frozenset([form.get("version", "")]), there=True)


def _why(problem: Declined) -> str:
    return "changed" if problem.problem.status == 412 else problem.problem.detail
