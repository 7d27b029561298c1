"""From a manifest to every entitled agency, and back when it no longer holds."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Day, Expected, day

WITHIN_S = 60


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, for all tests of this module; each has flights of its own."""
    deployment = deploy()
    deployment.worker()
    return deployment


def standing(deployment: Deployment, today: Day) -> set[Expected]:
    flights = {leg.key for leg in today.legs}
    return {one for one in deployment.alerts.standing() if one.flight in flights}


def stands(deployment: Deployment, today: Day, expected: set[Expected]) -> bool:
    return deployment.alerts.until(
        lambda: standing(deployment, today) == expected, within_s=WITHIN_S
    )


def test_listed_passengers_raise_one_alert_for_each_entitled_agency(running: Deployment) -> None:
    today = day(101, 40, every=5, first=100)
    running.list_people(today)
    running.fly(today)
    assert stands(running, today, today.expected)
    assert running.settled(within_s=WITHIN_S)
    assert standing(running, today) == today.expected
    assert all(len(running.alerts.of(one)) == 1 for one in today.expected)


def test_a_booking_and_a_check_in_of_one_person_are_one_alert(running: Deployment) -> None:
    today = day(106, 1, every=9, first=600)
    (leg,), (person,) = today.legs, today.listed
    running.list_people(today)
    booked = replace(person, id=f"PNR-{person.id}")
    row = {field: value for field, value in booked.row().items() if field != "documents"}
    running.push(leg.manifest(source="pnr") | {"passengers": [row]})
    first = {replace(alert, passenger=booked.id) for alert in today.expected}
    assert stands(running, today, first)
    running.push(leg.manifest(minute=1))
    assert stands(running, today, today.expected)
    assert running.settled(within_s=WITHIN_S)
    told = [one for alert in first | today.expected for one in running.alerts.of(alert)]
    assert Counter(one["event"] for one in told) == {
        "raised": len(first),
        "updated": len(first),
    }
    assert len({one["alert_id"] for one in told}) == len(first)


def test_who_leaves_the_flight_is_withdrawn(running: Deployment) -> None:
    today = day(102, 1, every=3, first=200)
    running.list_people(today)
    running.fly(today)
    assert stands(running, today, today.expected)
    leg, gone = today.legs[0], today.listed[0]
    rest = [one for one in leg.people if one != gone]
    running.push(leg.manifest(people=rest, minute=1))
    remaining = {one for one in today.expected if one.passenger != gone.id}
    assert stands(running, today, remaining)
    events = [
        [(one["event"], one["reason"]) for one in running.alerts.of(alert)]
        for alert in today.expected - remaining
    ]
    assert events
    assert all(
        one == [("raised", None), ("withdrawn", "the passenger is no longer on the flight")]
        for one in events
    )


def test_a_cancelled_flight_withdraws_its_alerts(running: Deployment) -> None:
    today = day(103, 1, every=2, first=300)
    running.list_people(today)
    running.fly(today)
    assert stands(running, today, today.expected)
    running.push(today.legs[0].manifest(people=[], minute=1, function="cancel_flight"))
    assert stands(running, today, set())


def test_an_entry_added_later_finds_passengers_already_held(running: Deployment) -> None:
    today = day(104, 6, every=4, first=400)
    running.fly(today)
    assert running.settled(within_s=WITHIN_S)
    assert standing(running, today) == set()
    running.list_people(today)
    assert stands(running, today, today.expected)


def test_an_entry_removed_withdraws_its_alerts(running: Deployment) -> None:
    today = day(105, 6, every=4, first=500)
    running.list_people(today)
    running.fly(today)
    assert stands(running, today, today.expected)
    running.remove(today.listed[0].entry())
    remaining = {one for one in today.expected if one.passenger != today.listed[0].id}
    assert stands(running, today, remaining)


@pytest.mark.parametrize(
    ("seed", "owner", "sharing", "told"),
    [
        pytest.param(610, "uk-piu", {}, {"uk-piu"}, id="not shared: the owner alone"),
        pytest.param(640, "ke-dci", {}, {"ke-dci"}, id="an owner needs no subscription"),
        pytest.param(
            670, "interpol", {"visible_to": ["fr-piu"]}, {"interpol"}, id="shared outside the route"
        ),
        pytest.param(
            700,
            "interpol",
            {"visible_to": ["*"], "hidden_from": ["uk-piu"]},
            {"interpol"},
            id="hidden from one",
        ),
    ],
)
def test_the_owner_decides_who_is_told(
    running: Deployment, seed: int, owner: str, sharing: dict[str, list[str]], told: set[str]
) -> None:
    today = _day_to_london(seed)
    person = today.legs[0].people[0]
    running.contribute(person.entry(owner, sharing=sharing))
    running.flush()
    running.fly(today)
    expected = {
        Expected(today.legs[0].key, person.id, f"{owner}/E-{person.id}", one) for one in told
    }
    assert stands(running, today, expected)
    assert running.settled(within_s=WITHIN_S)
    assert standing(running, today) == expected


def _day_to_london(seed: int) -> Day:
    """Return a day of one flight from New York to London; seeds lie 30 apart."""
    days = (day(one, 1, first=one) for one in range(seed, seed + 30))
    return next(one for one in days if one.legs[0].route == ("JFK", "LHR"))
