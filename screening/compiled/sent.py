"""The names of people as an airline sends them, read without making objects of what they say.

Only those that can be read in one way: in ASCII, by words none of which is a particle, a title, or
has digits among letters. Others are odd, or the lexicon has no room for their words.

Of each person come, one behind the other: surname, given names, date of birth, nationality, sex,
and the numbers of documents; nothing where something is not stated.
"""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.lexicon import INITIAL, ODD_WORD, TITLED, Lexicon, has, met
from screening.compiled.wordbook import NOT_THERE, Book
from screening.names import MAX_TOKENS
from screening.scripts.word import MAX_WORD

SURNAME, GIVEN, BORN, NATIONALITY, SEX, NUMBERS = range(6)  # pieces; from NUMBERS on as many
FIRST, DOCUMENTS, FLAGS = range(3)  # columns of people
COUNT, OWN, INITIALS = range(3)  # of a name
DONE, ODD, UNKNOWN = range(3)
_LONGEST = 512  # characters of a piece
_A, _Z, _SMALL_A, _SMALL_Z, _ZERO, _NINE = map(ord, "AZaz09")
_BLANK, _APOSTROPHE, _GRAVE = map(ord, " '`")


class Sent(NamedTuple):
    """The text of all; where each piece begins, and the one before ends; people.

    Of a person: the first piece, the number of documents, and flags as `packing.py` has them.
    """

    text: bytes
    starts: Whole
    people: Whole


class Name(NamedTuple):
    """A name: its words by their entries, each once; facts of it; and room for a word."""

    words: Whole
    facts: Whole  # COUNT of words, place of the person's OWN, whether there may be INITIALS
    letters: Marks


def name() -> Name:
    """Return room for a name."""
    return Name(np.empty(MAX_TOKENS, np.int64), np.empty(3, np.int64), np.empty(MAX_WORD, np.uint8))


@compiled
def read_name(sent: Sent, first: int, lexicon: Lexicon, name: Name) -> int:
    """Read the name whose surname is piece *first*; return DONE, or that it is ODD or UNKNOWN.

    The person's own name is the first word of it that is among the given names.
    """
    name.facts[COUNT] = name.facts[INITIALS] = 0
    name.facts[OWN] = MAX_TOKENS
    for piece in range(first, first + 2):
        state = _read_words(sent, piece, piece == first + GIVEN, lexicon, name)
        if state != DONE:
            return state
    if name.facts[OWN] == MAX_TOKENS:
        name.facts[OWN] = 0
    return DONE if name.facts[COUNT] else ODD


@compiled
def piece_length(sent: Sent, piece: int) -> int:
    """Return how many characters a piece has."""
    length: int = sent.starts[piece + 1] - sent.starts[piece]
    return length


@compiled
def capital(letter: int) -> int:
    """Return a letter as a capital, and anything else as it is."""
    return letter - _SMALL_A + _A if _SMALL_A <= letter <= _SMALL_Z else letter


@compiled
def is_digit(letter: int) -> bool:
    """Say whether it is a digit."""
    return _ZERO <= letter <= _NINE


@compiled
def is_of_a_word(letter: int) -> bool:
    """Say whether it is a capital or a digit."""
    return _A <= letter <= _Z or is_digit(letter)


@compiled
def _read_words(sent: Sent, piece: int, given: bool, lexicon: Lexicon, name: Name) -> int:
    """Add the words of a piece to the name, as `readings.ascii_words` parts them."""
    at, end = sent.starts[piece], sent.starts[piece + 1]
    if end - at > _LONGEST:
        return ODD
    length, entry = 0, NOT_THERE
    for i in range(at, end + 1):
        letter = capital(0 + sent.text[i]) if i < end else _BLANK
        if is_of_a_word(letter):
            if length == MAX_WORD:
                return ODD
            name.letters[length] = letter
            length += 1
        elif length and letter not in (_APOSTROPHE, _GRAVE):
            entry = met(lexicon, name.letters, length)
            if entry == NOT_THERE:
                return UNKNOWN
            if not _add(entry, given, lexicon.words, name):
                return ODD
            length = 0
    is_last = given or not piece_length(sent, piece + 1)
    return ODD if is_last and entry != NOT_THERE and has(lexicon.words, entry, TITLED) else DONE


@compiled
def _add(entry: int, given: bool, words: Book, name: Name) -> bool:
    """Add a word to the name, and say whether it can be read here."""
    if has(words, entry, ODD_WORD):
        return False
    count, place = name.facts[COUNT], 0
    while place < count and name.words[place] != entry:
        place += 1
    if place == MAX_TOKENS:
        return False
    if place == count:
        name.words[place] = entry
        name.facts[COUNT] += 1
        if has(words, entry, INITIAL):
            name.facts[INITIALS] = 1
    if given:
        name.facts[OWN] = min(name.facts[OWN], place)
    return True
