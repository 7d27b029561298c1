"""Sketches rule out nobody whom records do not, and are learnt of all entries."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from screening.asking import DATED
from screening.brought_up import Sketched
from screening.compiled.records import IMPOSSIBLE
from screening.contents import LEARNT_AT_ONCE, Contents
from screening.judging import worth_reading
from screening.person import as_person
from screening.prepared import prepare_passenger
from screening.record import record
from screening.sketches import OtherLayout, sketches
from screening.space import EPOCH, NotReady, Space
from tests.builders import entry, passenger
from tests.screening.beside import mark, record_at, sketched
from tests.screening.joining import Joins
from tests.screening.test_bounds import ANY_NAME, DATES
from tests.screening.test_contents import WHO, lists, recorded

HIDDEN = st.sets(st.sampled_from(["names", "birth_dates", "birth_places"]))


@settings(max_examples=600)
@given(ANY_NAME, st.lists(ANY_NAME, min_size=1, max_size=3), DATES, HIDDEN, st.floats(-12.0, 2.0))
def test_whom_a_record_leaves_open_its_sketch_does(
    name: str, names: Sequence[str], born: str | None, hidden: set[str], needed: float
) -> None:
    who = prepare_passenger(passenger(surname=name, given_names=None, birth_date="1947-02-27"))
    listed = entry(
        names=[{"full": one} for one in names],
        birth_dates=[born] if born else [],
        sharing={"visible_to": ["*"], "redact": sorted(hidden)},
    )
    worth = len(worth_reading([as_person(who)], sketched(listed), needed))
    assert worth or mark(who, listed, needed) == IMPOSSIBLE


def test_other_names_are_ruled_out_by_sketches() -> None:
    who = as_person(prepare_passenger(passenger(surname="LINDQVIST", given_names="ANNA")))
    listed = entry(names=[{"full": "Petros GEORGIOU"}])
    assert not len(worth_reading([who], sketched(listed), 0.0))


def test_a_sketch_has_no_words() -> None:
    records = [record(entry(names=[{"full": "Petros GEORGIOU"}])), record(entry())]
    lengths = np.array([len(one) for one in records])
    made, its = sketches(bytearray().join(records), lengths)
    assert len(made) == its.sum()
    assert all(its < lengths)
    assert b"GEORGIOU" in records[0]
    assert b"GEORGIOU" not in bytes(made)


def test_what_comes_behind_a_record_is_no_part_of_its_sketch() -> None:
    records = [record(entry(names=[{"full": "Petros GEORGIOU"}])), record(entry())]
    alone = [made_of([one]) for one in records]
    behind = [records[0] + b"NGEORGIOU\n...", b"", records[1] + b"\n"]
    made, its = sketches(bytearray().join(behind), np.array(list(map(len, behind))))
    assert bytes(made) == b"".join(alone)
    assert its.tolist() == [len(alone[0]), 0, len(alone[1])]


def made_of(records: Sequence[bytes]) -> bytes:
    """Return the sketches of records that lie close together."""
    return bytes(sketches(bytearray().join(records), np.array(list(map(len, records))))[0])


def test_records_of_another_layout_are_not_sketched() -> None:
    records = [record(entry()), b"\0" + record(entry())[1:]]
    with pytest.raises(OtherLayout):
        made_of(records)


def sketch(found: Sketched, nth: int) -> bytes:
    """Return what is held of the nth that was found."""
    return record_at(found.pairs.records, found.pairs.places[nth])


async def test_who_has_learnt_of_all_entries_asks_for_no_sketch(redis: Redis, space: Space) -> None:
    joins, contents = Joins(redis, space), Contents(redis)
    await joins.apply(entry("1"))
    await redis.incrby(space.key("numbered"), 2 * LEARNT_AT_ONCE)
    await joins.apply(entry("2"))
    await joins.remove(entry("2").key)
    turns = 1
    while await contents.learn(space):
        turns += 1
    assert turns == 4  # one tells how much there is
    await redis.delete(space.key("contents", "1"))
    assert len((await contents.sketched(space, [(WHO, DATED)], lists([1]))).numbers) == 1
    assert not len((await recorded(contents, space, [1])).numbers)


async def test_what_is_learnt_is_what_is_read_else(redis: Redis, space: Space) -> None:
    joins, learnt, read = Joins(redis, space), Contents(redis), Contents(redis)
    names = [f"Petros {one} GEORGIOU" for one in ("ANNA", "BORIS", "CLEO", "DORA")]
    for nth, name in enumerate(names):
        await joins.apply(entry(str(nth), names=[{"full": name}]))
    await joins.remove(entry("1").key)
    await redis.incrby(space.key("numbered"), LEARNT_AT_ONCE)
    await joins.apply(entry("later", names=[{"full": "Petros ELENA GEORGIOU"}]))
    asked = lists([last := LEARNT_AT_ONCE + 5, 4, 1, 2, 3])
    before = await learnt.sketched(space, [(WHO, DATED)], lists([3]))
    while await learnt.learn(space):
        pass
    await redis.delete(*(space.key("contents", str(one)) for one in (1, 3, 4, last)))
    mine = await learnt.sketched(space, [(WHO, DATED)], asked)
    assert mine.numbers.tolist() == [last, 4, 1, 3]
    assert sketch(mine, 3) == sketch(before, 0)
    assert not len((await read.sketched(space, [(WHO, DATED)], asked)).numbers)


async def test_nothing_is_learnt_of_an_index_that_is_lost(redis: Redis, space: Space) -> None:
    contents = Contents(redis)
    await redis.incrby(space.key("numbered"), LEARNT_AT_ONCE)
    await Joins(redis, space).apply(entry())
    assert await contents.learn(space)
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await contents.learn(space)
