"""How the agency's webhooks fare, what they did not take, and sending that again."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from config.problems import sentence
from doors.console.desk import ConsoleDesk
from doors.console.visit import Visit, visiting
from doors.deliveries import Again, Webhook, WebhookId, webhook
from doors.problem import Declined

HOME = "/console/deliveries"
DEAD_MOST = 100
_GRAVE = ("open", "retrying", "never started", "delivering")
_Only = Annotated[str, Query(alias="webhook", pattern=r"^[A-Za-z0-9-]{0,63}$")]
_Sent = Annotated[int | None, Query(ge=0)]


def add_deliveries(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page, for analysts and above, and redelivery, for administrators."""
    analyst, admin = Depends(visiting(desk, "analyst")), Depends(visiting(desk, "admin"))

    @router.get("/deliveries")
    async def deliveries(
        visit: Annotated[Visit, analyst], only: _Only = "", sent: _Sent = None
    ) -> Response:
        return await _page(visit, only, sent=sent)

    @router.post("/deliveries/{name}/redeliver")
    async def redeliver(visit: Annotated[Visit, admin], name: WebhookId) -> Response:
        form = await visit.form()
        if not form.get("alert") and not form.get("sure"):
            return await _page(visit, "", 400, wrong="unsure")
        try:
            done = await desk.deliveries.again(visit.asking, name, _again(form))
        except Declined as problem:
            if problem.problem.status not in (400, 409):
                raise
            return await _page(visit, "", problem.problem.status, wrong=problem.problem.detail)
        return RedirectResponse(f"{HOME}?webhook={name}&sent={done.count}", 303)


async def _page(visit: Visit, only: str, status: int = 200, **more: object) -> Response:
    desk, asking = visit.desk.deliveries, visit.asking
    found = sorted(await desk.all_of(asking.agency), key=_graver)
    dead = await desk.dead(asking.agency, only or None, DEAD_MOST)
    await asking.note("saw", "deliveries", *(webhook(asking, one.webhook) for one in found))
    about = (f"alert:{alert.alert_id}" for one in dead.dead for alert in one.alerts)
    await asking.note("saw", "dead letters", *about)
    given = {"sent": None, "wrong": "", **more}
    context = {"here": "deliveries", "webhooks": found, "dead": dead, "only": only, **given}
    return visit.page("deliveries.html", status, **context)


def _graver(one: Webhook) -> tuple[int, int, str]:
    return (_GRAVE.index(one.state), -one.failures, one.webhook)


def _again(form: dict[str, str]) -> Again:
    """Return what is wished; the field of a browser says no zone, and the page says UTC."""
    since = form.get("since", "").strip()
    try:
        at = datetime.fromisoformat(since) if since else None
        zoned = at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
        return Again.model_validate({"alert": form.get("alert") or None, "since": zoned})
    except ValidationError as problem:
        raise Declined(400, sentence(problem)) from problem
    except ValueError as problem:
        raise Declined(400, "since: this is no date and time") from problem
