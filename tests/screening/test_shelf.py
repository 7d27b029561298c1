"""Records by number: what was asked for last is there, byte for byte, within the bound."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from screening.compiled.places import NOWHERE
from screening.shelf import Shelf
from tests.screening.beside import record_at


def record(number: int, size: int) -> bytes:
    body = bytes((number & 255,)) * size
    return b"L" + (5 + size).to_bytes(4, "little") + body


def put(shelf: Shelf, numbers: list[int], records: list[bytes]) -> None:
    lengths = np.array([len(one) for one in records], np.int64)
    shelf.put(np.array(numbers, np.int64), b"".join(records), lengths)


def kept(shelf: Shelf, number: int) -> bytes | None:
    place = int(shelf.places(np.array([number], np.int64))[0])
    return None if place == NOWHERE else record_at(shelf.records, place)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40)), max_size=80))
def test_what_is_there_is_what_was_put_and_the_last_always(puts: list[tuple[int, int]]) -> None:
    shelf, sizes = Shelf(400), dict[int, int]()
    for number, size in puts:
        shelf.begin()
        if kept(shelf, number) is None:
            sizes[number] = size
            put(shelf, [number], [record(number, size)])
        for one, its in sizes.items():
            assert kept(shelf, one) in (None, record(one, its))
        assert kept(shelf, number) == record(number, sizes[number])


def test_what_is_asked_for_again_outlives_what_is_not() -> None:
    shelf = Shelf(4 * len(record(0, 10)))
    for number in range(1, 10):
        shelf.begin()
        put(shelf, [number], [record(number, 10)])
        assert kept(shelf, 1) is not None
    assert kept(shelf, 2) is None


def test_what_is_there_is_not_put_again_nor_what_is_none() -> None:
    shelf = Shelf(1 << 20)
    put(shelf, [1, 2], [record(1, 5), record(2, 6)])
    size = len(record(1, 5) + record(2, 6))
    put(shelf, [2, 3, 4, 1], [record(2, 6), b"", record(4, 7), record(1, 5)])
    assert [kept(shelf, one) for one in (1, 2, 3, 4)] == [
        record(1, 5), record(2, 6), None, record(4, 7)
    ]  # fmt: skip
    assert int(shelf.places(np.array([4]))[0]) == size


def test_thousands_are_found_at_once_and_nothing_after_all_was_forgotten() -> None:
    shelf, numbers = Shelf(1 << 30), np.arange(1, 20_001)
    for some in np.array_split(numbers, 7):
        put(shelf, some.tolist(), [record(one, one % 90) for one in some.tolist()])
    places = shelf.places(numbers[::-1])
    found = [record_at(shelf.records, place) for place in places.tolist()]
    assert found == [record(one, one % 90) for one in numbers[::-1].tolist()]
    shelf.clear()
    assert kept(shelf, 1) is None
