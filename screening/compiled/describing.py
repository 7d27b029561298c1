"""What is made of people as they are sent: what is compared of them, and what their keys are of.

The first as `packing.packed_person` writes it, the second as `keys.passenger_parts` does; a
property test holds both to the same.
"""

from typing import NamedTuple

import numpy as np

from screening import packing
from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.digests import DIGEST, write_digest
from screening.compiled.fillers import stands_for_none
from screening.compiled.letters import Letters
from screening.compiled.lexicon import MOST_OF_A_WORD, Lexicon, bones_in, sought_in
from screening.compiled.sent import (
    BORN,
    COUNT,
    DOCUMENTS,
    DONE,
    FIRST,
    FLAGS,
    GIVEN,
    INITIALS,
    NATIONALITY,
    NUMBERS,
    ODD,
    OWN,
    SEX,
    SURNAME,
    UNKNOWN,
    Name,
    Sent,
    capital,
    is_digit,
    is_of_a_word,
    piece_length,
    read_name,
)
from screening.compiled.views import number
from screening.compiled.wordbook import Book, Stretch
from screening.keys import EPOCH, LAST_YEAR, NO_DATE
from screening.names import FILLED_FIELD, MAX_TOKENS
from screening.packed_words import MOST
from screening.scripts.word import MAX_WORD

PACKED_AT, PACKED_END, PARTS_AT, PARTS_END = range(4)  # columns of extents
_HEAD = 64  # bytes, at most, of what is written of a person beside words and documents
_DAY, _MONTH = 10, 7  # characters of a date that has them
_ZERO, _MALE, _FEMALE = map(ord, "0MF")


class Described(NamedTuple):
    """What is written, and how far; of each person whether, and from where to where."""

    packed: Marks
    parts: Marks
    ends: Whole
    states: Whole
    extents: Whole


def described(people: int, documents: int) -> Described:
    """Return room for *people* with so many *documents*."""
    of_each = _HEAD + MAX_TOKENS * MOST_OF_A_WORD
    return Described(
        np.empty(people * of_each + documents * DIGEST, np.uint8),
        np.empty(people * of_each + documents * (2 + MAX_WORD), np.uint8),
        np.zeros(2, np.int64),
        np.full(people, UNKNOWN),
        np.empty((people, 4), np.int64),
    )


@compiled
def describe(sent: Sent, lexicon: Lexicon, name: Name, into: Described) -> None:
    """Write what is made of all who are not yet; those stay so whose words have no room."""
    for nth in range(len(sent.people)):
        if into.states[nth] == UNKNOWN:
            state = read_name(sent, sent.people[nth, FIRST], lexicon, name)
            into.states[nth] = state if state != DONE else _describe(sent, nth, lexicon, name, into)


@compiled
def _describe(sent: Sent, nth: int, lexicon: Lexicon, name: Name, into: Described) -> int:
    """Write what is made of one, whose name is read; return DONE, or that a document is ODD."""
    first, numbers = sent.people[nth, FIRST], sent.people[nth, DOCUMENTS]
    packed, parts = into.ends[0], into.ends[1]
    end = _write_days(sent, first + BORN, into.parts, parts)
    behind = _write_numbers(sent, first + NUMBERS, numbers, into.parts, end)
    if not behind:
        return ODD
    flags = sent.people[nth, FLAGS] | packing.PLAIN | packing.NAMED_AT_ALL | _stated(sent, first)
    if into.parts[end] or into.parts[end + 1]:
        flags |= packing.DOCUMENTS
    into.packed[packed] = flags
    numbers, end = end, _write_facts(sent, first, into.packed, packed + 1)
    if flags & packing.DOCUMENTS:
        end = _write_digests(into.parts, numbers, into.packed, end)
    into.ends[0] = _write_packed_name(lexicon.words, name, into.packed, end)
    into.ends[1] = _write_name_parts(lexicon.words, name, into.parts, behind)
    into.extents[nth, PACKED_AT], into.extents[nth, PACKED_END] = packed, into.ends[0]
    into.extents[nth, PARTS_AT], into.extents[nth, PARTS_END] = parts, into.ends[1]
    return DONE


