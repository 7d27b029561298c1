"""The keys of one name, each with its rest: how the other parts begin."""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.keyring import Keyring, begin, close, compared, write
from screening.compiled.respelling import letter_table

MOST_WORDS = 12  # names.MAX_TOKENS
PAIRED = 5  # parts of a name, those with the most consonants: at most 10 pairs
JOINED = 8  # pairs of a part with two neighbours written as one
MOST_KEYS = 2 + MOST_WORDS + PAIRED * (PAIRED - 1) // 2 + JOINED  # of one way to spell a name
_DOT = ord(".")
_NAME, _PAIR, _SINGLE, _PART = map(ord, "NQST")
_A, _I, _U = map(ord, "AIU")
_AT, _LENGTH = range(2)
ALL = -1  # taken out of a name: nothing
# How a part begins, W as V. R gets a bit of its own, that of a letter that no skeleton has.
_BEGINNINGS = letter_table("VR", "AD")


class Spelt(NamedTuple):
    """A name in one spelling: where its skeletons are among the letters, and those of neighbours.

    Neighbours stand there as if written as one word; `order` is room for an order of the parts.
    """

    letters: Marks
    words: Whole
    glued: Whole
    order: Whole


def spelt(letters: int) -> Spelt:
    """Return room for a name whose skeletons, in both spellings, have so many *letters*."""
    # A word is part of two that are glued, and AIU glued to another leaves an A.
    room = np.empty(3 * letters + MOST_WORDS, np.uint8)
    words, glued = np.zeros((2, MOST_WORDS, 2), np.int64)
    return Spelt(room, words, glued, np.empty(MOST_WORDS, np.int64))


@compiled
def add_keys(name: Spelt, count: int, keys: Keyring) -> None:
    """Add the N, S, Q and T keys of a name of *count* words, rest 0 where nothing is left."""
    _add_whole(name, count, keys)
    for i in range(count):
        begin(keys, _PART)
        _write(keys, name, name.words[i])
        close(keys, _without(name, count, i, ALL, ALL))
    if count > 2 and not _all_alike(name, count):
        _add_pairs(name, count, keys)
        _add_joined(name, count, keys)


@compiled
def _add_whole(name: Spelt, count: int, keys: Keyring) -> None:
    words = name.words
    if _all_alike(name, count):
        _add_single(name, words[0], keys)
    elif count == 2:
        _add_pair(name, words[0], words[1], 0, keys)
    else:
        _sort(name, count, longest_first=False)
        begin(keys, _NAME)
        for i in range(count):
            if i:
                write(keys, _DOT)
            _write(keys, name, words[name.order[i]])
        close(keys, 0)
    if count == 2 and _has_consonants(name, name.glued[0]):
        _add_single(name, name.glued[0], keys)


@compiled
def _has_consonants(name: Spelt, word: Whole) -> bool:
    """Say whether there is more than one, or one behind a vowel."""
    last = word[_AT] + word[_LENGTH] - 1
    return bool(word[_LENGTH] > 2 or (word[_LENGTH] == 2 and not _is_vowel(name.letters[last])))


@compiled
def _add_single(name: Spelt, word: Whole, keys: Keyring) -> None:
    begin(keys, _SINGLE)
    _write(keys, name, word)
    close(keys, 0)


@compiled
def _add_pairs(name: Spelt, count: int, keys: Keyring) -> None:
    _sort(name, count, longest_first=True)
    for i in range(min(count, PAIRED)):
        for j in range(i + 1, min(count, PAIRED)):
            one, other = name.order[i], name.order[j]
            rest = _without(name, count, one, other, ALL)
            _add_pair(name, name.words[one], name.words[other], rest, keys)


@compiled
def _add_joined(name: Spelt, count: int, keys: Keyring) -> None:
    added = 0
    for at in range(count - 1):
        for other in range(count):
            if other in (at, at + 1):
                continue
            if added == JOINED:
                return
            rest = _without(name, count, at, at + 1, other)
            _add_pair(name, name.glued[at], name.words[other], rest, keys)
            added += 1


@compiled
def _add_pair(name: Spelt, one: Whole, other: Whole, rest: int, keys: Keyring) -> None:
    begin(keys, _PAIR)
    first = _order(name, one, other) < 0
    _write(keys, name, one if first else other)
    write(keys, _DOT)
    _write(keys, name, other if first else one)
    close(keys, rest)


@compiled
def _write(keys: Keyring, name: Spelt, word: Whole) -> None:
    for i in range(word[_AT], word[_AT] + word[_LENGTH]):
        write(keys, name.letters[i])


@compiled
def _without(name: Spelt, count: int, one: int, two: int, three: int) -> int:
    """Return how the parts begin but those taken out, as bits."""
    rest = 0
    for i in range(count):
        if i not in (one, two, three):
            rest |= 1 << (0 + _BEGINNINGS[name.letters[name.words[i, _AT]]] & 15)
    return rest


@compiled
def _all_alike(name: Spelt, count: int) -> bool:
    alike = 1
    while alike < count and not _order(name, name.words[alike], name.words[0]):
        alike += 1
    return alike == count


@compiled
def _sort(name: Spelt, count: int, longest_first: bool) -> None:  # Numba's
    """Put the parts in the order of the alphabet, or those with the most consonants first."""
    order, words = name.order, name.words
    for i in range(count):
        j = i
        while j:
            longer = words[i, _LENGTH] - words[order[j - 1], _LENGTH] if longest_first else 0
            if longer < 0 or (not longer and _order(name, words[i], words[order[j - 1]]) >= 0):
                break
            order[j] = order[j - 1]
            j -= 1
        order[j] = i


@compiled
def _order(name: Spelt, one: Whole, other: Whole) -> int:
    return compared(name.letters, one[_AT], one[_LENGTH], other[_AT], other[_LENGTH])


@compiled
def glue(name: Spelt, at: int, alike: bool, vowel: int, end: int) -> int:  # Numba's
    """Add the skeleton of a word and the next as if written as one, at *end*; return the new end.

    *alike* says whether the one ends with the letter that the next begins with, *vowel* which tells
    most: one consonant keeps it.
    """
    letters, begun = name.letters, end
    one, length = name.words[at, _AT], name.words[at, _LENGTH]
    other, its_length = name.words[at + 1, _AT], name.words[at + 1, _LENGTH]
    while length and _is_vowel(letters[one + length - 1]):
        length -= 1
    for i in range(length):
        letters[end + i] = letters[one + i]
    end += length
    if not length:
        letters[end] = _A
        end += 1
    first, last = other, other + its_length
    while first < last and letters[first] == _A:
        first += 1
    while last > first and _is_vowel(letters[last - 1]):
        last -= 1
    if alike and first < last and letters[end - 1] == letters[first]:
        first += 1
    for i in range(first, last):
        letters[end + i - first] = letters[i]
    end += last - first
    if end == begun + 1 and vowel and not _is_vowel(letters[begun]):
        letters[end] = vowel
        end += 1
    name.glued[at, _AT], name.glued[at, _LENGTH] = begun, end - begun
    return end


@compiled
def _is_vowel(letter: int) -> bool:
    return letter in (_A, _I, _U)
