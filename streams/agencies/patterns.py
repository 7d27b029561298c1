"""Where an agency's hits travel, as the counts have it."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.journeys import Journey, Stage
from alerts.pattern_reading import Figure, PatternReading, Place, Scope, Value
from alerts.patterns import DAY_S, HOUR_S, Hits, moment
from doors.patterns import (
    AlertWish,
    FigureWish,
    InWindow,
    Journeys,
    JourneyStage,
    PatternAlerts,
    PatternFigure,
    Patterns,
    Rest,
    Span,
    ToldJourney,
)
from doors.problem import Declined
from screening.space import space_in_force
from streams.declining import reached

PATH = "/v1/patterns"
_AHEAD = timedelta(days=7)  # what is reported is not all under way
_LONG = timedelta(days=14)
_MOST_DAYS = 400
_MOST_DAYS_BY_HOUR = 31


class OwnPatterns:
    """Reads the counts of who asks; another agency's are none."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._reading = PatternReading(redis)

    async def tag(self, agency: AgencyId, wish: Span) -> str:
        """Return what is another one once the answer to *wish* is; raises Declined."""
        return await reached(self._tag(agency, wish))

    async def figures(self, agency: AgencyId, wish: FigureWish) -> Patterns:
        """Return hits of *agency* by what was asked for; raises Declined."""
        return await reached(self._figures(agency, wish))

    async def alerts(self, agency: AgencyId, wish: AlertWish) -> PatternAlerts:
        """Return a page of the alerts behind a figure; raises Declined."""
        return await reached(self._alerts(agency, wish))

    async def journeys(self, agency: AgencyId, wish: Span) -> Journeys:
        """Return the broken journeys that went on within the time; raises Declined."""
        return await reached(self._journeys(agency, wish))

    async def hits(self, agency: AgencyId, days: Span) -> tuple[Hits, ...]:
        """Return the hits of whole *days* as they are counted together; raises Declined."""
        return await reached(self._hits(agency, days))

    async def _tag(self, agency: AgencyId, wish: Span) -> str:
        space, scope = await space_in_force(self._redis), _scope(agency, wish)
        revision = await self._reading.revision(space, agency)
        today = f"{datetime.now(UTC):%Y-%m-%d}"  # what is over by then is forgotten
        said = (space.generation, revision, today, repr(scope), wish.model_dump_json())
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

    async def _figures(self, agency: AgencyId, wish: FigureWish) -> Patterns:
        scope = _scope(agency, wish)
        days = (scope.end - scope.begin) / DAY_S
        if wish.window == "hour" and days > _MOST_DAYS_BY_HOUR:
            raise Declined(400, f"window: by the hour ask for {_MOST_DAYS_BY_HOUR} days at most")
        found = await self._reading.figures(
            await space_in_force(self._redis), scope, wish.by, size=wish.window, top=wish.top
        )
        return Patterns(
            by=wish.by,
            begin=moment(scope.begin),
            end=moment(scope.end),
            total=found.total,
            figures=tuple(_figure(one, wish, scope) for one in found.top),
            rest=Rest(values=found.others, count=found.others_count),
        )

    async def _hits(self, agency: AgencyId, days: Span) -> tuple[Hits, ...]:
        space = await space_in_force(self._redis)
        return await self._reading.together(space, _scope(agency, days))

    async def _alerts(self, agency: AgencyId, wish: AlertWish) -> PatternAlerts:
        found = await self._reading.alerts(
            await space_in_force(self._redis),
            _scope(agency, wish),
            Value(wish.by, wish.value),
            after=None if wish.cursor is None else _read(wish.cursor),
            limit=wish.limit,
        )
        return PatternAlerts(alerts=found.alerts, next=_written(found.left_at))

    async def _journeys(self, agency: AgencyId, wish: Span) -> Journeys:
        scope = _scope(agency, wish)
        found, left_out = await self._reading.journeys(await space_in_force(self._redis), scope)
        return Journeys(
            begin=moment(scope.begin),
            end=moment(scope.end),
            journeys=tuple(map(_told, found)),
            left_out=left_out,
        )


def _scope(agency: AgencyId, wish: Span) -> Scope:
    """Return the hours asked for; raises Declined where they are none, or too many."""
    end = wish.end or datetime.now(UTC) + _AHEAD
    begin = wish.begin or end - _LONG
    scope = Scope(
        agency,
        int(begin.timestamp()) // HOUR_S * HOUR_S,
        -(-int(end.timestamp()) // HOUR_S) * HOUR_S,
    )
    if not 0 < scope.end - scope.begin <= _MOST_DAYS * DAY_S:
        raise Declined(400, f"to: is after from, and by {_MOST_DAYS} days at most")
    return scope


def _figure(one: Figure, wish: FigureWish, scope: Scope) -> PatternFigure:
    asked = {"by": wish.by, "value": one.value}
    span = {"from": f"{moment(scope.begin):%FT%TZ}", "to": f"{moment(scope.end):%FT%TZ}"}
    return PatternFigure(
        value=one.value,
        count=one.count,
        windows=tuple(InWindow(start=moment(at.start), count=n) for at, n in one.windows),
        alerts=f"{PATH}/alerts?{urlencode({**asked, **span})}",
    )


def _told(one: Journey) -> ToldJourney:
    return ToldJourney(
        entry=one.entry,
        category=one.stages[-1].leg.category,
        stages=tuple(map(_stage, one.stages)),
    )


def _stage(one: Stage) -> JourneyStage:
    leg = one.leg
    return JourneyStage(
        flight=leg.flight,
        route=leg.route,
        departs=moment(leg.departs),
        lands=None if leg.lands == leg.departs else moment(leg.lands),
        alerts=one.alerts,
    )


def _written(place: Place | None) -> str | None:
    return None if place is None else f"{place.day}.{place.hour}.{place.alert_id}"


def _read(cursor: str) -> Place:
    day, hour, alert_id = (*cursor.split(".", 2), "", "")[:3]
    try:
        return Place(int(day), int(hour), alert_id)
    except ValueError as problem:
        raise Declined(400, "cursor: is none of this list; begin without one") from problem
