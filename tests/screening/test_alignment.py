"""Which part of one name is which part of another."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.alignment import Alignment, align
from screening.names import prepare_name
from screening.tokens import Tokens, token
from tests.screening.naming import NAMES


def names(text: str) -> Tokens:
    """Return the words of *text* as they stand."""
    return tuple(token(word) for word in text.split())


def said(alignment: Alignment) -> set[str]:
    """Return the pairs as SENT=LISTED, glued parts joined by +."""
    return {
        "=".join("+".join(one.text for one in side) for side in (pair.sent, pair.listed))
        for pair in alignment.pairs
    }


@pytest.mark.parametrize(
    ("sent", "listed", "pairs"),
    [
        pytest.param("ANNA LIND", "LIND ANNA", {"ANNA=ANNA", "LIND=LIND"}, id="any order"),
        pytest.param(
            "SAD UDDIN KHAN", "SADUDDIN KHAN", {"SAD+UDDIN=SADUDDIN", "KHAN=KHAN"}, id="parted"
        ),
        pytest.param(
            "HAMIDREZA KIA", "KIA HAMID REZA", {"HAMIDREZA=HAMID+REZA", "KIA=KIA"}, id="glued"
        ),
        pytest.param(
            "REZAHAMID KIA", "KIA HAMID REZA", {"REZAHAMID=REZA+HAMID", "KIA=KIA"}, id="turned"
        ),
        pytest.param("XI AN", "XIAN", {"XI+AN=XIAN"}, id="syllables"),
        pytest.param(
            "WANG LIHUA", "WANG LI HUA", {"WANG=WANG", "LIHUA=LI+HUA"}, id="one consonant"
        ),
        pytest.param(
            "KIM YONG HO", "KIM YONGHO", {"KIM=KIM", "YONG+HO=YONGHO"}, id="the very word"
        ),
        pytest.param(
            "TRAN DUC HAI", "TRAN DUCHAI", {"TRAN=TRAN", "DUC+HAI=DUCHAI"}, id="letters meet"
        ),
        pytest.param("RI SU YONG", "RI SONG", {"RI=RI"}, id="two syllables are not one"),
        pytest.param("SAD MAJID", "SAMAD", {"SAD=SAMAD"}, id="no gluing of what is not there"),
        pytest.param("MUHAMMAD ALI", "MOHAMED", {"MUHAMMAD=MOHAMED"}, id="alone it is as good"),
    ],
)
def test_parts_find_each_other(sent: str, listed: str, pairs: set[str]) -> None:
    found = said(align(names(sent), names(listed)))
    assert found == pairs


def test_the_better_agreement_comes_first() -> None:
    alignment = align(names("IVANOV IVANOVA"), names("IVANOVA PETROV"))
    assert "IVANOVA=IVANOVA" in said(alignment)


def test_an_initial_may_stand_for_a_part_that_is_left() -> None:
    alignment = align(names("J LINDQVIST"), names("JOHAN LINDQVIST"))
    assert [(one.text, other.text) for one, other in alignment.initials] == [("J", "JOHAN")]
    assert not alignment.extra
    assert not alignment.missing


def test_an_initial_stands_for_the_rarest_part_whatever_the_order() -> None:
    for listed in ("JOHAN JONGHYUK LINDQVIST", "LINDQVIST JONGHYUK JOHAN"):
        ((_, meant),) = align(names("J LINDQVIST"), names(listed)).initials
        assert meant == max(names("JOHAN JONGHYUK"), key=lambda word: word.rarity)


def test_a_name_that_fills_its_field_may_go_on() -> None:
    whole, cut = names("PETER CHRISTODOUL"), names("PETER CHRISTODOULOPOULOS")
    assert align(whole, cut, cut=True).pairs[-1].degree > align(whole, cut).pairs[-1].degree


@given(NAMES, NAMES)
@example("SMITH SMYTHE", "SMYTHEE")
@example("JONG UN", "JONGUN UN")
@example("MOHAMMED RAHMAN", "MR")
def test_every_word_is_taken_at_most_once_and_none_is_lost(left: str, right: str) -> None:
    sent, listed = prepare_name(left).tokens, prepare_name(right).tokens
    found = align(sent, listed)
    mine = [one for pair in found.pairs for one in pair.sent] + found.extra
    theirs = [one for pair in found.pairs for one in pair.listed] + found.missing
    mine += dict.fromkeys(one for one, _ in found.initials)  # JC stands for JEAN and for CLAUDE
    theirs += dict.fromkeys(other for _, other in found.initials)
    assert sorted(one.text for one in mine) == sorted(one.text for one in sent)
    assert sorted(one.text for one in theirs) == sorted(one.text for one in listed)


@given(
    st.permutations(["PETROV", "IVAN", "SERGEI", "J"]), st.permutations(["PETRAU", "IVAN", "JAN"])
)
def test_the_order_of_words_changes_nothing(left: list[str], right: list[str]) -> None:
    usual = said(align(names("PETROV IVAN SERGEI J"), names("PETRAU IVAN JAN")))
    assert said(align(names(" ".join(left)), names(" ".join(right)))) == usual
