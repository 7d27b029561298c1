"""Whom an agency need not be told of again, by HTTP: seen, and ended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from pydantic import BaseModel, Field

from access.parties import AgencyId
from doors.body import SmallRoute
from doors.gate import Asking, Gate, let_in
from doors.told import told

SuppressionId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Its `id`.")]


class Kept(BaseModel, frozen=True):
    """One dismissal as "not the same person" that still counts."""

    id: str
    entry: Annotated[str, Field(description="As alerts have it: owner/id, or the id alone.")]
    alert_id: str
    flight: str
    by: str
    at: str
    until: str


class AllKept(BaseModel, frozen=True):
    """All of the agency's, the newest last."""

    suppressions: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class SuppressionDesk:
    """Reads and ends the suppressions of one agency; raises Declined."""

    all_of: Callable[[AgencyId], Awaitable[tuple[Kept, ...]]]
    end: Callable[[Asking, str], Awaitable[None]]


def suppression_router(desk: SuppressionDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/suppressions."""
    router = APIRouter(prefix="/v1/suppressions", tags=["agencies"], route_class=SmallRoute)
    analyst = Depends(let_in(gate, "analyst"))

    @router.get("", responses=told())
    async def every(asking: Annotated[Asking, analyst]) -> AllKept:
        """Return what dismissals as "not the same person" keep back: on which entry, until when."""
        found = await desk.all_of(asking.agency)
        await asking.note("saw", "suppressions", *(f"suppression:{one.id}" for one in found))
        return AllKept(suppressions=found)

    @router.delete("/{suppression_id}", status_code=202, responses=told(404))
    async def end(asking: Annotated[Asking, analyst], suppression_id: SuppressionId) -> Response:
        """End one: its alert is open again, and whoever it kept back is told within seconds."""
        await desk.end(asking, suppression_id)
        return Response(status_code=202)

    return router
