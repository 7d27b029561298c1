"""Letters that two stretches of bytes share, as words and skeletons are compared."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.compiled.compiling import Marks, Whole, compiled, compiled_inside

_MOST = 63  # letters that are looked at
AS_WRITTEN = np.arange(128)
# Where a letter of a skeleton is among bits: from 1 on; what is none counts as the last of them.
_LAST = 26
PLACE = np.where(np.isin(np.arange(128), np.arange(65, 91)), np.arange(128) & 31, _LAST)


class Letters(NamedTuple):
    """Some letters among others, by the place of the first."""

    data: bytes | bytearray | Whole | Marks
    at: int
    length: int


def letter_set(among: str) -> NDArray[np.bool_]:
    """Return which of the codes of ASCII are *among* some letters."""
    return np.isin(np.arange(128), list(among.encode()))


VOWEL = letter_set("AEIOUY")


def bits_of(word: str) -> int:
    """Return the letters of an ASCII word, as bits."""
    return sum(1 << (letter & 63) for letter in set(word.encode()))


def letters(word: str) -> Letters:
    """Return the letters of an ASCII word."""
    data = word.encode()
    return Letters(data, 0, len(data))


def text_letters(word: str) -> Letters:
    """Return the same in an array, as compiled code has the words that it reads."""
    data = np.array(bytearray(word.encode()), np.uint8)
    return Letters(data, 0, len(data))


@compiled_inside
def put(text: bytes, into: Marks, at: int) -> Letters:
    """Return the letters of a text, put among others."""
    for i in range(len(text)):
        into[at + i] = text[i]
    return Letters(into, at, len(text))


@compiled
def equal(one: Letters, other: Letters) -> bool:
    """Say whether both are the same."""
    return one.length == other.length and shared_start(one, other) == one.length


@compiled
def shared_start(one: Letters, other: Letters) -> int:
    """Return how many letters both begin with."""
    most = min(one.length, other.length)
    for i in range(most):
        if one.data[one.at + i] != other.data[other.at + i]:
            return i
    return most


@compiled
def begins_with(long: Letters, short: Letters) -> bool:
    """Say whether the one is the beginning of the other."""
    return short.length <= long.length and shared_start(long, short) == short.length


@compiled
def alike(one: Letters, other: Letters, heard: Whole) -> float:
    """Return the normalised Indel similarity: twice the longest common subsequence by the lengths.

    Letters are the same where they are *heard* as the same; those heard as 0 are not there.
    Bit-parallel (Hyyrö, 2004).
    """
    length = min(one.length, _MOST)
    free = every = (1 << length) - 1
    for j in range(other.length):
        letter = heard[other.data[other.at + j]]
        if letter:
            places = 0
            for i in range(length):
                if heard[one.data[one.at + i]] == letter:
                    places |= 1 << i
            taken = free & places
            free = ((free + taken) | (free - taken)) & every
    both = audible(one, heard) + audible(other, heard)
    return 2.0 * count(every & ~free) / both if both else 0.0


@compiled
def audible(letters: Letters, heard: Whole) -> int:
    """Return how many of the letters are heard."""
    found = 0
    for i in range(letters.length):
        found += heard[letters.data[letters.at + i]] != 0
    return found


@compiled
def mask(letters: Letters) -> int:
    """Return the letters, as bits."""
    found = 0
    for i in range(letters.length):
        found |= 1 << PLACE[letters.data[letters.at + i] & 127]
    return found


@compiled
def count(bits: int) -> int:
    """Return how many of the lower 63 bits are set: in pairs, in fours, in bytes, then all.

    Written so that LLVM knows it, and makes one instruction of it.
    """
    bits = int(bits)  # uncompiled too, a product may be too large for one of NumPy's
    bits -= bits >> 1 & 0x5555555555555555
    bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333)
    bits = bits + (bits >> 4) & 0x0F0F0F0F0F0F0F0F
    return (bits * 0x0101010101010101 >> 56) & 127


@compiled
def same_letters(one: Letters, other: Letters) -> bool:
    """Say whether both have the same letters, in whatever order."""
    if one.length != other.length:
        return False
    for i in range(one.length):
        letter, count = one.data[one.at + i], 0
        for j in range(one.length):
            count += one.data[one.at + j] == letter
            count -= other.data[other.at + j] == letter
        if count:
            return False
    return True


@compiled
def one_slip(one: Letters, other: Letters) -> bool:
    """Say whether one letter is more, less or another, or two neighbours are swapped."""
    if abs(one.length - other.length) > 1:
        return False
    start = shared_start(one, other)
    left, its_left = one.length - start, other.length - start
    while (
        left and its_left
        and one.data[one.at + start + left - 1] == other.data[other.at + start + its_left - 1]
    ):  # fmt: skip
        left, its_left = left - 1, its_left - 1
    if max(left, its_left) == 1:
        return True
    at, its = one.at + start, other.at + start
    swapped = one.data[at] == other.data[its + 1] and one.data[at + 1] == other.data[its]
    return left == its_left == 2 and swapped
