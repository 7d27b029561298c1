"""What is compiled rewrites words as str.replace, regular expressions and zlib do."""

import re
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.compiled.letters import letters
from screening.compiled.respelling import copied, respelt, rules, single
from screening.compiled.shares import crc
from screening.sounds import heard, skeleton, sound, sounds_of, without_affixes

BY_THEN_COMPILED = settings(deadline=None)  # the first call compiles
LETTERS = st.text(alphabet="ABDEHILNOSU", min_size=1, max_size=12)
BEFORE = st.sampled_from(["", "AL", "EL", "ABD", "ABDUL", "ABDAR", "ABU"])
BEHIND = st.sampled_from(["", "UDDIN", "ALDINE", "ULLAH", "OULA", "ALLA", "ULAH"])
WORDS = st.tuples(BEFORE, LETTERS, BEHIND).map("".join)
PAIRS = (("SCH", "S"), ("SH", "S"), ("HS", "SI"), ("SI", "A"), ("AA", "A"))
ARTICLE = re.compile(r"^(?:ABD[AEIOU]+[LRNSTDZ]|[AEU]L)(?=[^AEIOU].{2})")
ENDING = re.compile(r"(?<=.{2})(?:[AEIOU]*D+[EI]+NE?|[AOU]+L+AH?)$")
DOUBLE = re.compile(r"(.)\1+")


@BY_THEN_COMPILED
@given(st.text(alphabet="ASHIC", min_size=1, max_size=12))
def test_rules_replace_one_after_the_other(word: str) -> None:
    room, expected = np.empty(len(word), np.int64), word
    for spelt, becomes in PAIRS:
        expected = expected.replace(spelt, becomes)
    length = respelt(room, copied(letters(word), room), rules(PAIRS))
    assert bytes(room[:length].tolist()).decode() == expected
    length = single(room, length)
    assert bytes(room[:length].tolist()).decode() == DOUBLE.sub(r"\1", expected)


@BY_THEN_COMPILED
@given(st.text(alphabet="ABCXYZ019", max_size=40))
def test_sum_is_that_of_zlib(word: str) -> None:
    assert crc(letters(word)) == crc32(word.encode())


@BY_THEN_COMPILED
@given(WORDS)
def test_what_is_glued_is_taken_off(word: str) -> None:
    assert without_affixes(word) == ENDING.sub("", ARTICLE.sub("", word))


@pytest.mark.parametrize(
    ("word", "bones", "heard_as", "sounds"),
    [
        ("QADHAFI", "KTF", "KADAFI", "KATAFI"),
        ("ABDULLAH", "ABTL", "ABDULA", "LAH"),
        ("ABDURRAHMAN", "RMN", "ABDURAHMAN", "RAHMAN"),
        ("NTAGANDA", "TKNT", "NTAKANDA", "NTAKANTA"),
        ("SAIFUDDINE", "SF", "SIFUDINA", "SIF"),
        ("LEE", "LI", "LI", "LI"),
        ("HH", "A", "H", "H"),
        ("1", "1", "1", "1"),
    ],
)
def test_word_is_heard_three_ways(word: str, bones: str, heard_as: str, sounds: str) -> None:
    assert (skeleton(word), heard(word), sound(word)) == (bones, heard_as, sounds)


@given(st.text(alphabet="ABDHLNUX01", min_size=1, max_size=600))
def test_word_of_any_length_is_heard(word: str) -> None:
    found = sounds_of(word)
    assert len(found.skeleton) <= len(word) + 1
    assert found.before + found.behind < len(word)
