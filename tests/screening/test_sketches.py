"""Sketches have all that rules an entry out, share their words, and are learnt of all entries."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from screening.asking import DATED
from screening.brought_up import Sketched
from screening.compiled.marking import Pairs
from screening.contents import LEARNT_AT_ONCE, Contents
from screening.judging import marks_against, marks_of
from screening.person import as_person
from screening.prepared import prepare_passenger
from screening.record import Recorded, record
from screening.sketches import OtherLayout, Words, sketches
from screening.space import EPOCH, NotReady, Space
from tests.builders import entry, passenger
from tests.screening.beside import record_at
from tests.screening.joining import Joins
from tests.screening.test_bounds import WORDS
from tests.screening.test_contents import WHO, lists, recorded


def test_words_are_kept_once_and_no_sketch_has_any() -> None:
    words, sizes, made = Words(), list[int](), b""
    for name in ("Petros GEORGIOU", "Anna GEORGIOU", "Petros ANNA"):
        made += sketched(record(entry(names=[{"full": name}])), words)
        sizes.append(words.size)
    assert sizes[0] < sizes[1] == sizes[2]
    assert b"GEORGIOU" not in made
    assert bytes(words.data).count(b"\x08GEORGIOU") == 1


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=40))
def test_names_are_compared_however_many_words_came_before(names: list[list[str]]) -> None:
    listed = [entry(str(nth), names=[{"full": " ".join(one)}]) for nth, one in enumerate(names)]
    words, who = Words(), as_person(prepare_passenger(passenger(surname=" ".join(names[0]))))
    made = [bytearray(sketched(record(one), words)) for one in listed]
    for one, its in zip(listed, made, strict=True):
        pairs = Pairs(np.zeros(1, np.int64), np.zeros(1, np.int64), its, words.data)
        alone = marks_against(Recorded(1, record(one)), [who.packed], 0.0)
        assert marks_of([who.packed], pairs, 0.0).tolist() == alone
    size = words.size
    assert [bytes(sketched(record(one), words)) for one in listed] == list(map(bytes, made))
    assert words.size == size


def test_what_comes_behind_a_record_is_no_part_of_its_sketch() -> None:
    records = [record(entry(names=[{"full": "Petros GEORGIOU"}])), record(entry())]
    words = Words()
    alone = [bytes(sketched(one, words)) for one in records]
    behind = [records[0] + b"NGEORGIOU\n...", b"", records[1] + b"\n"]
    lengths = np.array(list(map(len, behind)))
    made, its = sketches(bytearray().join(behind), lengths, Words())
    assert bytes(made) == b"".join(alone)
    assert its.tolist() == [len(alone[0]), 0, len(alone[1])]


def made_of(records: Sequence[bytes]) -> bytes:
    """Return the sketches of records that lie close together."""
    lengths = np.array(list(map(len, records)))
    return bytes(sketches(bytearray().join(records), lengths, Words())[0])


def sketched(one: bytes, words: Words) -> memoryview:
    """Return the sketch of a record, with its words among others."""
    return sketches(bytearray(one), np.array([len(one)]), words)[0]


def test_records_of_another_layout_are_not_sketched() -> None:
    records = [record(entry()), b"\0" + record(entry())[1:]]
    with pytest.raises(OtherLayout):
        made_of(records)


def sketch(found: Sketched, nth: int) -> bytes:
    """Return what is held of the nth that was found."""
    return record_at(found.pairs.sketches, found.pairs.places[nth])


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
    assert not await recorded(contents, space, [1])


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
