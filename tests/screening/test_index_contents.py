"""Whatever happened, the index holds what one built afresh from the outcome holds."""

import random
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from screening.space import Space
from screening.sweep import Sweep
from tests.manifests.building import entry, flight_fields, manifest, passenger_fields
from tests.screening.joining import NOW, Joins
from tests.screening.spaces import contents, fresh_space
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


def _people(held: dict[str, Any]) -> dict[str, list[Any]]:
    """Return each held key and flight without references: afresh, they may be others."""
    found: dict[str, list[Any]] = {}
    for name, value in held.items():
        if name.startswith("held:"):
            found[name] = sorted(one.split(b"\x1f")[::2] + one.split(b"\x1f")[3:] for one in value)
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


async def test_sweep_leaves_people_whose_flight_was_reported_again(
    redis: Redis, space: Space
) -> None:
    joins, push = Joins(redis, space), manifest(*PEOPLE[:2])
    await joins.screen(push)
    before = await contents(redis, space)
    sweep, lost = Sweep(redis), frozenset({push.flight.key.encode()})
    await sweep._tidy(space, lost)  # noqa: SLF001  # as if it had been lost a moment before
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
        async def _tidy(self, space: Space, lost: frozenset[bytes]) -> None:
            await super()._tidy(space, lost)
            await Joins(redis, space).screen(push)

    assert await Late(redis).run(space, NOW + timedelta(days=9)) == 0
    assert await contents(redis, space) == before


async def test_sweep_takes_a_landed_flight_out_of_the_index(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.screen(manifest(*PEOPLE[:2]))
    assert await Sweep(redis).run(joins.space, NOW) == 0
    assert await Sweep(redis).run(joins.space, NOW + timedelta(days=9)) == 1
    left = await contents(redis, joins.space)
    assert [name for name in left if name.startswith(("held:", "people:", "flight:"))] == []
    assert await joins.apply(entry()) == []
    assert (await joins.screen(manifest(PEOPLE[0]))).hits
