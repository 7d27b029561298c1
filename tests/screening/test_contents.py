"""Entries by number: read once, never stale, gone when the entry is."""

import pytest
from redis.asyncio import Redis

from screening.contents import OVERHEAD, Contents
from screening.record import record
from screening.space import EPOCH, NotReady, Space
from tests.builders import entry
from tests.screening.joining import Joins
from tests.screening.spaces import fresh_space

ONE, TWO, THREE = b"\0\0\0\1", b"\0\0\0\2", b"\0\0\0\3"


async def test_entry_is_read_once_for_each_content(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry())
    ((first,),) = await contents.of(space, [ONE])
    ((again,), ()) = await contents.of(space, [ONE, b""])
    assert again is first


async def test_changed_entry_has_another_number(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    await joins.apply(entry(severity="top"))
    assert await Contents(redis).of(space, [ONE]) == [[]]
    ((changed,),) = await Contents(redis).of(space, [TWO])
    (whole,) = await Contents(redis).entries(space, [changed])
    assert whole is not None
    assert whole.entry.severity == "top"


async def test_entry_that_changed_since_it_was_looked_up_is_not_read(
    redis: Redis, space: Space
) -> None:
    contents, joins = Contents(redis), Joins(redis, space)
    await joins.apply(entry())
    ((before,),) = await contents.of(space, [ONE])
    await joins.apply(entry(severity="top"))
    assert await contents.entries(space, [before]) == [None]
    await joins.remove(entry().key)
    assert await contents.entries(space, [before]) == [None]


async def test_what_another_release_wrote_is_refused(redis: Redis, space: Space) -> None:
    await Joins(redis, space).apply(entry())
    await redis.hset(space.key("numbers", "0"), "1", b"\0" + record(entry())[1:])
    with pytest.raises(NotReady, match="another release"):
        await Contents(redis).of(space, [ONE])


async def test_removed_entry_is_left_out(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    await joins.remove(entry().key)
    assert await Contents(redis).of(space, [ONE]) == [[]]


async def test_what_was_not_asked_for_longest_is_read_again(redis: Redis, space: Space) -> None:
    room = 2 * (len(record(entry())) + OVERHEAD)  # for one in each half
    contents, joins = Contents(redis, held_bytes=room), Joins(redis, space)
    for number in "123":
        await joins.apply(entry(number))
    ((first,),) = await contents.of(space, [ONE])
    ((again,),) = await contents.of(space, [ONE])
    assert again is first
    await contents.of(space, [TWO])
    await contents.of(space, [THREE])
    ((anew,),) = await contents.of(space, [ONE])
    assert anew is not first
    assert anew == first


async def test_numbers_of_another_build_mean_other_entries(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry("1"))
    await contents.of(space, [ONE])
    other = await fresh_space(redis)
    await Joins(redis, other).apply(entry("2"))
    ((found,),) = await contents.of(other, [ONE])
    assert found.key == "interpol/2"


async def test_nothing_is_read_from_an_index_that_is_lost(redis: Redis, space: Space) -> None:
    await Joins(redis, space).apply(entry())
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await Contents(redis).of(space, [ONE])
