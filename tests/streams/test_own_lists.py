"""An agency's own lists as the watchlists page has them."""

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.space import Space
from streams.agencies.checking import Listing
from streams.console.own_lists import OwnLists
from tests.manifests.building import entry
from tests.screening.joining import NOW, nobody


@pytest.mark.parametrize("later", [90, 100])
async def test_size_of_a_list_is_right_though_its_records_come_out_of_order(
    redis: Redis, space: Space, later: int
) -> None:
    join = EntryJoin(redis, min_score=0.5)
    own = OwnLists(redis, join, Listing(redis))
    sizes = []
    for number, written in ((1, 100), (2, later)):
        one = entry(str(number))
        record = EntryRecord(one.key, one, number, 0, "watchlist.interpol/0/1", None, written)
        await join.apply(space, [record], nobody, NOW)
        (found,) = await own.lists(AgencyId("interpol"))
        sizes.append(found.entries)
    assert sizes == [1, 2]
