"""Words that were met before, each with what is made of it, and how a new one is met.

What is said of a word: flags; what keys are made of, behind its length, a byte; what a packed
person has of it.
"""

from typing import NamedTuple

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.endings import GLUED_TITLE, ends_in
from screening.compiled.letters import VOWEL, Letters
from screening.compiled.packed_word import (
    Desk,
    Known,
    heard_word,
    write_alike,
    write_bones,
    write_word,
)
from screening.compiled.shares import is_established
from screening.compiled.wordbook import (
    FIRST,
    NOT_THERE,
    Book,
    Stretch,
    begin,
    end,
    enter,
    find,
    said,
)

# Flags. ODD_WORD: names with it are read elsewhere. TITLED: a title may be glued to it. INITIAL:
# it may be one, or some.
ODD_WORD, TITLED, INITIAL = 1, 2, 4
# Kinds in the book of words: may name nobody, or not alone; may be glued before a name.
WATCHED, PARTICLE = map(ord, "WK")
_SHORTEST, _LONGEST = 2, 6  # letters of a particle
MOST_OF_A_WORD = 512  # bytes of an entry: 40 letters, and what the book says at most
_MET = 0  # the only kind here
END, COUNT = range(2)  # columns of the state
_NINE = ord("9")


class Lexicon(NamedTuple):
    """Words that were met; where the last one ends, and their number; and what it takes to meet."""

    words: Book
    state: Whole
    known: Known
    desk: Desk


@compiled
def forget(lexicon: Lexicon) -> None:
    """Let no word have been met."""
    lexicon.words.slots[:] = 0
    lexicon.state[END], lexicon.state[COUNT] = FIRST, 0


@compiled
def met(lexicon: Lexicon, letters: Marks, length: int) -> int:
    """Return the entry of a word of so many *letters*; NOT_THERE where there is no room for it."""
    word = Letters(letters, 0, length)
    entry = find(lexicon.words, _MET, word)
    return entry if entry != NOT_THERE else _meet(lexicon, word)


@compiled
def has(words: Book, entry: int, flag: int) -> bool:
    """Say whether an entry has a *flag*."""
    return bool(words.entries[said(words, entry).at] & flag)


@compiled
def bones_in(words: Book, entry: int) -> Stretch:
    """Return where that is of which the keys of an entry's word are made."""
    at = said(words, entry).at + 1
    return Stretch(at + 1, 0 + words.entries[at])


@compiled
def sought_in(words: Book, entry: int) -> Stretch:
    """Return where that is which a packed person has of an entry's word."""
    its, bones = said(words, entry), bones_in(words, entry)
    at = bones.at + bones.length
    return Stretch(at, its.at + its.length - at)


@compiled
def _meet(lexicon: Lexicon, word: Letters) -> int:
    """Make the entry of a word that is not there."""
    words, state = lexicon.words, lexicon.state
    entry = state[END]
    if entry + MOST_OF_A_WORD > len(words.entries) or 2 * state[COUNT] >= len(words.slots):
        return NOT_THERE
    at = begin(words, entry, _MET, word)
    behind = _write(lexicon, word, at)
    end(words, at, behind)
    enter(words, entry)
    state[END], state[COUNT] = behind, state[COUNT] + 1
    return int(entry)


@compiled
def _write(lexicon: Lexicon, letters: Letters, at: int) -> int:
    """Write what is said of a word; return the place behind it."""
    book, into = lexicon.known.book, lexicon.words.entries
    flags = TITLED * ends_in(book, GLUED_TITLE, letters)
    watched = find(book, WATCHED, letters) != NOT_THERE
    if watched or _is_mixed(letters) or _is_parted(lexicon, letters):
        into[at], into[at + 1] = flags | ODD_WORD, 0
        return at + 2
    word = heard_word(letters, lexicon.known, lexicon.desk)
    into[at], bones = flags | INITIAL * word.its.initial, at + 2
    behind = write_bones(word, into, bones)
    into[at + 1] = behind - bones
    return write_alike(word, into, write_word(word, into, behind))


@compiled
def _is_parted(lexicon: Lexicon, word: Letters) -> bool:
    """Say whether a particle may be glued before it, as `glued.without_glued_particle` does."""
    book, shares = lexicon.known.book, lexicon.known.shares
    for length in range(_SHORTEST, min(_LONGEST, word.length - 1) + 1):
        entry = find(book, PARTICLE, Letters(word.data, word.at, length))
        if entry != NOT_THERE:
            bare = Letters(word.data, word.at + length, word.length - length)
            at = said(book, entry).at
            fewest = book.entries[at + (not VOWEL[bare.data[bare.at] & 127])]
            unknown = book.entries[at + 2]
            if 0 < fewest <= bare.length and (
                0 < unknown <= bare.length or is_established(bare, shares)
            ):
                return True
    return False


@compiled
def _is_mixed(word: Letters) -> bool:
    """Say whether there are digits among letters: a scanner may have read O as 0."""
    digits = 0
    for i in range(word.length):
        digits += word.data[word.at + i] <= _NINE
    return 0 < digits < word.length
