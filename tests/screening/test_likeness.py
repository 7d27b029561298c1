"""How surely two words are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.likeness import (
    ANOTHER_GENDER,
    ANOTHER_SYLLABLE,
    CUT_OFF,
    FATHER_OF,
    OTHER_READING,
    PREFIXED,
    SAME_CONSONANTS,
    SAME_NAME,
    SAME_SOUND,
    SERVANT,
    SHORTENED,
    likeness,
)
from screening.tokens import token

WORDS = st.text(alphabet="ABCDEHIJKLMNORSTUWYZ0", min_size=1, max_size=14)


@given(WORDS, WORDS)
def test_likeness_is_a_degree_and_the_same_both_ways(one: str, other: str) -> None:
    degree = likeness(token(one), token(other))
    assert 0.0 <= degree <= 1.0
    assert degree == likeness(token(other), token(one))


@given(WORDS)
def test_a_word_is_itself(word: str) -> None:
    assert likeness(token(word), token(word)) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        pytest.param("MOHAMMED", "MUHAMMAD", SAME_SOUND, id="same sound"),
        pytest.param("QADHAFI", "GADDAFI", SAME_SOUND, id="consonants written another way"),
        pytest.param("WARI", "VAREE", SAME_SOUND, id="W is V to many"),
        pytest.param("SHARIF", "ELSHARIF", PREFIXED, id="an article glued on"),
        pytest.param("KARIM", "ABDULKARIM", SERVANT, id="a servant of the generous is not he"),
        pytest.param("JIBRIL", "ABUJIBRIL", FATHER_OF, id="a kunya is not the child's name"),
        pytest.param("ABDULKARIM", "ABUKARIM", FATHER_OF, id="nor that of a servant of God"),
        pytest.param("SAID", "SAIDULLAH", SHORTENED, id="an ending makes another name likely"),
        pytest.param("ALEX", "ALEXOPOULOS", CUT_OFF, id="cut off"),
        pytest.param("VIKTOR", "VIKTORIA", ANOTHER_GENDER, id="an ending makes it a woman's"),
        pytest.param("IVAN", "IVANA", ANOTHER_GENDER, id="one name of the two is enough"),
        pytest.param("VIKTOR", "VIKTORIYA", ANOTHER_GENDER, id="in its other spelling"),
        pytest.param("KONSTANTINOS", "KONSTANTINA", ANOTHER_GENDER, id="in Greek"),
        pytest.param("MARTIN", "MARTINA", ANOTHER_GENDER, id="though -INA ends surnames"),
        pytest.param("CATALIN", "CATALINA", ANOTHER_GENDER, id="in Romanian"),
        pytest.param("USTIN", "USTINA", ANOTHER_GENDER, id="whom few are called"),
        pytest.param("VALENTIN", "VALENTYNA", ANOTHER_GENDER, id="each as another language has it"),
        pytest.param("PUTIN", "PUTINA", SAME_NAME, id="a surname declined"),
        pytest.param("NIKITIN", "NIKITINA", SAME_NAME, id="a longer one"),
        pytest.param("OLEKSANDR", "OLEKSANDROVYCH", CUT_OFF, id="the father's name"),
        pytest.param("ANTONIA", "ANTONIO", ANOTHER_GENDER, id="another ending does"),
        pytest.param("UN", "CHUN", ANOTHER_SYLLABLE, id="a syllable that lacks a consonant"),
        pytest.param("J", "JOHN", 0.0, id="an initial is no word"),
        pytest.param("U", "WOO", SAME_SOUND, id="a vowel may be a whole syllable"),
        pytest.param("U", "O", 0.0, id="two vowels are two initials"),
        pytest.param("GARCIA", "OYELOWO", 0.0, id="nothing in common"),
    ],
)
def test_each_kind_of_variation_has_its_degree(one: str, other: str, degree: float) -> None:
    assert likeness(token(one), token(other)) == degree


@pytest.mark.parametrize(
    ("close", "farther"),
    [
        pytest.param("YUSUF YUSIF", "YUSUF NASIF", id="a vowel is less than consonants"),
        pytest.param("HRYHORY GRIGORY", "PRYPORY GRIGORY", id="what languages swap costs less"),
        pytest.param("TALHI TAHI", "TALHI TAFI", id="a short name may lack one of two consonants"),
        pytest.param("ZHUTKOVIC ZHUTKOVAC", "VUKOVIC VUJOVIC", id="two names are hardly a slip"),
    ],
)
def test_a_closer_spelling_is_likelier_one_name(close: str, farther: str) -> None:
    closer, less = ([token(word) for word in pair.split()] for pair in (close, farther))
    assert likeness(*closer) > likeness(*less)


@pytest.mark.parametrize(
    "pair",
    [
        "ALEXANDER ALIAKSANDR", "LEONIDOVICH LEANIDAVICH", "FEHID FAHD", "HALAVANAU GOLOVANOV",
        "HRYHORYAVICH GRIGORIYEVICH", "NAVAIOL NAWAYOR", "MUTOMBO MUTONDO", "TAN TAM",
        "CHRISTIAN CRISTHIAM",
    ],
)  # fmt: skip
def test_a_doubtful_spelling_lies_between_agreeing_and_conflicting(pair: str) -> None:
    one, other = (token(word) for word in pair.split())
    assert 0.3 < likeness(one, other) < SAME_SOUND


def test_another_reading_of_the_same_letters_counts_by_sound_and_not_by_closeness() -> None:
    read = token("XI", others=("HSI", "SEUP"))
    assert likeness(read, token("SEUP")) == OTHER_READING
    assert likeness(read, token("SEUK")) < OTHER_READING


def test_where_vowels_were_not_written_the_consonants_decide() -> None:
    written = token("MHMD", vowelless=True)
    assert likeness(written, token("MAHMUD")) > likeness(written, token("HAMID"))


def test_where_vowels_were_not_written_any_reading_of_the_consonants_may_be_it() -> None:
    written = token("HAN", ("CHAN",), vowelless=True)
    assert likeness(written, token("CHEN")) == SAME_CONSONANTS
