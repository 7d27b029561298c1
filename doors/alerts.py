"""An agency's alerts by HTTP: by page, one with its history, decided upon, and as they come."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, Field

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.attempts import Attempt
from alerts.disposition import Disposition
from doors.alert_list import ListDesk, add_list
from doors.alert_stream import StreamDesk, add_stream
from doors.body import SmallRoute
from doors.conditions import quoted
from doors.decisions import NO_ALERT, AlertId, Decided, Decision, add_decisions
from doors.gate import Asking, Gate, let_in
from doors.problem import Declined
from doors.told import told


class ToldVersion(BaseModel, frozen=True):
    """One version as the agency was told it."""

    at: Annotated[str, Field(description="When it was told, UTC.")]
    version: int
    event: str
    cause: str
    score: float
    changes: tuple[dict[str, Any], ...]
    reason: str | None
    trace_id: str


class WholeAlert(BaseModel, frozen=True):
    """An alert as it is, and its past."""

    alert: Alert
    decisions: Annotated[
        tuple[Disposition, ...],
        Field(description="Of this agency, those that changed nothing too."),
    ]
    versions: Annotated[tuple[ToldVersion, ...], Field(description="Oldest first.")]
    deliveries: Annotated[
        tuple[Attempt, ...],
        Field(description="The last attempts to call the agency's webhooks, oldest first."),
    ]


@dataclass(frozen=True, slots=True)
class AlertDesk:
    """Reads the alerts of one agency; raises Declined."""

    one: Callable[[AgencyId, str], Awaitable[WholeAlert | None]]
    decide: Callable[[Asking, str, Decision], Awaitable[Decided]]


def alert_router(desk: AlertDesk, pages: ListDesk, stream: StreamDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/alerts."""
    router = APIRouter(prefix="/v1/alerts", tags=["agencies"], route_class=SmallRoute)
    add_list(router, pages, gate)
    add_stream(router, stream, gate)
    _read(router, desk, gate)
    add_decisions(router, desk.decide, gate)
    return router


def _read(router: APIRouter, desk: AlertDesk, gate: Gate) -> None:
    officer = Depends(let_in(gate, "officer"))

    @router.get("/{alert_id}", response_model=WholeAlert, responses=told(404))
    async def one(asking: Annotated[Asking, officer], alert_id: AlertId) -> Response:
        """Return an alert as it stands, with every version told. Its ETag is its version.

        One of another agency and one that never was are told alike.
        """
        found = await desk.one(asking.agency, alert_id)
        if found is None:
            raise Declined(404, NO_ALERT)
        await asking.note_alerts("an alert", [found.alert])
        body = found.model_dump_json(by_alias=True)
        return Response(
            body, media_type="application/json", headers=quoted(str(found.alert.version))
        )
