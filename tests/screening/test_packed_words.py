"""Words are packed in machine code as rules that are written plainly here say; so are those met."""

import json
import re
from collections import defaultdict
from importlib import resources
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.compiled.given_names import SKELETON, SOUNDING, SPELT
from screening.compiled.letters import text_letters
from screening.compiled.lexicon import (
    END,
    INITIAL,
    MOST_OF_A_WORD,
    ODD_WORD,
    bones_in,
    has,
    met,
    sought_in,
)
from screening.compiled.wordbook import FIRST, NOT_THERE, Stretch, book_of, find, said
from screening.known_words import known
from screening.lexicon import Words
from screening.packed_words import BELARUSIAN, ESTABLISHED, PATRONYMIC
from screening.scripts.word import MAX_WORD
from screening.sounds import one_syllable
from screening.tokens import token
from screening.variants import as_russian, is_patronymic, named_alike, stem, variants

_FILE = json.loads(resources.files("screening").joinpath("data/variants.json").read_text("utf-8"))
_ENDINGS = st.sampled_from(["", *_FILE["endings"], *_FILE["belarusian"], "OVICH", "MR"])
_BEGUN = st.text(alphabet="ABDEGHIJKLMNORSTUVYZ", max_size=8)
_SYLLABLES = st.text(alphabet="AEIOUYWNGKCHJZTDPB", min_size=1, max_size=7)
_PLAIN = st.tuples(_BEGUN, _ENDINGS, _ENDINGS).map("".join).filter(bool) | _SYLLABLES
_BY_THEN_COMPILED = settings(deadline=None)
_SYLLABLE = re.compile(r"[^AEIOUY]*[AEIOUY]+(?:NG|[NMKLPTRHSG])?$")
_INITIAL = re.compile(r"(?:CH|ZH|J|[KGTDPB](?=[AEIOUYW]))")
_MEANT = dict(zip("CJZKGTDPB", ["CH", "CH", "CH", "K", "K", "T", "T", "P", "P"], strict=True))


def _folded(word: str, endings: dict[str, str]) -> str:
    for length in range(len(word) - 3, 1, -1):
        if word[-length:] in endings:
            return word[:-length] + endings[word[-length:]]
    return word


@_BY_THEN_COMPILED
@given(_PLAIN)
def test_the_longest_ending_is_folded(word: str) -> None:
    expected = _folded(word, _FILE["endings"])
    assert stem(word) == (word if expected == word else stem(expected))
    assert as_russian(word) == _folded(word, _FILE["belarusian"])


@_BY_THEN_COMPILED
@given(_SYLLABLES)
def test_syllables_are_known_by_how_they_begin(word: str) -> None:
    syllable = len(word) <= 6 and _SYLLABLE.match(word) is not None
    assert one_syllable(word) == syllable
    found = [number for number in variants(word) if number < 0]
    spelt_out = len(word) > 2 and len(variants(word)) > len(found)
    if not syllable or not _INITIAL.match(word) or spelt_out:
        assert found == []
        return
    begun = _INITIAL.sub(lambda its: _MEANT[its[0][0]], word, count=1).replace("EO", "O")
    assert found == [-crc32(begun.encode())]


@_BY_THEN_COMPILED
@given(_PLAIN)
def test_word_is_packed_as_it_is_heard(word: str) -> None:
    one = token(word)
    sums = [crc32(text.encode()) & 0xFFFF for text in (one.sound, one.heard, stem(word))]
    facts = b"".join(each.to_bytes(2, "little") for each in sums)
    head = f"{chr(len(word))}{word}{chr(len(one.skeleton))}{one.skeleton}".encode("latin-1")
    packed, steps = one.packed.word, -int(-one.rarity * 16 // 1)
    assert packed.startswith(head + facts + bytes((one.before, one.behind, steps)))
    flags, forms = packed[len(head) + 9], packed[len(head) + 10 :]
    assert flags & (ESTABLISHED | BELARUSIAN | PATRONYMIC) == (
        ESTABLISHED * one.established
        | BELARUSIAN * (as_russian(word) != word)
        | PATRONYMIC * is_patronymic(word)
    )
    known = sorted(variants(word))
    assert forms == bytes((len(known),)) + b"".join(
        (number & 0xFFFF).to_bytes(2, "little") for number in known
    )
    alike = sorted(named_alike(one.skeleton))
    assert one.packed.alike == bytes((len(alike),)) + b"".join(
        bytes((len(each),)) + each.encode() for each in alike
    )
    bones = chr(len(one.skeleton)) + one.skeleton
    assert one.bones == (word[0] + word[-1] + chr(_vowel(word)) + bones + bones).encode("latin-1")


def _vowel(word: str) -> int:
    """Return the vowel that tells most, heard coarsely: U, then I, then A."""
    heard = word.translate(str.maketrans("OWEY", "UUII"))
    return max((ord(one) for one in heard if one in "AIU"), default=0)


@_BY_THEN_COMPILED
@given(st.lists(_PLAIN, max_size=8))
def test_words_that_were_met_are_packed_as_others_are(words: list[str]) -> None:
    few = Words(room=4_000)
    for word in [*words, *words]:
        letters = np.frombuffer(bytearray(word.encode()), np.uint8)
        entry = met(few.lexicon, letters, len(letters))
        assert entry != NOT_THERE
        book, one = few.lexicon.words, token(word)
        if not has(book, entry, ODD_WORD):
            assert _bytes(book.entries, sought_in(book, entry)) == (
                one.packed.word + one.packed.alike
            )
            assert _bytes(book.entries, bones_in(book, entry)) == one.bones
            assert has(book, entry, INITIAL) == one.initial


@pytest.mark.parametrize(
    ("word", "initial"),
    [("J", True), ("A", True), ("MJ", True), ("JCD", True), ("AB", False), ("JCDF", False)],
)
def test_few_letters_without_a_vowel_may_be_initials(word: str, initial: bool) -> None:
    assert token(word).initial == initial


@_BY_THEN_COMPILED
@given(st.dictionaries(st.tuples(st.sampled_from(b"AB"), _PLAIN), st.binary(max_size=300)))
def test_book_says_what_was_written_in_it(written: dict[tuple[int, str], bytes]) -> None:
    book = book_of((kind, word, its) for (kind, word), its in written.items())
    for (kind, word), its in written.items():
        assert _bytes(book.entries, said(book, find(book, kind, text_letters(word)))) == its
        assert find(book, ord("C"), text_letters(word)) == NOT_THERE


def test_there_is_room_for_all_that_the_book_says_of_a_word() -> None:
    most, book, at = defaultdict[int, int](int), known().book, FIRST
    while at < len(book.entries):
        kind, its = int(book.entries[at]), said(book, at)
        most[kind], at = max(most[kind], its.length), its.at + its.length
    few, longest = Words(), np.frombuffer(bytearray(b"BCDFGHKLMN" * 4), np.uint8)
    assert len(longest) == MAX_WORD
    assert met(few.lexicon, longest, len(longest)) == FIRST
    plain = few.lexicon.state[END] - FIRST
    syllable = 2
    forms = syllable + max(most[SPELT], most[SOUNDING])
    assert plain + forms + most[SKELETON] <= MOST_OF_A_WORD


def _bytes(entries: "np.ndarray[tuple[int], np.dtype[np.uint8]]", its: Stretch) -> bytes:
    return entries[its.at : its.at + its.length].tobytes()
