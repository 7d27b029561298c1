"""Passenger and entry side by side; the weights add up to the score."""

import pytest

from alerts.alert import Alert, AlertEntry, AlertPassenger
from doors.console.sides import Value, side_by_side, total, weights
from manifests.contract import Document, Flight
from screening.explanation import Feature
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import compare, logit
from watchlist.entry import Entry, parse_entry

PERSON = AlertPassenger(
    passenger_ref="r",
    surname="AL TIKRITI",
    given_names="SABAWI",
    birth_date="1947-02-27",
    sex="M",
    documents=(Document(type="P", number="M1234567", issuer="IRQ"),),
)


def listed(**more: object) -> Entry:
    return parse_entry(
        {
            "schema": "entry/1",
            "id": "E-1",
            "owner": "interpol",
            "category": "wanted_person",
            "names": [{"full": "Sabawi al-Tikriti"}],
            "birth_dates": ["1947"],
            "sex": "F",
            **more,
        }
    )


def alert_on(entry: Entry) -> Alert:
    match = compare(prepare_passenger(PERSON), prepare_entry(entry))
    return Alert(
        alert_id="0" * 32,
        version=1,
        event="raised",
        agency="uk-piu",
        subscriptions=(),
        raised_at="2026-11-24T08:00:00Z",
        score=match.score,
        basis=match.basis,
        group_id="g",
        entry=AlertEntry(owner="interpol", id="E-1", category="wanted_person", severity="high"),
        flight=Flight(
            carrier="UA", number="1", origin="JFK", destination="LHR", departure="2026-11-24T18:30"
        ),
        passenger=PERSON,
        explanation=match.explanation,
        cause="manifest",
        trace_id="t",
    )


def test_each_field_says_how_far_both_sides_agree() -> None:
    entry = listed()
    found = {one.name: one for one in side_by_side(alert_on(entry), entry)}
    verdicts = {name: one.verdict for name, one in found.items()}
    assert verdicts == {
        "name": "agrees", "birth_date": "agrees", "sex": "differs", "document": "one_side",
    }  # fmt: skip
    assert found["document"].passenger == (Value("M1234567", more="P · IRQ"),)
    assert found["document"].entry == ()


def test_what_was_quoted_stands_where_the_entry_is_gone() -> None:
    found = {one.name: one for one in side_by_side(alert_on(listed()), None)}
    assert found["birth_date"].entry == (Value("1947"),)
    assert found["document"].entry == ()


def test_weights_add_up_to_the_score_and_their_bars_join() -> None:
    alert = alert_on(listed())
    found = weights(alert)
    assert sum(one.amount for one in found) == pytest.approx(logit(alert.score))
    assert total(alert) == pytest.approx(logit(alert.score))
    assert found[0].feature is None
    for one in found:
        assert -1e-9 <= one.at <= one.at + one.width <= 100 + 1e-9


def test_alert_without_evidence_has_the_prior_alone() -> None:
    alert = alert_on(listed()).model_copy(update={"explanation": ()})
    assert [one.feature for one in weights(alert)] == [None]
    assert Feature.model_fields  # an explanation is made of these
