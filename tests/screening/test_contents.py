"""Entries by number: read once, never stale, gone when the entry is."""

import pytest
from redis.asyncio import Redis

from screening.contents import Contents
from screening.space import EPOCH, NotReady, Space
from tests.builders import entry
from tests.screening.joining import Joins
from tests.screening.spaces import fresh_space

ONE, TWO = b"\0\0\0\1", b"\0\0\0\2"


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
    assert changed.entry.severity == "top"


async def test_removed_entry_is_left_out(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    await joins.remove(entry().key)
    assert await Contents(redis).of(space, [ONE]) == [[]]


async def test_what_was_not_asked_for_longest_is_read_again(redis: Redis, space: Space) -> None:
    contents, joins = Contents(redis, size=1), Joins(redis, space)
    await joins.apply(entry("1"))
    await joins.apply(entry("2"))
    ((first,),) = await contents.of(space, [ONE])
    await contents.of(space, [TWO])
    ((again,),) = await contents.of(space, [ONE])
    assert again is not first
    assert again.entry == first.entry


async def test_numbers_of_another_build_mean_other_entries(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await Joins(redis, space).apply(entry("1"))
    await contents.of(space, [ONE])
    other = await fresh_space(redis)
    await Joins(redis, other).apply(entry("2"))
    ((found,),) = await contents.of(other, [ONE])
    assert found.entry.id == "2"


async def test_nothing_is_read_from_an_index_that_is_lost(redis: Redis, space: Space) -> None:
    await Joins(redis, space).apply(entry())
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await Contents(redis).of(space, [ONE])
