"""From candidates to hits: each view of an entry counts, and entries are prepared once."""

from datetime import date
from typing import Any

import pytest

from screening.candidates import in_each_view
from screening.prepared import prepare_passenger
from screening.score import log_odds
from tests.manifests.building import entry, person
from tests.screening.beside import hits as hits_beside
from tests.screening.beside import is_likely
from watchlist.entry import Entry

TODAY = date(2026, 11, 24)
WHO = prepare_passenger(person())


def hits(listed: Entry) -> list[str]:
    return [one.key for _, one in hits_beside(listed, [WHO], TODAY)]


@pytest.mark.parametrize(
    ("fields", "views"),
    [
        pytest.param({}, 1, id="nothing redacted"),
        pytest.param({"sharing": {"redact": ["owner"]}}, 1, id="same fields"),
        pytest.param({"sharing": {"redact": ["birth_dates"]}}, 2, id="without birth dates"),
        pytest.param(
            {"names": [{"full": "A B", "kind": "alias"}], "sharing": {"redact": ["names"]}},
            1,
            id="nothing left to share",
        ),
    ],
)
def test_each_view_that_somebody_has_is_prepared(fields: dict[str, Any], views: int) -> None:
    assert len(in_each_view(entry(**fields))) == views


def test_hidden_field_that_speaks_against_a_hit_does_not_silence_it() -> None:
    sharing = {"visible_to": ["*"], "redact": ["birth_dates"]}
    against = entry(birth_dates=["1999-01-01"], sharing=sharing)
    assert hits(against) == [against.key]
    assert hits(entry(birth_dates=["1999-01-01"])) == []


def test_the_better_view_decides() -> None:
    sharing = {"visible_to": ["*"], "redact": ["birth_dates"]}
    both = entry(birth_dates=["1999-01-01"], sharing=sharing)
    scores = [log_odds(WHO, one) for one in in_each_view(both)]
    assert is_likely(WHO, both, max(scores), TODAY.isoformat())
    assert not is_likely(WHO, both, max(scores) + 0.01, TODAY.isoformat())


@pytest.mark.parametrize(
    ("validity", "hit"),
    [
        pytest.param({}, True, id="always"),
        pytest.param({"valid_from": "2026-11-24"}, True, id="first day"),
        pytest.param({"valid_from": "2026-11-25"}, False, id="from tomorrow"),
        pytest.param({"valid_until": "2026-11-24"}, True, id="last day"),
        pytest.param({"valid_until": "2026-11-23"}, False, id="until yesterday"),
    ],
)
def test_entry_counts_on_the_days_it_is_in_force(validity: dict[str, str], *, hit: bool) -> None:
    assert bool(hits(entry(**validity))) is hit
