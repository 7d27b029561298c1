"""What an alignment of two names amounts to, in numbers."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.alignment import align
from screening.measures import MEASURES, Measures, measures
from screening.names import prepare_name
from screening.tokens import Token, Tokens, token
from tests.screening.naming import NAMES


def _apart(name: str) -> bool:
    """Say whether no two words make a third; those must stand side by side to be glued."""
    said = {one.text for one in prepare_name(name).tokens}
    return not {"JONGUN", "ABDULRAHMAN", "LIMING"} & said


def measured(sent: str, listed: str) -> dict[str, float]:
    """Return the measures of two names, by name."""
    mine, theirs = (tuple(token(word) for word in text.split()) for text in (sent, listed))
    return dict(zip(MEASURES, between(mine, theirs), strict=True))


def between(mine: Tokens, theirs: Tokens, own: Token | None = None) -> Measures:
    """Return the measures of two names; the own name is the first word, if not *own*."""
    nobody = token("NOBODY")
    first, other = (next(iter(one), nobody) for one in (mine, theirs))
    return measures(align(mine, theirs), own or first, other)


@pytest.mark.parametrize(
    ("sent", "listed", "told"),
    [
        pytest.param("ANNA LIND", "LIND ANNA", {"second", "whole"}, id="both parts"),
        pytest.param("ANNA MARIA LIND", "LIND ANNA MARIA", {"third", "whole"}, id="three parts"),
        pytest.param("ANNA", "ANNA", {"first", "whole_single"}, id="a single name"),
        pytest.param(
            "ANNA LIND", "ANNA LIND OYELOWO", {"second", "within"}, id="one side has more"
        ),
        pytest.param("ANNA", "ANNA LIND", {"first", "within_single"}, id="one part of two"),
        pytest.param("ANNA LIND", "ANNA OYELOWO", {"first"}, id="one part, another conflicts"),
        pytest.param("LIND", "OYELOWO", set(), id="nothing"),
    ],
)
def test_how_much_of_the_names_agrees(sent: str, listed: str, told: set[str]) -> None:
    flags = ("first", "second", "third", "whole", "whole_single", "within", "within_single")
    found = measured(sent, listed)
    assert {one for one in flags if found[one]} == told


@pytest.mark.parametrize(
    ("sent", "listed", "told"),
    [
        pytest.param("HANS O LIND", "HANS JOACHIM LIND", 1.0, id="of another name"),
        pytest.param("WILLIAM G FROST", "WILLIAM W FROST", 1.0, id="two initials"),
        pytest.param("HANS J LIND", "HANS JOACHIM LIND", 0.0, id="of this name"),
        pytest.param("HANS O LIND", "HANS LIND", 0.0, id="of a name that one side leaves out"),
        pytest.param("HANS O LIND", "HANS MUNZ", 0.0, id="where more differs"),
        pytest.param("JA LIND", "A W LIND", 0.0, id="where little agrees"),
        pytest.param("A RAHMAN NAIMI", "RAHMAN UMAYR NAIMI", 0.0, id="what is left of Abd"),
    ],
)
def test_an_initial_of_another_name_speaks_against(sent: str, listed: str, told: float) -> None:
    assert measured(sent, listed)["initials_differ"] == told


def test_what_is_left_over_on_both_sides_speaks_against() -> None:
    found = measured("ANNA LIND", "ANNA OYELOWO")
    assert found["against"] == min(token("LIND").rarity, token("OYELOWO").rarity)
    assert found["against_parts"] == 1


def test_what_only_one_side_has_is_surplus_and_no_conflict() -> None:
    found = measured("ANNA LIND", "ANNA")
    assert found["against"] == found["against_parts"] == 0
    assert found["surplus"] == token("LIND").rarity


def test_a_rarer_part_tells_more() -> None:
    assert measured("XHEVDET", "XHEVDET")["agreed"] > measured("MOHAMMED", "MOHAMMED")["agreed"]


def test_a_spelling_farther_away_tells_less_smoothly() -> None:
    found = [
        measured(f"{word} LIND", "ALEXANDER LIND")
        for word in ("ALEXANDER", "ALEKSANDR", "ALIAKSANDR")
    ]
    assert [one["unlike"] for one in found] == sorted(one["unlike"] for one in found)
    assert found[0]["agreed"] > found[2]["agreed"] > token("LIND").rarity


@pytest.mark.parametrize(
    ("sent", "listed", "told"),
    [
        pytest.param("AYMAN BARZAN TIKRITI", "NOOR BARZAN TIKRITI", "own_differs", id="brothers"),
        pytest.param("NOOR BARZAN TIKRITI", "BARZAN TIKRITI", "own_elsewhere", id="a child"),
        pytest.param("MATEVZ KOVAC", "MATEVZ KARNER", "own_alone", id="another family"),
        pytest.param("MUAMMAR OMAR GADAFI", "OMAR MUAMMAR TRABELSI", "own_crossed", id="crossed"),
    ],
)
def test_who_shares_all_but_the_own_name_is_told_apart(sent: str, listed: str, told: str) -> None:
    found = measured(sent, listed)
    owned = ("own_differs", "own_elsewhere", "own_alone", "own_crossed")
    assert {one for one in owned if found[one]} == {told}


def test_own_names_in_another_order_are_no_matter_where_nothing_is_left_over() -> None:
    found = measured("KIM MUN CHOL", "MUN CHOL KIM")
    assert not any(found[one] for one in MEASURES if one.startswith("own_"))


def test_the_more_a_family_shares_the_more_of_it_is_kinship() -> None:
    few, many = (
        measured(f"AYMAN {shared}", f"NOOR {shared}")["kin"]
        for shared in ("BARZAN TIKRITI", "BARZAN IBRAHIM HASAN TIKRITI")
    )
    assert many > few > 0


def test_syllables_of_which_one_differs_are_told_from_words() -> None:
    assert measured("KIM MUN CHOL", "KIM SOK CHOL")["syllables_differ"] == 1
    assert measured("KIM MUN CHOL", "KIM MUN CHOL")["syllabic"] == 1
    assert measured("OMAR ALI HASAN", "OMAR ISA HASAN")["syllables_differ"] == 0


def test_initials_written_together_stand_for_their_words() -> None:
    assert measured("JC JUNCKER", "JEAN CLAUDE JUNCKER")["whole"] == 1


def test_a_name_with_an_initial_is_no_single_name() -> None:
    found = measured("J SMITH", "JOHN SMITH")
    assert (found["whole"], found["whole_single"]) == (1, 0)
    assert measured("J SMYTHE", "JOHN SMITH")["unlike"] > 0


@given(NAMES, NAMES)
def test_any_two_names_have_finite_measures(left: str, right: str) -> None:
    found = between(prepare_name(left).tokens, prepare_name(right).tokens)
    assert len(found) == len(MEASURES)
    assert all(math.isfinite(one) and one >= 0 for one in found)


@given(NAMES, NAMES)
def test_measures_are_the_same_both_ways(left: str, right: str) -> None:
    mine, theirs = prepare_name(left).tokens, prepare_name(right).tokens
    assert between(mine, theirs) == pytest.approx(between(theirs, mine))


@given(NAMES.filter(_apart), NAMES.filter(_apart), st.integers())
def test_the_order_of_words_changes_nothing(left: str, right: str, seed: int) -> None:
    mine, theirs = prepare_name(left).tokens, prepare_name(right).tokens
    shuffled = tuple(Random(seed).sample(mine, len(mine)))
    own = next(iter(mine), None)
    assert between(shuffled, theirs, own) == pytest.approx(between(mine, theirs, own))


@pytest.mark.parametrize(
    ("sent", "listed", "differ"),
    [
        pytest.param("SERGEY IVANOVICH LAVROV", "SERGEY VIKTOROVICH LAVROV", 1.0, id="two fathers"),
        pytest.param("SERGEJ IWANOWITSCH IWANOW", "SERGEJ PETROWITSCH IWANOW", 1.0, id="German"),
        pytest.param("SERGEI IVANOVITCH IVANOFF", "SERGEI PETROVITCH IVANOFF", 1.0, id="French"),
        pytest.param("OLGA IWANOWNA IWANOWA", "OLGA ANDREJEWNA IWANOWA", 1.0, id="a daughter's"),
        pytest.param("SERGEJ IWANOWITSCH IWANOW", "SERGEI IVANOVICH IVANOV", 0.0, id="one father"),
        pytest.param("SERGEY VIKTOROVICH LAVROV", "SERGEY LAVROV", 0.0, id="one is not named"),
        pytest.param("IVAN VIKTOROVICH LAVROV", "SERGEY VIKTOROVICH LAVROV", 0.0, id="brothers"),
    ],
)
def test_another_father_is_another_person(sent: str, listed: str, differ: float) -> None:
    assert measured(sent, listed)["fathers_differ"] == differ
