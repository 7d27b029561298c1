"""What holds for every comparison, whatever is sent and listed."""

from math import log

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.candidates import in_each_view
from screening.explanation import Match
from screening.prepared import (
    PreparedEntry,
    PreparedPassenger,
    prepare_entry,
    prepare_passenger,
)
from screening.score import ALERT_THRESHOLD, PRIOR, compare, log_odds, reaches
from tests.screening.beside import is_likely
from tests.screening.slips import SLIPS, slipped
from watchlist.entry import Entry, parse_entry

_BORN = "1947-02-27"
_DOCUMENT = {"number": "M9134567", "issuer": "IRQ"}


def _sides(
    passenger: dict[str, object], entry: dict[str, object]
) -> tuple[PreparedPassenger, PreparedEntry]:
    return prepare_passenger(Passenger.model_validate(passenger)), prepare_entry(_entry(entry))


def _entry(fields: dict[str, object]) -> Entry:
    known = {"schema": "entry/1", "id": "1", "owner": "x", "category": "c"}
    return parse_entry({**known, **fields})


def _match(passenger: dict[str, object], entry: dict[str, object]) -> Match:
    return compare(*_sides(passenger, entry))


def _names(*names: str) -> list[dict[str, str]]:
    return [{"full": name} for name in names]


_DIFFERENT = st.sampled_from(["PETER SMITH", "Sabawi TIKRITI", "ZZYZX", "XI JINPING", "QUEEN ANNE"])
_TEXT = st.one_of(
    st.sampled_from(["MOHAMED ALI", "Sabawi Ibrahim Hasan AL-TIKRITI", "XI JINPING", "AL", "J"]),
    st.text(min_size=1, max_size=60).filter(str.strip),
)
_DATE = st.sampled_from(
    [_BORN, "1947", "1947-02", "1948-02-27", "1987-11-30", "1947-01-01", "1948-01-01"]
)
_WORDS = (
    "MOHAMMAD", "KHAN", "ALI", "HASSAN", "SMITH", "JOHN", "GARCIA", "JOSE", "NGUYEN", "HUNG",
    "WANG", "WEI", "KIM", "JONG", "UN", "LEE", "NTAGANDA", "BOSCO", "IVANOV", "SERGEI", "TIKRITI",
)  # fmt: skip
_NAME = st.fixed_dictionaries(
    {"full": _TEXT, "kind": st.sampled_from(["primary", "alias", "weak_alias"])}
)
_NUMBER = st.sampled_from(
    ["M9134567", "83915", *(slipped(kind, "M9134567") for kind in SLIPS), "X7654321"]
)
_DOCUMENTS = st.lists(
    st.fixed_dictionaries({"number": _NUMBER}, optional={"issuer": st.sampled_from(["IRQ", "FR"])}),
    min_size=1, max_size=3,
)  # fmt: skip
_PERSON = st.fixed_dictionaries(
    {"surname": _TEXT},
    optional={
        "given_names": _TEXT, "birth_date": _DATE, "sex": st.sampled_from("MFXU"),
        "nationality": st.sampled_from(["IRQ", "GBN", "XXA"]), "birth_place": _TEXT,
        "documents": _DOCUMENTS,
    },
)  # fmt: skip
_LISTED = st.fixed_dictionaries(
    {"names": st.lists(_NAME, min_size=1, max_size=3)},
    optional={
        "birth_dates": st.lists(_DATE, max_size=3), "sex": st.sampled_from("MFXU"),
        "nationalities": st.sampled_from([["IRQ"], ["GBR", "GBD"], ["XXX"], ["UNO", "IRQ"]]),
        "birth_places": st.lists(_TEXT, max_size=2),
        "documents": _DOCUMENTS, "category": st.sampled_from(["c", "travel_document"]),
        "sharing": st.fixed_dictionaries({
            "visible_to": st.just(["*"]),
            "redact": st.sets(
                st.sampled_from(["documents", "birth_dates", "birth_places", "names"])
            ).map(sorted),
        }),
    },
)  # fmt: skip


@given(_PERSON, _LISTED)
def test_prior_and_contributions_add_up_to_the_logit_of_the_score_in_every_view(
    passenger: dict[str, object], entry: dict[str, object]
) -> None:
    sent, _ = _sides(passenger, entry)
    for seen in in_each_view(_entry(entry)):
        match = compare(sent, seen)
        assert 0 < match.score < 1
        total = PRIOR + sum(feature.contribution for feature in match.explanation)
        assert log(match.score / (1 - match.score)) == pytest.approx(total, abs=1e-4)


@given(_PERSON, _LISTED, st.sampled_from([-0.01, 0.01]))
def test_what_is_decided_without_words_is_what_is_told(
    passenger: dict[str, object], entry: dict[str, object], off: float
) -> None:
    sent, _ = _sides(passenger, entry)
    one = _entry(entry)
    views = in_each_view(one)
    best = max(log_odds(sent, seen) for seen in views)
    assert is_likely(sent, one, best + off, "2026-11-24") is (off < 0)
    for seen in views:
        told = PRIOR + sum(feature.contribution for feature in compare(sent, seen).explanation)
        assert log_odds(sent, seen) == pytest.approx(told, abs=1e-9)
        assert reaches(sent, seen, told + off) is (off < 0)  # no bound is drawn too low


@given(st.sampled_from([*SLIPS, "exact"]), st.sampled_from(["IRQ", None]), _PERSON, _LISTED)
def test_each_slip_of_a_document_is_explained_and_never_speaks_against_anybody(
    kind: str, issuer: str | None, passenger: dict[str, object], entry: dict[str, object]
) -> None:
    sent = {**passenger, "documents": [{"number": slipped(kind, "M9134567"), "issuer": issuer}]}
    match = _match(sent, {**entry, "documents": [_DOCUMENT]})
    assert "document" in match.basis


@given(_PERSON, _LISTED)
def test_a_document_shared_exactly_is_always_a_hit(
    passenger: dict[str, object], entry: dict[str, object]
) -> None:
    match = _match({**passenger, "documents": [_DOCUMENT]}, {**entry, "documents": [_DOCUMENT]})
    assert match.score >= ALERT_THRESHOLD


@given(
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=4, unique=True),
    st.integers(0, 3),
    st.sampled_from([{}, {"birth_date": "1947"}, {"birth_date": _BORN}]),
)
@example(["MOHAMMAD", "KHAN"], 0, {"birth_date": "1947"})
@example(["KIM", "JONG", "UN"], 1, {})
def test_an_initial_never_weighs_more_than_its_word(
    name: list[str], nth: int, born: dict[str, object]
) -> None:
    short = [one[0] if at == nth % len(name) else one for at, one in enumerate(name)]
    listed = _entry({"names": _names(" ".join(name)), "birth_dates": ["1947"] if born else []})
    full, less = (
        log_odds(prepare_passenger(Passenger.model_validate({"surname": " ".join(one), **born})),
                 prepare_entry(listed))
        for one in (name, short)
    )  # fmt: skip
    assert less <= full + 1e-9


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
