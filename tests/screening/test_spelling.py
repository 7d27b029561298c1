"""How far two spellings lie apart, in nats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.compiled.spelling import SWAPPED
from screening.spelling import UNSEEN, Costs, costs_from, distance, graphemes

WORDS = st.text(alphabet="ABCDEGHIKOSTUYZ", max_size=16)
COSTS = costs_from({"swap": {"A E": 1.0, "G H": 0.5}, "drop": {"A": 2.0, "H": 1.5}})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        pytest.param("KHOURY", "KH OU R Y", id="two letters, one sound"),
        pytest.param("TSCHERNOW", "TSCH E R N OW", id="the longest first"),
        pytest.param("HASSAN", "H A S A N", id="doubled consonants once"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_word_is_read_as_graphemes(word: str, parts: str) -> None:
    assert graphemes(word) == tuple(parts.split())


@pytest.mark.parametrize(
    ("one", "other", "nats"),
    [
        pytest.param("GAT", "GAT", 0.0, id="the same"),
        pytest.param("GAT", "GET", 1.0, id="a known swap"),
        pytest.param("GET", "GAT", 1.0, id="and back"),
        pytest.param("GAT", "GT", 2.0, id="a drop"),
        pytest.param("GAT", "HET", 1.5, id="two swaps"),
        pytest.param("GAT", "GIT", UNSEEN, id="never seen"),
        pytest.param("RAT", "ART", SWAPPED, id="neighbours change places"),
    ],
)
def test_the_cheapest_way_is_what_it_costs(one: str, other: str, nats: float) -> None:
    length = (len(graphemes(one)) + len(graphemes(other))) / 2 + 1
    assert COSTS.distance(one, other) * length == pytest.approx(nats)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_nothing_to_itself(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, one) == 0.0
    assert distance(one, other) >= 0.0


def test_an_unknown_grapheme_has_a_cost_too() -> None:
    assert Costs({}, {}).distance("Q1", "X") > 0


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        pytest.param("GRIGORY HRYHORY", "GRIGORY PRYPORY", id="Belarusian H"),
        pytest.param("ACHMATOWISCH AKHMATOVICH", "ACHMATOWISCH ARMATOLIN", id="German W"),
        pytest.param("YURIY YURI", "YURIY YURIT", id="endings"),
    ],
)
def test_what_is_often_written_for_what_was_learned(usual: str, odd: str) -> None:
    assert distance(*usual.split()) < distance(*odd.split())
