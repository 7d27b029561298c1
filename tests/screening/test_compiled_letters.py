"""What is compiled counts letters as a library that is trusted does."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Indel

from screening.compiled.kin import HEARD
from screening.compiled.letters import AS_WRITTEN, alike, letters, one_slip, same_letters

WORDS = st.text(alphabet="ABFJKLMPRSTV", min_size=1, max_size=12)
BY_THEN_COMPILED = settings(deadline=None)  # the first call compiles
AS_HEARD = {ord(letter): chr(HEARD[ord(letter)]) for letter in "FBMLJ"} | {ord("V"): None}


@BY_THEN_COMPILED
@given(WORDS, WORDS)
def test_likeness_is_that_of_the_longest_common_subsequence(one: str, other: str) -> None:
    said = alike(letters(one), letters(other), AS_WRITTEN)
    assert abs(said - Indel.normalized_similarity(one, other)) < 1e-12


@BY_THEN_COMPILED
@given(WORDS, WORDS)
def test_what_is_heard_the_same_counts_as_the_same(one: str, other: str) -> None:
    mine, theirs = one.translate(AS_HEARD), other.translate(AS_HEARD)
    expected = Indel.normalized_similarity(mine, theirs) if mine or theirs else 0.0
    assert abs(alike(letters(one), letters(other), HEARD) - expected) < 1e-12


@BY_THEN_COMPILED
@given(WORDS, st.data())
def test_one_slip_is_an_edit_or_a_swap(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    there = data.draw(st.sampled_from(["", "K", word[at : at + 2][::-1]]))
    other = word[:at] + there + word[at + 1 :]
    assert one_slip(letters(word), letters(other)) == (OSA.distance(word, other) == 1)


@BY_THEN_COMPILED
@given(WORDS, WORDS)
def test_letters_in_another_order_are_the_same_letters(one: str, other: str) -> None:
    assert same_letters(letters(one), letters(other)) == (sorted(one) == sorted(other))
    assert same_letters(letters(one), letters(one[::-1]))
