"""In which lists people are looked up; lists of parts of names that grow long, and short again."""

from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from manifests.contract import Passenger
from screening.asking import Budget, about
from screening.keys import keys_in
from screening.lookup import Lookup
from screening.person import persons
from screening.prepared import prepare_passenger
from screening.sought import SHORT
from screening.space import Space
from tests.manifests.building import entry
from tests.screening.joining import Joins

PREFIX = "tocsin:7:"
NAMES = st.text("ABDEKMNRS ", max_size=50)
BIRTHS = st.sampled_from([None, "1947-02-27"])


@given(st.lists(st.tuples(NAMES, NAMES, BIRTHS), max_size=4))
def test_lists_are_those_of_all_keys_and_long_ones_of_who_has_no_date(
    names: list[tuple[str, str, str | None]],
) -> None:
    people = persons(
        Passenger(surname=f"X{one}", given_names=f"Y{two}", birth_date=born)
        for one, two, born in names
    )
    sought = about(people, PREFIX).sought
    unpacker = msgpack.Unpacker()
    unpacker.feed(sought.said)
    usual, long, most, tokens = unpacker
    each = [(nth, key, rest) for nth, one in enumerate(people) for key, rest in filed(one.filed)]
    parts = [one for one in each if one[1][0] == "T" and not people[one[0]].year]
    assert usual == [f"{PREFIX}listed:{key}" for _, key, _ in each]
    assert long == [f"{PREFIX}listed-long:{key}" for _, key, _ in parts]
    expected = [(nth, ord(key[0]), rest, each.index((nth, key, rest))) for nth, key, rest in each]
    expected += [(nth, ord(key[0]), rest, each.index((nth, key, rest))) for nth, key, rest in parts]
    assert [tuple(one) for one in sought.known.tolist()] == expected
    assert not people or (most, tokens) in {(600, 100), (2_000, 1_000)}


def filed(packed: bytes) -> list[tuple[str, int]]:
    return list(keys_in(packed).items())


@pytest.mark.parametrize("tokens", [SHORT, SHORT + 1])
async def test_list_of_a_part_is_found_whatever_its_length_was(
    redis: Redis, space: Space, tokens: int
) -> None:
    joins, lookup = Joins(redis, space), Lookup(redis, space, Budget(names=0, tokens=tokens))
    ali = prepare_passenger(Passenger(surname="ALI"))
    namesakes = [entry(str(nth), names=[{"full": "ALI"}], birth_dates=[]) for nth in range(SHORT)]
    for one in namesakes:
        await joins.apply(one)
    more = [entry(f"more-{nth}", names=[{"full": "ALI"}], birth_dates=[]) for nth in range(2)]
    for _ in range(2):  # across the border and back
        assert await found(lookup, ali) == {one.key for one in namesakes}
        assert not await long(redis, space)
        await joins.apply(more[0])
        assert await long(redis, space)
        beyond = {one.key for one in (*namesakes, more[0])}
        assert await found(lookup, ali) == (beyond if tokens > SHORT else set())
        await joins.apply(more[1])
        assert await found(lookup, ali) == set()
        await joins.remove(more[1].key)
        await joins.remove(more[0].key)


async def found(lookup: Lookup, who: Any) -> set[Any]:
    (those,) = await lookup.candidates([who])
    return {one.key for one in those}


async def long(redis: Redis, space: Space) -> list[bytes]:
    return [one async for one in redis.scan_iter(match=f"{space.prefix}listed-long:*")]
