"""Scripts that are asked in one round trip answer in their order, whatever Redis has lost."""

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from alerts.round_trip import Asked, answers


def asked(redis: Redis, text: str, *args: str) -> Asked[str]:
    return Asked(redis.register_script(text), [*args], bytes.decode)


@pytest.mark.parametrize("count", [0, 1, 3])
async def test_each_answers_in_its_place(redis: Redis, count: int) -> None:
    wanted = [str(one) for one in range(count)]
    assert await answers(*(asked(redis, "return ARGV[1]", one) for one in wanted)) == wanted


async def test_scripts_that_redis_has_lost_are_sent_again(redis: Redis) -> None:
    first, second = asked(redis, "return ARGV[1]", "a"), asked(redis, "return ARGV[2]", "b", "c")
    await first.answer()  # the other was never there
    assert await answers(first, second) == ["a", "c"]
    await redis.script_flush()
    assert await answers(first, second) == ["a", "c"]


async def test_what_one_raises_is_raised(redis: Redis) -> None:
    good, bad = asked(redis, "return ARGV[1]", "a"), asked(redis, "return redis.call('GET')")
    with pytest.raises(ResponseError):
        await answers(good, bad, good)
    assert await answers(good, good) == ["a", "a"]
