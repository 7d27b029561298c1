"""What is sent by HTTP and not in force yet can be removed, and is overrun by nobody."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from doors.conditions import Condition, condition
from doors.entries import Sent
from doors.problem import Declined
from screening.home import Origin
from screening.space import Space
from streams.agencies.bulk import Bulk
from streams.agencies.entries import OwnEntries, entry_of, tag_of
from streams.on_record import OnRecord
from streams.publisher import Outgoing
from streams.topics import watchlist_topic
from tests.manifests.building import entry, entry_fields
from tests.streams.asking import Trail
from tests.streams.bench import PARTIES, Bench
from tests.streams.handling import SENT_MS, KafkaAway, Kept

INTERPOL = AgencyId("interpol")
NEW = Condition(there=False)
ANY = Condition()
ONE = json.dumps(entry_fields()).encode()
OTHER = json.dumps(entry_fields(severity="low")).encode()
TAG = tag_of(entry())


class Door:
    """The door of interpol; what it sends is applied where the test says so."""

    def __init__(self, redis: Redis) -> None:
        self.out = Kept()
        self._applied = 0
        self._bench = Bench(redis)
        on_record = OnRecord(b"secret" * 6)
        self._own = OwnEntries(redis, self.out, PARTIES, on_record)
        self._bulk = Bulk(redis, self.out, PARTIES, on_record)

    async def put(self, raw: bytes, given: Condition = ANY, wait_s: float = 0) -> Sent:
        return await self._own.put(Trail().asking("interpol"), "4711", raw, given, wait_s)

    async def remove(self, given: Condition = ANY, wait_s: float = 0) -> Sent:
        return await self._own.remove(Trail().asking("interpol"), "4711", given, wait_s)

    async def lines(self, *lines: bytes) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"\n".join(lines)

        async for some in self._bulk.lines(Trail().asking("interpol"), chunks()):
            assert all(one.sent for one in some)

    async def apply(self, most: int | None = None) -> None:
        """Put in force what was sent, or no more than the first *most* of it."""
        sent = self.out.records[:most]
        del self.out.records[:most]
        for one in sent:
            self._applied += 1
            await self._apply(one)

    async def apply_together(self) -> None:
        """Put in force the last of what was sent: what came before it was never seen in force."""
        self._applied += len(self.out.records)
        await self._apply(self.out.records.pop())
        self.out.records.clear()

    async def _apply(self, one: Outgoing) -> None:
        origin = Origin(self._applied, SENT_MS)
        if one.value is None:
            await self._bench.unlist(entry().key, origin)
        else:
            await self._bench.enlist(entry_of(one.value, INTERPOL, PARTIES), origin)


@pytest.fixture
def door(redis: Redis, space: Space) -> Door:
    assert space
    return Door(redis)


async def test_entry_that_is_not_in_force_yet_is_removed(door: Door) -> None:
    await door.put(ONE)
    assert not (await door.remove()).in_force
    sent = door.out.on(watchlist_topic(INTERPOL))
    assert [(one.key, one.value is None) for one in sent] == [("4711", False), ("4711", True)]


async def test_removal_is_in_force_only_after_what_was_sent_before_it(door: Door) -> None:
    await door.put(ONE)
    assert not (await door.remove(wait_s=0.1)).in_force
    removing = asyncio.create_task(door.remove(wait_s=5))
    await asyncio.sleep(0.1)
    assert not removing.done()
    await door.apply()
    assert (await removing).in_force


@pytest.mark.parametrize("applied", range(4))
async def test_change_is_in_force_only_after_all_that_was_sent_before_it(
    door: Door, applied: int
) -> None:
    for _ in range(2):
        await door.put(ONE)
        await door.remove()
    await door.apply(applied)
    assert not (await door.remove(wait_s=0.1)).in_force
    assert not (await door.put(ONE, wait_s=0.1)).in_force
    removing = asyncio.create_task(door.remove(wait_s=5))
    await asyncio.sleep(0.1)
    assert not removing.done()
    await door.apply()
    assert (await removing).in_force


async def test_change_that_another_followed_is_said_not_to_be_in_force(door: Door) -> None:
    putting = asyncio.create_task(door.put(ONE, wait_s=5))
    await asyncio.sleep(0.1)
    await door.put(OTHER)
    await door.apply_together()
    assert not (await putting).in_force


async def test_removal_under_a_condition_needs_what_it_names(door: Door) -> None:
    with pytest.raises(Declined):
        await door.remove(condition(f'"{TAG}"'))
    await door.put(ONE)
    await door.apply()
    assert (await door.remove(condition(f'"{TAG}"'))).id == "4711"


async def test_change_without_condition_is_not_overrun_by_one_with(door: Door) -> None:
    await door.put(ONE)
    await door.apply()
    await door.put(OTHER)
    for change in (door.put(ONE, condition(f'"{TAG}"')), door.remove(condition(f'"{TAG}"'))):
        with pytest.raises(Declined) as refused:
            await change
        assert refused.value.problem.status == 412
    await door.apply()
    assert (await door.put(ONE, condition("*"))).tag == TAG


async def test_what_was_removed_may_be_made_anew_at_once(door: Door) -> None:
    await door.put(ONE, NEW)
    with pytest.raises(Declined):
        await door.put(OTHER, NEW)
    await door.remove()
    assert (await door.put(OTHER, NEW)).id == "4711"


async def test_lines_are_not_overrun_by_a_change_that_rests_on_what_was_before(
    door: Door,
) -> None:
    await door.put(ONE)
    await door.apply()
    await door.lines(OTHER)
    for change in (door.put(ONE, condition(f'"{TAG}"')), door.remove(condition(f'"{TAG}"'))):
        with pytest.raises(Declined):
            await change
    await door.apply()
    assert (await door.put(ONE, condition("*"))).tag == TAG


async def test_what_was_in_force_and_removed_may_be_made_anew_at_once(door: Door) -> None:
    for content in (ONE, OTHER, ONE):
        await door.put(content, NEW)
        await door.apply()
        await door.remove()
        await door.apply()


async def test_change_that_fails_leaves_the_one_on_its_way_protected(door: Door) -> None:
    await door.put(ONE)
    await door.apply()
    await door.put(OTHER)
    door.out.problems = [KafkaAway()]
    with pytest.raises(Declined):
        await door.remove()
    with pytest.raises(Declined):
        await door.put(ONE, condition(f'"{TAG}"'))


async def test_change_that_has_taken_effect_and_is_sent_again_is_done(door: Door) -> None:
    await door.put(OTHER)
    await door.apply()
    given = condition(f'"{tag_of(entry(severity="low"))}"')
    await door.put(ONE, given)
    await door.put(ONE, given)  # on its way
    await door.apply()
    again = await door.put(ONE, given)
    assert (again.tag, again.in_force, door.out.records) == (TAG, True, [])
    with pytest.raises(Declined):
        await door.put(json.dumps(entry_fields(severity="top")).encode(), given)
