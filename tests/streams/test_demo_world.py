"""The demo world: the same for the same seed, valid, and honest about whom it planted."""

import time
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config
from access.parties import parties_of
from config.files import PartiesFile, SubscriptionsFile, read_yaml
from manifests.airports import known
from manifests.contract import Manifest
from streams.demo.disguises import spellings
from streams.demo.pools import Culture, cultures
from streams.demo.pushes import Draft
from streams.demo.routes import plans, routes
from streams.demo.travellers import as_sent
from streams.demo.world import World, build_world, entries_jsonl, numbered
from watchlist.entry import entry_json, parse_entry
from watchlist.validity import refusal

DAY = date(2026, 11, 26)
CONFIG = Path(config.__file__).parent
PARTIES = parties_of(read_yaml(CONFIG / "parties.yaml", PartiesFile))
SUBSCRIPTIONS = read_yaml(CONFIG / "subscriptions.yaml", SubscriptionsFile).subscriptions


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(7, DAY)


def manifest_json(manifest: Manifest) -> bytes:
    return manifest.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def all_bytes(world: World) -> bytes:
    entries = b"".join(map(entry_json, world.entries))
    return entries + b"".join(manifest_json(one.manifest) for one in world.pushes)


def test_same_seed_gives_the_same_bytes(world: World) -> None:
    again = build_world(7, DAY)
    assert all_bytes(again) == all_bytes(world)
    assert again.planted == world.planted


def test_another_seed_gives_another_world(world: World) -> None:
    assert all_bytes(build_world(8, DAY)) != all_bytes(world)


def test_more_flights_leave_the_watchlist_as_it_is(world: World) -> None:
    assert build_world(7, DAY, flights=5).entries == world.entries


def test_a_day_is_built_in_well_below_three_seconds() -> None:
    begun = time.process_time()
    build_world(9, DAY)
    assert time.process_time() - begun < 3


def test_every_entry_survives_its_json(world: World) -> None:
    assert all(parse_entry(entry_json(entry)) == entry for entry in world.entries)


def test_every_manifest_survives_its_json(world: World) -> None:
    for push in world.pushes:
        assert Manifest.model_validate_json(manifest_json(push.manifest)) == push.manifest


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), flights=st.integers(2, 8))
def test_any_seed_gives_a_valid_world(seed: int, flights: int) -> None:
    small = build_world(seed, DAY, entries=400, flights=flights, planted=9, passengers=(5, 20))
    assert len({entry.key for entry in small.entries}) == len(small.entries) == 400
    assert len({push.manifest.flight.key for push in small.pushes}) == flights
    for push in small.pushes:
        assert Manifest.model_validate_json(manifest_json(push.manifest)) == push.manifest


def test_asked_for_numbers_are_met(world: World) -> None:
    assert len(world.entries) == 3000
    assert len({push.manifest.flight.key for push in world.pushes}) == 60
    assert len(world.planted) == 24


def test_more_flights_than_routes_are_still_different_flights() -> None:
    big = build_world(1, DAY, entries=300, flights=200, planted=0, passengers=(1, 2))
    assert len({push.manifest.flight.key for push in big.pushes}) == 200


@pytest.mark.parametrize(
    ("entries", "flights"),
    [pytest.param(5, 3, id="too few entries"), pytest.param(300, 0, id="no flight")],
)
def test_an_impossible_world_is_refused(entries: int, flights: int) -> None:
    with pytest.raises(ValueError, match=r"plant fewer|at least one flight"):
        build_world(1, DAY, entries=entries, flights=flights)


def test_owners_list_many_kinds_of_entries(world: World) -> None:
    categories = {entry.category for entry in world.entries}
    assert len({entry.owner for entry in world.entries}) >= 4
    assert {"foreign_terrorist_fighter", "wanted_person", "sanctions"} <= categories
    assert {"missing_person", "travel_document"} <= categories
    assert {name.kind for entry in world.entries for name in entry.names} == {
        "primary", "alias", "weak_alias", "original_script",
    }  # fmt: skip
    assert {len(day) for entry in world.entries for day in entry.birth_dates} == {4, 7, 10}


def test_stolen_documents_stand_alone(world: World) -> None:
    stolen = [entry for entry in world.entries if entry.category == "travel_document"]
    assert len(stolen) > 200
    assert all(entry.documents and not entry.names for entry in stolen)


def test_sharing_is_of_every_kind(world: World) -> None:
    sharing = [entry.sharing for entry in world.entries]
    assert any(not one.visible_to for one in sharing)
    assert any(one.hidden_from for one in sharing)
    assert any(one.visible_to and "*" not in one.visible_to for one in sharing)
    assert {what for one in sharing for what in one.redact} == {
        "instruction", "documents", "birth_dates", "birth_places", "names", "owner",
    }  # fmt: skip


