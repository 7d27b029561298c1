"""Whom a person may be, as the asker may see it: the likeliest first, nothing withheld told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.parties import AgencyId
from screening.prepared import prepare_passenger
from screening.ranking import Found, ranked
from tests.builders import entry, passenger
from watchlist.entry import Entry

DAY = date(2026, 11, 24)
UK = AgencyId("uk-piu")
PASSENGER = prepare_passenger(passenger(documents=[{"number": "M1234567", "issuer": "IRQ"}]))
DOCUMENT = {"number": "M1234567", "issuer": "IRQ"}


def answer(*entries: Entry, asker: AgencyId | None = UK, min_score: float = 0.5) -> list[Found]:
    return ranked(PASSENGER, entries, asker=asker, min_score=min_score, day=DAY)


def test_the_likeliest_comes_first() -> None:
    far = entry("far", birth_dates=["1947"])
    assert [one.entry.id for one in answer(far, entry("near"))] == ["near", "far"]


@pytest.mark.parametrize(
    ("more", "asker", "seen"),
    [
        pytest.param({}, UK, True, id="shared with all"),
        pytest.param({"sharing": {}}, UK, False, id="shared with nobody"),
        pytest.param({"sharing": {}}, AgencyId("interpol"), True, id="its owner"),
        pytest.param({"sharing": {}}, None, True, id="the operator"),
        pytest.param(
            {"sharing": {"visible_to": ["*"], "hidden_from": ["uk-piu"]}}, UK, False, id="hidden"
        ),
        pytest.param({"valid_until": "2026-11-23"}, None, False, id="out of force"),
        pytest.param({"valid_until": "2026-11-24"}, None, True, id="in force today still"),
    ],
)
def test_who_may_see_an_entry(more: dict[str, Any], asker: AgencyId | None, seen: bool) -> None:
    assert bool(answer(entry(**more), asker=asker)) is seen


def test_an_entry_found_by_what_is_withheld_alone_is_not_told() -> None:
    secret = entry(
        names=[{"full": "Quite Another Person"}],
        documents=[DOCUMENT],
        sharing={"visible_to": ["*"], "redact": ["documents"]},
    )
    assert answer(secret) == []
    assert len(answer(secret, asker=None)) == 1


@given(st.sets(st.sampled_from(["documents", "birth_dates", "instruction", "names", "owner"])))
def test_the_answer_is_that_of_an_entry_without_what_is_withheld(redact: set[str]) -> None:
    gone: dict[str, dict[str, Any]] = {
        "documents": {"documents": []},
        "birth_dates": {"birth_dates": []},
        "instruction": {"instruction": None},
    }
    full: dict[str, Any] = {"documents": [DOCUMENT], "instruction": "Detain"}
    bare = {name: value for one in redact for name, value in gone.get(one, {}).items()}
    sharing = {"visible_to": ["*"], "redact": sorted(redact)}
    (told,) = answer(entry(**full, sharing=sharing), min_score=0)
    (wanted,) = answer(entry(**{**full, **bare}), min_score=0)
    assert told.match == wanted.match
    assert told.owner_shown is ("owner" not in redact)
