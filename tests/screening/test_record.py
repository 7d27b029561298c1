"""What a record keeps of an entry compares as the entry does, and rules nobody out who is a hit."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.candidates import in_each_view
from screening.names import PreparedName
from screening.prepared import PreparedEntry, prepare_passenger
from screening.record import LAYOUT, Recorded, record
from screening.score import log_odds, reaches
from screening.tokens import Tokens
from tests.builders import entry
from tests.screening.beside import is_likely
from tests.screening.naming import NAMES
from watchlist.entry import Entry

DATES = st.sampled_from(["1947-02-27", "1947", "1947-02", "1948-02-27", "1987-11-30"])
DOCUMENT = {"type": "P", "number": "M 123-4567", "issuer": "IRQ"}
TODAY = "2026-11-24"
DOCUMENTS = st.lists(st.sampled_from([DOCUMENT, {"number": "000"}, {"number": "Ж12345"}]))
SHARED = st.lists(st.sampled_from(["names", "documents", "birth_dates", "birth_places"]))
FIELDS = st.fixed_dictionaries(
    {
        "names": st.lists(
            st.fixed_dictionaries(
                {
                    "full": NAMES.filter(str.strip),
                    "kind": st.sampled_from(["primary", "alias", "weak_alias"]),
                }
            ),
            min_size=1,
            max_size=3,
        ),
        "birth_dates": st.lists(DATES, max_size=3),
        "nationalities": st.lists(st.sampled_from(["IRQ", "FRA"])),
        "sex": st.sampled_from([None, "M", "F", "X"]),
        "birth_places": st.lists(st.sampled_from(["Tikrit", "Αθήνα", "-"])),
        "documents": DOCUMENTS,
        "category": st.sampled_from(["wanted", "travel_document"]),
        "sharing": SHARED.map(lambda redact: {"visible_to": ["*"], "redact": redact}),
    }
)
PEOPLE = st.fixed_dictionaries(
    {
        "surname": NAMES.filter(str.strip),
        "given_names": st.none() | NAMES.filter(str.strip),
        "birth_date": st.none() | DATES,
        "nationality": st.sampled_from([None, "IRQ", "GBR"]),
        "sex": st.sampled_from([None, "M", "F"]),
        "birth_place": st.sampled_from([None, "TIKRIT", "PARIS"]),
        "documents": DOCUMENTS,
    }
)


def kept(one: Entry) -> Recorded:
    return Recorded(1, record(one))


@given(FIELDS)
def test_all_that_comparing_needs_is_kept(fields: dict[str, Any]) -> None:
    one = entry(**fields)
    assert list(map(compared, kept(one).views)) == list(map(compared, in_each_view(one)))


def compared(view: PreparedEntry) -> tuple[object, ...]:
    """Return what of an entry counts when it is compared: nothing that is merely shown."""
    return (
        {named(one) for one in view.names},
        view.birth_dates,
        view.nationalities,
        view.sex,
        [place.tokens for place in view.birth_places if place.tokens],
        view.documents,
        view.documents_alone,
    )


def named(one: PreparedName) -> tuple[tuple[Tokens, ...], bool]:
    return one.readings, one.weak


def test_entry_with_more_than_a_byte_counts_is_kept_whole() -> None:
    many = entry(
        names=[{"full": f"Name{nth:03}x"} for nth in range(300)],
        birth_dates=[f"19{nth // 12:02}-{nth % 12 + 1:02}" for nth in range(300)],
        nationalities=["IRQ", "FRA"] * 150,
    )
    assert list(map(compared, kept(many).views)) == list(map(compared, in_each_view(many)))


@given(PEOPLE, FIELDS, st.floats(-30, 30))
def test_record_says_of_everybody_what_the_entry_says(
    person: dict[str, Any], fields: dict[str, Any], needed: float
) -> None:
    who, one = prepare_passenger(Passenger(**person)), entry(**fields)
    expected = any(reaches(who, view, needed) for view in in_each_view(one))
    assert is_likely(who, one, needed, TODAY) == expected


@given(PEOPLE, FIELDS)
def test_nobody_is_ruled_out_who_just_reaches_it(
    person: dict[str, Any], fields: dict[str, Any]
) -> None:
    who, one = prepare_passenger(Passenger(**person)), entry(**fields)
    best = max(log_odds(who, view) for view in in_each_view(one))
    assert is_likely(who, one, best - 1e-6, TODAY)


@pytest.mark.parametrize(
    ("validity", "active"),
    [
        pytest.param({}, True, id="always"),
        pytest.param({"valid_from": "2026-11-24"}, True, id="first day"),
        pytest.param({"valid_from": "2026-11-25"}, False, id="from tomorrow"),
        pytest.param({"valid_until": "2026-11-24"}, True, id="last day"),
        pytest.param({"valid_until": "2026-11-23"}, False, id="until yesterday"),
    ],
)
def test_record_is_in_force_when_its_entry_is(validity: dict[str, str], active: bool) -> None:
    one = entry(**validity)
    assert kept(one).active_on("2026-11-24") is active
    assert one.active_on(date(2026, 11, 24)) is active


def test_record_begins_with_its_layout() -> None:
    assert record(entry()).startswith(LAYOUT)
