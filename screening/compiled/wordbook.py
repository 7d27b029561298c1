"""What is known of words, found by their letters: a hash table of entries that lie in a row.

An entry: a kind; the letters; what is said of them. The latter two come behind their length, a
byte and two bytes, the lower first.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.letters import Letters

NOT_THERE = 0
FIRST = 1  # where the first entry begins
_HEAD = 2  # bytes before the letters
_SEED, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a of 64 bits
_FOLD = np.uint64(32)


class Book(NamedTuple):
    """Where the entry of some letters begins, by their hash; and the entries."""

    slots: Whole  # as many as a power of two, and more than entries
    entries: Marks


class Stretch(NamedTuple):
    """Some bytes among the entries."""

    at: int
    length: int


def book_of(said: Iterable[tuple[int, str, bytes]]) -> Book:
    """Return a book of kinds, words in ASCII, each once, and what is said of them."""
    each = [
        b"".join((bytes((kind, len(word))), word.encode(), len(its).to_bytes(2, "little"), its))
        for kind, word, its in said
    ]
    entries = np.frombuffer(bytes(FIRST) + b"".join(each), np.uint8).copy()
    book = Book(np.zeros(1 << (2 * len(each)).bit_length(), np.int64), entries)
    _enter_all(book)
    return book


@compiled
def find(book: Book, kind: int, word: Letters) -> int:
    """Return where the entry of a word begins, or NOT_THERE."""
    entry: int = book.slots[_slot(book, kind, word)]
    return entry


@compiled
def enter(book: Book, entry: int) -> None:
    """Let an entry be found, of a word that is not there yet."""
    word = Letters(book.entries, entry + _HEAD, 0 + book.entries[entry + 1])
    book.slots[_slot(book, 0 + book.entries[entry], word)] = entry


@compiled
def begin(book: Book, entry: int, kind: int, word: Letters) -> int:
    """Write kind and letters of an entry; return where what is said of them begins."""
    book.entries[entry], book.entries[entry + 1] = kind, word.length
    for i in range(word.length):
        book.entries[entry + _HEAD + i] = word.data[word.at + i]
    return entry + _HEAD + word.length + 2


@compiled
def end(book: Book, at: int, behind: int) -> None:
    """Write how long that is which is said, from one place to another, of the word before it."""
    book.entries[at - 2], book.entries[at - 1] = behind - at & 255, behind - at >> 8


@compiled
def said(book: Book, entry: int) -> Stretch:
    """Return where that is which is said of an entry's word."""
    at = entry + _HEAD + book.entries[entry + 1]
    return Stretch(at + 2, book.entries[at] | book.entries[at + 1] << 8)


@compiled
def copy_said(book: Book, entry: int, into: Marks, at: int) -> int:
    """Write what is said of an entry's word elsewhere; return the place behind it."""
    its = said(book, entry)
    for i in range(its.length):
        into[at + i] = book.entries[its.at + i]
    return at + its.length


@compiled
def _enter_all(book: Book) -> None:
    at = FIRST
    while at < len(book.entries):
        enter(book, at)
        its = said(book, at)
        at = its.at + its.length


@compiled
def first_slot(word: Letters, kind: int, slots: int) -> np.int64:
    """Return the slot, of a power of two, where the search for a word of some kind begins."""
    digest = (_SEED ^ np.uint64(kind)) * _PRIME
    for i in range(word.length):
        digest = (digest ^ np.uint64(word.data[word.at + i])) * _PRIME
    return np.int64((digest ^ digest >> _FOLD) & np.uint64(slots - 1))


@compiled
def _slot(book: Book, kind: int, word: Letters) -> np.int64:
    """Return the slot of a word, or the one where it would be put."""
    slot = first_slot(word, kind, len(book.slots))
    while book.slots[slot] and not _is(book, book.slots[slot], kind, word):
        slot = slot + 1 & len(book.slots) - 1
    return slot


@compiled
def _is(book: Book, entry: int, kind: int, word: Letters) -> bool:
    same = book.entries[entry] == kind and book.entries[entry + 1] == word.length
    for i in range(word.length if same else 0):
        same &= book.entries[entry + _HEAD + i] == word.data[word.at + i]
    return bool(same)
