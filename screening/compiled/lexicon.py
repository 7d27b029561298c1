"""Words that were met before, each with what is made of it, where compiled code finds it.

A word's entry among the others: flags; the word; what a packed person has of it; what keys are
made of. Behind its length comes each of the three (a byte, of the second two, the lower first).
"""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled

# Flags. ODD_WORD: names with it are read elsewhere. TITLED: a title may be glued to it. INITIAL:
# it may be one, or some.
ODD_WORD, TITLED, INITIAL = 1, 2, 4
NOT_THERE = 0
FIRST = 1  # where the first entry begins
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a of 64 bits
_FOLD = np.uint64(32)


class Lexicon(NamedTuple):
    """Where the entry of a word begins, by its hash; and the entries, one behind the other."""

    slots: Whole
    entries: Marks


class Stretch(NamedTuple):
    """Some bytes among the entries."""

    at: int
    length: int


@compiled
def find(lexicon: Lexicon, letters: Marks, length: int) -> int:
    """Return where the entry of a word of so many *letters* begins, or NOT_THERE."""
    entry: int = lexicon.slots[_slot(lexicon, letters, 0, length)]
    return entry


@compiled
def has(lexicon: Lexicon, entry: int, flag: int) -> bool:
    """Say whether an entry has a *flag*."""
    return bool(lexicon.entries[entry] & flag)


@compiled
def put(lexicon: Lexicon, at: int, end: int) -> None:
    """Let the entries from *at* to *end*, of words that are not there yet, be found."""
    while at < end:
        word = word_in(lexicon, at)
        slot = _slot(lexicon, lexicon.entries, word.at, word.length)
        lexicon.slots[slot] = at
        bones = bones_in(lexicon, at)
        at = bones.at + bones.length


@compiled
def word_in(lexicon: Lexicon, entry: int) -> Stretch:
    """Return where the word of an entry is."""
    return Stretch(entry + 2, 0 + lexicon.entries[entry + 1])


@compiled
def sought_in(lexicon: Lexicon, entry: int) -> Stretch:
    """Return where that is which a packed person has of an entry's word."""
    at = entry + 2 + lexicon.entries[entry + 1]
    length = lexicon.entries[at] | lexicon.entries[at + 1] << 8
    return Stretch(at + 2, length)


@compiled
def bones_in(lexicon: Lexicon, entry: int) -> Stretch:
    """Return where that is of which the keys of an entry's word are made."""
    sought = sought_in(lexicon, entry)
    at = sought.at + sought.length
    return Stretch(at + 1, 0 + lexicon.entries[at])


@compiled
def _slot(lexicon: Lexicon, letters: Marks, at: int, length: int) -> np.int64:
    """Return the slot of a word, or the one where it would be put."""
    digest = _SEED
    for i in range(length):
        digest = (digest ^ np.uint64(letters[at + i])) * _PRIME
    slot = np.int64((digest ^ digest >> _FOLD) & np.uint64(len(lexicon.slots) - 1))
    while lexicon.slots[slot] and not _is(lexicon, lexicon.slots[slot], letters, at, length):
        slot = slot + 1 & len(lexicon.slots) - 1
    return slot


@compiled
def _is(lexicon: Lexicon, entry: int, letters: Marks, at: int, length: int) -> bool:
    word = word_in(lexicon, entry)
    same = word.length == length
    for i in range(length if same else 0):
        same &= lexicon.entries[word.at + i] == letters[at + i]
    return same
