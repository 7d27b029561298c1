"""Who holds an alert, whatever owner, agencies and rules do: a model beside the code."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from alerts.alert import Alert
from alerts.life import Held, steps
from alerts.routing import Rules, routed
from manifests.identity import PassengerRef
from screening.facts import Facts, Hit
from tests.builders import FLIGHT, entry, passenger
from tests.manifests.building import parties, rules
from watchlist.entry import Entry

OWNER, OTHERS = "interpol", ("uk", "us", "fr")
AGENCIES = (OWNER, *OTHERS)
REF = PassengerRef("7a1f")
NOW = "2026-11-24T08:00:00.000000Z"
TOUCHED, ELSEWHERE = ["GBR"], ["DEU"]  # the flight is from JFK to LHR
SEVERITIES = ("low", "top")
WISHES: dict[str, dict[str, Any] | None] = {
    "nothing": None,
    "everything": {},
    "top only": {"min_severity": "top"},
}
GONE = (
    "the entry was removed, expired or changed and no longer matches",
    "the passenger is no longer on the flight",
)


class Entitlement(RuleBasedStateMachine):
    """One passenger, one entry of Interpol, four agencies; facts as the two joins bring them."""

    def __init__(self) -> None:
        super().__init__()
        self.aboard, self.listed = True, True
        self.severity = "low"
        self.visible_to: tuple[str, ...] = ("*",)
        self.hidden_from: tuple[str, ...] = ()
        self.touched = dict.fromkeys(AGENCIES, True)
        self.wish = dict.fromkeys(AGENCIES, "everything")
        self.held: dict[str, Held] = {}
        self.told: list[Alert] = []
        self._entry_said()

    @property
    def entry(self) -> Entry:
        sharing = {"visible_to": list(self.visible_to), "hidden_from": list(self.hidden_from)}
        return entry(severity=self.severity, sharing=sharing)

    @property
    def in_force(self) -> Rules:
        of = {one: TOUCHED if self.touched[one] else ELSEWHERE for one in AGENCIES}
        rows: list[dict[str, Any]] = [
            {"id": "one", "agency": agency, "filter": WISHES[wish]}
            for agency, wish in self.wish.items()
            if WISHES[wish] is not None
        ]
        return rules(*rows, {"id": "one", "agency": "nobody"}, of=parties(**of))

    def _said(self, **scope: Any) -> None:
        """Route facts within *scope*, as one of the joins found them just now."""
        hits = (Hit(ref=REF, passenger=passenger(), entry=self.entry),)
        facts = Facts(
            flight=FLIGHT,
            as_of=1,
            source="m/0/1",
            hits=hits if self.aboard and self.listed else (),
            **scope,
        )
        for step in steps(self.held.values(), routed(facts, self.in_force, NOW), facts):
            before = self.held.get(step.alert.alert_id)
            assert step.after == (before.alert.version if before else 0)
            self.told.append(step.alert)
            if not self._sees(step.alert.agency):  # it must not learn that the entry is still there
                assert step.alert.reason in GONE
            held = Held(step.alert, step.alert.version, step.ref, step.entry)
            self.held[step.alert.alert_id] = held

    def _entry_said(self) -> None:
        self._said(entry=self.entry.key, cause="watchlist")

    def _rules_changed(self) -> None:
        """Route the known hits again; where there is none, nothing is asked."""
        if self.aboard and self.listed:
            self._said(pairs=((REF, self.entry.key),), cause="manifest")

    @rule(aboard=st.booleans())
    def the_passenger_comes_or_goes(self, *, aboard: bool) -> None:
        self.aboard = aboard
        self._said(refs=(REF,), left=() if aboard else (REF,), cause="manifest")

    @rule(severity=st.sampled_from(SEVERITIES))
    def the_owner_lists(self, severity: str) -> None:
        self.listed, self.severity = True, severity
        self._entry_said()

    @rule()
    def the_owner_removes(self) -> None:
        self.listed = False
        self._entry_said()

    @rule(
        visible_to=st.sampled_from([(), ("*",), ("uk",), ("us", "fr")]),
        hidden_from=st.sampled_from([(), ("uk",), ("fr",)]),
    )
    def the_owner_shares(self, visible_to: tuple[str, ...], hidden_from: tuple[str, ...]) -> None:
        self.visible_to, self.hidden_from = visible_to, hidden_from
        self._entry_said()

    @rule(agency=st.sampled_from(AGENCIES), touched=st.booleans())
    def a_jurisdiction_changes(self, agency: str, *, touched: bool) -> None:
        self.touched[agency] = touched
        self._rules_changed()

    @rule(agency=st.sampled_from(AGENCIES), wish=st.sampled_from(sorted(WISHES)))
    def a_subscription_changes(self, agency: str, wish: str) -> None:
        self.wish[agency] = wish
        self._rules_changed()

    def _sees(self, agency: str) -> bool:
        shared = "*" in self.visible_to or agency in self.visible_to
        return agency == OWNER or (shared and agency not in self.hidden_from)

    def _should_hold(self, agency: str) -> bool:
        if not (self.aboard and self.listed and self._sees(agency)):
            return False
        wants = self.wish[agency] == "everything" or (
            self.wish[agency] == "top only" and self.severity == "top"
        )
        return agency == OWNER or (self.touched[agency] and wants)

    @invariant()
    def exactly_those_hold_an_alert_who_should(self) -> None:
        standing = {one.alert.agency for one in self.held.values() if one.standing}
        assert standing == {one for one in AGENCIES if self._should_hold(one)}

    @invariant()
    def versions_follow_each_other_and_say_something_new(self) -> None:
        for held in self.held.values():
            versions = [one for one in self.told if one.alert_id == held.alert.alert_id]
            assert [one.version for one in versions] == list(range(1, len(versions) + 1))
            stands = False
            for one in versions:
                assert stands == (one.event != "raised")
                assert (one.event == "updated") == bool(one.changes)
                stands = one.event != "withdrawn"


TestEntitlement = Entitlement.TestCase
TestEntitlement.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
