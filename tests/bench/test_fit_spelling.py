"""Spelling costs learned from names that are known to be one person's."""

from hypothesis import given
from hypothesis import strategies as st

from bench.fit.spelling import learn, way
from screening.spelling import Costs, costs_from

VERY_OFTEN = [(f"{stem}OV", f"{stem}AU") for stem in ("IVAN", "PETR", "BARAN", "KOZL", "SIDOR")] * 4
NAMES = st.text(alphabet="ABDEHKLMNORST ", max_size=24)


def test_what_is_often_written_for_another_becomes_cheap() -> None:
    before = costs_from(learn([]))
    after = costs_from(learn([("PETROVA HANNA", "PETROVA ANNA"), ("HALINA KOT", "ALINA KOT")] * 9))
    assert before.drop == {}
    assert after.drop["H"] < after.drop["N"]


def test_a_swap_seen_often_costs_less_than_one_never_seen() -> None:
    costs = costs_from(learn(VERY_OFTEN))
    assert costs.swap["O", "AU"] < costs.swap["O", "P"]


def test_words_that_do_not_correspond_teach_nothing() -> None:
    alone = learn(VERY_OFTEN)
    assert learn([*VERY_OFTEN, ("SMITH", "BJORKLUND"), ("", "IVANOV"), ("A B", "A C")]) == alone


def test_a_pair_twice_teaches_as_much_as_once() -> None:
    assert learn(VERY_OFTEN) == learn(VERY_OFTEN * 2)


def test_the_cheapest_way_is_told_step_by_step() -> None:
    costs = Costs(
        {("A", "A"): 0.0, ("A", "E"): 1.0, ("E", "A"): 1.0, ("E", "E"): 0.0}, {"A": 3.0, "E": 3.0}
    )
    assert way(("A", "E", "A"), ("A", "A"), costs) == [("A", "A"), ("E", ""), ("A", "A")]


@given(st.lists(st.tuples(NAMES, NAMES), max_size=4))
def test_every_cost_is_a_finite_number_of_nats_that_takes_nothing_away(
    pairs: list[tuple[str, str]],
) -> None:
    learned = learn(pairs)
    assert all(0 <= nats < 20 for kind in learned.values() for nats in kind.values())
