"""No name is worth more than what its bound leaves it, however it is written."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.bounds import Bound
from screening.kin import kin, may_be_one
from screening.likeness import likeness
from screening.name_evidence import name_evidence
from screening.names import PreparedName, prepare_name, prepare_sent_name, token
from screening.record import consonants
from screening.weights import learned
from tests.screening.naming import NAMES

WORDS = (
    "MOHAMMED", "MUHAMMAD", "ABDUL", "RAHMAN", "ABDULRAHMAN", "SAD", "UDDIN", "SADUDDIN", "HAMID",
    "REZA", "HAMIDREZA", "KIM", "JONG", "UN", "JONGUN", "LI", "MING", "LIMING", "IVAN", "IVANOV",
    "IVANOVA", "JOHN", "JEAN", "JUAN", "J", "MJ", "PUTIN", "NITPU", "CHRISTODOUL",
    "CHRISTODOULOPOULOS", "VIKTOR", "VIKTORIA", "WILLIAM", "BILL", "JOSEPH", "YUSUF", "QADHAFI",
    "GADDAFI", "SAID", "SAIDULLAH",
)  # fmt: skip
REAL = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
ANY_NAME = REAL | NAMES.filter(str.strip)
TOO_MUCH = 1e-6


def _listed(names: Sequence[str], *, weak: bool) -> list[PreparedName]:
    found = [prepare_name(one, weak=weak) for one in names]
    return [one for one in found if one.readings]


@settings(max_examples=400)
@given(
    ANY_NAME,
    st.none() | ANY_NAME,
    st.lists(ANY_NAME, min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from([-3.3, 0.0, 4.9, 5.0, 9.86]),
)
@example(surname="U", given_names="1", names=["10:U"], weak=False, support=-3.3)  # initials
def test_no_name_is_worth_more_than_its_bound(
    surname: str,
    given_names: str | None,
    names: list[str],
    weak: bool,  # hypothesis gives it
    support: float,
) -> None:
    sent, listed = prepare_sent_name(surname, given_names), _listed(names, weak=weak)
    found = name_evidence(sent, listed, support=support, weights=learned())
    if found is None:
        return
    written = consonants([reading for one in listed for reading in one.readings])
    bounds = [Bound(one, learned()) for one in sent.readings]
    needed = found.nats - TOO_MUCH
    assert any(one.may_reach(written, needed, support) for one in bounds)


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        pytest.param("ANNA LINDQVIST", "PETROS GEORGIOU", id="nothing in common"),
        pytest.param("MARIA GONZALEZ", "MARIA FERNANDEZ", id="one common part"),
    ],
)
def test_another_person_is_ruled_out_by_consonants_alone(sent: str, listed: str) -> None:
    bound = Bound(prepare_name(sent).tokens, learned())
    assert not bound.may_reach(consonants(prepare_name(listed).readings), 3.0, 0.0)


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_what_may_be_one_may_be_so_both_ways(one: str, other: str) -> None:
    assert may_be_one(token(one), token(other)) == may_be_one(token(other), token(one))


@pytest.mark.parametrize(
    "pair",
    ["QADHAFI GADDAFI", "WILLIAM BILL", "YUSUF JOSEPH", "PUTIN NITPU", "ALEX ALEXOPOULOS"],
)
def test_what_is_known_as_one_name_is_looked_at(pair: str) -> None:
    one, other = map(token, pair.split())
    assert may_be_one(one, other)
    assert likeness(one, other) > 0.0


def test_most_words_are_not_looked_at() -> None:
    assert not kin(token("GARCIA").skeleton)[token("OYELOWO").skeleton]
