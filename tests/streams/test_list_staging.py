"""A list by file: what it would change is shown, and applied only as it was shown."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from doors.conditions import Condition
from doors.console.watchlist_desk import MOVING, ImportWish, Staged
from doors.problem import Declined
from screening.entry_join import EntryJoin
from screening.space import Space
from streams.agencies.entries import OwnEntries
from streams.console.kept_imports import KeptImports
from streams.console.staging import Imports
from streams.list_versions import ListVersions
from streams.on_record import OnRecord
from streams.publisher import Outgoing, Stored
from streams.topics import watchlist_topic
from tests.manifests.building import entry, entry_fields
from tests.streams.asking import Trail
from tests.streams.bench import PARTIES, Bench
from tests.streams.handling import KafkaAway, Kept
from watchlist.entry import EntryKey, parse_entry

INTERPOL = AgencyId("interpol")
HEAD = "id,list,category,names,birth_dates\n"
JANE, JOHN = "s-1,stolen,crime,Jane Roe,1960\n", "s-2,stolen,crime,John Doe,1961\n"
BAD = "s-3,stolen,crime,,1961\n"


class Applying(Kept):
    """Puts in force what is published, as intake and rescreen do."""

    def __init__(self, redis: Redis, *problems: Exception | None) -> None:
        super().__init__(*problems)
        self._bench = Bench(redis)

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        stored = await super().publish(*records)
        for one in records:
            assert one.topic == watchlist_topic(INTERPOL)
            if one.value is None:
                await self._bench.unlist(EntryKey(f"{INTERPOL}/{one.key}"))
            else:
                await self._bench.enlist(parse_entry(one.value))
        return stored


class Desk:
    """Interpol at the import page."""

    def __init__(self, redis: Redis, *problems: Exception | None) -> None:
        self.out, self.trail = Applying(redis, *problems), Trail()
        joined = EntryJoin(redis, min_score=0.5)
        on_record = OnRecord(b"s" * 32)
        self.imports = Imports(redis, self.out, PARTIES, on_record, entries=joined)
        self.versions = ListVersions(redis)

    async def read(self, text: str, **more: Any) -> Staged:
        wish = ImportWish(file="list.csv", **more)
        await self.imports.read(self.trail.asking("interpol"), wish, _chunks(text))
        return await self.settled()

    async def apply(self, stamp: str, *, shrink: bool = False) -> Staged:
        await self.imports.apply(self.trail.asking("interpol"), stamp, shrink)
        return await self.settled()

    async def settled(self) -> Staged:
        async with asyncio.timeout(10):
            while True:
                found = await self.imports.staged(INTERPOL)
                if found is not None and found.state not in MOVING:
                    return found
                await asyncio.sleep(0.02)


async def _chunks(text: str) -> AsyncIterator[bytes]:
    for at in range(0, len(text), 7):
        yield text.encode()[at : at + 7]


@pytest.fixture
async def desk(redis: Redis, space: Space) -> AsyncIterator[Desk]:
    assert space
    found = Desk(redis)
    yield found
    await redis.delete("tocsin:console:versions:interpol/stolen")
    async for key in redis.scan_iter(match="tocsin:console:import*:interpol*"):
        await redis.delete(key)


async def test_delta_is_shown_and_nothing_is_sent_before_it_is_applied(desk: Desk) -> None:
    found = await desk.read(HEAD + JANE + JOHN + BAD)
    assert (found.state, found.counts.added, found.counts.bad, found.list) == ("read", 2, 1, None)
    assert found.bad_rows[0].startswith("line 4: ")
    assert [one.name for one in found.samples["added"]] == ["Jane Roe", "John Doe"]
    assert desk.out.records == []
    done = await desk.apply(found.stamp)
    assert (done.state, done.done, done.total) == ("done", 2, 2)
    assert [one.key for one in desk.out.records] == ["s-1", "s-2"]
    assert ("changed", "watchlist", ("entry:interpol/s-1", "entry:interpol/s-2")) in (
        desk.trail.noted
    )


async def test_only_what_the_latest_file_would_change_is_kept(desk: Desk, redis: Redis) -> None:
    first = await desk.read(HEAD + JANE)
    second = await desk.read(HEAD + JANE + JOHN)
    kept = [one async for one in redis.scan_iter(match="tocsin:console:import-changes:interpol*")]
    assert len(kept) == 1
    with pytest.raises(Declined):
        await desk.imports.apply(desk.trail.asking("interpol"), first.stamp)
    assert (await desk.apply(second.stamp)).done == 2


async def test_one_file_of_an_agency_comes_at_a_time(desk: Desk) -> None:
    coming, going_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield HEAD.encode()
        coming.set()
        await going_on.wait()
        yield JANE.encode()

    asking, wish = desk.trail.asking("interpol"), ImportWish(file="list.csv")
    first = asyncio.create_task(desk.imports.read(asking, wish, slowly()))
    await coming.wait()
    with pytest.raises(Declined, match="another file"):
        await desk.imports.read(asking, wish, _chunks(HEAD))
    going_on.set()
    await first
    assert (await desk.settled()).counts.added == 1
    assert (await desk.read(HEAD + JOHN)).state == "read"


async def test_whole_list_removes_what_it_lacks_and_its_versions_are_known(desk: Desk) -> None:
    await desk.apply((await desk.read(HEAD + JANE + JOHN)).stamp)
    changed = JANE.replace("1960", "1963")
    found = await desk.read(HEAD + changed, list="stolen", replace=True)
    assert (found.counts.added, found.counts.changed, found.counts.removed) == (0, 1, 1)
    assert [one.name for one in found.samples["removed"]] == ["John Doe"]
    await desk.apply(found.stamp)
    assert desk.out.records[-1].value is None
    second, first = await desk.versions.of("interpol", "stolen")
    assert (first.entries, first.added, second.entries, second.removed) == (2, 2, 1, 1)
    assert first.tag != second.tag
    same = await desk.read(HEAD + changed, list="stolen", replace=True)
    assert (same.changes, same.counts.unchanged) == (0, 1)


async def test_import_that_would_remove_most_of_a_list_is_applied_only_if_that_is_meant(
    desk: Desk,
) -> None:
    rows = "".join(f"s-{one},stolen,crime,Jane Roe,1960\n" for one in range(20))
    await desk.apply((await desk.read(HEAD + rows)).stamp)
    found = await desk.read(HEAD + JANE, list="stolen", replace=True)
    assert (found.counts.removed, found.entries, found.shrinks) == (19, 20, True)
    with pytest.raises(Declined, match="most of the list would go"):
        await desk.apply(found.stamp)
    assert (await desk.apply(found.stamp, shrink=True)).state == "done"
    assert sum(one.value is None for one in desk.out.records) == 19


async def test_import_takes_nobody_off_another_list_unless_that_is_meant(desk: Desk) -> None:
    await desk.apply((await desk.read(HEAD + JANE)).stamp)
    wanted = HEAD + JANE.replace("stolen", "wanted") + JOHN.replace("stolen", "wanted")
    found = await desk.read(wanted, list="wanted")
    assert (found.counts.added, found.counts.bad) == (1, 1)
    assert found.bad_rows[0].startswith("id s-1: is on list 'stolen' already")
    assert (await desk.read(wanted, list="wanted", move=True)).counts.added == 2


async def test_row_without_a_list_is_on_the_same_with_and_without_replacing(desk: Desk) -> None:
    silent = JANE.replace("stolen", "")
    found = await desk.read(HEAD + silent + JOHN, replace=True)
    assert (found.list, found.counts.added, found.counts.bad) == ("default", 1, 1)
    said = "id s-2: list is 'stolen' but the file begins with 'default'; name one with --list"
    assert found.bad_rows == (said,)
    other = await desk.read(HEAD + JOHN + silent, replace=True)
    assert (other.list, other.counts.added, other.counts.bad) == ("stolen", 1, 1)
    given = await desk.read(HEAD + silent + JOHN, list="stolen", replace=True)
    assert (given.list, given.counts.added, given.counts.bad) == ("stolen", 2, 0)


async def test_replacing_by_a_header_in_capitals_is_of_the_list_it_names(desk: Desk) -> None:
    found = await desk.read(HEAD.upper() + JANE, replace=True)
    assert (found.list, found.counts.added, found.counts.bad) == ("stolen", 1, 0)


async def test_delta_of_a_list_that_has_changed_is_not_applied(desk: Desk, redis: Redis) -> None:
    found = await desk.read(HEAD + JANE)
    await Bench(redis).enlist(entry("s-1", list="stolen", names=[{"full": "Somebody Else"}]))
    assert (await desk.apply(found.stamp)).state == "changed"
    assert desk.out.records == []


async def test_only_what_was_shown_is_applied_and_once(desk: Desk) -> None:
    first = await desk.read(HEAD + JANE)
    second = await desk.read(HEAD + JOHN)
    with pytest.raises(Declined):
        await desk.apply(first.stamp)
    await desk.apply(second.stamp)
    with pytest.raises(Declined):
        await desk.apply(second.stamp)
    assert [one.key for one in desk.out.records] == ["s-2"]


async def test_who_asks_twice_at_once_has_it_applied_once(desk: Desk) -> None:
    found = await desk.read(HEAD + JANE + JOHN)
    asked = (desk.imports.apply(desk.trail.asking("interpol"), found.stamp) for _ in range(2))
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["Declined", "NoneType"]
    await desk.settled()
    assert [one.key for one in desk.out.records] == ["s-1", "s-2"]


async def test_changes_of_another_file_are_never_applied(desk: Desk, redis: Redis) -> None:
    shown = await desk.read(HEAD + JANE)
    other = await desk.read(HEAD + JOHN)
    # Of two that are read at once, the one that was shown may be noted last.
    await KeptImports(redis).keep(INTERPOL, shown)
    with pytest.raises(Declined, match="choose the file again"):
        await desk.apply(shown.stamp)
    assert desk.out.records == []
    await KeptImports(redis).keep(INTERPOL, other)
    await desk.apply(other.stamp)
    assert [one.key for one in desk.out.records] == ["s-2"]


async def test_imported_entry_is_not_overrun_by_a_change_that_rests_on_what_was_before(
    desk: Desk, redis: Redis
) -> None:
    out = Kept()  # sent, and not in force yet
    imports = Imports(
        redis, out, PARTIES, OnRecord(b"s" * 32), entries=EntryJoin(redis, min_score=0.5)
    )
    found = await desk.read(HEAD + JANE)
    await imports.apply(desk.trail.asking("interpol"), found.stamp)
    async with asyncio.timeout(10):
        while not out.records:  # noqa: ASYNC110  # nothing else says so
            await asyncio.sleep(0.01)
    own = OwnEntries(redis, out, PARTIES, OnRecord(b"s" * 32))
    new, raw = Condition(there=False), json.dumps(entry_fields("s-1")).encode()
    with pytest.raises(Declined):
        await own.put(desk.trail.asking("interpol"), "s-1", raw, new, 0)


@pytest.mark.parametrize("text", ["", "[1]", "no list at all\n", "<x/>"])
async def test_file_that_is_no_list_is_refused_with_a_sentence(desk: Desk, text: str) -> None:
    found = await desk.read(text)
    assert found.state == "refused"
    assert found.problem
    assert "tocsin-import-" not in found.problem


async def test_import_that_breaks_off_says_so_and_the_same_file_sends_the_rest(
    redis: Redis, desk: Desk
) -> None:
    broken = Desk(redis, KafkaAway())
    found = await broken.read(HEAD + JANE)
    assert (await broken.apply(found.stamp)).state == "broken"
    again = await desk.read(HEAD + JANE)
    assert (again.counts.added, (await desk.apply(again.stamp)).state) == (1, "done")


async def test_list_shared_with_no_such_agency_is_refused(desk: Desk) -> None:
    with pytest.raises(Declined):
        await desk.read(HEAD + JANE, share=("nobody-here",))
