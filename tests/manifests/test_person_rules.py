"""Who is who: each rule, and what keeps two rows apart; one row a message, as sources push them."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.flight import FlightState
from manifests.fold import fold
from manifests.identity import Identity, RowId
from manifests.person_rules import RULES, Described, widest_keys
from manifests.same_person import persons
from tests.manifests.building import manifest

PNR, API, CREW = {"source": "pnr"}, {"source": "api"}, {"source": "crew"}
BA = {"sender": "BA"}
NAME: dict[str, Any] = {"surname": "ALI", "given_names": "OMAR"}
OTHER: dict[str, Any] = {"surname": "BEK", "given_names": "ZAIN"}
BORN = {"birth_date": "1980-02-03"}
PASSPORT = {"documents": [{"number": "M1234567", "issuer": "IRQ"}]}
ANOTHER = {"documents": [{"number": "X7654321", "issuer": "IRQ"}]}

Row = tuple[dict[str, Any], dict[str, Any]]  # the passenger, and whose push it is


def folded(*rows: Row) -> FlightState:
    state: FlightState | None = None
    for at, (passenger, changes) in enumerate(rows):
        state = fold(state, manifest(passenger, at=at, function="update", **changes)).state
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        pytest.param(
            ({**NAME, "passenger_id": "7A"}, API),
            ({**OTHER, "passenger_id": "7A"}, API),
            "reference",
            id="the airline's own reference, whatever the name",
        ),
        pytest.param(
            ({**NAME, "passenger_id": "7A"}, API),
            ({**NAME, "passenger_id": "7A"}, PNR),
            "reference in another source",
            id="the same reference in bookings",
        ),
        pytest.param(
            (NAME | BORN | PASSPORT, API),
            ({"surname": "ALY"} | BORN | PASSPORT, PNR),
            "document",
            id="document, and a birth date",
        ),
        pytest.param(
            (NAME | BORN | PASSPORT, API),
            (NAME | {"birth_date": "1980-03-02"} | PASSPORT, PNR),
            "document",
            id="document, and given names",
        ),
        pytest.param(
            (NAME | PASSPORT, API),
            (NAME | {"documents": [{"number": "m 123-4567"}]}, PNR),
            "document",
            id="document without its issuer",
        ),
        pytest.param(
            (NAME | BORN | PASSPORT, API),
            (NAME | BORN | ANOTHER, PNR),
            "name and birth date",
            id="name and birth date, two passports",
        ),
        pytest.param(
            (NAME | BORN, API), (NAME | BORN, API | BA), "name and birth date", id="code share"
        ),
        pytest.param(
            (NAME | {"record_locator": "W9TEND"}, PNR),
            (NAME | BORN | PASSPORT | {"record_locator": "W9TEND"}, API),
            "name and record locator",
            id="booking without a date",
        ),
        pytest.param(
            ({"surname": "SUHARTO", "record_locator": "W9TEND"}, PNR),
            ({"surname": "SUHARTO", "record_locator": "w9tend"} | BORN, API),
            "name and record locator",
            id="a single name and a booking",
        ),
        pytest.param(
            (NAME, PNR), (NAME | BORN | PASSPORT, API), "name", id="the only one so named"
        ),
        pytest.param(
            (NAME | {"birth_date": "1980"}, PNR), (NAME | BORN, CREW), "name", id="year and day"
        ),
    ],
)
def test_one_person_and_why(one: Row, other: Row, by: str) -> None:
    for first, second in ((one, other), (other, one)):
        state = folded(first, second)
        assert len(state.travellers()) == 1
        assert [link.by for link in state.who_is_who().links] == [by]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ({"surname": "UNKNOWN", **BORN, "record_locator": "W9TEND"}, API),
            ({"surname": "Unknown", **BORN, "record_locator": "W9TEND"}, PNR),
            id="no name is no name in common",
        ),
        pytest.param(
            ({**NAME, **BORN, "passenger_id": "1"}, API),
            ({**NAME, **BORN, "passenger_id": "2"}, API),
            id="two references of one source",
        ),
        pytest.param(
            ({**NAME, "passenger_id": "1"}, API),
            ({**OTHER, "passenger_id": "1"}, PNR),
            id="a number that another source counts anew",
        ),
        pytest.param(
            ({**NAME, "passenger_id": "1"}, API),
            ({**OTHER, "passenger_id": "1"}, API | BA),
            id="another airline's reference",
        ),
        pytest.param(
            (NAME | BORN | PASSPORT, API),
            ({**NAME, "given_names": "ZAIN", "birth_date": "2021-05-05"} | PASSPORT, PNR),
            id="a child on a parent's passport",
        ),
        pytest.param(
            (NAME | PASSPORT, API), (OTHER | PASSPORT, PNR), id="a document and nothing else agrees"
        ),
        pytest.param(
            (NAME | BORN | PASSPORT, API),
            (OTHER | BORN | {"documents": [{"number": "M1234567", "issuer": "GBR"}]}, PNR),
            id="two states' documents of one number",
        ),
        pytest.param(
            (NAME | {"record_locator": "W9TEND"} | BORN, PNR),
            (NAME | {"record_locator": "W9TEND", "birth_date": "2010-02-03"}, API),
            id="father and son in one booking",
        ),
        pytest.param(
            (NAME | {"record_locator": "W9TEND"}, PNR),
            (NAME | {"record_locator": "X1"}, API),
            id="one name in two bookings",
        ),
        pytest.param((NAME | PASSPORT, PNR), (NAME | ANOTHER, API), id="one name, two documents"),
        pytest.param(
            (NAME | {"birth_date": "1981"}, PNR), (NAME | BORN, API), id="year and day that differ"
        ),
        pytest.param(({"surname": "ALI"}, PNR), ({"surname": "ALI"}, API), id="a surname alone"),
    ],
)
def test_two_people(one: Row, other: Row) -> None:
    for first, second in ((one, other), (other, one)):
        state = folded(first, second)
        assert len(state.travellers()) == 2
        assert state.who_is_who().links == ()


def test_a_name_alone_says_nothing_where_two_bear_it() -> None:
    older, younger = NAME | BORN, NAME | {"birth_date": "2001-05-05"}
    state = folded((NAME, PNR), (older, API), (younger, API))
    assert len(state.travellers()) == 3


def test_what_another_row_of_a_person_says_counts_too() -> None:
    """The passport joins the first two; the third agrees with the first and not with the second."""
    seen = ({"surname": "ALY", "given_names": "OMAR"} | BORN | PASSPORT, API)
    state = folded((NAME | PASSPORT, PNR), seen, (NAME | {"birth_date": "1981"}, CREW))
    assert len(state.travellers()) == 2
    assert [link.by for link in state.who_is_who().links] == ["document"]


def test_two_people_of_one_message_stay_two_through_a_third_row() -> None:
    """The third row has the document of one and the name of the other: the document counts."""
    first, second = NAME | BORN | PASSPORT, OTHER | BORN
    pair = manifest(first, second, at=0)
    third = manifest(OTHER | BORN | PASSPORT, at=1, source="pnr")
    for arriving in ([pair, third], [third, pair]):
        state: FlightState | None = None
        for push in arriving:
            state = fold(state, push).state
        assert state is not None
        assert len(state.travellers()) == 2
        assert [link.by for link in state.who_is_who().links] == ["document"]


@pytest.mark.parametrize("late", [False, True], ids=["in order", "an older push comes late"])
def test_two_references_turn_out_to_be_one_and_the_one_given_first_stays(*, late: bool) -> None:
    booked = manifest(NAME | {"record_locator": "W9TEND"}, at=5 if late else 0, source="pnr")
    checked_in = manifest({"surname": "ALY", "given_names": "OMAR"} | PASSPORT, at=1)
    bridge = manifest(NAME | PASSPORT | {"record_locator": "W9TEND"}, at=9, source="crew")
    first = fold(None, booked)
    second = fold(first.state, checked_in)
    assert first.refs != second.refs
    state, refs = (last := fold(second.state, bridge)).state, last.refs
    assert refs == first.refs
    assert set(state.travellers()) == set(first.refs)
    assert state.left(state.travellers()) == set(second.refs)


def test_one_reference_turns_out_to_be_two_and_stays_with_the_first() -> None:
    state = folded((NAME, PNR), (NAME | BORN, API))
    (ref,) = state.refs
    later = fold(state, manifest(NAME | {"birth_date": "2001-05-05"}, at=9, source="crew")).state
    on_board = later.travellers()
    assert len(on_board) == 3
    assert on_board[ref].birth_date is None  # the booking, which came first


def test_whichever_row_comes_first_the_same_document_counts() -> None:
    """The middle row shows the documents of two who were told of in one message."""
    shown = ([("M12", "")], [("M12", ""), ("M13", "")], [("M13", "")])
    rows = [
        Described(RowId(f"{at}"), "UA/api", Identity("", "", f"P{at}", "", "1980", tuple(one)), bit)
        for at, (one, bit) in enumerate(zip(shown, (1, 0, 1), strict=True))
    ]
    assert {persons(order).rows for order in permutations(rows)} == {(("0", "1"), ("2",))}


TEXT = st.sampled_from(["", "A", "B"])
DATES = st.sampled_from(["", "1980", "1980-02-03", "1981-05-05"])
DOCUMENTS = st.lists(st.tuples(st.sampled_from(["M12", "M13"]), TEXT), max_size=3).map(tuple)
WHO = st.builds(Identity, TEXT, TEXT, TEXT, TEXT, DATES, DOCUMENTS)
DESCRIBED = st.builds(
    Described,
    row=st.sampled_from(["1", "2"]),
    layer=st.sampled_from(["UA/api", "UA/pnr"]),
    who=WHO,
    among=st.just(0),
)


@settings(max_examples=300)
@given(DESCRIBED, DESCRIBED)
def test_no_rule_asks_who_comes_first(one: Described, other: Described) -> None:
    for rule in RULES:
        assert rule.doubted(one, other) == rule.doubted(other, one)
        assert rule.apart(one, other) == rule.apart(other, one)


@settings(max_examples=300)
@given(DESCRIBED, DESCRIBED)
def test_rows_with_a_key_in_common_are_near(one: Described, other: Described) -> None:
    near = set(widest_keys(one)) & set(widest_keys(other))
    assert near or not any(set(rule.keys(one)) & set(rule.keys(other)) for rule in RULES)


@settings(max_examples=300)
@given(st.lists(st.tuples(WHO, st.integers(0, 7)), min_size=1, max_size=5))
def test_rows_that_one_message_names_are_as_apart_as_the_rules_leave_them(
    told: list[tuple[Identity, int]],
) -> None:
    """A stranger whom that message does not name has the rules asked, and changes nothing else."""
    rows = [
        Described(RowId(f"{at}"), "UA/api", who, bits | 8) for at, (who, bits) in enumerate(told)
    ]
    stranger = Described(RowId("x"), "UA/api", Identity("Z", "", "Z", "Z", "", ()), 0)
    alone, beside = persons(rows), persons([*rows, stranger])
    assert (*alone.rows, ("x",)) == beside.rows
    assert alone.links == beside.links == ()
