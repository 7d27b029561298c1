"""What an agency sees of an entry, and what a contributor may say of sharing."""

from typing import Any

import pytest

from access.parties import AgencyId
from tests.manifests.building import entry
from watchlist.sharing import shared_view, view
from watchlist.validity import refusal

UK = AgencyId("uk")


def seen(agency: AgencyId = UK, **fields: Any) -> Any:
    return view(entry(**fields), agency)


@pytest.mark.parametrize(
    ("sharing", "visible"),
    [
        pytest.param({}, False, id="absent: the owner only"),
        pytest.param({"visible_to": ["*"]}, True, id="all"),
        pytest.param({"visible_to": ["uk"]}, True, id="named"),
        pytest.param({"visible_to": ["fr"]}, False, id="another named"),
        pytest.param({"visible_to": ["uk-piu"]}, False, id="a longer name"),
        pytest.param({"visible_to": ["*"], "hidden_from": ["uk"]}, False, id="hidden wins over *"),
        pytest.param({"visible_to": ["uk"], "hidden_from": ["uk"]}, False, id="hidden wins"),
    ],
)
def test_who_sees_the_entry(sharing: dict[str, Any], *, visible: bool) -> None:
    assert (seen(sharing=sharing) is not None) is visible


def test_owner_sees_the_whole_entry_whatever_it_hides() -> None:
    sharing = {"redact": ["instruction", "names", "owner"], "hidden_from": ["interpol"]}
    whole = entry(instruction="Call", sharing=sharing)
    found = view(whole, AgencyId("interpol"))
    assert found is not None
    assert (found.entry, found.owner_shown) == (whole, True)


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        pytest.param("instruction", "Call", None, id="instruction"),
        pytest.param("documents", [{"number": "M1"}], (), id="documents"),
        pytest.param("birth_dates", ["1947"], (), id="birth dates"),
        pytest.param("birth_places", ["Tikrit"], (), id="birth places"),
    ],
)
def test_redacted_field_is_gone(field: str, value: Any, left: Any) -> None:
    sharing = {"visible_to": ["*"], "redact": [field]}
    found = seen(**{field: value}, sharing=sharing)
    assert getattr(found.entry, field) == left
    assert found.owner_shown


def test_redacted_names_leave_the_primary_ones() -> None:
    names = [{"full": "A"}, {"full": "B", "kind": "alias"}, {"full": "C", "kind": "weak_alias"}]
    found = seen(names=names, sharing={"visible_to": ["*"], "redact": ["names"]})
    assert [name.full for name in found.entry.names] == ["A"]


def test_withheld_owner_is_not_shown_and_all_else_is() -> None:
    whole = entry(sharing={"visible_to": ["*"], "redact": ["owner"]})
    found = view(whole, UK)
    assert found is not None
    assert (found.entry, found.owner_shown) == (whole, False)


def test_entry_with_nothing_left_to_find_by_is_not_seen() -> None:
    alone = entry(names=[], documents=[{"number": "M1"}], sharing={"redact": ["documents"]})
    assert shared_view(alone) is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"owner": "uk"}, "contributes its own entries only", id="another's entry"),
        pytest.param({"sharing": {"visible_to": ["mars"]}}, "unknown agency 'mars'", id="visible"),
        pytest.param({"sharing": {"hidden_from": ["mars"]}}, "unknown agency 'mars'", id="hidden"),
        pytest.param(
            {"valid_from": "2026-02-01", "valid_until": "2026-01-01"},
            "never be in force",
            id="over",
        ),
    ],
)
def test_entry_is_refused_with_a_sentence(fields: dict[str, Any], why: str) -> None:
    assert why in (refusal(entry(**fields), "interpol", {"interpol", "uk"}) or "")


def test_entry_of_the_contributor_that_names_known_agencies_is_taken() -> None:
    shared = entry(sharing={"visible_to": ["*"], "hidden_from": ["uk"]})
    assert refusal(shared, "interpol", {"interpol", "uk"}) is None
