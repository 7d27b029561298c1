"""Names that sound apart and are one name: William and Bill, Yusuf and Joseph; surname endings.

Pure; the rules are compiled (`compiled/given_names.py`, `endings.py`), what they know is read by
`known_words.py`.
"""

from functools import lru_cache

import numpy as np

from screening.compiled import endings, given_names
from screening.compiled.compiling import Whole
from screening.compiled.given_names import NO_SYLLABLE, SKELETON
from screening.compiled.letters import Letters, text_letters
from screening.compiled.wordbook import NOT_THERE, find, said
from screening.known_words import PATRONYMICS, known, men
from screening.sounds import heard

_NONE: frozenset[int] = frozenset()
_NONE_ALIKE: frozenset[str] = frozenset()


@lru_cache(maxsize=16_384)
def variants(word: str) -> frozenset[int]:
    """Return the numbers of the given names that *word* is a form of; empty where none is known.

    That of a syllable, which others share that are spelt otherwise, is negative.
    """
    spelt = text_letters(word)
    room = _room(spelt)
    entry = given_names.named(known().book, spelt, text_letters(heard(word)), room)
    its_own = given_names.syllable(spelt, entry, room)
    numbers = _said(entry)
    found = [numbers[at] | numbers[at + 1] << 8 for at in range(0, len(numbers), 2)]
    if its_own != NO_SYLLABLE:
        found.append(-its_own)
    return frozenset(found) if found else _NONE


def same_name(one: str, other: str) -> bool:
    """Say whether two upper-case words are forms of one given name, or equal."""
    return one == other or not variants(one).isdisjoint(variants(other))


def named_alike(consonants: str) -> frozenset[str]:
    """Return the skeletons of all forms of the given names that have a form of this skeleton."""
    found = _said(find(known().book, SKELETON, text_letters(consonants)))
    if not found:
        return _NONE_ALIKE
    at, each = 1, []
    for _ in range(found[0]):
        behind = at + 1 + found[at]
        each.append(found[at + 1 : behind].decode())
        at = behind
    return frozenset(each)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a surname or patronymic with its ending folded: IVANOVA and IVANOVICH give IVANOV."""
    spelt = text_letters(word)
    room = _room(spelt)
    return _text(room, endings.stem(known().book, spelt, room))


@lru_cache(maxsize=16_384)
def as_russian(word: str) -> str:
    """Return a Belarusian surname or patronymic with its Russian ending: KAZLOU gives KAZLOV."""
    spelt = text_letters(word)
    room = _room(spelt)
    return _text(room, endings.as_russian(known().book, spelt, room))


def is_patronymic(word: str) -> bool:
    """Say whether *word* names a father, as Russians, Ukrainians and Belarusians write him."""
    return word.endswith(PATRONYMICS)


def is_man_and_woman(one: str, other: str) -> bool:
    """Say whether a man's name in -IN and a woman's in -INA stand here: MARTIN, MARTINA.

    Not of surnames, which decline: NIKITIN, NIKITINA.
    """
    man, woman = (one, other) if other.endswith("A") else (other, one)
    if man not in men() or woman[:-1] not in men():
        return False
    return man == woman[:-1] or heard(man) == heard(woman[:-1])


def _room(spelt: Letters) -> Whole:
    return np.empty(spelt.length + 4, np.int64)


def _text(room: Whole, length: int) -> str:
    return bytes(room[:length].tolist()).decode()


def _said(entry: int) -> bytes:
    """Return what the book says of an entry's word."""
    if entry == NOT_THERE:
        return b""
    book = known().book
    its = said(book, entry)
    return book.entries[its.at : its.at + its.length].tobytes()
