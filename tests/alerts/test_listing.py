"""An agency's alerts by page: the newest first, each once, and only its own."""

from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.alert import AlertEntry
from alerts.disposition import AlertDisposition
from alerts.ledger import Grounds, Ledger, Version
from alerts.life import Step
from alerts.listing import BadCursorError, Listing, Wanted
from manifests.identity import PassengerRef
from screening.space import Space
from tests.alerts.test_ledger import KEEP, NOW
from tests.builders import alert
from tests.screening.spaces import fresh_space
from watchlist.entry import EntryKey


class Told:
    """A ledger that versions are put into as they are told."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self.redis = redis
        self.space = space
        self.ledger = Ledger(redis, keep=KEEP)
        self.listing = Listing(redis)

    async def tell(self, number: int, version: int = 1, *, sent: bool = True, **more: Any) -> None:
        one = alert(version, alert_id=f"{number:032x}", **more)
        step = Step(one, version - 1, PassengerRef("r"), EntryKey("interpol/1"))
        versions, grounds = [Version.of(step)], Grounds("m/0/1")
        assert await self.ledger.record_all(self.space, versions, grounds, NOW) == ["pending"]
        if sent:
            await self.ledger.mark_sent(self.space, [one])

    async def pages(self, limit: int, **wanted: Any) -> list[list[int]]:
        found, cursor = [], None
        while True:
            page = await self.listing.page(
                self.space, "uk-piu", cursor=cursor, limit=limit, wanted=Wanted(**wanted)
            )
            found.append([int(one.alert.alert_id, 16) for one in page.alerts])
            if (cursor := page.cursor) is None:
                return found

    async def all(self, **wanted: Any) -> list[int]:
        return [one for page in await self.pages(50, **wanted) for one in page]


@pytest.fixture
def told(redis: Redis, space: Space) -> Told:
    return Told(redis, space)


async def test_newest_version_comes_first(told: Told) -> None:
    for number in (1, 2, 3):
        await told.tell(number)
    await told.tell(1, 2)
    assert await told.all() == [1, 3, 2]


async def test_pages_neither_repeat_nor_skip_while_new_alerts_come(told: Told) -> None:
    for number in range(1, 8):
        await told.tell(number)
    first = await told.listing.page(told.space, "uk-piu", limit=3)
    await told.tell(8)
    second = await told.listing.page(told.space, "uk-piu", limit=3, cursor=first.cursor)
    await told.tell(9)
    third = await told.listing.page(told.space, "uk-piu", limit=3, cursor=second.cursor)
    seen = [one.alert for page in (first, second, third) for one in page.alerts]
    assert [int(one.alert_id, 16) for one in seen] == [7, 6, 5, 4, 3, 2, 1]
    assert third.cursor is None


async def test_other_agencies_alerts_are_not_there(told: Told) -> None:
    await told.tell(1)
    await told.tell(2, agency="fr-piu")
    assert await told.all() == [1]


async def test_what_is_being_told_is_listed_already(told: Told) -> None:
    """It may be on the topic, before the place from which on somebody begins to read there."""
    await told.tell(1)
    await told.tell(1, 2, sent=False)
    await told.tell(2, sent=False)
    page = await told.listing.page(told.space, "uk-piu")
    listed = [(int(one.alert.alert_id, 16), one.alert.version) for one in page.alerts]
    assert listed == [(2, 1), (1, 2)]


async def test_what_is_held_no_more_is_forgotten(told: Told) -> None:
    await told.tell(1)
    await told.tell(2)
    for kind in ("alert", "history"):
        await told.redis.delete(told.space.key(kind, f"{1:032x}"))
    assert await told.all() == [2]
    assert await told.redis.zcard(told.space.key("of-agency", "uk-piu")) == 1


DECIDED = AlertDisposition(state="confirmed", by="7", at="2026-11-25T08:00:00.000000Z")
TOP = AlertEntry(owner=None, id="ab12", category="fraud", severity="top")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"state": "open"}, [3, 1]),
        ({"state": "confirmed"}, [2]),
        ({"event": "withdrawn"}, [3]),
        ({"event": "standing"}, [2, 1]),
        ({"entry": "ab12"}, [1]),
        ({"entry": "interpol/1"}, [3, 2]),
        ({"min_severity": "top"}, [1]),
        ({"category": "fraud"}, [1]),
        ({"min_score": 0.95}, [3]),
        ({"escalated": True}, [2]),
        ({"escalated": False}, [3, 1]),
        ({"group_id": "0" * 32}, [1]),
        ({"flight": "UA0123/JFK-LHR/2100-11-24"}, [3, 2, 1]),
        ({"flight": "UA0124/JFK-LHR/2100-11-24"}, []),
        ({"since": "2000"}, [3, 2, 1]),
        ({"since": "2200"}, []),
        ({"state": "open", "event": "standing"}, [1]),
    ],
    ids=str,
)
async def test_page_has_what_is_wanted(
    told: Told, wanted: dict[str, Any], expected: list[int]
) -> None:
    await told.tell(1, entry=TOP, group_id="0" * 32)
    await told.tell(2, disposition=DECIDED, escalated=True)
    await told.tell(3, event="withdrawn", score=0.97)
    assert await told.all(**wanted) == expected
    assert [one for page in await told.pages(1, **wanted) for one in page] == expected


async def test_cursor_of_before_a_rebuild_is_refused(told: Told) -> None:
    for number in (1, 2):
        await told.tell(number)
    page = await told.listing.page(told.space, "uk-piu", limit=1)
    told.space = await fresh_space(told.redis)
    for cursor, said in ((page.cursor, "built anew"), ("x", "none of this listing")):
        with pytest.raises(BadCursorError, match=said):
            await told.listing.page(told.space, "uk-piu", cursor=cursor)
