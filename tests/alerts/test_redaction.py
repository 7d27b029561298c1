"""No agency gets or can infer what the owner hides (rule 4), whatever the entry says."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.alert import Alert
from alerts.ledger import payload
from alerts.routing import routed
from manifests.identity import PassengerRef
from screening.facts import Facts, Hit
from tests.builders import FLIGHT, passenger
from tests.manifests.building import parties, rules
from watchlist.entry import Entry
from watchlist.sharing import shared_view

AGENCIES = ("interpol", "uk", "us", "fr")
RULES = rules(of=parties(**{one: ["*"] for one in AGENCIES}))
WHO = passenger(documents=[{"number": "M1234567", "issuer": "IRQ"}], birth_place="TIKRIT")
REF = PassengerRef("7a1f")

NAMES = [
    {"full": "Sabawi Ibrahim Hasan AL-TIKRITI"},
    {"full": "Sabawi Ibrahim QQALIAS", "kind": "alias"},
    {"full": "QQWEAK TIKRITI", "kind": "weak_alias"},
]
# What each redaction hides of the entries below; nothing of it is in the passenger.
PLANTED = {
    "instruction": "QQINSTRUCTION",
    "documents": "QQ77665544",
    "birth_dates": "1931-07-13",
    "birth_places": "QQPLACE",
    "names": "QQALIAS",
}
HIDDEN_NAMES = ("QQALIAS", "QQWEAK")
DOCUMENTS = [{"number": "M1234567", "issuer": "IRQ"}, {"number": PLANTED["documents"]}]
MIGHT_BE = {
    "names": st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    "documents": st.lists(st.sampled_from(DOCUMENTS), max_size=2),
    "birth_dates": st.lists(st.sampled_from(["1947-02-27", "1947", "1931-07-13"]), max_size=2),
    "birth_places": st.lists(st.sampled_from(["Tikrit", "QQPLACE"]), max_size=2),
    "instruction": st.sampled_from([None, PLANTED["instruction"]]),
    "nationalities": st.lists(st.sampled_from(["IRQ", "GBR"]), max_size=1),
    "severity": st.sampled_from(["low", "top"]),
}
SHARING = st.fixed_dictionaries(
    {
        "visible_to": st.lists(st.sampled_from(["*", *AGENCIES]), max_size=2),
        "hidden_from": st.lists(st.sampled_from(AGENCIES), max_size=1),
        "redact": st.lists(st.sampled_from([*PLANTED, "owner"]), unique=True),
    }
)


def entry(fields: dict[str, Any], sharing: dict[str, Any], **more: Any) -> Entry:
    plain = {"schema": "entry/1", "id": "QQ-2016-4711", "owner": "interpol"}
    return Entry.model_validate(
        {**plain, "category": "wanted_person", **fields, "sharing": sharing, **more}
    )


def told(listed: Entry) -> dict[str, Alert]:
    hit = Hit(ref=REF, passenger=WHO, entry=listed)
    found = Facts(flight=FLIGHT, as_of=1, cause="watchlist", source="w/0/1", hits=(hit,))
    made = routed(found, RULES, "2026-11-24T08:00:00.000000Z").drafts
    return {one.alert.agency: one.alert for one in made}


def others_told(listed: Entry) -> dict[str, Alert]:
    return {agency: alert for agency, alert in told(listed).items() if agency != listed.owner}


def without(fields: dict[str, Any], redact: list[str]) -> dict[str, Any]:
    """Return the fields of an entry that never had what *redact* names."""
    left = {name: value for name, value in fields.items() if name not in redact}
    if "names" in redact:
        left["names"] = [one for one in fields["names"] if "kind" not in one]
    return left


@settings(max_examples=200)
@given(st.fixed_dictionaries(MIGHT_BE), SHARING)
def test_no_agency_is_told_what_sharing_excludes(
    fields: dict[str, Any], sharing: dict[str, Any]
) -> None:
    visible, hidden = sharing["visible_to"], sharing["hidden_from"]
    for agency, alert in others_told(entry(fields, sharing)).items():
        assert agency in visible or "*" in visible
        assert agency not in hidden
        sent = payload(alert).decode()
        for redaction in sharing["redact"]:
            words = HIDDEN_NAMES if redaction == "names" else (PLANTED.get(redaction, "interpol"),)
            assert not any(word in sent for word in words)


@settings(max_examples=200)
@given(st.fixed_dictionaries(MIGHT_BE), SHARING)
def test_alert_is_that_of_an_entry_that_never_had_what_is_hidden(
    fields: dict[str, Any], sharing: dict[str, Any]
) -> None:
    redact = sharing["redact"]
    left = without(fields, redact)
    if not left.get("names") and not left.get("documents"):
        assert others_told(entry(fields, sharing)) == {}
        return
    owner_only = [one for one in redact if one == "owner"]
    never_had = entry(left, {**sharing, "redact": owner_only})
    assert others_told(entry(fields, sharing)) == others_told(never_had)


@settings(max_examples=50)
@given(st.fixed_dictionaries(MIGHT_BE), SHARING)
def test_withheld_owner_leaves_no_trace_but_keyed_ids(
    fields: dict[str, Any], sharing: dict[str, Any]
) -> None:
    sharing = {**sharing, "redact": [*sharing["redact"], "owner"], "visible_to": ["uk", "us"]}
    keyed = {"alert_id": "", "entry": None}
    one = others_told(entry(fields, sharing))
    other = others_told(entry(fields, sharing, owner="fr", id="QQ-1999-1"))
    for agency, alert in one.items():
        assert alert.entry.owner is None
        assert "QQ-2016-4711" not in payload(alert).decode()
        twin = other[agency]
        assert alert.model_dump(exclude=set(keyed)) == twin.model_dump(exclude=set(keyed))
        assert alert.entry.model_dump(exclude={"id"}) == twin.entry.model_dump(exclude={"id"})
        assert alert.entry.id != twin.entry.id


def test_withheld_entry_has_another_id_for_each_agency() -> None:
    sharing = {"visible_to": ["*"], "redact": ["owner"]}
    ids = [alert.entry.id for alert in others_told(entry({"names": NAMES}, sharing)).values()]
    assert len(ids) == len(set(ids)) == 3


def test_owner_gets_everything() -> None:
    fields = {"names": NAMES, "instruction": PLANTED["instruction"]}
    sharing = {"visible_to": ["*"], "redact": [*PLANTED, "owner"], "hidden_from": ["interpol"]}
    alert = told(entry(fields, sharing))["interpol"]
    assert alert.entry.instruction == PLANTED["instruction"]
    assert (alert.entry.owner, alert.entry.id) == ("interpol", "QQ-2016-4711")


def test_alert_and_group_ids_differ_per_agency() -> None:
    found = told(entry({"names": NAMES}, {"visible_to": ["*"]})).values()
    assert len({one.alert_id for one in found}) == len({one.group_id for one in found}) == 4


@pytest.mark.parametrize("redaction", PLANTED)
def test_each_redaction_hides_something_that_is_shown_without_it(redaction: str) -> None:
    fields: dict[str, Any] = {
        "names": NAMES,
        "documents": DOCUMENTS,
        "birth_dates": ["1947-02-27"],
        "birth_places": ["Tikrit"],
        "instruction": PLANTED["instruction"],
    }
    shown = shared_view(entry(fields, {"visible_to": ["*"]}))
    hidden = shared_view(entry(fields, {"visible_to": ["*"], "redact": [redaction]}))
    assert shown is not None
    assert hidden is not None
    assert getattr(shown.entry, redaction) != getattr(hidden.entry, redaction)
