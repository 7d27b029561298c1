"""An agency's own lists as the watchlists page has them."""

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.space import Space
from streams.console.own_lists import AT_ONCE, OwnLists
from tests.manifests.building import entry
from tests.screening.joining import NOW, nobody
from watchlist.entry import Entry

INTERPOL = AgencyId("interpol")


async def holding(redis: Redis, space: Space, *entries: Entry) -> OwnLists:
    """Return the lists of an index of these entries."""
    join = EntryJoin(redis, min_score=0.5)
    for number, one in enumerate(entries, 1):
        record = EntryRecord(one.key, one, number, 0, f"watchlist.interpol/0/{number}", None, 100)
        await join.apply(space, [record], nobody, NOW)
    return OwnLists(redis, join)


async def found(own: OwnLists, asked: str) -> list[str]:
    return [one.id for one in (await own.find(INTERPOL, asked)).entries]


@pytest.mark.parametrize(
    "days", [{"valid_from": "2399-01-01"}, {"valid_until": "2001-01-01"}], ids=["ahead", "past"]
)
async def test_entry_is_found_by_name_though_it_is_not_in_force(
    redis: Redis, space: Space, days: dict[str, str]
) -> None:
    own = await holding(redis, space, entry("1", **days), entry("2", owner="uk"))
    assert await found(own, "Sabawi AL-TIKRITI") == ["1"]


async def test_whole_id_comes_first_however_many_contain_it(redis: Redis, space: Space) -> None:
    longer = [entry(f"{number}4711") for number in range(1, 101)]
    own = await holding(redis, space, *longer, entry("4711"), entry("47112"))
    ids = await found(own, "4711")
    assert ids[0] == "4711"
    assert len(ids) == AT_ONCE


async def test_more_than_are_shown_is_said(redis: Redis, space: Space) -> None:
    own = await holding(redis, space, *(entry(f"e{number}") for number in range(AT_ONCE + 1)))
    page = await own.find(INTERPOL, "AL-TIKRITI")
    assert (len(page.entries), page.more) == (AT_ONCE, True)
    assert not (await own.find(INTERPOL, "e25")).more


@pytest.mark.parametrize("later", [90, 100])
async def test_size_of_a_list_is_right_though_its_records_come_out_of_order(
    redis: Redis, space: Space, later: int
) -> None:
    join = EntryJoin(redis, min_score=0.5)
    own = OwnLists(redis, join)
    sizes = []
    for number, written in ((1, 100), (2, later)):
        one = entry(str(number))
        record = EntryRecord(one.key, one, number, 0, "watchlist.interpol/0/1", None, written)
        await join.apply(space, [record], nobody, NOW)
        (found,) = await own.lists(AgencyId("interpol"))
        sizes.append(found.entries)
    assert sizes == [1, 2]
