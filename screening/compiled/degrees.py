"""How alike the words of two names are at most, looked at more and more closely."""

from typing import NamedTuple

import numpy as np

from screening.alignment import CUT_SHORT
from screening.compiled.ceilings import beside_rarity
from screening.compiled.compiling import Nats, Whole, compiled
from screening.compiled.gluing import Name
from screening.compiled.letters import begins_with, equal
from screening.compiled.rows import COLUMNS, LENGTH, MASK, SAME, Word, text_of
from screening.compiled.spelling import Tables
from screening.compiled.words import are_kin, most_alike, ways_to_be_kin
from screening.likeness import SAME_SOUND
from screening.packing import MOST_READINGS, MOST_WORDS


class Room(NamedTuple):
    """Room for a person who is read, for each way to read the name."""

    words: Whole
    counts: Whole
    rarities: Whole
    flags: Whole
    own: Whole
    least: Nats


class Terms(NamedTuple):
    """What measures are worth, beside a start; what spellings cost; and room to work in."""

    start: float
    worth: Nats
    beside: Nats  # rarity, by how many words there are
    costs: Tables
    degrees: Nats  # of each word beside each
    ways: Whole  # in which they may be kin
    brought: Nats  # by each word
    words: Whole  # of a listed name
    least: Nats  # that so many of them are worth
    room: Room


def terms(start: float, worth: Nats, costs: Tables) -> Terms:
    """Return terms, with room to work in; *worth* in the order of MEASURES."""
    return Terms(
        start,
        worth,
        beside_rarity(worth),
        costs,
        np.empty((MOST_WORDS, MOST_WORDS)),
        np.empty((MOST_WORDS, MOST_WORDS), np.int64),
        np.empty(MOST_WORDS + 1),
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


@compiled
def note_alike_letters(mine: Name, theirs: Name, terms: Terms) -> None:
    """Note how alike the words are at most, by which letters there are; and which are the same."""
    words, others, degrees, ways = mine.words, theirs.words, terms.degrees, terms.ways
    words[: mine.size, SAME] = 0
    others[: theirs.size, SAME] = 0
    for i in range(mine.size):
        for j in range(theirs.size):
            ways[i, j] = ways_to_be_kin(words, i, others, j)
            degrees[i, j] = SAME_SOUND if ways[i, j] else 0.0
            alike = words[i, MASK] == others[j, MASK] and words[i, LENGTH] == others[j, LENGTH]
            if alike and equal(
                text_of(Word(mine.data, words, i)), text_of(Word(theirs.data, others, j))
            ):
                degrees[i, j] = 1.0
                words[i, SAME] = others[j, SAME] = 1


@compiled
def keep_kin(mine: Name, theirs: Name, terms: Terms) -> None:
    """Note of words that are not kin that they are not alike."""
    for i in range(mine.size):
        for j in range(theirs.size):
            one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
            ways = terms.ways[i, j]
            if ways and terms.degrees[i, j] < 1.0 and not are_kin(one, other, ways):
                terms.degrees[i, j] = 0.0
            terms.ways[i, j] = 0  # is known


@compiled
def look_closer(mine: Name, theirs: Name, terms: Terms) -> None:
    for i in range(mine.size):
        for j in range(theirs.size):
            if 0.0 < terms.degrees[i, j] < 1.0:
                one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
                degree = most_alike(one, other, terms.costs)
                if mine.cut and i + 1 == mine.size and begins_with(text_of(other), text_of(one)):
                    degree = max(degree, CUT_SHORT)
                terms.degrees[i, j] = degree
