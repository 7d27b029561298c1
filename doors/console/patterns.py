"""Where hits travel: routes on a map, figures over time, broken journeys; each leads to alerts."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from doors.console.assets import land_address
from doors.console.desk import ConsoleDesk
from doors.console.plots import Bar, bars, spark
from doors.console.travel import Sums, Travel, at_airport, begin_of, summed, within
from doors.console.travel_map import HEIGHT, WIDTH, travel_map
from doors.console.visit import Visit, language_of, visiting
from doors.patterns import Journeys, Span, ToldJourney, about_journeys

PERIODS = (7, 14, 30, 90)  # days
MOST_ROWS = 12  # of a table; the rest is summed
MOST_JOURNEYS = 20
_BOARD = "/console/alerts"
_Board = Callable[..., str]


def add_patterns(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page."""
    visitor = Depends(visiting(desk))

    @router.get("/patterns")
    async def patterns(
        visit: Annotated[Visit, visitor], asked: Annotated[Travel, Query()]
    ) -> Response:
        first, last = within(asked, datetime.now(UTC).date())
        span = Span(begin=begin_of(first), end=begin_of(last + timedelta(days=1)))
        hits = await desk.hits(visit.asking.agency, span)
        told = await desk.journeys(visit.asking.agency, span)
        went = [one for one in told.journeys if _concerns(one, asked)]
        shown = told.model_copy(update={"journeys": tuple(islice(went, MOST_JOURNEYS))})
        await visit.asking.note("saw", "patterns and journeys", *about_journeys(shown))
        asked = asked.model_copy(update={"since": first, "until": last})
        # Of months there is much to add up and to draw, and others are answered meanwhile.
        sums = await asyncio.to_thread(summed, hits, asked, first, last)
        more = len(went) - len(shown.journeys)
        context = await asyncio.to_thread(_context, visit, asked, sums, shown, more)
        return await asyncio.to_thread(partial(visit.page, "patterns.html", **context))


def _concerns(journey: ToldJourney, asked: Travel) -> bool:
    """Say whether a journey is of the category, and touches the airport, that are asked about."""
    routes = (one.route.split("-") for one in journey.stages)
    return asked.category in ("", journey.category) and any(
        asked.touches(origin, destination) for origin, destination in routes
    )


def _context(
    visit: Visit, asked: Travel, sums: Sums, journeys: Journeys, more: int
) -> dict[str, Any]:
    def board(**narrower: object) -> str:
        """Return where the alerts behind a figure are: as asked here, and narrower."""
        return f"{_BOARD}?{asked.query(state='all', counted='true', **narrower)}"

    return {
        "here": "patterns",
        "asked": asked,
        "sums": sums,
        "board": board,
        "at_airport": lambda *at: board(**at_airport(asked, *at)),
        "map": travel_map(sums.routes),
        "land": land_address(),
        "size": (WIDTH, HEIGHT),
        "most": MOST_ROWS,
        "periods": _periods(asked),
        "days": bars(_by_day(visit, sums, board), labelled=max(1, -(-len(sums.days) // 7))),
        "hours": bars(_by_hour(sums, board), labelled=3),
        "sparks": [spark(one.days) for one in sums.categories[:MOST_ROWS]],
        "journeys": journeys,
        "more": more,
    }


def _periods(asked: Travel) -> list[tuple[int, str, bool]]:
    """Return the usual periods with their addresses, and whether one is what is shown."""
    until = asked.until
    assert until
    found = []
    for days in PERIODS:
        since = until - timedelta(days=days - 1)
        found.append((days, asked.query(since=since, until=until), since == asked.since))
    return found


def _by_day(visit: Visit, sums: Sums, board: _Board) -> list[Bar]:
    locale = language_of(visit.request).locale

    def named(day: date) -> str:
        return str(format_date(day, "d MMM", locale=locale))

    return [
        Bar(named(day), count, f"{named(day)}: {count}", board(since=day, until=day))
        for day, count in sums.days
    ]


def _by_hour(sums: Sums, board: _Board) -> list[Bar]:
    return [
        Bar(f"{hour:02}", count, f"{hour:02}:00 UTC: {count}", board(hour=f"{hour:02}"))
        for hour, count in enumerate(sums.hours)
    ]
