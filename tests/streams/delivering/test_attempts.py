"""What the ledger knows of attempts: all of them, also of one whose end nobody saw."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from alerts.attempts import MOST, Attempts
from alerts.delivery.calls import Call, arrived, call
from alerts.delivery.outcomes import Outcome, away
from alerts.ledger import payload
from screening.space import Space
from streams.delivering.noting import Noting
from tests.streams.delivering.endpoint import OK, SLOW, Endpoint, until
from tests.streams.delivering.lane import Lane, numbered

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
DOWN = away("server_error", 503)
TAKEN = Outcome("delivered", "delivered", 204)
(TOLD,) = numbered(1)


@pytest.fixture
def noting(lane: Lane) -> Noting:
    return Noting(lane.redis, lane.destination("http://127.0.0.1:1/", "desk"))


def the_call() -> Call:
    found = arrived(0, payload(TOLD), 0)
    assert found is not None
    return call("uk-piu", "desk", "alerts", (0, 1), [found])


async def noted(redis: Redis, space: Space) -> list[tuple[str, int, str]]:
    found = await Attempts(redis).of(space, TOLD.alert_id)
    return [(one.webhook, one.number, one.reason) for one in found]


async def test_an_attempt_is_noted_before_it_is_made_and_its_end_in_the_same_place(
    lane: Lane, noting: Noting
) -> None:
    space = await lane.held(TOLD)
    for number, outcome in enumerate((DOWN, TAKEN), 1):
        at = AT + timedelta(seconds=number)
        noting.begun(the_call(), at)
        await noting.write()
        assert (await noted(lane.redis, space))[-1] == ("desk", number, "begun")
        noting.ended(the_call(), at, outcome, 0.03)
        await noting.write()
        assert (await noted(lane.redis, space))[-1] == ("desk", number, outcome.reason)
    assert not noting.waits


async def test_of_very_many_the_first_and_the_last_stay_under_their_numbers_and_hide_no_other(
    lane: Lane, noting: Noting
) -> None:
    space = await lane.held(TOLD)
    other = Noting(lane.redis, lane.destination("http://127.0.0.1:1/", "night"))
    other.ended(the_call(), AT, TAKEN, 0.03)
    await other.write()
    for second in range(1, 301):
        noting.begun(the_call(), AT + timedelta(seconds=second))
        noting.ended(the_call(), AT + timedelta(seconds=second), DOWN, 0.03)
    await noting.write()
    found = await noted(lane.redis, space)
    last = [("desk", number, "server_error") for number in range(301 - MOST, 301)]
    assert found == [("night", 1, "delivered"), ("desk", 1, "server_error"), *last]


async def test_what_was_tried_while_the_ledger_was_being_built_is_noted_after_it(
    lane: Lane, noting: Noting
) -> None:
    noting.begun(the_call(), AT)
    noting.ended(the_call(), AT, DOWN, 0.03)
    await noting.write()
    assert noting.waits
    space = await lane.held(TOLD)
    await noting.write()
    assert await noted(lane.redis, space) == [("desk", 1, "server_error")]
    assert not noting.waits


async def test_the_lane_notes_a_call_while_it_is_under_way(lane: Lane) -> None:
    space = await lane.held(TOLD)
    async with Endpoint(SLOW, OK) as desk, lane.at_work(lane.destination(desk.url, "slow")):
        await lane.tell(TOLD)
        await until(lambda: len(desk.calls) == 1)
        assert await noted(lane.redis, space) == [("slow", 1, "begun")]
        await until(lambda: len(desk.calls) == 2)
    assert await noted(lane.redis, space) == [("slow", 1, "timeout"), ("slow", 2, "delivered")]
