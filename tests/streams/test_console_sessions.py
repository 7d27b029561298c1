"""Sessions of the console on a real Valkey: how they begin, go on and end."""

from dataclasses import replace
from functools import partial

import pytest
from redis.asyncio import Redis

from access.caller import Caller, operator
from access.keys import anybody_of, key_hash
from access.parties import Agency, AgencyId, AgencyKey, Operator, Parties
from config.settings import ConsoleSettings
from doors.console.session import Session, SignedIn
from streams.console.sessions import EVERY, PREFIX, RedisSessions

HASH = key_hash("a key of the tests")
UK = AgencyId("uk-piu")
AGENCY = Agency(UK, frozenset({"GBR"}), (AgencyKey(HASH, "officer"),))
SESSION = Session(Caller(UK, "officer", f"key:{HASH[7:15]}"), HASH, "4711")
OPERATORS_HASH = key_hash("a key of the operator")
DESK = Operator("desk", frozenset({OPERATORS_HASH}))
SETTINGS = ConsoleSettings(idle_min=10, session_h=1)


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def sessions(
    redis: Redis,
    agency: Agency = AGENCY,
    settings: ConsoleSettings = SETTINGS,
    clock: Clock | None = None,
) -> RedisSessions:
    parties = Parties({}, {agency.id: agency}, {DESK.id: DESK})
    return RedisSessions(redis, partial(anybody_of, parties=parties), settings, clock or Clock())


async def test_session_is_found_until_it_is_ended(redis: Redis) -> None:
    some = sessions(redis)
    name = await some.begin(SESSION)
    assert await some.found(name) == await some.used(name) == SESSION
    await some.end(name)
    assert await some.found(name) is None
    assert await some.used(name) is None
    await some.end(name)


async def test_neither_id_nor_key_can_be_read_in_redis(redis: Redis) -> None:
    name = await sessions(redis).begin(SESSION)
    keys = [key async for key in redis.scan_iter(match=f"{PREFIX}*")]
    assert keys
    assert not any(name in str(key) for key in keys)
    assert await sessions(redis).found(str(keys[0])) is None


async def test_session_ends_without_use_and_goes_on_with_it(redis: Redis) -> None:
    short = ConsoleSettings(idle_min=0.02, session_h=1)  # 1.2 s
    some = sessions(redis, settings=short)
    name = await some.begin(SESSION)
    (key,) = [
        one async for one in redis.scan_iter(match=f"{PREFIX}*") if await redis.pttl(one) < 2_000
    ]
    await redis.pexpire(key, 100)
    await some.found(name)
    assert await redis.pttl(key) <= 100
    await some.used(name)
    assert await redis.pttl(key) > 1_000


async def test_session_ends_after_a_shift_however_much_it_is_used(redis: Redis) -> None:
    clock = Clock()
    some = sessions(redis, clock=clock)
    name = await some.begin(SESSION)
    clock.now += 3_599
    assert await some.used(name) is not None
    clock.now += 1
    assert await some.used(name) is None


@pytest.mark.parametrize(
    "agency",
    [
        pytest.param(replace(AGENCY, keys=()), id="key taken back"),
        pytest.param(
            replace(AGENCY, keys=(AgencyKey(key_hash("b"), "officer"),)), id="another key"
        ),
    ],
)
async def test_key_that_is_taken_back_ends_its_sessions(redis: Redis, agency: Agency) -> None:
    name = await sessions(redis).begin(SESSION)
    assert await sessions(redis, agency).found(name) is None


async def test_role_is_what_the_key_has_now(redis: Redis) -> None:
    name = await sessions(redis).begin(SESSION)
    raised = replace(AGENCY, keys=(AgencyKey(HASH, "admin"),))
    found = await sessions(redis, raised).found(name)
    assert found is not None
    assert found.caller.role == "admin"


async def test_who_is_signed_in_is_counted_by_party_until_they_leave(redis: Redis) -> None:
    await redis.delete(EVERY)
    some = sessions(redis)
    desk = Session(operator(f"desk/key:{OPERATORS_HASH[7:15]}"), OPERATORS_HASH, "night")
    names = [
        await some.begin(one) for one in (SESSION, SESSION, replace(SESSION, officer="12"), desk)
    ]
    assert await some.found(names[3]) == desk
    both = (SignedIn("desk", operates=True, people=1, sessions=1),)
    assert await some.signed_in() == (
        *both,
        SignedIn("uk-piu", operates=False, people=2, sessions=3),
    )
    await some.end(names[2])
    assert await some.signed_in() == (
        *both,
        SignedIn("uk-piu", operates=False, people=1, sessions=2),
    )
    assert await sessions(redis, replace(AGENCY, keys=())).signed_in() == both


async def test_whose_shift_is_over_is_not_signed_in(redis: Redis) -> None:
    await redis.delete(EVERY)
    clock = Clock()
    some = sessions(redis, clock=clock)
    await some.begin(SESSION)
    clock.now += 3_600
    assert await some.signed_in() == ()
