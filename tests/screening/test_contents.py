"""Entries by number: read once, never stale, gone when the entry is."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np
import pytest
from redis.asyncio import ConnectionPool, Redis

from screening.asking import DATED
from screening.compiled.postings import Lists
from screening.contents import Contents
from screening.person import as_person
from screening.prepared import prepare_passenger
from screening.record import Recorded, record
from screening.space import EPOCH, NotReady, Space
from tests.builders import entry
from tests.manifests.building import person
from tests.screening.beside import record_at
from tests.screening.joining import Joins
from tests.screening.read import lists_of
from tests.screening.spaces import fresh_space
from tests.streams.interleaving import GatedRedis

WHO = as_person(prepare_passenger(person(birth_date=None)))


def lists(*asked: Sequence[int]) -> Lists:
    """Return the numbers that each is asked about, under one whole name, without dates."""
    read = [
        (nth, "N", 0, len(one), [(number, 0, 0, 0) for number in one])
        for nth, one in enumerate(asked)
        if one
    ]
    return lists_of(read)


@pytest.fixture
async def gated(valkey_url: str) -> AsyncIterator[GatedRedis]:
    """Yield a client that holds nothing up until it is told."""
    client = GatedRedis(connection_pool=ConnectionPool.from_url(valkey_url))
    client.gate = nothing
    yield client
    await client.aclose(close_connection_pool=True)


async def nothing() -> None:
    """Hold nothing up."""


async def recorded(
    contents: Contents, space: Space, *asked: Sequence[int]
) -> list[tuple[int, Recorded]]:
    """Return the records of whom each may be, whether sketches rule them out or not.

    Each with the number of who was asked about.
    """
    sketched = await contents.sketched(space, [(WHO, DATED)] * len(asked), lists(*asked))
    found = await contents.recorded(space, sketched, np.arange(len(sketched.numbers)))
    return [(int(sketched.pairs.who[nth]), one) for nth, one in found]


async def found(contents: Contents, space: Space, *asked: Sequence[int]) -> list[list[Recorded]]:
    """Return the entries that each may be who is asked about by those numbers."""
    each: list[list[Recorded]] = [[] for _ in asked]
    for who, one in await recorded(contents, space, *asked):
        each[who].append(one)
    return each


async def test_whoever_asks_about_one_entry_gets_it(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry())
    ((first,),) = await found(contents, space, [1])
    assert await found(contents, space, [1], [], [1]) == [[first], [], [first]]
    assert contents.whole(first) == entry()


async def test_entry_is_sketched_once_for_each_content(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry())
    await found(contents, space, [1])
    await redis.delete(space.key("contents", "1"))
    asked = [(WHO, DATED)], lists([1])
    assert len((await contents.sketched(space, *asked)).numbers) == 1
    assert not len((await Contents(redis).sketched(space, *asked)).numbers)


async def test_changed_entry_has_another_number(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    await joins.apply(entry(severity="top"))
    assert await found(Contents(redis), space, [1]) == [[]]
    ((changed,),) = await found(Contents(redis), space, [1, 2])
    assert Contents(redis).whole(changed).severity == "top"


async def test_entry_that_changed_since_it_was_looked_up_is_not_read(
    redis: Redis, space: Space
) -> None:
    contents, joins = Contents(redis), Joins(redis, space)
    await joins.apply(entry())
    sketched = await contents.sketched(space, [(WHO, DATED)], lists([1]))
    await joins.apply(entry(severity="top"))
    assert not await contents.recorded(space, sketched, np.arange(1))


async def test_what_another_release_wrote_is_refused(redis: Redis, space: Space) -> None:
    await Joins(redis, space).apply(entry())
    client: Any = redis  # redis-py cannot say: bytes
    await client.set(space.key("contents", "1"), b"\0" + record(entry())[1:])
    with pytest.raises(NotReady, match="another release"):
        await found(Contents(redis), space, [1])


async def test_removed_entry_is_left_out(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    await joins.remove(entry().key)
    assert await found(Contents(redis), space, [1]) == [[]]


async def test_numbers_of_another_build_mean_other_entries(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry("1"))
    await found(contents, space, [1])
    other = await fresh_space(redis)
    await Joins(redis, other).apply(entry("2"))
    ((one,),) = await found(contents, other, [1])
    assert one.key == "interpol/2"


async def test_nothing_is_read_from_an_index_that_is_lost(redis: Redis, space: Space) -> None:
    await Joins(redis, space).apply(entry())
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await found(Contents(redis), space, [1])


async def test_what_others_clear_away_meanwhile_is_read_again(
    redis: Redis, gated: GatedRedis, space: Space
) -> None:
    for name in ("1", "2", "3"):
        await Joins(redis, space).apply(entry(name))
    contents, held = Contents(gated, sketches_bytes=0), asyncio.Event()
    await found(contents, space, [1])
    gated.gate = held.wait
    slow = asyncio.create_task(found(contents, space, [1, 2]))
    await asyncio.sleep(0.01)
    gated.gate = nothing
    for number in (3, 2, 3):  # each time the older half goes
        await found(contents, space, [number])
    held.set()
    assert [one.number for one in (await slow)[0]] == [1, 2]


async def test_words_of_too_many_entries_are_forgotten_and_learnt_anew(
    redis: Redis, space: Space
) -> None:
    names = ("Petros GEORGIOU", "Anna LINDQVIST", "Bwambale OYELOWOKU")
    for nth, name in enumerate(names):
        await Joins(redis, space).apply(entry(str(nth), names=[{"full": name}]))
    few, all_of_them = Contents(redis, words_bytes=0), Contents(redis)
    for asked in ([1, 2], [3], [2, 1, 3]):
        assert await found(few, space, asked) == await found(all_of_them, space, asked)
    await redis.delete(space.key("contents", "1"))
    known = [
        len((await one.sketched(space, [(WHO, DATED)], lists([1]))).numbers)
        for one in (few, all_of_them)
    ]
    assert known == [0, 1]
    assert not await few.learn(space)


async def test_what_was_brought_up_stays_good(redis: Redis, space: Space) -> None:
    for name in ("1", "2", "3"):
        await Joins(redis, space).apply(entry(name))
    contents = Contents(redis, sketches_bytes=0)
    sketched = (await contents.sketched(space, [(WHO, DATED)], lists([1]))).pairs
    before = record_at(sketched.sketches, sketched.places[0])
    for number in (2, 3, 2):
        await found(contents, space, [number])
    assert record_at(sketched.sketches, sketched.places[0]) == before


async def test_what_is_read_of_another_build_is_not_kept(
    redis: Redis, gated: GatedRedis, space: Space
) -> None:
    await Joins(redis, space).apply(entry("1"))
    contents, held = Contents(gated), asyncio.Event()
    await found(contents, space, [1])
    building = Space(space.generation, space.cluster, building=True)  # is not asked for the epoch
    gated.gate = held.wait
    late = asyncio.create_task(found(contents, building, [1]))
    await asyncio.sleep(0.01)
    gated.gate = nothing
    other = await fresh_space(redis)
    await Joins(redis, other).apply(entry("2"))
    ((new,),) = await found(contents, other, [1])
    held.set()
    with pytest.raises(NotReady):
        await late
    assert contents.whole(new).id == "2"
