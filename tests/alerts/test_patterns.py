"""Windows, what a hit counts as, and journeys: whatever the order, each once."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.disposition import AlertDisposition
from alerts.journeys import journeys
from alerts.patterns import (
    HOUR_S,
    Leg,
    counts_of,
    covering,
    hours_of,
    no_hit,
    travel_of,
)
from tests.alerts.travelling import leg, travelling
from tests.builders import alert

MOMENTS = st.integers(0, 4_000_000_000)


@given(begin=MOMENTS, hours=st.integers(0, 24 * 40), odd=st.integers(0, HOUR_S - 1))
def test_windows_are_the_hours_asked_for_each_once_and_as_few_as_can_be(
    begin: int, hours: int, odd: int
) -> None:
    found = [*covering(begin, begin + hours * HOUR_S + odd)]
    assert all(one.end == other.start for one, other in pairwise(found))
    covered = [hour.start for one in found for hour in hours_of(one)]
    first = begin - begin % HOUR_S
    assert covered == [*range(first, begin + hours * HOUR_S + odd, HOUR_S)]
    sizes = "".join(one.size[0] for one in found)
    assert len(sizes.strip("h").replace("d", "")) == 0  # hours at the ends alone
    assert max((len(end) for end in sizes.split("d")), default=0) < (24 if "d" in sizes else 47)


def test_hit_counts_at_its_departure_in_utc_by_hour_and_by_day() -> None:
    found = {(one.by, one.window.name, one.value) for one in counts_of(leg(hour=18.5))}
    windows = ("2100-11-24T18", "2100-11-24")
    values = {
        *(("route", "JFK-LHR"), ("airport", "JFK"), ("airport", "LHR")),
        *(("hour", "18"), ("category", "terrorism")),
    }
    together = ("together", "2100-11-24", "terrorism JFK LHR 18")
    assert found == {(by, window, value) for by, value in values for window in windows} | {together}
    local = travel_of(alert())  # half past six in New York
    assert {one.window.name for one in counts_of(local)} == {"2100-11-24T23", "2100-11-24"}


def test_withheld_owner_is_withheld_here_too() -> None:
    assert leg(entry="interpol/7").entry == "interpol/7"
    assert leg(entry="0123456789abcdef").entry == "0123456789abcdef"


@pytest.mark.parametrize(
    ("state", "reason", "none"),
    [
        ("dismissed", "not_the_same_person", True),
        ("dismissed", "data_error", True),
        ("dismissed", "no_longer_relevant", False),
        ("dismissed", "other", False),
        ("confirmed", None, False),
        ("acknowledged", None, False),
    ],
)
def test_what_the_agency_takes_for_no_hit_is_none(state: Any, reason: Any, *, none: bool) -> None:
    said = AlertDisposition(state=state, reason=reason, by="officer-7", at="2026-11-25T08:00:00Z")
    assert no_hit(travelling(disposition=said)) is none


def test_withdrawn_is_no_hit() -> None:
    assert no_hit(travelling(event="withdrawn"))
    assert not no_hit(travelling(version=2, event="updated"))


FIRST = leg(1, route="NBO-LHR", hour=0, hours=8)


@pytest.mark.parametrize(
    ("later", "onward"),
    [
        pytest.param({"route": "LHR-JFK", "hour": 32}, True, id="the day after"),
        pytest.param({"route": "LHR-JFK", "hour": 56}, True, id="48 h after landing"),
        pytest.param({"route": "LHR-JFK", "hour": 57}, False, id="49 h after landing"),
        pytest.param({"route": "LHR-JFK", "hour": 7}, False, id="before it lands"),
        pytest.param({"route": "LGW-JFK", "hour": 32}, False, id="from elsewhere"),
        pytest.param({"route": "LHR-NBO", "hour": 32}, True, id="and back"),
        pytest.param({"route": "LHR-JFK", "hour": 32, "entry": "interpol/2"}, False, id="another"),
        pytest.param({"route": "LHR-JFK", "hour": 32, "agency": "fr-piu"}, False, id="of others"),
    ],
)
def test_journey_goes_on_from_where_the_last_flight_landed_within_48_hours(
    later: dict[str, Any], *, onward: bool
) -> None:
    assert FIRST.leads_to(leg(2, **later)) is onward


def test_flight_without_arrival_is_taken_to_land_at_once() -> None:
    open_ended = travel_of(alert())
    assert open_ended.departs == open_ended.lands


def chain(*routes: str) -> list[Leg]:
    return [leg(at, route=one, hour=24 * at, hours=8) for at, one in enumerate(routes, 1)]


def test_three_flights_in_a_row_are_one_journey() -> None:
    a, b, c = chain("NBO-DXB", "DXB-LHR", "LHR-JFK")
    (found,) = journeys([(b, c), (a, b)])
    assert [one.leg.route for one in found.stages] == ["NBO-DXB", "DXB-LHR", "LHR-JFK"]


def test_two_on_one_flight_who_may_be_the_listed_person_are_one_stage() -> None:
    a, b = chain("NBO-LHR", "LHR-JFK")
    other = a.model_copy(update={"alert_id": "f" * 32})
    (found,) = journeys([(a, b), (other, b)])
    assert [one.alerts for one in found.stages] == [(a.alert_id, "f" * 32), (b.alert_id,)]


AIRPORTS = st.sampled_from(["LHR", "CDG", "JFK"])
LEGS = st.lists(
    st.builds(
        lambda origin, destination, hour, entry: (f"{origin}-{destination}", hour, entry),
        *(AIRPORTS, AIRPORTS, st.integers(0, 120), st.sampled_from(["interpol/1", "uk/2"])),
    ),
    max_size=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flown=LEGS, data=st.data())
def test_every_link_is_in_one_journey_and_their_order_is_of_no_consequence(
    flown: list[tuple[str, int, str]], data: st.DataObject
) -> None:
    legs = [
        leg(number, route=route, hour=hour, hours=5, entry=entry)
        for number, (route, hour, entry) in enumerate(flown, 1)
    ]
    links = [(one, other) for one in legs for other in legs if one.leads_to(other)]
    found = journeys(links)
    steps = [
        (one.leg.flight, other.leg.flight)
        for journey in found
        for one, other in pairwise(journey.stages)
    ]
    assert sorted(steps) == sorted((one.flight, other.flight) for one, other in links)
    assert journeys(data.draw(st.permutations(links))) == found
