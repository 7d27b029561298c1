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

    @router.post("/alerts/{alert_id}/decide")
    async def decide(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        form = await visit.form()
        try:
            said = Said.model_validate(_said(form))
            decision = Decision(said, form.get("key") or None, _as_read(form), WAIT_S)
            done = await desk.alerts.decide(visit.asking, alert_id, decision)
        except ValidationError as problem:
            return await _page(visit, alert_id, 400, wrong=sentence(problem))
        except Declined as problem:
            if problem.problem.status not in (400, 409, 412):
                raise
            return await _page(visit, alert_id, problem.problem.status, wrong=_why(problem))
        if not done.done:
            return await _page(visit, alert_id, pending=True)
        return RedirectResponse(f"/console/alerts/{alert_id}", 303)

    @router.post("/alerts/{alert_id}/together")
    async def together(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        await visit.form()
        found = await _found(visit, alert_id)
        others = await desk.together(visit.asking.agency, found.alert)
        about = (f"alert:{alert_id}", *(name for one in others for name in one.about))
        await visit.asking.note("looked_up", "who travels on the same booking", *about)
        return await _page(visit, alert_id, others=others)

    @router.post("/alerts/{alert_id}/source")
    async def source(visit: Annotated[Visit, visitor], alert_id: AlertId) -> Response:
        await visit.form()
        found = await _found(visit, alert_id)
        messages = await desk.sources(visit.asking.agency, found.alert)
        await visit.asking.note("looked_up", "the messages behind an alert", f"alert:{alert_id}")
        return await _page(visit, alert_id, messages=messages)


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
    given = {"wrong": "", "pending": False, "others": None, "messages": None, **more}
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
    """Return what was decided; a reason and its days go with a dismissal alone."""
    wanted = ["action", "note"]
    if form.get("action") == "dismiss":
        wanted.append("reason")
        if form.get("reason") == "not_the_same_person":
            wanted.append("suppress_days")
    return {name: form[name] for name in wanted if form.get(name, "").strip()}


def _as_read(form: dict[str, str]) -> Condition:
    """Return the condition that the alert is as it was on the page."""
    return Condition(frozenset([form.get("version", "")]), there=True)


def _why(problem: Declined) -> str:
    return "changed" if problem.problem.status == 412 else problem.problem.detail
