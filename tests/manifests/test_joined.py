"""What several sources say of one person: the better value counts, then the later one."""

from typing import Any

import pytest

from manifests.contract import Passenger
from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.building import manifest

ONE = {"passenger_id": "7A", "surname": "ALI", "given_names": "OMAR"}
PASSPORT = {"type": "P", "number": "M1234567", "issuer": "IRQ"}
VISA = {"type": "V", "number": "V7654321"}

Said = tuple[str, dict[str, Any]]  # source, and what it says


def told(*said: Said, function: str = "full") -> Passenger:
    """Return the one person of whom each source says something, one push a minute."""
    state: FlightState | None = None
    for at, (source, fields) in enumerate(said):
        push = manifest(ONE | fields, at=at, source=source, function=function)
        state = fold(state, push).state
    assert state is not None
    (one,) = state.travellers().values()
    return one


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        pytest.param([("api", {"sex": "M"}), ("pnr", {"sex": "F"})], "sex", "M", id="api over pnr"),
        pytest.param([("pnr", {"sex": "F"}), ("api", {"sex": "M"})], "sex", "M", id="either way"),
        pytest.param(
            [("api", {"nationality": "IRQ"}), ("crew", {"nationality": "GBR"})],
            "nationality",
            "GBR",
            id="of equals the later",
        ),
        pytest.param(
            [("api", {"sex": "M", "verified": True}), ("crew", {"sex": "F"})],
            "sex",
            "M",
            id="verified over typed",
        ),
        pytest.param([("api", {"seat": "1A"}), ("pnr", {"seat": "2B"})], "seat", "2B", id="seat"),
        pytest.param([("api", {"seat": "1A"}), ("pnr", {})], "seat", "1A", id="silence"),
        pytest.param(
            [("api", {"birth_date": "1980"}), ("pnr", {"birth_date": "1980-02-03"})],
            "birth_date",
            "1980-02-03",
            id="a day over its year",
        ),
        pytest.param(
            [("api", {"birth_date": "1981"}), ("pnr", {"birth_date": "1980-02-03"})],
            "birth_date",
            "1981",
            id="another year: api",
        ),
    ],
)
def test_better_then_later(said: list[Said], field: str, value: str) -> None:
    assert getattr(told(*said), field) == value


def test_surname_and_given_names_are_those_of_one_source() -> None:
    born = {"birth_date": "1980-02-03"}
    one = told(("api", {"surname": "ALY", "given_names": "UMAR"} | born), ("pnr", born))
    assert (one.surname, one.given_names) == ("ALY", "UMAR")


def test_a_name_without_given_names_is_not_mixed_with_another() -> None:
    fuller = {"record_locator": "W9", "birth_date": "1980-02-03"}
    one = told(("pnr", fuller), ("api", {"surname": "ALI OMAR", "given_names": None} | fuller))
    assert (one.surname, one.given_names) == ("ALI", "OMAR")


def test_documents_of_all_sources_are_kept_and_the_same_one_once() -> None:
    bare = {"number": "m123 4567", "expires": "2029-01-31"}
    one = told(("pnr", {"documents": [VISA, bare]}), ("api", {"documents": [PASSPORT]}))
    assert [(each.number, each.issuer, each.expires) for each in one.documents] == [
        ("M1234567", "IRQ", "2029-01-31"),
        ("V7654321", None, None),
    ]


def test_contacts_complete_each_other_and_the_later_counts() -> None:
    one = told(
        ("api", {"contact": {"email": "a@example.org", "phone": "1"}}),
        ("pnr", {"contact": {"phone": "2"}}),
    )
    assert one.contact is not None
    assert (one.contact.email, one.contact.phone) == ("a@example.org", "2")


def test_a_full_of_one_source_takes_away_what_that_source_said_alone() -> None:
    one = told(("api", {"seat": "1A"}), ("pnr", {"residence": "GBR"}), ("api", {}))
    assert (one.seat, one.residence) == (None, "GBR")
