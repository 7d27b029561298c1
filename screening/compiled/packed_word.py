"""Words as `packed_words.py` says that they are packed, and what keys are made of."""

from math import ceil
from typing import NamedTuple

import numpy as np

from screening.compiled.affixes import is_affix
from screening.compiled.compiling import Marks, Whole, compiled, compiled_inside
from screening.compiled.endings import (
    BELARUSIAN_ENDING,
    NO_ENDING,
    PATRONYMIC_ENDING,
    ends_in,
    folded,
    stem,
)
from screening.compiled.given_names import NO_SYLLABLE, SKELETON, named, syllable
from screening.compiled.hearing import Heard, heard_of
from screening.compiled.kin import HEARD
from screening.compiled.letters import PLACE, Letters, audible, mask, put
from screening.compiled.respelling import copied
from screening.compiled.shares import Shares, crc
from screening.compiled.sounds import telling_vowel
from screening.compiled.wordbook import NOT_THERE, Book, copy_said, find
from screening.packed_words import (
    BELARUSIAN,
    ESTABLISHED,
    FIRST_FROM,
    NAMED,
    OUTLINE,
    PATRONYMIC,
    STEPS_A_NAT,
)

_MORE = 4  # letters that a word may have while it is heard


class Known(NamedTuple):
    """What is known of words: how many bear them, and the book."""

    shares: Shares
    book: Book


class Desk(NamedTuple):
    """Room to work at: for a word and what is heard of it, and for the word while it is."""

    heard: Marks
    letters: Whole


def desk(letters: int) -> Desk:
    """Return room for a word of so many *letters*."""
    return Desk(np.empty(4 * letters + _MORE, np.uint8), np.empty(letters + _MORE, np.int64))


class Word(NamedTuple):
    """A word, how it is heard, and what it takes to write it."""

    letters: Letters
    its: Heard
    book: Book
    desk: Desk


class Ends(NamedTuple):
    """Where a word ends behind its outline, the skeletons of its other forms, and its bones."""

    word: int
    alike: int
    bones: int
    steps: int


@compiled
def pack(text: bytes, known: Known, desk: Desk, into: Marks) -> Ends:
    """Write all there is of a word, one behind the other."""
    word = heard_word(put(text, desk.heard, 3 * len(text)), known, desk)
    end = write_word(word, into, write_outline(word, into, 0))
    alike = write_alike(word, into, end)
    return Ends(end, alike, write_bones(word, into, alike), _steps(word))


@compiled_inside
def heard_word(letters: Letters, known: Known, desk: Desk) -> Word:
    """Return a word that is heard; the desk is its own until another one is."""
    its = heard_of(letters, known.shares, desk.heard, desk.letters)
    return Word(letters, its, known.book, desk)


@compiled
def write_outline(word: Word, into: Marks, at: int) -> int:
    """Write what rules most names with a word out; return the place behind."""
    bones = _bones(word)
    bits = mask(bones) | _is_named(word)
    if bones.length and not is_affix(bones):
        bits |= PLACE[bones.data[0] & 127] << FIRST_FROM
    for i in range(4):
        into[at + i] = bits >> 8 * i & 255
    into[at + 4], into[at + 5] = word.letters.length, bones.length
    into[at + 6], into[at + 7] = audible(bones, HEARD), _steps(word)
    return at + OUTLINE


@compiled
def write_word(word: Word, into: Marks, at: int) -> int:
    """Write a word; return the place behind it."""
    at = _write_letters(word.letters, into, at)
    at = _write_letters(_bones(word), into, at)
    at = _write_two(crc(_sound(word)), into, at)
    at = _write_two(crc(_heard(word)), into, at)
    at = _write_two(_stem_sum(word), into, at)
    into[at], into[at + 1] = word.its.before, word.its.behind
    into[at + 2], into[at + 3] = _steps(word), _flags(word)
    return _write_forms(word, into, at + 4)


@compiled
def write_alike(word: Word, into: Marks, at: int) -> int:
    """Write the skeletons that other forms of a word have; return the place behind them."""
    entry = find(word.book, SKELETON, _bones(word))
    if entry == NOT_THERE:
        into[at] = 0
        return at + 1
    return copy_said(word.book, entry, into, at)


@compiled
def write_bones(word: Word, into: Marks, at: int) -> int:
    """Write what the keys are made of, of a word with one way to read it; return the place."""
    letters = word.letters
    into[at] = letters.data[letters.at]
    into[at + 1] = letters.data[letters.at + letters.length - 1]
    into[at + 2] = telling_vowel(letters)
    return _write_letters(_bones(word), into, _write_letters(_bones(word), into, at + 3))


@compiled_inside
def _bones(word: Word) -> Letters:
    return Letters(word.desk.heard, 0, word.its.skeleton)


@compiled_inside
def _sound(word: Word) -> Letters:
    return Letters(word.desk.heard, word.its.skeleton, word.its.sound - word.its.skeleton)


@compiled_inside
def _heard(word: Word) -> Letters:
    return Letters(word.desk.heard, word.its.sound, word.its.heard - word.its.sound)


@compiled
def _steps(word: Word) -> int:
    """Return the rarity of a word, rounded up."""
    return int(ceil(word.its.rarity * STEPS_A_NAT))  # noqa: RUF046  # Numba's is no integer


@compiled
def _stem_sum(word: Word) -> int:
    room = word.desk.letters
    return crc(Letters(room, 0, stem(word.book, word.letters, room)))


@compiled
def _is_named(word: Word) -> bool:
    """Say whether a form of some given name has the skeleton."""
    return find(word.book, SKELETON, _bones(word)) != NOT_THERE


@compiled
def _flags(word: Word) -> int:
    room = word.desk.letters
    changed = folded(word.book, BELARUSIAN_ENDING, room, copied(word.letters, room)) != NO_ENDING
    patronymic = ends_in(word.book, PATRONYMIC_ENDING, word.letters)
    flags = ESTABLISHED * word.its.established | NAMED * _is_named(word)
    return flags | BELARUSIAN * changed | PATRONYMIC * patronymic


@compiled
def _write_forms(word: Word, into: Marks, at: int) -> int:
    """Write the numbers of the given names that a word is a form of, the lowest first."""
    room = word.desk.letters
    entry = named(word.book, word.letters, _heard(word), room)
    its_own = syllable(word.letters, entry, room)
    behind = at + 1
    if its_own != NO_SYLLABLE:  # those numbers are negative
        behind = _write_two(-its_own, into, behind)
    if entry != NOT_THERE:
        behind = copy_said(word.book, entry, into, behind)
    into[at] = (behind - at) // 2
    return behind


@compiled
def _write_letters(letters: Letters, into: Marks, at: int) -> int:
    """Write letters behind their number; return the place behind them."""
    into[at] = letters.length
    for i in range(letters.length):
        into[at + 1 + i] = letters.data[letters.at + i]
    return at + 1 + letters.length


@compiled
def _write_two(number: int, into: Marks, at: int) -> int:
    """Write two bytes of a number, the lower first; return the place behind them."""
    into[at], into[at + 1] = number & 255, number >> 8 & 255
    return at + 2
