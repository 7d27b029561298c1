"""An agency's alerts by page, the newest first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from access.parties import AgencyId
from alerts.alert import Alert
from doors.gate import Asking, Gate, let_in
from doors.told import told
from manifests.contract import Instant

MOST = 200
_Word = Annotated[str, Field(max_length=200)]


class Wish(BaseModel, frozen=True, extra="forbid"):
    """What the alerts of a page must be: all that is given must hold."""

    state: Literal["open", "acknowledged", "confirmed", "dismissed", "asked"] | None = None
    event: Annotated[
        Literal["raised", "updated", "withdrawn", "standing"] | None,
        Field(description="Of the last version; `standing` is any but withdrawn."),
    ] = None
    flight: Annotated[_Word | None, Field(description="UA0123/JFK-LHR/2026-11-24.")] = None
    entry: Annotated[
        _Word | None, Field(description="owner/id; the id alone where the owner is withheld.")
    ] = None
    min_severity: Literal["low", "medium", "high", "top"] | None = None
    category: _Word | None = None
    min_score: Annotated[float | None, Field(ge=0, le=1)] = None
    since: Annotated[Instant | None, Field(description="Told then or later, with zone.")] = None
    escalated: bool | None = None
    group_id: Annotated[
        _Word | None, Field(description="One passenger of one flight: what alerts have.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[_Word | None, Field(description="`next` of the page before.")] = None


class AlertPage(BaseModel, frozen=True):
    """Alerts as they are; `next` leads on, null at the end."""

    alerts: tuple[Alert, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ListDesk:
    """Reads pages; raises Declined."""

    page: Callable[[AgencyId, Wish], Awaitable[AlertPage]]


def add_list(router: APIRouter, desk: ListDesk, gate: Gate) -> None:
    """Add GET /v1/alerts."""
    officer = Depends(let_in(gate, "officer"))

    @router.get("", response_model=AlertPage, responses=told())
    async def page(
        request: Request, asking: Annotated[Asking, officer], wish: Annotated[Wish, Query()]
    ) -> Response:
        """List the agency's alerts, the newest first; what comes meanwhile moves no page.

        A page may be short, or empty, while there is a `next`: few are wanted, and there is more to
        look through. The `Link` header leads on as well.
        """
        found = await desk.page(asking.agency, wish)
        await asking.note_alerts("alerts", found.alerts)
        headers = {}
        if found.next is not None:
            asked = {**dict(request.query_params), "cursor": found.next}
            headers["Link"] = f'<{request.url.path}?{urlencode(asked)}>; rel="next"'
        return Response(
            found.model_dump_json(by_alias=True), media_type="application/json", headers=headers
        )
