"""What holds for every comparison, whatever is sent and listed."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.explanation import Match
from screening.prepared import (
    PreparedEntry,
    PreparedPassenger,
    prepare_entry,
    prepare_passenger,
)
from screening.score import ALERT_THRESHOLD, PRIOR, compare, log_odds, reaches
from watchlist.entry import parse_entry

_BORN = "1947-02-27"
_DOCUMENT = {"number": "M1234567", "issuer": "IRQ"}


def _sides(
    passenger: dict[str, object], entry: dict[str, object]
) -> tuple[PreparedPassenger, PreparedEntry]:
    sent = Passenger.model_validate(passenger)
    listed = parse_entry({"schema": "entry/1", "id": "1", "owner": "x", "category": "c", **entry})
    return prepare_passenger(sent), prepare_entry(listed)


def _match(passenger: dict[str, object], entry: dict[str, object]) -> Match:
    return compare(*_sides(passenger, entry))


def _names(*names: str) -> list[dict[str, str]]:
    return [{"full": name} for name in names]


_DIFFERENT = st.sampled_from(["PETER SMITH", "Sabawi TIKRITI", "ZZYZX", "XI JINPING", "QUEEN ANNE"])
_TEXT = st.one_of(
    st.sampled_from(["MOHAMED ALI", "Sabawi Ibrahim Hasan AL-TIKRITI", "XI JINPING", "AL", "J"]),
    st.text(min_size=1, max_size=60).filter(str.strip),
)
_DATE = st.sampled_from([_BORN, "1947", "1947-02", "1948-02-27", "1987-11-30"])
_PERSON = st.fixed_dictionaries(
    {"surname": _TEXT},
    optional={
        "given_names": _TEXT, "birth_date": _DATE, "sex": st.sampled_from("MFXU"),
        "nationality": st.sampled_from(["IRQ", "GBR"]), "birth_place": _TEXT,
        "documents": st.just([_DOCUMENT]) | st.just([{"number": "M1234567"}]),
    },
)  # fmt: skip
_LISTED = st.fixed_dictionaries(
    {"names": st.lists(_TEXT, min_size=1, max_size=3).map(lambda names: _names(*names))},
    optional={
        "birth_dates": st.lists(_DATE, max_size=3), "sex": st.sampled_from("MFXU"),
        "nationalities": st.just(["IRQ"]), "birth_places": st.lists(_TEXT, max_size=2),
        "documents": st.just([_DOCUMENT]), "category": st.sampled_from(["c", "travel_document"]),
    },
)  # fmt: skip


@given(_PERSON, _LISTED)
def test_prior_and_contributions_add_up_to_the_logit_of_the_score(
    passenger: dict[str, object], entry: dict[str, object]
) -> None:
    match = _match(passenger, entry)
    assert 0 < match.score < 1
    total = PRIOR + sum(feature.contribution for feature in match.explanation)
    assert log(match.score / (1 - match.score)) == pytest.approx(total, abs=1e-5)


@given(_PERSON, _LISTED, st.sampled_from([-0.01, 0.01]))
def test_what_is_decided_without_words_is_what_is_told(
    passenger: dict[str, object], entry: dict[str, object], off: float
) -> None:
    sent, listed = _sides(passenger, entry)
    told = PRIOR + sum(feature.contribution for feature in compare(sent, listed).explanation)
    assert log_odds(sent, listed) == pytest.approx(told, abs=1e-9)
    assert reaches(sent, listed, told + off) is (off < 0)  # no bound is drawn too low


@given(_PERSON, _LISTED)
def test_a_document_shared_exactly_is_always_a_hit(
    passenger: dict[str, object], entry: dict[str, object]
) -> None:
    match = _match({**passenger, "documents": [_DOCUMENT]}, {**entry, "documents": [_DOCUMENT]})
    assert match.score >= ALERT_THRESHOLD


@given(_DIFFERENT, _DIFFERENT)
def test_a_shared_birthday_makes_no_hit_without_a_name_in_common(sent: str, listed: str) -> None:
    if sent == listed:
        return
    match = _match(
        {"surname": sent, "sex": "M", "birth_date": _BORN, "nationality": "IRQ",
         "birth_place": "TIKRIT"},
        {"names": _names(listed), "sex": "M", "birth_dates": [_BORN], "nationalities": ["IRQ"],
         "birth_places": ["Tikrit"]},
    )  # fmt: skip
    assert match.score < ALERT_THRESHOLD
