"""Endings of surnames and patronymics, and what they are folded to."""

from screening.compiled.compiling import Whole, compiled, compiled_inside
from screening.compiled.letters import Letters
from screening.compiled.respelling import copied
from screening.compiled.wordbook import NOT_THERE, Book, find, said

LONGEST, SHORTEST = 7, 2  # letters of an ending
_KEPT = 3  # letters before an ending; less is no name
NO_ENDING = -1
# Kinds in the book of words: what is folded, and to what; what Russian has in its place; and so on.
# LAST_TWO: the last two letters of all of them, for few words have those.
ENDING, BELARUSIAN_ENDING, PATRONYMIC_ENDING, GLUED_TITLE, LAST_TWO = map(ord, "EBPTL")


@compiled
def ends_in(book: Book, kind: int, word: Letters) -> bool:
    """Say whether a word has an ending of a kind, or is one."""
    if word.length < SHORTEST or find(book, LAST_TWO, last_of(word, SHORTEST)) == NOT_THERE:
        return False
    for length in range(SHORTEST, min(LONGEST, word.length) + 1):
        if find(book, kind, last_of(word, length)) != NOT_THERE:
            return True
    return False


@compiled
def stem(book: Book, word: Letters, into: Whole) -> int:
    """Put a word with its endings folded into an array; return its length.

    There must be room for a letter more.
    """
    length, left = copied(word, into), word.length
    while left != NO_ENDING:
        length, left = left, folded(book, ENDING, into, left)
    return length


@compiled
def as_russian(book: Book, word: Letters, into: Whole) -> int:
    """Put a word with the ending that Russian has in place of its Belarusian one into an array."""
    length = folded(book, BELARUSIAN_ENDING, into, copied(word, into))
    return word.length if length == NO_ENDING else length


@compiled
def folded(book: Book, kind: int, word: Whole, length: int) -> int:
    """Fold the longest ending of a kind in place; return the new length, or NO_ENDING."""
    whole = Letters(word, 0, length)
    if length < _KEPT + SHORTEST or find(book, LAST_TWO, last_of(whole, SHORTEST)) == NOT_THERE:
        return NO_ENDING
    for letters in range(min(LONGEST, length - _KEPT), SHORTEST - 1, -1):
        entry = find(book, kind, last_of(whole, letters))
        if entry != NOT_THERE:
            its, kept = said(book, entry), length - letters
            for i in range(its.length):
                word[kept + i] = book.entries[its.at + i]
            return kept + its.length
    return NO_ENDING


@compiled_inside
def last_of(word: Letters, letters: int) -> Letters:
    """Return the last letters of a word that has so many."""
    return Letters(word.data, word.at + word.length - letters, letters)
