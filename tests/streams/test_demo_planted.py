"""Who is planted in the demo world is really there, and nobody else can be taken for listed."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.contract import Passenger
from streams.demo.passports import Passports
from streams.demo.planting import Planted
from streams.demo.routes import plans
from streams.demo.travellers import Crowd, as_sent, listed_dates, name_of
from streams.demo.world import World, build_world

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(7, DAY)


def rows_of(world: World, planted: Planted) -> list[tuple[str, Passenger | None]]:
    """Return (function, the planted person's row or None) of every push of that flight."""
    found: list[tuple[str, Passenger | None]] = []
    for push in world.pushes:
        if push.manifest.flight.key == planted.flight_key:
            rows = {row.passenger_id: row for row in push.manifest.passengers}
            found.append((push.manifest.function, rows.get(planted.passenger_id)))
    return found


def first_row(world: World, planted: Planted) -> Passenger:
    return next(row for _, row in rows_of(world, planted) if row)


def is_planted(world: World, flight_key: str, row: Passenger) -> bool:
    return (flight_key, row.passenger_id) in {
        (one.flight_key, one.passenger_id) for one in world.planted
    }


def test_planted_people_are_listed_and_on_board(world: World) -> None:
    entries = {entry.key: entry for entry in world.entries}
    assert len({planted.entry_key for planted in world.planted}) == 24
    for planted in world.planted:
        row = first_row(world, planted)
        assert planted.shown == f"{row.surname}, {row.given_names}"
        assert "*" in entries[planted.entry_key].sharing.visible_to
        assert entries[planted.entry_key].active_on(DAY)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_planted_people_are_on_board_whatever_the_seed(seed: int) -> None:
    small = build_world(seed, DAY, entries=400, flights=5, planted=9, passengers=(5, 20))
    assert [first_row(small, one).passenger_id for one in small.planted] == [
        one.passenger_id for one in small.planted
    ]


def test_planted_people_show_every_way_of_spelling(world: World) -> None:
    assert len({planted.how for planted in world.planted}) == 9


def test_four_of_five_planted_names_keep_birth_date_and_nationality(world: World) -> None:
    entries = {entry.key: entry for entry in world.entries}
    for planted in world.planted:
        entry, row = entries[planted.entry_key], first_row(world, planted)
        same = row.birth_date in entry.birth_dates and row.nationality in entry.nationalities
        assert same == planted.kept
    named = [one.kept for one in world.planted if one.how not in ("document", "day_month_swapped")]
    assert 0.7 <= sum(named) / len(named) <= 0.9


def test_a_planted_person_leaves_the_flight(world: World) -> None:
    (leaver,) = (planted for planted in world.planted if planted.fate == "leaves")
    pushes = rows_of(world, leaver)
    assert pushes[0][1]
    assert pushes[-1] == ("close", None)


def test_a_planted_person_is_on_a_cancelled_flight(world: World) -> None:
    (stranded,) = (one for one in world.planted if one.fate == "flight_cancelled")
    pushes = rows_of(world, stranded)
    assert pushes[0][1]
    assert pushes[-1] == ("cancel_flight", None)


def test_late_bookings_are_missing_from_the_first_push(world: World) -> None:
    late = [planted for planted in world.planted if planted.late]
    assert late
    assert all(rows_of(world, planted)[0][1] is None for planted in late)


def test_stolen_documents_are_shown_under_another_name(world: World) -> None:
    entries = {entry.key: entry for entry in world.entries}
    for planted in (one for one in world.planted if one.how == "document"):
        (stolen,), (shown,) = (
            entries[planted.entry_key].documents,
            first_row(world, planted).documents,
        )
        assert (shown.number, shown.issuer) == (stolen.number, stolen.issuer)


def test_a_listed_document_is_shown_by_planted_people_alone(world: World) -> None:
    listed = {(paper.number, paper.issuer) for one in world.entries for paper in one.documents}
    for push in world.pushes:
        for row in push.manifest.passengers:
            shown = any((paper.number, paper.issuer) in listed for paper in row.documents)
            assert not shown or is_planted(world, push.manifest.flight.key, row)


def test_nobody_else_bears_a_listed_name_with_its_birth_date(world: World) -> None:
    listed = listed_dates(world.entries)
    for push in world.pushes:
        for row in push.manifest.passengers:
            dates = listed.get(name_of(row.surname, row.given_names or ""), set())
            if any((row.birth_date or "").startswith(known) for known in dates):
                assert is_planted(world, push.manifest.flight.key, row)


def test_a_traveller_who_would_be_taken_for_listed_is_another_person() -> None:
    def first(listed: dict[frozenset[str], set[str]]) -> Passenger:
        crowd = Crowd(Passports({"other": "########"}), listed, DAY)
        (plan,) = plans(Random(1), day=DAY, flights=1)
        return next(crowd.aboard(Random(2), plan, count=1))

    usual = first({})
    name = name_of(usual.surname, usual.given_names or "")
    other = first({name: {(usual.birth_date or "")[:4]}})
    assert (other.surname, other.birth_date) != (usual.surname, usual.birth_date)


def test_some_travellers_bear_a_listed_name(world: World) -> None:
    listed = listed_dates(world.entries)
    rows = [row for push in world.pushes for row in push.manifest.passengers]
    assert any(name_of(row.surname, row.given_names or "") in listed for row in rows)


def test_romanised_people_are_spelled_as_no_entry_lists_them(world: World) -> None:
    entries = {entry.key: entry for entry in world.entries}
    for planted in (one for one in world.planted if one.how == "romanisation"):
        primary = entries[planted.entry_key].names[0]
        row = first_row(world, planted)
        shown = (row.surname, row.given_names)
        assert shown != (as_sent(primary.surname or ""), as_sent(primary.given_names or ""))


def test_no_document_number_is_given_out_twice() -> None:
    passports = Passports({"other": "#"})
    rng = Random(1)
    assert len({passports.new(rng, "GBR") for _ in range(10)}) == 10


def test_most_travellers_have_a_name_of_their_own(world: World) -> None:
    closes = [push for push in world.pushes if push.manifest.function == "close"]
    rows = [row for push in closes for row in push.manifest.passengers]
    names = {name_of(row.surname, row.given_names or "") for row in rows}
    assert len(names) > 0.95 * len(rows)
