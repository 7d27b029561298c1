"""What one manifest changes on its flight, and whom it asks about."""

from typing import Any

from manifests.contract import Manifest
from screening.plan import Plan, plan, plan_again
from tests.manifests.building import FLIGHT, manifest, passenger_fields

A = passenger_fields("A", passenger_id="1")
B = passenger_fields("B", passenger_id="2")
MOVED = {"departure": f"{FLIGHT[-10:]}T22:00", "scheduled_date": FLIGHT[-10:]}


def after(*pushes: Manifest) -> Plan:
    made = plan(None, pushes[0])
    for push in pushes[1:]:
        made = plan(made.state, push)
    return made


def names(made: Plan, refs: tuple[str, ...]) -> str:
    everybody = {**made.before, **made.on_board}
    return " ".join(sorted(one.surname for ref, one in everybody.items() if ref in refs))


def test_first_push_changes_and_asks_about_everybody() -> None:
    made = after(manifest(A, B))
    assert names(made, made.changed) == names(made, made.asked) == "A B"


def test_repeated_push_changes_nothing_and_asks_again() -> None:
    made = after(manifest(A, B), manifest(A, B))
    assert made.changed == made.removed == ()
    assert names(made, made.asked) == "A B"


def test_update_concerns_those_it_names() -> None:
    made = after(manifest(A, B), manifest({**A, "seat": "1A"}, at=1, function="update"))
    assert names(made, made.changed) == names(made, made.asked) == "A"


def test_who_leaves_is_removed_and_has_left() -> None:
    made = after(manifest(A, B), manifest(B, at=1))
    assert names(made, made.removed) == names(made, made.left) == "A"
    assert names(made, made.asked) == "B"


def test_who_left_before_is_named_as_left_again() -> None:
    made = after(manifest(A, B), manifest(B, at=1), manifest(B, at=2))
    assert made.removed == ()
    assert len(made.left) == 1


def test_stale_push_about_somebody_who_left_brings_nobody_back() -> None:
    made = after(manifest(A, B), manifest(B, at=5), manifest(A, at=1, function="update"))
    assert made.changed == ()
    assert made.asked == ()
    assert len(made.left) == 1


def test_new_departure_changes_and_asks_about_everybody() -> None:
    made = after(manifest(A, B), manifest(A, at=1, function="update", flight=MOVED))
    assert names(made, made.changed) == names(made, made.asked) == "A B"


def test_repeated_new_departure_asks_about_everybody_again() -> None:
    moved = manifest(A, at=1, function="update", flight=MOVED)
    made = after(manifest(A, B), moved, moved)
    assert made.changed == ()
    assert names(made, made.asked) == "A B"


BOOKED: dict[str, Any] = {"surname": "ALI", "given_names": "OMAR", "record_locator": "W9TEND"}
SEEN: dict[str, Any] = {
    "surname": "ALY",
    "given_names": "OMAR",
    "documents": [{"number": "M1234567"}],
}
PNR: dict[str, Any] = {"source": "pnr"}


def test_one_person_of_two_sources_is_asked_about_under_one_reference() -> None:
    first = plan(None, manifest(BOOKED, **PNR))
    made = plan(first.state, manifest({**BOOKED, "birth_date": "1980-02-03"}, B, at=1))
    assert made.asked[:1] == first.asked
    assert len(made.on_board) == 2
    assert made.left == ()


def test_reference_that_was_given_up_has_left_and_the_other_is_asked_about() -> None:
    first = plan(None, manifest(BOOKED, **PNR))
    second = plan(first.state, manifest(SEEN, B, at=1))
    bridge = manifest(BOOKED | {"documents": SEEN["documents"]}, at=2, source="crew")
    made = plan(second.state, bridge)
    assert made.removed == made.left == second.asked[:1]
    assert made.asked == made.changed == first.asked
    again = plan(made.state, bridge)
    assert (again.asked, again.left) == (made.asked, made.left)


def test_push_that_parts_two_people_asks_about_both_again_when_repeated() -> None:
    first = after(manifest(BOOKED, **PNR), manifest({**BOOKED, "birth_date": "1980-02-03"}, at=1))
    other = manifest({**BOOKED, "birth_date": "2001-05-05"}, at=2, source="crew")
    made = plan(first.state, other)
    assert len(made.on_board) == 3
    assert set(made.asked) == set(made.on_board)
    again = plan(made.state, other)
    assert again.changed == ()
    assert set(again.asked) == set(made.on_board)


def test_planning_again_asks_about_everybody_and_changes_nothing() -> None:
    state = after(manifest(A, B)).state
    made = plan_again(state)
    assert made is not None
    assert (made.state, made.changed, made.removed) == (state, (), ())
    assert names(made, made.asked) == "A B"


def test_planning_again_without_a_flight_is_nothing() -> None:
    assert plan_again(None) is None
