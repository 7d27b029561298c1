"""What became of a message: the later counts, and what is worse never hides what was done."""

from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from doors.receipt import BoardingAnswer
from screening.space import Space
from streams.answered import Answers, Given
from streams.fates import Fates
from tests.builders import manifest

PUSH = manifest("M/1 é")


@pytest.fixture
def fates(redis: Redis) -> Fates:
    return Fates(redis, keep=timedelta(seconds=100))


async def state(fates: Fates, space: Space) -> str | None:
    found = await fates.of(space, "UA", PUSH.message_id)
    return None if found is None else found.state


async def refuse(fates: Fates, space: Space) -> None:
    await fates.quarantined(space, "UA", PUSH.message_id, "invalid", "flight: is missing")


async def test_message_that_nobody_sent_has_none(fates: Fates, space: Space) -> None:
    assert await fates.of(space, "UA", "M-1") is None


async def test_screened_stays_whatever_comes_late(fates: Fates, space: Space) -> None:
    await fates.received(space, PUSH)
    assert await state(fates, space) == "received"
    await fates.screened(space, PUSH)
    for late in (fates.received, fates.handed_in):
        await late(space, PUSH)
    await refuse(fates, space)
    assert await state(fates, space) == "screened"


async def test_message_that_is_read_again_is_told_with_the_time_at_which_it_came(
    fates: Fates, space: Space
) -> None:
    long_ago = datetime.now(UTC) - timedelta(seconds=50)
    await fates.screened(space, PUSH, age=timedelta(seconds=50))
    found = await fates.of(space, "UA", PUSH.message_id)
    assert found is not None
    assert abs(datetime.fromisoformat(found.at) - long_ago) < timedelta(seconds=5)


async def test_refused_is_told_until_it_is_taken_in(fates: Fates, space: Space) -> None:
    await refuse(fates, space)
    await fates.handed_in(space, PUSH)  # the door is late: intake has judged it meanwhile
    found = await fates.of(space, "UA", PUSH.message_id)
    assert found is not None
    assert (found.reason, found.detail) == ("invalid", "flight: is missing")
    await fates.received(space, PUSH)
    again = await fates.of(space, "UA", PUSH.message_id)
    assert again is not None
    assert (again.state, again.reason, again.people) == ("received", None, 2)


async def test_another_airlines_message_of_that_id_is_another(fates: Fates, space: Space) -> None:
    await fates.received(space, PUSH)
    assert await fates.of(space, "BA", PUSH.message_id) is None


async def test_records_go_in_time(fates: Fates, space: Space, redis: Redis) -> None:
    await fates.received(space, PUSH)
    said = BoardingAnswer(message_id=PUSH.message_id, cusres="UNB")
    assert await Answers(redis).keep(space, Given(PUSH, said), {})
    keys = [one async for one in redis.scan_iter(match=f"{space.prefix}*M/1*")]
    assert len(keys) == 2
    assert all([0 < await redis.ttl(one) <= 24 * 60 * 60 for one in keys])
    assert await fates.answer(space, "UA", PUSH.message_id) == said


async def test_no_names_are_kept(fates: Fates, space: Space, redis: Redis) -> None:
    await fates.received(space, PUSH)
    held = await redis.hgetall(space.key("fate", "UA", PUSH.message_id))
    assert "people" in str(held)
    assert "TIKRITI" not in str(held).upper()
