"""A board begins with all that stands and that it asks for, however much else was told since."""

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.disposition import AlertDisposition
from doors.alert_list import ListDesk
from doors.console.filters import Filters
from doors.console.standing import Standing
from manifests.contract import Flight
from screening.space import Space
from streams.agencies.alerts import OwnAlerts
from tests.alerts.test_listing import Told
from tests.builders import FLIGHT

DISMISSED = AlertDisposition(
    state="dismissed",
    reason="data_error",
    by="officer-7",
    at="2026-11-25T08:00:00Z",
)


def flight(number: int) -> Flight:
    return FLIGHT.model_copy(update={"number": str(1_000 + number)})


@pytest.fixture
async def told(redis: Redis, space: Space) -> Told:
    """Two open alerts on one flight, and five hundred told since on others."""
    found = Told(redis, space)
    await found.tell(1)
    await found.tell(2)
    for number in range(3, 503):
        await found.tell(number, flight=flight(number))
    return found


async def board(redis: Redis, shown: int, looked_at: int, **asked: str) -> tuple[list[int], bool]:
    """Return the numbers of the alerts that the board shows, and whether it says there is more."""
    filters = Filters.model_validate(asked)
    pages = ListDesk(OwnAlerts(redis).page)
    standing = Standing(pages, filters, shown=shown, looked_at=looked_at)
    found = [
        int(one.alert_id, 16)
        async for some in standing.of(AgencyId("uk-piu"))
        for one in some
        if filters.shows(one)
    ]
    return found, standing.more


@pytest.mark.parametrize("looked_at", [300, 10_000], ids=["beyond what is looked at", "shown"])
async def test_alert_of_a_flight_is_found_by_its_flight_however_old(
    told: Told, redis: Redis, looked_at: int
) -> None:
    alerts, more = await board(redis, 10, looked_at)
    assert (1 in alerts, more) == (False, True)
    assert await board(redis, 10, looked_at, flight=FLIGHT.key) == ([2, 1], False)


async def test_what_is_decided_keeps_no_open_alert_from_the_board(told: Told, redis: Redis) -> None:
    for number in range(3, 503):
        await told.tell(number, 2, flight=flight(number), disposition=DISMISSED)
    assert await board(redis, 10, 10_000) == ([2, 1], False)


async def test_board_says_that_it_looked_no_further(told: Told, redis: Redis) -> None:
    alerts, more = await board(redis, 10_000, 300, category="terrorism")
    assert (len(alerts), more) == (400, True)  # by whole pages
    assert await board(redis, 10_000, 300, min_severity="top") == ([], True)
    assert await board(redis, 10_000, 10_000, min_severity="top") == ([], False)
