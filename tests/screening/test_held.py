"""How people are held: the same places from both sides, and what a change moves."""

from typing import Any

import msgpack
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from manifests.identity import PassengerRef
from screening.held import Holding, place
from screening.keys import passenger_keys, passenger_year
from screening.person import filed_alone
from screening.prepared import prepare_passenger

HOLDING = Holding("tocsin:7:", b"\xff\x00|1")
ONE, OTHER = (PassengerRef(16 * digit) for digit in "1f")
JOHN = Passenger(surname="SMITH", given_names="JOHN", birth_date="1947-02-27")
JOAN = Passenger(surname="SMITH", given_names="JOAN", birth_date="1947-02-27")

NAMES = st.text("ABDEKMNRS ", max_size=50)


def held(packed: bytes) -> set[tuple[str, bytes]]:
    flat: Any = msgpack.unpackb(packed, raw=True)
    assert len(set(zip(flat[::2], flat[1::2], strict=True))) == len(flat) // 2
    return {(one.decode(), other) for one, other in zip(flat[::2], flat[1::2], strict=True)}


def expected(passenger: Passenger, ref: PassengerRef) -> set[tuple[str, bytes]]:
    prepared, found = prepare_passenger(passenger), set()
    for key, rest in passenger_keys(prepared).items():
        bucket, tag = place(key).split(":")
        years = bytes((passenger_year(prepared), rest >> 8, rest & 255))
        posting = bytes.fromhex(tag) + HOLDING.number + bytes.fromhex(ref) + years
        found.add((f"{HOLDING.prefix}held:{bucket}", posting))
    return found


def filed(*people: Passenger) -> list[bytes]:
    return filed_alone(people)


# The first calls read what is compiled, which takes longer than an example may.
assert filed(JOHN)
assert expected(JOHN, ONE)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=3), st.booleans())
def test_everybody_is_held_where_an_entry_looks(names: list[tuple[str, str]], dated: bool) -> None:
    born = "1947-02-27" if dated else None
    people = [
        Passenger(surname=f"X{one}", given_names=f"Y{two}", birth_date=born) for one, two in names
    ]
    refs = [PassengerRef(f"{nth:016x}") for nth in range(len(people))]
    put, taken = HOLDING.moved({}, dict(zip(refs, filed(*people), strict=True)))
    wanted = [expected(one, ref) for one, ref in zip(people, refs, strict=True)]
    assert held(put) == set().union(*wanted)
    assert held(taken) == set()


def test_change_moves_what_differs_alone() -> None:
    before, after = filed(JOHN, JOHN), filed(JOAN, JOHN)
    put, taken = HOLDING.moved(
        dict(zip((ONE, OTHER), before, strict=True)), dict(zip((ONE, OTHER), after, strict=True))
    )
    was, now = expected(JOHN, ONE), expected(JOAN, ONE)
    assert was & now
    assert (held(put), held(taken)) == (now - was, was - now)


def test_who_leaves_is_taken_out_everywhere() -> None:
    (its,) = filed(JOHN)
    put, taken = HOLDING.moved({ONE: its}, {})
    assert (held(put), held(taken)) == (set(), expected(JOHN, ONE))
