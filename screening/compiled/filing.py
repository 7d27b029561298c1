"""Under which keys people are found, packed for Redis; keys of entries the same way.

What is read, somebody's parts, is in this order: year of birth as postings have it; days of birth,
each of 8 digits; document numbers; ways to read each name, each of words: the first and the last
letter, the vowel that tells most, the skeleton, and that of another spelling. Behind their number
comes what there may be several of (2 bytes, the lower first; of words one), behind its length a
text (the same; of a skeleton one).

What is written is an array of MessagePack: year, key, rest, key, rest, ..., sorted by the keys.
"""

from typing import NamedTuple

import numpy as np

from screening.compiled import document_keys, name_keys
from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.document_keys import add_document
from screening.compiled.filed import joined, parted
from screening.compiled.keyring import (
    AT,
    LENGTH,
    MAX_KEY,
    REST,
    Keyring,
    begin,
    clear,
    close,
    in_order,
    keyring,
    write,
)
from screening.compiled.letters import Letters
from screening.compiled.name_keys import Spelt, add_keys, glue, spelt
from screening.compiled.respelling import letter_table

DAY = 8  # digits
_BEGINNING = 2  # letters of a skeleton
_BEGINNINGS = 2 * name_keys.MOST_WORDS
_BORN, _UNSHORTENED = ord("F"), 4 * MAX_KEY
# What spellings of one name begin with: WLADIMIR and VLADIMIR, HALID and KHALID, GAMAL and JAMAL,
# YUSUF and JUSUF; THABIT and SABIT.
_ALIKE = letter_table("JKVT", "AAAS")
_HEAD, _OF_A_KEY = 5, MAX_KEY + 6  # bytes, at most, of what is written
# What MessagePack writes in one byte, the most of it; in others the number stands behind.
_FIX_ARRAY, _FIX_TEXT, _FIX_NUMBER, _TWO_BYTES = 15, 31, 127, 0xFFFF
_OWN, _OTHER = 0, 2  # columns of a word: where its skeleton is, and that of its other spelling
_FIRST, _LAST, _VOWEL = 4, 5, 6  # its letters
_COLUMNS = 7


class Desk(NamedTuple):
    """Room to work at."""

    keys: Keyring
    name: Spelt
    sent: Whole  # a row for each word of a name, as it was sent


class Extent(NamedTuple):
    """How many keys there may be of one person, and of all together."""

    one: int
    all: int


def filed(parts: list[bytes]) -> list[bytes]:
    """Return, packed, under which keys each is found of whom these are the *parts*."""
    data, starts = joined(parts)
    most, longest = _extent(data, starts), max(map(len, parts))
    keys = keyring(most.one, most.one * MAX_KEY + 4 * longest + _UNSHORTENED)
    desk = Desk(keys, spelt(longest), np.zeros((name_keys.MOST_WORDS, _COLUMNS), np.int64))
    into = np.empty(_HEAD * len(parts) + _OF_A_KEY * most.all, np.uint8)
    ends = np.empty(len(parts), np.int64)
    _file_all(data, starts, desk, into, ends)
    return parted(into, ends)


@compiled
def _extent(data: bytearray, starts: Whole) -> Extent:
    most = whole = 0
    for nth in range(len(starts)):
        days = _two(data, starts[nth] + 1)
        at = starts[nth] + 3 + DAY * days
        documents, at = _two(data, at), at + 2
        for _ in range(documents):
            at += 2 + _two(data, at)
        of_a_name = 2 * name_keys.MOST_KEYS + days * _BEGINNINGS
        keys = document_keys.MOST_KEYS * documents + of_a_name * _two(data, at)
        most, whole = max(most, keys), whole + keys
    return Extent(most, whole)


@compiled
def _file_all(data: bytearray, starts: Whole, desk: Desk, into: Marks, ends: Whole) -> None:
    end = 0
    for nth in range(len(starts)):
        _add_keys(data, starts[nth], desk)
        end = _write_keys(desk.keys, data[starts[nth]], into, end)
        ends[nth] = end


@compiled
def _add_keys(data: bytearray, at: int, desk: Desk) -> None:
    """Put all keys of one person on the desk."""
    clear(desk.keys)
    days, days_at = _two(data, at + 1), at + 3
    at = days_at + DAY * days
    documents, at = _two(data, at), at + 2
    for _ in range(documents):
        length = _two(data, at)
        add_document(Letters(data, at + 2, length), desk.keys)
        at += 2 + length
    readings, at = _two(data, at), at + 2
    for _ in range(readings):
        count, at = 0 + data[at], at + 1
        at = _read_words(data, at, count, desk)
        _add_name(data, count, days_at, days, desk)


