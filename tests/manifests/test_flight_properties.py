"""Properties of folding: twice equals once, state through JSON unharmed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from manifests.layer import Layer
from manifests.row import NEVER, Row
from tests.manifests.building import manifest, person

FIELDS = {
    "seat": st.sampled_from(["1A", "2B"]),
    "residence": st.sampled_from(["GBR", "IRQ"]),
    "birth_date": st.sampled_from(["1980", "1981-02-03"]),
    "sex": st.sampled_from(["M", "F", None]),
}
ANYBODY = st.fixed_dictionaries(
    {"surname": st.sampled_from(["ALI", "BEK"])},
    optional=FIELDS
    | {
        "passenger_id": st.sampled_from("AB"),
        "given_names": st.sampled_from(["OMAR", "ZAIN"]),
        "documents": st.lists(
            st.fixed_dictionaries({"number": st.sampled_from(["M12", "M13", "UNKNOWN"])}),
            max_size=2,
        ),
    },
)
FUNCTIONS = st.sampled_from(["full", "update", "cancel_passengers", "cancel_flight", "close"])


@st.composite
def pushes(draw: st.DrawFn, people: st.SearchStrategy[list[dict[str, Any]]], at: int) -> Manifest:
    function = draw(FUNCTIONS)
    named = draw(people)
    if not named and function in ("update", "cancel_passengers"):
        function = "full"
    return manifest(*named, at=at, function=function, message_id=f"M{at}")


@st.composite
def any_push(draw: st.DrawFn) -> Manifest:
    """Return a push of any sender, source, part and moment."""
    push = draw(pushes(st.lists(ANYBODY, max_size=3), draw(st.integers(0, 5))))
    changes: dict[str, Any] = {
        "sender": draw(st.sampled_from(["UA", "BA"])),
        "source": draw(st.sampled_from(["api", "pnr"])),
        "revision": draw(st.integers(0, 1)),
    }
    if draw(st.booleans()):
        changes["part"] = {"number": draw(st.integers(1, 2)), "last": draw(st.booleans())}
    return Manifest.model_validate(push.model_dump(by_alias=True, exclude_unset=True) | changes)


def after(arriving: list[Manifest]) -> FlightState | None:
    state: FlightState | None = None
    for push in arriving:
        state = fold(state, push).state
    return state


@given(st.lists(any_push(), max_size=5), any_push())
def test_folding_twice_equals_once(before: list[Manifest], push: Manifest) -> None:
    once = fold(after(before), push)
    again = fold(once.state, push)
    assert again.state == once.state


def test_of_two_namesakes_the_one_with_a_document_stays_the_same() -> None:
    pair: list[dict[str, Any]] = [
        {"surname": "ALI"},
        {"surname": "ALI", "documents": [{"number": "M12"}]},
    ]
    push = manifest(*pair)
    once = fold(None, push)
    assert fold(once.state, push) == once


@given(st.lists(any_push(), min_size=1, max_size=5))
def test_state_is_the_same_through_json(arriving: list[Manifest]) -> None:
    state = after(arriving)
    assert state is not None
    raw = state.model_dump_json(exclude_unset=True, exclude_none=True)
    read = FlightState.model_validate_json(raw)
    assert read == state
    assert read.travellers() == state.travellers()
    assert read.model_dump_json(exclude_unset=True, exclude_none=True) == raw


@given(st.lists(any_push(), max_size=4), any_push())
def test_going_on_from_json_is_going_on_from_memory(before: list[Manifest], push: Manifest) -> None:
    state = after(before)
    raw = state.model_dump_json(exclude_unset=True, exclude_none=True) if state else None
    read = FlightState.model_validate_json(raw) if raw else None
    assert fold(read, push).state == fold(state, push).state


@given(st.lists(any_push(), max_size=4), st.lists(ANYBODY, min_size=1, max_size=5))
def test_rows_of_one_message_are_never_merged(
    before: list[Manifest], people: list[dict[str, Any]]
) -> None:
    named = fold(after(before), manifest(*people, at=9))
    assert len(set(named.refs)) == len(people)
    assert set(named.refs) <= set(named.state.travellers())


@given(st.lists(any_push(), min_size=1, max_size=4))
def test_who_left_and_who_travels_are_all_whom_the_flight_named(arriving: list[Manifest]) -> None:
    state: FlightState | None = None
    named: set[str] = set()
    for push in arriving:
        found = fold(state, push)
        state = found.state
        named.update(found.refs)
    assert state is not None
    aboard = state.travellers()
    assert state.left(aboard).isdisjoint(aboard)
    assert state.left(aboard) | set(aboard) == set(state.refs) >= named


ORDERS = st.sampled_from([NEVER, "1", "2", "3"])


@given(ORDERS, ORDERS, ORDERS, ORDERS)
def test_whoever_one_row_tells_of_is_on_board_as_if_told_of_twice(
    boarded: str, gone: str, left_before: str, cancelled: str
) -> None:
    row = Row(person(), boarded=boarded, gone=gone)
    alone, twice = (
        Layer().on_board(rows, left_before=left_before, cancelled=cancelled)
        for rows in ([row], [row, row])
    )
    assert alone == twice
