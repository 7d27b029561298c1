"""The life of an alert: what is held and what should stand give the next version, or none."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from alerts.alert import Alert, AlertEntry
from alerts.life import Held, Step, changes, steps
from alerts.routing import Draft, Routed
from manifests.contract import Document
from manifests.identity import PassengerRef
from screening.explanation import Feature
from screening.facts import Facts
from tests.builders import FLIGHT, alert
from watchlist.entry import EntryKey

REF, ENTRY = PassengerRef("7a1f"), EntryKey("interpol/1")


def facts(**more: Any) -> Facts:
    known: dict[str, Any] = {"as_of": 9, "cause": "manifest", "source": "m/0/1", "refs": (REF,)}
    return Facts(flight=FLIGHT, **{**known, **more})


def held(version: int = 1, **more: Any) -> Held:
    return Held(alert(version, **more), sent=version, ref=REF, entry=ENTRY)


def draft(**more: Any) -> Draft:
    return Draft(alert(**more), REF, ENTRY)


def wanted(*drafts: Draft) -> Routed:
    return Routed(list(drafts), {}, "f" * 32)


def altered(what: str, field: str, value: Any) -> Draft:
    """Return a draft with one field of its entry, flight or passenger changed."""
    plain = alert()
    part = getattr(plain, what).model_copy(update={field: value})
    return Draft(plain.model_copy(update={what: part}), REF, ENTRY)


def only(found: list[Step]) -> Step:
    (step,) = found
    return step


def test_first_hit_is_raised_as_version_one() -> None:
    step = only(steps([], wanted(draft()), facts()))
    assert (step.alert.event, step.alert.version, step.after) == ("raised", 1, 0)


def test_same_again_is_no_news() -> None:
    assert steps([held()], wanted(draft()), facts()) == []


@pytest.mark.parametrize(
    ("now", "field"),
    [
        pytest.param(altered("entry", "severity", "top"), "entry.severity", id="severity"),
        pytest.param(altered("entry", "category", "fraud"), "entry.category", id="category"),
        pytest.param(altered("entry", "instruction", "Call"), "entry.instruction", id="order"),
        pytest.param(
            altered("flight", "departure", "2100-11-24T20:00"), "flight.departure", id="departure"
        ),
        pytest.param(
            altered("flight", "arrival", "2100-11-25T07:00"), "flight.arrival", id="arrival"
        ),
        pytest.param(altered("passenger", "seat", "2B"), "passenger.seat", id="seat"),
        pytest.param(
            altered("passenger", "documents", (Document(number="M1", issuer="IRQ"),)),
            "passenger.documents",
            id="documents",
        ),
        pytest.param(draft(subscriptions=("arrivals", "b")), "subscriptions", id="subscriptions"),
        pytest.param(draft(score=0.88), "score", id="score falls by .05"),
        pytest.param(draft(score=0.99), "score", id="score rises by .05"),
    ],
)
def test_what_an_officer_must_know_is_an_update(now: Draft, field: str) -> None:
    step = only(steps([held(3)], wanted(now), facts()))
    assert (step.alert.event, step.alert.version, step.after) == ("updated", 4, 3)
    assert [one["field"] for one in step.alert.changes] == [field]
    assert step.alert.raised_at == held().alert.raised_at


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(draft(score=0.89), id="score moves by less than .05"),
        pytest.param(draft(trace_id="00" * 16), id="another cause"),
        pytest.param(draft(raised_at="2026-11-25T00:00:00.000000Z"), id="another moment"),
        pytest.param(altered("passenger", "residence", "GBR"), id="residence"),
    ],
)
def test_what_an_officer_need_not_know_is_no_update(now: Draft) -> None:
    assert steps([held()], wanted(now), facts()) == []


SEEN = {
    "entry": AlertEntry(owner=None, id="8c1f", category="terrorism", severity="high"),
    "explanation": (Feature(feature="name", contribution=4.1, entry="A. TIKRITI", note=""),),
}


@pytest.mark.parametrize("what", SEEN)
def test_what_is_seen_otherwise_of_the_entry_is_an_update_that_does_not_repeat_it(
    what: str,
) -> None:
    told = replace(held(3), view="before")
    now = replace(draft(**{what: SEEN[what]}), view="now")
    step = only(steps([told], wanted(now), facts()))
    assert (step.alert.event, step.alert.version, step.view) == ("updated", 4, "now")
    assert step.alert.changes == ({"field": "entry", "before": None, "now": None},)
    assert getattr(step.alert, what) == SEEN[what]


@pytest.mark.parametrize(
    ("told", "now"),
    [
        pytest.param("before", draft(), id="another view that tells the same"),
        pytest.param(
            "", draft(explanation=SEEN["explanation"]), id="another reason for the same view"
        ),
    ],
)
def test_what_tells_the_same_of_the_entry_is_no_update(told: str, now: Draft) -> None:
    assert steps([replace(held(), view=told)], wanted(now), facts()) == []


def test_instruction_that_is_withheld_is_not_repeated_by_the_change_that_says_so() -> None:
    entry = alert().entry.model_copy(update={"instruction": "Detain"})
    (change,) = changes(alert(entry=entry), alert())
    assert change == {"field": "entry.instruction", "before": None, "now": None}
    (change,) = changes(alert(), alert(entry=entry))
    assert change == {"field": "entry.instruction", "before": None, "now": "Detain"}


def test_small_moves_of_the_score_add_up_to_news() -> None:
    told = held(score=0.80)
    assert steps([told], wanted(draft(score=0.83)), facts()) == []
    assert only(steps([told], wanted(draft(score=0.86)), facts())).alert.score == 0.86


def test_change_names_the_value_before_and_now() -> None:
    assert changes(alert(score=0.6), alert(score=0.9)) == (
        {"field": "score", "before": 0.6, "now": 0.9},
    )


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        pytest.param({"left": (REF,), "cancelled": True}, "flight was cancelled", id="cancelled"),
        pytest.param({"left": (REF,)}, "no longer on the flight", id="left"),
        pytest.param({"left": (REF,), "merged": (REF,)}, "the same person as another", id="merged"),
        pytest.param({}, "passenger's data changed", id="data changed"),
        pytest.param(
            {"refs": (), "entry": ENTRY, "cause": "watchlist"}, "the entry was", id="list"
        ),
    ],
)
def test_withdrawal_says_why(why: dict[str, Any], reason: str) -> None:
    found = facts(**why)
    step = only(steps([held(2)], wanted(), found))
    assert (step.alert.event, step.alert.version, step.after) == ("withdrawn", 3, 2)
    assert reason in (step.alert.reason or "")
    assert step.alert.cause == found.cause


@pytest.mark.parametrize(
    "scope",
    [
        pytest.param({"refs": ("another",)}, id="another passenger"),
        pytest.param({"refs": (), "entry": "interpol/2"}, id="another entry"),
        pytest.param({"refs": ()}, id="nobody"),
    ],
)
def test_facts_about_others_withdraw_nothing(scope: dict[str, Any]) -> None:
    assert steps([held()], wanted(), facts(**scope)) == []


def test_withdrawn_alert_is_not_withdrawn_again() -> None:
    assert steps([held(2, event="withdrawn")], wanted(), facts()) == []


def test_withdrawn_alert_is_raised_again_as_the_next_version() -> None:
    gone = held(2, event="withdrawn", reason="the passenger is no longer on the flight")
    step = only(steps([gone], wanted(draft(raised_at="2026-11-25T00:00:00.000000Z")), facts()))
    assert (step.alert.event, step.alert.version) == ("raised", 3)
    assert step.alert.reason is None
    assert step.alert.raised_at == "2026-11-25T00:00:00.000000Z"


class Life(RuleBasedStateMachine):
    """Applies whatever facts come; what the agency is told must make sense."""

    def __init__(self) -> None:
        super().__init__()
        self.held: Held | None = None
        self.told: list[Alert] = []

    def _take(self, drafts: list[Draft], found: Facts) -> None:
        for step in steps([self.held] if self.held else [], wanted(*drafts), found):
            assert step.after == (self.held.alert.version if self.held else 0)
            self.told.append(step.alert)
            self.held = Held(step.alert, step.alert.version, step.ref, step.entry)

    @rule(
        score=st.sampled_from([0.6, 0.63, 0.9]),
        severity=st.sampled_from(["low", "top"]),
        subscriptions=st.sampled_from([("a",), ("a", "b")]),
    )
    def hit(self, score: float, severity: str, subscriptions: tuple[str, ...]) -> None:
        entry = alert().entry.model_copy(update={"severity": severity})
        self._take([draft(score=score, subscriptions=subscriptions, entry=entry)], facts())

    @rule(left=st.booleans(), cancelled=st.booleans())
    def no_hit(self, *, left: bool, cancelled: bool) -> None:
        self._take([], facts(left=(REF,) if left else (), cancelled=cancelled))

    @rule()
    def no_hit_on_entry(self) -> None:
        self._take([], facts(refs=(), entry=ENTRY))

    @rule()
    def about_somebody_else(self) -> None:
        before = len(self.told)
        self._take([], facts(refs=("somebody",)))
        assert len(self.told) == before

    @rule()
    def restored_after_a_loss(self) -> None:
        if self.held is not None:
            self.held = replace(self.held, sent=self.held.alert.version)

    @invariant()
    def versions_count_up_by_one(self) -> None:
        assert [one.version for one in self.told] == list(range(1, len(self.told) + 1))

    @invariant()
    def events_follow_each_other(self) -> None:
        follows = {
            None: {"raised"},
            "raised": {"updated", "withdrawn"},
            "updated": {"updated", "withdrawn"},
            "withdrawn": {"raised"},
        }
        before: str | None = None
        for one in self.told:
            assert one.event in follows[before]
            assert bool(one.changes) == (one.event == "updated")
            assert (one.reason is not None) == (one.event == "withdrawn")
            before = one.event


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
