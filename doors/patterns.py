"""Where an agency's hits travel, by HTTP: figures, the alerts behind each, broken journeys."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from access.parties import AgencyId
from alerts.patterns import By
from doors.body import SmallRoute
from doors.conditions import known, quoted
from doors.gate import Asking, Gate, let_in
from doors.told import told
from manifests.contract import Instant

_IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=200, description="The ETag of what you have."),
]
_UNCHANGED = {"description": "What you have is how it is."}


class Span(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Departures from one moment up to another, each with its zone; hours are taken whole."""

    begin: Annotated[
        Instant | None, Field(alias="from", description="[default: 14 days before `to`]")
    ] = None
    end: Annotated[Instant | None, Field(alias="to", description="[default: in 7 days]")] = None


class FigureWish(Span, frozen=True):
    """What is to be counted, and how."""

    by: By = "route"
    window: Annotated[
        Literal["hour", "day"] | None, Field(description="Also over time, by such windows (UTC).")
    ] = None
    top: Annotated[int, Field(ge=1, le=100, description="So many; the rest is summed.")] = 20


class AlertWish(Span, frozen=True):
    """Which figure's alerts."""

    by: By
    value: Annotated[str, Field(min_length=1, max_length=100, description="As figures have it.")]
    limit: Annotated[int, Field(ge=1, le=500)] = 200
    cursor: Annotated[
        str | None, Field(max_length=200, description="`next` of the page before.")
    ] = None


class InWindow(BaseModel, frozen=True):
    """How many in the hour or day that begins at `start`."""

    start: datetime
    count: int


class PatternFigure(BaseModel, frozen=True):
    """One value, and where its alerts are listed."""

    value: Annotated[
        str, Field(description="JFK-LHR; LHR; the hour of departure, 00 to 23, UTC; a category.")
    ]
    count: int
    windows: Annotated[
        tuple[InWindow, ...], Field(description="In order; those without any are left out.")
    ] = ()
    alerts: Annotated[str, Field(description="Path and query of its alerts.")]


class Rest(BaseModel, frozen=True):
    """All other values together."""

    values: int
    count: int


class Patterns(BaseModel, frozen=True, populate_by_name=True, serialize_by_alias=True):
    """Hits by what was asked for, the most frequent first. A flight counts at both airports."""

    by: By
    begin: Annotated[datetime, Field(alias="from")]
    end: Annotated[datetime, Field(alias="to")]
    total: Annotated[int, Field(description="Alerts, each once.")]
    figures: tuple[PatternFigure, ...]
    rest: Rest


class PatternAlerts(BaseModel, frozen=True):
    """Ids of alerts by departure; `next` leads on, null at the end."""

    alerts: tuple[str, ...]
    next: str | None = None


class JourneyStage(BaseModel, frozen=True):
    """One flight; several on board may be the listed person, each with an alert."""

    flight: str
    route: str
    departs: datetime
    lands: Annotated[datetime | None, Field(description="Null where no arrival was stated.")]
    alerts: tuple[str, ...]


class ToldJourney(BaseModel, frozen=True):
    """Flights of one listed person, each from where the last landed, within 48 hours."""

    entry: Annotated[str, Field(description="owner/id; the id alone if the owner is withheld.")]
    category: Annotated[str, Field(description="Of the entry, as the last alert has it.")]
    stages: tuple[JourneyStage, ...]


class Journeys(BaseModel, frozen=True, populate_by_name=True, serialize_by_alias=True):
    """Those that went on in the time asked for, the latest first."""

    begin: Annotated[datetime, Field(alias="from")]
    end: Annotated[datetime, Field(alias="to")]
    journeys: tuple[ToldJourney, ...]
    left_out: Annotated[int, Field(description="Earlier links between flights, beyond 2000.")]


@dataclass(frozen=True, slots=True)
class PatternDesk:
    """Reads the counts of one agency; raises Declined. `tag` is another once anything counts."""

    tag: Callable[[AgencyId, Span], Awaitable[str]]
    figures: Callable[[AgencyId, FigureWish], Awaitable[Patterns]]
    alerts: Callable[[AgencyId, AlertWish], Awaitable[PatternAlerts]]
    journeys: Callable[[AgencyId, Span], Awaitable[Journeys]]


def pattern_router(desk: PatternDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/patterns; who may list alerts may count them."""
    router = APIRouter(prefix="/v1/patterns", tags=["agencies"], route_class=SmallRoute)
    officer = Depends(let_in(gate, "officer"))

    @router.get("", response_model=Patterns, responses={**told(), 304: _UNCHANGED})
    async def figures(
        asking: Annotated[Asking, officer],
        wish: Annotated[FigureWish, Query()],
        have: _IfNoneMatch = None,
    ) -> Response:
        """Count the agency's hits by route, airport, hour or category of entry.

        A hit is an alert that stands, at the departure of its flight; one dismissed as somebody
        else or for wrong data is none.
        """
        tag = await desk.tag(asking.agency, wish)
        await asking.note("saw", f"patterns by {wish.by}")
        if known(have, tag):
            return Response(status_code=304, headers=quoted(tag))
        return _json(await desk.figures(asking.agency, wish), quoted(tag))

    @router.get("/alerts", responses=told())
    async def alerts(
        asking: Annotated[Asking, officer], wish: Annotated[AlertWish, Query()]
    ) -> PatternAlerts:
        """List the alerts behind one figure."""
        found = await desk.alerts(asking.agency, wish)
        await asking.note("saw", "patterns: alerts", *(f"alert:{one}" for one in found.alerts))
        return found

    @router.get("/journeys", response_model=Journeys, responses={**told(), 304: _UNCHANGED})
    async def journeys(
        asking: Annotated[Asking, officer],
        wish: Annotated[Span, Query()],
        have: _IfNoneMatch = None,
    ) -> Response:
        """List broken journeys: who is listed flew on from where they had landed, within 48 hours.

        Of each journey what was flown before `from` is left out, but for the flight before.
        """
        tag = await desk.tag(asking.agency, wish)
        found = await desk.journeys(asking.agency, wish)
        await asking.note("saw", "journeys", *about_journeys(found))
        if known(have, tag):
            return Response(status_code=304, headers=quoted(tag))
        return _json(found, quoted(tag))

    return router


def about_journeys(found: Journeys) -> Iterator[str]:
    """Yield what was seen, for the audit trail; an entry only where its owner is not withheld."""
    for one in found.journeys:
        if "/" in one.entry:
            yield f"entry:{one.entry}"
        for stage in one.stages:
            yield f"flight:{stage.flight}"
            yield from (f"alert:{each}" for each in stage.alerts)


def _json(found: BaseModel, headers: dict[str, str]) -> Response:
    return Response(found.model_dump_json(), media_type="application/json", headers=headers)
