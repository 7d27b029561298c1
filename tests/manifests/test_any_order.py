"""Any order of arrival and any repetition of the same pushes end in the same state."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from manifests.same_person import persons
from tests.manifests.histories import after, histories


def without_names(state: FlightState) -> dict[str, Any]:
    """Return all that a state holds, people called by their rows and messages by their order."""
    rows: dict[str, set[str]] = {}
    for row, ref in state.people.items():
        rows.setdefault(ref, set()).add(row)
    fields = state.model_dump(exclude={"refs", "people", "messages", "told_of_others"})
    for layer in fields["layers"].values():
        for one in layer["rows"].values():
            bits = one.pop("among")
            one["among"] = {m for bit, m in enumerate(state.messages) if bits >> bit & 1}
    return fields | {
        "messages": set(state.messages),
        "people": {frozenset(those) for those in rows.values()},
        "travellers": {frozenset(rows[ref]): one for ref, one in state.travellers().items()},
        "called_off": state.called_off,
    }


@settings(max_examples=150, deadline=None)
@given(st.data(), histories())
def test_any_order_and_any_repetition_end_in_the_same_state(
    data: st.DataObject, sent: list[Manifest]
) -> None:
    again = data.draw(st.lists(st.sampled_from(sent), max_size=3))
    arriving = data.draw(st.permutations([*sent, *again]))
    assert without_names(after(arriving)) == without_names(after(sent))


@settings(deadline=None)
@given(st.data(), histories())
def test_a_late_repetition_changes_nothing_at_all(
    data: st.DataObject, sent: list[Manifest]
) -> None:
    state = after(sent)
    repeated = fold(state, data.draw(st.sampled_from(sent)))
    assert repeated.state == state


@settings(deadline=None)
@given(histories())
def test_two_rows_of_one_message_are_never_one_person(sent: list[Manifest]) -> None:
    state: FlightState | None = None
    for one in sent:
        named = fold(state, one)
        state = named.state
        assert len(set(named.refs)) == len(named.refs)
    assert state is not None
    final = [fold(state, one).refs for one in sent]
    assert all(len(set(refs)) == len(refs) for refs in final)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_a_reference_stays_unless_people_turn_out_to_be_one_or_two(sent: list[Manifest]) -> None:
    """The row for which it was given keeps it, unless that row is one with an older reference's."""
    state: FlightState | None = None
    for one in sent:
        before, state = state, fold(state, one).state
        given = list(state.refs)
        assert before is None or given[: len(before.refs)] == list(before.refs)
        for ref, row in state.refs.items():
            rivals = (
                older for older in given if state.people[state.refs[older]] == state.people[row]
            )
            assert state.people[row] == next(rivals)
            assert given.index(state.people[row]) <= given.index(ref)


def rows_of(state: FlightState) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row, ref in state.people.items():
        found.setdefault(ref, set()).add(row)
    return found


@settings(max_examples=100, deadline=None)
@given(histories())
def test_who_is_who_is_found_push_by_push_as_from_all_rows_at_once(sent: list[Manifest]) -> None:
    state = after(sent)
    found = {frozenset(rows) for rows in rows_of(state).values()}
    assert found == {frozenset(rows) for rows in state.who_is_who().rows}


@given(histories())
def test_everybody_with_two_rows_was_joined_by_something(sent: list[Manifest]) -> None:
    who = after(sent).who_is_who()
    joined = {row for link in who.links for row in link.rows}
    assert all(set(rows) <= joined for rows in who.rows if len(rows) > 1)
    assert persons([]).rows == ()
