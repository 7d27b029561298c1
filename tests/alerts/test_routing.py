"""Who is told of a hit: jurisdiction, subscriptions, the owner, and what the owner hides."""

from pathlib import Path
from typing import Any

import pytest

import config
from access.parties import Parties
from alerts.alert import Alert
from alerts.routing import routed, touched
from alerts.subscriptions import Candidate, wanted_by
from config.files import SubscriptionsFile, read_yaml
from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from screening.facts import Facts, Hit
from tests.builders import FLIGHT, entry, passenger
from tests.manifests.building import parties, rules
from watchlist.entry import Entry

REF = PassengerRef("7a1f")
PLACES = {"interpol": ["*"], "us": ["USA"], "uk": ["GBR"], "fr": ["FRA"], "de": ["DEU"]}


def told(
    *subscriptions: dict[str, Any],
    of: Parties | None = None,
    listed: Entry | None = None,
    who: Passenger | None = None,
    flight: Flight = FLIGHT,
) -> dict[str, Alert]:
    """Return the alert that each agency gets of one hit."""
    hit = Hit(ref=REF, passenger=who or passenger(), entry=listed or entry())
    found = Facts(
        flight=flight, as_of=1, cause="manifest", source="m/0/1", refs=(REF,), hits=(hit,)
    )
    made = routed(found, rules(*subscriptions, of=of), "2026-11-24T08:00:00.000000Z").drafts
    return {one.alert.agency: one.alert for one in made}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param({}, {"interpol", "us", "uk"}, id="origin and destination"),
        pytest.param({"embark": "CDG"}, {"interpol", "us", "uk", "fr"}, id="embarks elsewhere"),
        pytest.param({"debark": "FRA"}, {"interpol", "us", "uk", "de"}, id="debarks elsewhere"),
        pytest.param({"debark": "QQQ"}, {"interpol", "us", "uk"}, id="unknown airport"),
    ],
)
def test_agencies_whose_countries_are_touched_are_told(
    who: dict[str, str], expected: set[str]
) -> None:
    assert set(told(of=parties(**PLACES), who=passenger(**who))) == expected


def test_unknown_airports_touch_no_country() -> None:
    nowhere = FLIGHT.model_copy(update={"origin": "QQQ", "destination": "QQX"})
    assert touched(nowhere, passenger()) == frozenset()
    assert set(told(of=parties(**PLACES), flight=nowhere)) == {"interpol"}


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        pytest.param({}, True, id="no filter"),
        pytest.param({"categories": ["foreign_terrorist_fighter"]}, True, id="category"),
        pytest.param({"categories": ["fraud"]}, False, id="other category"),
        pytest.param({"min_severity": "high"}, True, id="severity reached"),
        pytest.param({"min_severity": "top"}, False, id="severity too low"),
        pytest.param({"min_score": 0.6}, True, id="score reached"),
        pytest.param({"min_score": 1.0}, False, id="score too low"),
        pytest.param({"origin_countries": ["US"]}, True, id="origin country"),
        pytest.param({"origin_countries": ["GB"]}, False, id="other origin country"),
        pytest.param({"origin_airports": ["JFK"]}, True, id="origin airport"),
        pytest.param({"origin_airports": ["EWR"]}, False, id="other origin airport"),
        pytest.param(
            {"origin_airports": ["EWR"], "origin_countries": ["US"]}, True, id="either may match"
        ),
        pytest.param({"destination_countries": ["GB"]}, True, id="destination country"),
        pytest.param({"destination_countries": ["FR"]}, False, id="other destination country"),
        pytest.param({"destination_airports": ["LHR"]}, True, id="destination airport"),
        pytest.param({"destination_airports": ["LGW"]}, False, id="other destination airport"),
        pytest.param({"carriers": ["BA", "UA"]}, True, id="carrier"),
        pytest.param({"carriers": ["BA"]}, False, id="other carrier"),
        pytest.param({"carriers": ["UA"], "min_severity": "top"}, False, id="all must hold"),
    ],
)
def test_subscription_narrows(wish: dict[str, Any], *, wanted: bool) -> None:
    found = told({"id": "mine", "agency": "uk", "filter": wish})
    assert ("uk" in found) is wanted


@pytest.mark.parametrize(
    ("category", "subscription"),
    [
        ("terrorism", "terrorism"),
        ("terrorism", "wanted-and-documents"),
        ("wanted", "wanted-and-documents"),
    ],
)
def test_subscriptions_as_shipped_want_what_imported_lists_call_it(
    category: str, subscription: str
) -> None:
    rows = read_yaml(Path(config.__file__).with_name("subscriptions.yaml"), SubscriptionsFile)
    hit = Candidate(category, "high", 0.9, FLIGHT)
    assert subscription in wanted_by(hit, rows.subscriptions)


def test_several_subscriptions_make_one_alert_that_names_them() -> None:
    rows = [{"id": one, "agency": "uk"} for one in ("b", "a")]
    missed = {"id": "c", "agency": "uk", "filter": {"carriers": ["BA"]}}
    assert told(*rows, missed)["uk"].subscriptions == ("a", "b")


def test_agency_without_subscription_is_not_told() -> None:
    assert "uk" not in told({"id": "all", "agency": "interpol"})


def test_subscription_does_not_reach_beyond_the_jurisdiction() -> None:
    assert "fr" not in told({"id": "all", "agency": "fr"}, of=parties(**PLACES))


def test_owner_is_told_without_subscription_and_jurisdiction() -> None:
    listed = entry(owner="fr")
    found = told({"id": "all", "agency": "uk"}, of=parties(**PLACES), listed=listed)
    assert found["fr"].subscriptions == ()


@pytest.mark.parametrize(
    ("sharing", "expected"),
    [
        pytest.param({"visible_to": ["*"]}, {"interpol", "uk", "us"}, id="everybody"),
        pytest.param({}, {"interpol"}, id="the owner only"),
        pytest.param({"visible_to": ["uk"]}, {"interpol", "uk"}, id="those named"),
        pytest.param({"visible_to": ["*"], "hidden_from": ["uk"]}, {"interpol", "us"}, id="hidden"),
        pytest.param(
            {"visible_to": ["uk", "us"], "hidden_from": ["uk"]}, {"interpol", "us"}, id="both"
        ),
        pytest.param(
            {"visible_to": ["*"], "hidden_from": ["interpol"]},
            {"interpol", "uk", "us"},
            id="nobody hides from the owner",
        ),
    ],
)
def test_sharing_decides_who_may_be_told(sharing: dict[str, Any], expected: set[str]) -> None:
    places = {one: PLACES[one] for one in ("interpol", "uk", "us")}
    assert set(told(of=parties(**places), listed=entry(sharing=sharing))) == expected


def test_score_below_the_systems_threshold_is_no_alert() -> None:
    assert told(who=passenger("AL TIKRITI", given_names=None, birth_date="1999-01-01")) == {}


def test_agency_whose_view_does_not_match_is_not_told() -> None:
    listed = entry(
        names=[{"full": "Somebody Else"}, {"full": entry().names[0].full, "kind": "alias"}],
        sharing={"visible_to": ["*"], "redact": ["names"]},
    )
    assert set(told(listed=listed)) == {"interpol"}


def test_agency_is_told_where_only_a_hidden_field_speaks_against_the_hit() -> None:
    listed = entry(
        birth_dates=["1999-01-01"], sharing={"visible_to": ["*"], "redact": ["birth_dates"]}
    )
    assert set(told(listed=listed)) == {"uk"}
