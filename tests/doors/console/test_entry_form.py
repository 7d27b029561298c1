"""The form of an entry: nothing is lost between an entry and its fields; faults are at theirs."""

from typing import Any

import pytest

from access.parties import AgencyId
from doors.console.entry_form import differing, entry_of_form, form_of_entry
from tests.builders import entry
from watchlist.entry import Entry

OWNER = AgencyId("interpol")
AGENCIES = ("interpol", "uk-piu", "fr-piu")
FULL: dict[str, Any] = {
    "names": [
        {"full": "Jane Roe", "surname": "Roe", "given_names": "Jane"},
        {"full": "جين رو", "kind": "original_script"},
        {"full": "<script>", "kind": "weak_alias"},
    ],
    "birth_dates": ["1947-02-27", "1947"],
    "sex": "F",
    "nationalities": ["IRQ", "GBR"],
    "birth_places": ["Tikrit, near the river", "Al Awja"],
    "documents": [
        {"number": "M1", "type": "P", "issuer": "IRQ", "status": "stolen"},
        {"number": "M2"},
    ],
    "instruction": "Detain.\nContact the owner.",
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
    "sharing": {
        "visible_to": ["fr-piu", "uk-piu"],
        "hidden_from": ["uk-piu"],
        "redact": ["instruction", "owner"],
    },
}
LEAST = {"id": "1", "category": "crime", "full-0": "Jane Roe"}


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(entry(), id="an ordinary one"),
        pytest.param(entry(**FULL), id="with everything"),
        pytest.param(entry(names=[], documents=[{"number": "M1"}], sharing={}), id="a document"),
    ],
)
def test_form_of_an_entry_says_that_entry(one: Entry) -> None:
    assert entry_of_form(form_of_entry(one), OWNER, AGENCIES) == one


def test_browser_that_sends_its_own_line_ends_changes_nothing() -> None:
    one = entry(**FULL)
    sent = {field: said.replace("\n", "\r\n") for field, said in form_of_entry(one).items()}
    assert entry_of_form(sent, OWNER, AGENCIES) == one


def test_every_field_of_the_contract_is_in_the_form() -> None:
    said = entry(**FULL)
    assert {one for one in Entry.model_fields if getattr(said, one) in (None, ())} == {"biometrics"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"id": ""}, "id", id="no id"),
        pytest.param({"id": "a b"}, "id", id="a blank in an id"),
        pytest.param({"category": "Crime!"}, "category", id="no such category"),
        pytest.param({"birth_dates": "1947, 27 Feb"}, "birth_dates", id="no date"),
        pytest.param({"nationalities": "Iraq"}, "nationalities", id="no country"),
        pytest.param({"full-0": " "}, "full-0", id="nobody"),
        pytest.param({"surname-3": "Roe"}, "full-3", id="a name without its whole"),
        pytest.param({"number-2": "M1", "issuer-2": "??"}, "issuer-2", id="no issuer"),
        pytest.param({"status-0": "stolen"}, "number-0", id="a document without a number"),
        pytest.param({"valid_from": "soon"}, "valid_from", id="no day"),
        pytest.param({"valid_from": "0"}, "valid_from", id="a number for a day"),
        pytest.param(
            {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "valid_until", id="over"
        ),
        pytest.param({"share": "some", "see.nobody-here": "on"}, "sharing", id="no such agency"),
        pytest.param({"redact.soul": "on"}, "sharing", id="no such field"),
        pytest.param({"why": "x" * 201}, "why", id="too long a reason"),
    ],
)
def test_fault_is_at_its_field_and_at_no_other(given: dict[str, str], field: str) -> None:
    found = entry_of_form(LEAST | {"surname-3": "", "full-3": ""} | given, OWNER, AGENCIES)
    assert isinstance(found, dict)
    assert list(found) == [field]


def test_rows_left_empty_say_nothing_and_kind_alone_is_no_name() -> None:
    found = entry_of_form(LEAST | {"full-1": "", "kind-1": "alias"}, OWNER, AGENCIES)
    assert isinstance(found, Entry)
    assert [one.full for one in found.names] == ["Jane Roe"]


def test_sharing_with_these_agencies_counts_only_where_it_is_chosen() -> None:
    form = LEAST | {"share": "none", "see.uk-piu": "on"}
    found = entry_of_form(form, OWNER, AGENCIES)
    assert isinstance(found, Entry)
    assert found.sharing.visible_to == ()


def test_what_differs_is_named_by_its_fields() -> None:
    assert differing(entry(), entry(severity="low", instruction="x")) == ("severity", "instruction")
