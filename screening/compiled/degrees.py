"""How alike the words of two names are at most, looked at more and more closely."""

from typing import NamedTuple

import numpy as np

from screening.alignment import CUT_SHORT
from screening.compiled.ceilings import beside_rarity, left_over
from screening.compiled.compiling import Nats, Whole, compiled, compiled_inside, compiled_into
from screening.compiled.letters import begins_with, count, equal
from screening.compiled.rows import (
    COLUMNS,
    ITS_BONES,
    LENGTH,
    MASK,
    RARITY,
    SAME,
    Name,
    Word,
    text_of,
)  # fmt: skip
from screening.compiled.spelling import Tables
from screening.compiled.wordbook import Book
from screening.compiled.words import are_kin, most_alike, ways_to_be_kin
from screening.likeness import SAME_SOUND
from screening.packing import MOST_READINGS, MOST_WORDS

LOOKED_AT = -1  # instead of ways to be kin, once it is known how alike words are at most


class Room(NamedTuple):
    """Room for a person who is read, for each way to read the name."""

    words: Whole
    counts: Whole
    rarities: Whole
    flags: Whole
    own: Whole
    least: Nats


class Terms(NamedTuple):
    """What measures are worth, beside a start; what spellings cost; the book; room to work in."""

    start: float
    worth: Nats
    beside: Nats  # rarity, by how many words there are
    rest: Nats  # the same where so many agree at most, and none is written apart
    costs: Tables
    book: Book
    degrees: Nats  # of each word beside each
    ways: Whole  # in which they may be kin
    brought: Nats  # by each word
    apart: Nats  # of each word of either side, what it brings that the other one writes apart
    words: Whole  # of a listed name
    least: Nats  # that so many of them are worth
    room: Room


def terms(start: float, worth: Nats, costs: Tables, book: Book) -> Terms:
    """Return terms, with room to work in; *worth* in the order of MEASURES."""
    return Terms(
        start,
        worth,
        beside_rarity(worth),
        left_over(worth),
        costs,
        book,
        np.empty((MOST_WORDS, MOST_WORDS)),
        np.empty((MOST_WORDS, MOST_WORDS), np.int64),
        np.empty(MOST_WORDS + 1),
        np.zeros((2, 2, MOST_WORDS)),
        np.empty((MOST_WORDS, COLUMNS), np.int64),
        np.empty(MOST_WORDS + 1),
        _room(),
    )


def _room() -> Room:
    return Room(
        np.empty((MOST_READINGS, MOST_WORDS, COLUMNS), np.int64),
        np.zeros(MOST_READINGS, np.int64),
        np.zeros(MOST_READINGS, np.int64),
        np.zeros(MOST_READINGS, np.int64),
        np.zeros(MOST_READINGS, np.int64),
        np.empty((MOST_READINGS, MOST_WORDS + 1)),
    )


class Agreeing(NamedTuple):
    """How many words of each side may agree, and what all and the rarest can tell, in steps."""

    words: int
    others: int
    told: int
    most: int


@compiled_into
def note_alike_letters(mine: Name, theirs: Name, terms: Terms) -> Agreeing:
    """Note how alike the words are at most, by which letters there are; outlines are enough."""
    words, others, degrees, ways = mine.words, theirs.words, terms.degrees, terms.ways
    agreeing = told = most = its = 0
    for j in range(theirs.size):
        others[j, SAME] = 0
    for i in range(mine.size):
        words[i, SAME] = 0
        best = -1
        for j in range(theirs.size):
            way = ways_to_be_kin(words, i, others, j)
            ways[i, j], degrees[i, j] = way, 0.0
            if way:
                degrees[i, j] = 1.0 if _may_be_same(words, i, others, j) else SAME_SOUND
                best = max(best, min(words[i, RARITY], others[j, RARITY]))
                its |= 1 << j
        if best >= 0:
            agreeing, told, most = agreeing + 1, told + best, max(most, best)
    return Agreeing(agreeing, count(its), told, most)


@compiled_into
def _may_be_same(words: Whole, i: int, others: Whole, j: int) -> bool:
    return bool(
        words[i, MASK] == others[j, MASK]
        and words[i, LENGTH] == others[j, LENGTH]
        and words[i, ITS_BONES] == others[j, ITS_BONES]
    )


@compiled
def note_same(mine: Name, theirs: Name, terms: Terms) -> None:
    """Note which words are the very same; words are read whole for that."""
    words, others = mine.words, theirs.words
    for i in range(mine.size):
        for j in range(theirs.size):
            if terms.degrees[i, j] < 1.0:
                continue
            one, other = Word(mine.data, words, i), Word(theirs.data, others, j)
            if equal(text_of(one), text_of(other)):
                words[i, SAME] = others[j, SAME] = 1
            else:
                terms.degrees[i, j] = SAME_SOUND


@compiled
def keep_kin(mine: Name, theirs: Name, terms: Terms) -> None:
    """Note of words that are not kin that they are not alike."""
    for i in range(mine.size):
        for j in range(theirs.size):
            one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
            ways = terms.ways[i, j]
            if ways > 0 and terms.degrees[i, j] < 1.0 and not are_kin(one, other, ways):
                terms.degrees[i, j] = 0.0
            terms.ways[i, j] = min(ways, 0)  # is known


@compiled_inside
def look_closer(mine: Name, theirs: Name, terms: Terms) -> None:
    """Note how alike words that are kin are at most."""
    for i in range(mine.size):
        look_closer_at(mine, i, theirs, terms)


@compiled_inside
def look_closer_at(mine: Name, i: int, theirs: Name, terms: Terms) -> bool:
    """Note the same of one of my words; return whether that changed anything."""
    changed = False
    for j in range(theirs.size):
        if 0.0 < terms.degrees[i, j] < 1.0 and terms.ways[i, j] != LOOKED_AT:
            one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
            degree = most_alike(one, other, terms.costs)
            if mine.cut and i + 1 == mine.size and begins_with(text_of(other), text_of(one)):
                degree = max(degree, CUT_SHORT)
            changed = changed or degree < terms.degrees[i, j]
            terms.degrees[i, j], terms.ways[i, j] = degree, LOOKED_AT
    return changed