@compiled
def _read_words(data: bytearray, at: int, count: int, desk: Desk) -> int:
    """Put the words of one way to read a name on the desk; return the place behind them."""
    sent, letters, end = desk.sent, desk.name.letters, 0
    for i in range(count):
        sent[i, _FIRST], sent[i, _LAST], sent[i, _VOWEL] = data[at], data[at + 1], data[at + 2]
        at += 3
        for column in (_OWN, _OTHER):
            length = 0 + data[at]
            sent[i, column], sent[i, column + 1] = end, length
            for j in range(length):
                letters[end + j] = data[at + 1 + j]
            end += length
            at += 1 + length
    _spell(desk, count, _OWN)
    for i in range(count - 1):
        vowel = max(sent[i, _VOWEL], sent[i + 1, _VOWEL])  # U tells more than I, I than A
        end = glue(desk.name, i, sent[i, _LAST] == sent[i + 1, _FIRST], vowel, end)
    return at


@compiled
def _add_name(data: bytearray, count: int, days_at: int, days: int, desk: Desk) -> None:
    """Add the keys of one way to read a name, in both its spellings where they differ."""
    apart = False
    for column in (_OWN, _OTHER):
        if column == _OTHER and not apart:
            return
        _spell(desk, count, column)
        add_keys(desk.name, count, desk.keys)
        for nth in range(days):
            _add_birth(data, days_at + DAY * nth, count, desk)
        apart = _is_spelt_apart(desk, count)


@compiled
def _spell(desk: Desk, count: int, column: int) -> None:
    """Let the name have its words in one spelling."""
    for i in range(count):
        for j in range(2):
            desk.name.words[i, j] = desk.sent[i, column + j]


@compiled
def _is_spelt_apart(desk: Desk, count: int) -> bool:
    for i in range(count):
        own, other = desk.sent[i, _OWN], desk.sent[i, _OTHER]
        if desk.sent[i, _OWN + 1] != desk.sent[i, _OTHER + 1]:
            return True
        for j in range(desk.sent[i, _OWN + 1]):
            if desk.name.letters[own + j] != desk.name.letters[other + j]:
                return True
    return False


@compiled
def _add_birth(data: bytearray, day: int, count: int, desk: Desk) -> None:
    """Add the keys of a date of birth, with how each word begins."""
    for i in range(count):
        begin(desk.keys, _BORN)
        for j in range(DAY):
            write(desk.keys, data[day + j])
        first = desk.name.words[i, 0]
        for j in range(min(_BEGINNING, desk.name.words[i, 1])):
            letter = 0 + desk.name.letters[first + j]
            write(desk.keys, letter if j else _ALIKE[letter])
        close(desk.keys, 0)


@compiled
def _write_keys(keys: Keyring, year: int, into: Marks, at: int) -> int:
    """Write year and keys; return the place behind them."""
    count = in_order(keys)
    at = _write_size(into, at, 1 + 2 * count)
    at = _write_number(into, at, year)
    for nth in range(count):
        first, length = keys.rows[nth, AT], keys.rows[nth, LENGTH]
        if length <= _FIX_TEXT:
            into[at] = 0xA0 | length
            at += 1
        else:
            into[at], into[at + 1], into[at + 2] = 0xDA, 0, length
            at += 3
        for i in range(length):
            into[at + i] = keys.text[first + i]
        at = _write_number(into, at + length, keys.rows[nth, REST])
    return at


@compiled
def _write_size(into: Marks, at: int, size: int) -> int:
    """Write how many numbers and texts follow."""
    if size <= _FIX_ARRAY:
        into[at] = 0x90 | size
        return at + 1
    if size <= _TWO_BYTES:
        into[at], into[at + 1], into[at + 2] = 0xDC, size >> 8, size & 255
        return at + 3
    into[at], into[at + 1], into[at + 2] = 0xDD, size >> 24, size >> 16 & 255
    into[at + 3], into[at + 4] = size >> 8 & 255, size & 255
    return at + 5


@compiled
def _write_number(into: Marks, at: int, number: int) -> int:
    """Write a number below 65,536."""
    if number < 128:  # MessagePack's own
        into[at] = number
        return at + 1
    into[at], into[at + 1], into[at + 2] = 0xCD, number >> 8, number & 255
    return at + 3


@compiled
def _two(data: bytearray, at: int) -> int:
    """Return a number of two bytes, the lower first."""
    return data[at] | data[at + 1] << 8