@compiled
def _stated(sent: Sent, first: int) -> int:
    """Return the flags of sex, and of a name that fills its field."""
    shown, flags = piece_length(sent, first + SURNAME), 0
    if piece_length(sent, first + GIVEN):
        shown += 1 + piece_length(sent, first + GIVEN)
    if shown >= FILLED_FIELD:
        flags |= packing.CUT
    if piece_length(sent, first + SEX):
        letter = sent.text[sent.starts[first + SEX]]
        flags |= packing.MALE * (letter == _MALE) | packing.FEMALE * (letter == _FEMALE)
    return flags


@compiled
def _write_facts(sent: Sent, first: int, into: Marks, at: int) -> int:
    """Write date of birth and nationality of a packed person."""
    born, length = sent.starts[first + BORN], piece_length(sent, first + BORN)
    year = _number(sent.text, born, 4) if length else 0
    into[at], into[at + 1] = year & 255, year >> 8
    into[at + 2] = _number(sent.text, born + 5, 2) if length >= _MONTH else 0
    into[at + 3] = _number(sent.text, born + 8, 2) if length == _DAY else 0
    length = piece_length(sent, first + NATIONALITY)
    into[at + 4] = length
    at += 5
    for i in range(length):
        into[at + i] = sent.text[sent.starts[first + NATIONALITY] + i]
    return at + length


@compiled
def _write_digests(parts: Marks, numbers: int, into: Marks, at: int) -> int:
    """Write the digests of documents, of the *numbers* as `_write_numbers` wrote them."""
    count = number(parts, numbers, 2)
    into[at], numbers, end = count, numbers + 2, at + 1
    for _ in range(count):
        length = number(parts, numbers, 2)
        end = write_digest(Letters(parts, numbers + 2, length), into, end)
        numbers += 2 + length
    return end


@compiled
def _write_packed_name(words: Book, name: Name, into: Marks, at: int) -> int:
    """Write the name of a packed person, of one way to read it."""
    into[at], into[at + 1] = 1, packing.INITIALS * name.facts[INITIALS]
    into[at + 2], into[at + 3] = name.facts[OWN], name.facts[COUNT]
    at += 4
    for nth in range(name.facts[COUNT]):
        at = _copy(sought_in(words, name.words[nth]), words, into, at)
    return at


@compiled
def _write_days(sent: Sent, piece: int, into: Marks, at: int) -> int:
    """Write the year of birth, and the day where it is known."""
    born, length = sent.starts[piece], piece_length(sent, piece)
    year = min(max(_number(sent.text, born, 4) - EPOCH, 1), LAST_YEAR) if length else NO_DATE
    into[at] = year
    into[at + 1], into[at + 2] = length == _DAY, 0
    at += 3
    for i in range(length if length == _DAY else 0):
        if is_digit(sent.text[born + i]):
            into[at] = sent.text[born + i]
            at += 1
    return at


@compiled
def _write_numbers(sent: Sent, first: int, count: int, into: Marks, at: int) -> int:
    """Write the numbers of documents; return the place behind them, 0 where one is odd, or many."""
    if count > MOST:
        return 0
    end, written = at + 2, 0
    for piece in range(first, first + count):
        behind = _write_number(sent, piece, into, end)
        if not behind:
            return 0
        written += behind > end
        end = behind
    into[at], into[at + 1] = written & 255, written >> 8
    return end


@compiled
def _write_number(sent: Sent, piece: int, into: Marks, at: int) -> int:
    """Write a number; return 0 where it is odd, and *at* where it stands for none."""
    if piece_length(sent, piece) > MAX_WORD:
        return 0
    begin = at + 2
    end = begin
    for i in range(sent.starts[piece], sent.starts[piece + 1]):
        letter = capital(0 + sent.text[i])
        if is_of_a_word(letter):
            into[end] = letter
            end += 1
    into[at], into[at + 1] = end - begin, 0
    return at if stands_for_none(Letters(into, begin, end - begin)) else end


@compiled
def _write_name_parts(words: Book, name: Name, into: Marks, at: int) -> int:
    """Write what the keys of the name are made of, of one way to read it."""
    into[at], into[at + 1], into[at + 2] = 1, 0, name.facts[COUNT]
    at += 3
    for nth in range(name.facts[COUNT]):
        at = _copy(bones_in(words, name.words[nth]), words, into, at)
    return at


@compiled
def _copy(what: Stretch, words: Book, into: Marks, at: int) -> int:
    for i in range(what.length):
        into[at + i] = words.entries[what.at + i]
    return at + what.length


@compiled
def _number(text: bytes, at: int, digits: int) -> int:
    found = 0
    for i in range(digits):
        found = 10 * found + text[at + i] - _ZERO
    return found