def test_names_come_in_many_scripts(world: World) -> None:
    scripts = Counter(
        unicodedata.name(name.full[0]).split()[0]
        for entry in world.entries
        for name in entry.names
        if name.kind == "original_script"
    )
    assert scripts.keys() >= {
        "ARABIC", "CYRILLIC", "GEORGIAN", "GREEK", "HEBREW", "DEVANAGARI", "CJK", "HANGUL", "THAI",
    }  # fmt: skip


def test_every_party_of_the_world_is_in_parties_yaml(world: World) -> None:
    agencies = PARTIES.agencies.keys()
    assert [refusal(one, one.owner, agencies) for one in world.entries] == [None] * 3000
    for push in world.pushes:
        carriers = {str(one.id): one.carriers for one in PARTIES.airlines.values()}
        assert push.airline == push.manifest.sender
        assert push.manifest.flight.carrier in carriers[push.airline]


def test_every_route_can_be_flown() -> None:
    for route in (one for some in routes().routes.values() for one in some):
        assert known(route.origin)
        assert known(route.destination)


def test_every_agency_has_a_subscription_and_one_wants_everything() -> None:
    assert {str(one) for one in PARTIES.agencies} == {row.agency for row in SUBSCRIPTIONS}
    assert any(not row.filter.model_fields_set for row in SUBSCRIPTIONS)


def test_pushes_are_sent_one_after_another(world: World) -> None:
    assert world.pushes[0].at_s >= 0
    for before, after in pairwise(world.pushes):
        assert before.manifest.sent_at < after.manifest.sent_at
    for push in world.pushes:
        assert world.starts_at + timedelta(seconds=push.at_s) == push.manifest.sent_at


def test_pushes_of_the_same_moment_are_sent_one_after_another() -> None:
    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    (plan,) = plans(Random(1), day=DAY, flights=1)
    same = [Draft(noon, plan, "cancel_flight", ())] * 3
    assert [push.at_s for push in numbered(same, noon)] == [0.001, 0.002, 0.003]


def test_ids_are_not_used_twice(world: World) -> None:
    assert len({entry.key for entry in world.entries}) == len(world.entries)
    assert len({(one.airline, one.manifest.message_id) for one in world.pushes}) == len(
        world.pushes
    )
    for push in world.pushes:
        ids = [row.passenger_id for row in push.manifest.passengers]
        assert len(set(ids)) == len(ids)


def test_an_id_means_the_same_person_in_every_push(world: World) -> None:
    people: dict[tuple[str, str | None], set[tuple[str, str | None]]] = defaultdict(set)
    for push in world.pushes:
        for row in push.manifest.passengers:
            key = (push.manifest.flight.key, row.passenger_id)
            people[key].add((row.surname, row.birth_date))
    assert {len(names) for names in people.values()} == {1}


def test_airlines_send_every_kind_of_push(world: World) -> None:
    functions = {push.manifest.function for push in world.pushes}
    roles = {row.role for push in world.pushes for row in push.manifest.passengers}
    assert functions == {"full", "update", "cancel_passengers", "cancel_flight", "close"}
    assert roles == {"passenger", "crew"}


def test_a_flight_begins_with_a_full_push_and_ends_closed_or_cancelled(world: World) -> None:
    flights: dict[str, list[str]] = defaultdict(list)
    for push in world.pushes:
        flights[push.manifest.flight.key].append(push.manifest.function)
    assert {functions[0] for functions in flights.values()} == {"full"}
    assert {functions[-1] for functions in flights.values()} == {"close", "cancel_flight"}


def test_nobody_shares_a_seat(world: World) -> None:
    for push in world.pushes:
        seats = [row.seat for row in push.manifest.passengers if row.seat]
        assert len(set(seats)) == len(seats)


def test_documents_are_valid_on_the_day(world: World) -> None:
    for row in (row for push in world.pushes for row in push.manifest.passengers):
        assert all((paper.expires or "9999") > DAY.isoformat() for paper in row.documents)


def test_owners_lines_hold_the_owners_entries(world: World) -> None:
    lines = entries_jsonl(world, "interpol").splitlines()
    assert [parse_entry(line) for line in lines] == [
        entry for entry in world.entries if entry.owner == "interpol"
    ]


@pytest.mark.parametrize("culture", [pytest.param(one, id=one.name) for one in cultures().values()])
def test_a_culture_has_forty_given_names_and_forty_surnames(culture: Culture) -> None:
    assert len(culture.male.parts) + len(culture.female.parts) >= 40
    assert len(culture.surnames.parts) >= 40
    assert len({bool(part.original) for part in culture.surnames.parts}) == 1


@pytest.mark.parametrize("culture", [pytest.param(one, id=one.name) for one in cultures().values()])
def test_spellings_are_of_names_in_the_pools_and_differ_from_them(culture: Culture) -> None:
    pools = (culture.male, culture.female, culture.surnames)
    middles = (culture.middle_male, culture.middle_female)
    names = {part.latin.upper() for pool in (*pools, *middles) for part in pool.parts}
    for name, others in spellings().get(culture.name, {}).items():
        assert name in names
        assert as_sent(name) not in others
        assert all(other.isascii() and other.isupper() for other in others)
