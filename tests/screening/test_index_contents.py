"""Whatever happened, the index holds what one built afresh from the outcome holds."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from screening.held import flight_number
from screening.passenger_join import kept_until
from screening.space import EPOCH, Space
from screening.sweep import Sweep
from screening.tidying import WITHIN
from tests.manifests.building import entry, flight_fields, manifest, passenger_fields
from tests.screening.joining import KEEP, NOW, Joins
from tests.screening.spaces import contents, fresh_space, held
from watchlist.entry import Entry

PEOPLE = [
    passenger_fields(surname, given_names=given, birth_date=born, passenger_id=number)
    for surname in ("AL TIKRITI", "SMITH")
    for given in ("SABAWI IBRAHIM", "JOHN", None)
    for born in ("1947-02-27", None)
    for number in ("1", None)
]


def random_push(draw: random.Random, at: int) -> Manifest:
    """Return a push of some kind about some of PEOPLE, on one of two flights."""
    function = draw.choice(["full", "full", "update", "cancel_passengers", "cancel_flight"])
    documents = [{"number": draw.choice(["M1234567", "X7654321"])}]
    named = [
        {**one, "documents": documents} if draw.random() < 0.3 else one
        for one in draw.sample(PEOPLE, draw.randint(1, 4))
    ]
    flight = flight_fields(number=draw.choice(["123", "456"]))
    if draw.random() < 0.2:
        flight |= {"departure": flight["departure"][:10] + "T21:00"}
    order = at if draw.random() < 0.8 else at - 3
    return manifest(*named, at=order, function=function, flight=flight, message_id=f"M{at}")


def random_entry(draw: random.Random) -> Entry:
    fields: dict[str, Any] = {
        "names": [{"full": draw.choice(["Sabawi AL-TIKRITI", "John Smith", "Jon Smyth Junior"])}],
        "birth_dates": draw.choice([[], ["1947-02-27"], ["1980"]]),
        "documents": draw.choice([[], [{"number": "M1234567"}]]),
        "list": draw.choice(["ftf", "sltd"]),
    }
    return entry(draw.choice(["1", "2"]), **fields)


@pytest.mark.parametrize("seed", range(12))
async def test_index_holds_what_one_built_afresh_holds(redis: Redis, seed: int) -> None:
    draw, joins = random.Random(seed), Joins(redis, await fresh_space(redis))
    flights: dict[str, FlightState] = {}
    entries: dict[str, Entry] = {}
    for at in range(30):
        if draw.random() < 0.6:
            push = random_push(draw, at)
            await joins.screen(push)
            flights[push.flight.key] = fold(flights.get(push.flight.key), push).state
        elif entries and draw.random() < 0.4:
            await joins.remove(entries.pop(draw.choice(list(entries))).key)
        else:
            listed = random_entry(draw)
            entries[listed.key] = listed
            await joins.apply(listed)
    streamed = await contents(redis, joins.space)
    afresh = Joins(redis, await fresh_space(redis))
    for listed in entries.values():
        await afresh.apply(listed)
    for state in flights.values():
        people = [one.model_dump(exclude_unset=True) for one in state.travellers().values()]
        await afresh.screen(manifest(*people, flight=dict(state.flight), at=99))
    expected = await contents(redis, afresh.space)
    keys = [
        name
        for name in {*streamed, *expected}
        if name.startswith(("listed:", "digests:", "numbered", "whole"))
    ]
    assert {one: streamed.get(one) for one in keys} == {one: expected.get(one) for one in keys}
    assert _people(streamed) == _people(expected)


def _people(index: dict[str, Any]) -> dict[str, list[Any]]:
    """Return each held key and flight without references: afresh, they may be others."""
    found = {"held": sorted((place, flight, one[8:]) for place, flight, one in index["held"])}
    for name, value in index.items():
        if name.startswith("people:"):
            found[name] = sorted(value.values())
    return found


async def test_sweep_takes_out_people_whose_flight_went_by_itself(
    redis: Redis, space: Space
) -> None:
    joins, later = Joins(redis, space), {"departure": "2199-01-01T10:00", "arrival": None}
    stays = manifest(*PEOPLE[:2], flight={**later, "number": "456"})
    await joins.screen(stays)
    alone = await contents(redis, space)
    gone = manifest(*PEOPLE[:3])
    await joins.screen(gone)
    await redis.delete(space.key("flight", gone.flight.key), space.key("people", gone.flight.key))
    assert await contents(redis, space) != alone
    assert await Sweep(redis).run(space, NOW + timedelta(days=9)) == 1
    assert await contents(redis, space) == alone


async def test_flight_reported_again_after_it_went_by_itself_has_another_number(
    redis: Redis, space: Space
) -> None:
    joins, push = Joins(redis, space), manifest(*PEOPLE[:2])
    await joins.screen(push)
    before = await contents(redis, space)
    await redis.delete(space.key("flight", push.flight.key), space.key("people", push.flight.key))
    await joins.screen(push)
    assert len(await held(redis, space)) == 2 * len(before["held"])  # type: ignore[arg-type]
    assert await Sweep(redis).run(space, NOW) == 0
    assert await contents(redis, space) == before


async def test_flight_reported_again_while_it_is_swept_as_lost_stays(
    redis: Redis, space: Space
) -> None:
    joins, push = Joins(redis, space), manifest(*PEOPLE[:2])
    await joins.screen(push)
    before = await contents(redis, space)
    home = space.key("flight", push.flight.key)
    await redis.delete(home, space.key("people", push.flight.key))

    class Late(Sweep):
        async def _gone(self, space: Space, flight: str, version: str, now: datetime) -> bool:
            await Joins(redis, space).screen(push)
            return await super()._gone(space, flight, version, now)

    assert await Late(redis).run(space, NOW + timedelta(days=9)) == 0
    assert await contents(redis, space) == before


async def test_flight_that_is_pushed_while_it_is_swept_stays(redis: Redis, space: Space) -> None:
    joins, push = Joins(redis, space), manifest(*PEOPLE[:2])
    await joins.screen(push)
    later, home = NOW + timedelta(days=9), space.key("expiry")
    held_until = {push.flight.key: (later + timedelta(hours=1)).timestamp()}

    class Late(Sweep):
        async def _gone(self, space: Space, flight: str, version: str, now: datetime) -> bool:
            await redis.zadd(home, held_until)  # as a push that comes now does, with a new version
            return await super()._gone(space, flight, version, now)

    assert await Late(redis).run(space, later) == 0
    assert await redis.exists(space.key("people", push.flight.key))


async def test_sweep_takes_a_landed_flight_out_of_the_index(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.screen(manifest(*PEOPLE[:2]))
    assert await Sweep(redis).run(joins.space, NOW) == 0
    assert await Sweep(redis).run(joins.space, NOW + timedelta(days=9)) == 1
    left = await contents(redis, joins.space)
    assert [name for name in left if name.startswith(("people:", "flight:"))] == []
    assert (left["held"], left["flights"]) == ([], [])
    assert await joins.apply(entry()) == []
    assert (await joins.screen(manifest(PEOPLE[0]))).hits


async def keys(redis: Redis, space: Space, kind: str) -> list[bytes]:
    return [one async for one in redis.scan_iter(match=space.key(f"{kind}*"), count=1000)]


async def test_nothing_is_left_of_a_flight_some_hours_after_it_was_forgotten(
    redis: Redis, space: Space
) -> None:
    joins, sweep, later = Joins(redis, space), Sweep(redis), NOW + timedelta(days=9)
    await joins.screen(manifest(*PEOPLE[:2]))
    await sweep.run(space, later)
    assert await keys(redis, space, "held:")
    future = {"number": "456", "departure": "2199-01-01T10:00", "arrival": None}
    stays = manifest(*PEOPLE, flight=future)
    await joins.screen(stays)
    before = await contents(redis, space)
    await sweep.run(space, later + WITHIN - timedelta(minutes=1))
    assert await redis.zcard(space.key("gone")) == 1
    await sweep.run(space, later + WITHIN)
    assert await redis.exists(space.key("gone"), space.key("tidying")) == 0
    assert await contents(redis, space) == before
    postings = [await redis.strlen(one) // 17 for one in await keys(redis, space, "held:")]
    assert sum(postings) == len(before["held"])  # type: ignore[arg-type]


async def test_what_many_are_held_under_lies_apart_and_goes_too(redis: Redis, space: Space) -> None:
    joins, sweep, later = Joins(redis, space), Sweep(redis), NOW + timedelta(days=9)
    crowd = [passenger_fields("HASAN", given_names="ALI", passenger_id=str(n)) for n in range(300)]
    await joins.screen(manifest(*crowd))
    apart = await redis.smembers(space.key("held-long"))
    assert apart
    assert set(map(bytes, apart)) <= set(await keys(redis, space, "held:"))  # type: ignore[arg-type]
    named = entry(names=[{"full": "Ali Hasan"}], birth_dates=[crowd[0]["birth_date"]])
    (facts,) = await joins.apply(named)
    assert len(facts.hits) == 300
    await joins.screen(manifest(*crowd[100:], at=1))
    (facts,) = await joins.apply(named)
    assert len(facts.hits) == 200
    afresh = Joins(redis, await fresh_space(redis))
    await afresh.screen(manifest(*crowd[100:]))
    both = [await contents(redis, one.space) for one in (joins, afresh)]
    assert _people(both[0])["held"] == _people(both[1])["held"]
    await redis.set(EPOCH, space.epoch)
    await sweep.run(space, later)
    await sweep.run(space, later + WITHIN)
    assert await keys(redis, space, "held") == []


async def test_number_of_another_flight_is_not_given_again(redis: Redis, space: Space) -> None:
    joins, push = Joins(redis, space), manifest(PEOPLE[0])
    in_use, forgotten, free = (flight_number(push.flight.key, taken) for taken in range(3))
    await redis.hset(space.key("flights"), in_use, "another")
    await redis.zadd(space.key("gone"), {forgotten: 1})
    await joins.screen(push)
    assert await redis.hget(space.key("flight", push.flight.key), "number") == free
    assert await joins.apply(entry())
    await joins.screen(manifest(PEOPLE[0], PEOPLE[1], at=1))
    again = Joins(redis, space)  # a worker that has not seen the flight yet
    await again.screen(manifest(*PEOPLE[:3], at=2))
    assert {flight for _, flight, _ in await held(redis, space)} == {push.flight.key.encode()}
    assert await redis.hlen(space.key("flights")) == 2


@pytest.mark.parametrize("arrival", [None, "2031-05-24T06:25", "2030-05-25T06:25"])
def test_flight_is_held_until_it_has_flown_whatever_its_arrival_says(arrival: str | None) -> None:
    times = {"departure": "2031-05-24T23:30", "arrival": arrival}
    flight = manifest(flight=flight_fields(**times)).flight
    departs = datetime(2031, 5, 25, 3, 30, tzinfo=UTC)  # from New York
    assert kept_until(flight, NOW, KEEP) == (departs + timedelta(hours=24) + KEEP).timestamp()
