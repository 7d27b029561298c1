"""The load is the same in every run, and as many are listed as it says."""

from itertools import pairwise

import pytest

from bench import on_their_way
from bench.load import OF_A_FLIGHT, is_wanted, listed, listed_as, manifests, passengers

pytestmark = pytest.mark.slow  # the pools of names take their time


def test_one_in_twenty_is_listed_and_nobody_flies_twice() -> None:
    sent = manifests(2 * OF_A_FLIGHT, 20, 300)
    people = [one for each in sent for one in each.passengers]
    wanted = [one for one in people if is_wanted(one.passenger_id or "")]
    assert len(people) == 360
    assert len(wanted) == 18
    assert len({one.flight.key for one in sent}) == 2
    known = {row["names"][0]["full"] for row in listed(300)}
    assert {f"{one.given_names or ''} {one.surname}".strip() for one in wanted} <= known


def test_who_is_listed_says_as_which_entry() -> None:
    known = {row["id"]: row["names"][0]["full"] for row in listed(300)}
    people = [one for each in manifests(OF_A_FLIGHT, 20, 300) for one in each.passengers]
    wanted = {one: listed_as(one.passenger_id or "") for one in people}
    for who, entry in wanted.items():
        if entry is not None:
            assert known[entry] == f"{who.given_names or ''} {who.surname}".strip()
    assert sum(entry is not None for entry in wanted.values()) == 9


def test_everybody_has_what_an_api_message_says_also_those_who_are_held() -> None:
    held = [one for aboard in on_their_way.people(40) for one in aboard]
    for who in (*passengers(40, seed=3), *held, *manifests(OF_A_FLIGHT, 20, 300)[0].passengers):
        assert all((who.sex, who.nationality, who.documents, who.seat))


def test_a_longer_list_goes_on_as_a_shorter_one() -> None:
    short, long = list(listed(5)), list(listed(8, 3))
    assert short[3:] == long[:2]
    assert all(one["id"] < other["id"] for one, other in pairwise(long))
