"""What two names come to whose words leave but one way to pair them: the most, and the least."""

from typing import NamedTuple

from screening.alignment import LIKE
from screening.compiled.compiling import compiled_inside
from screening.compiled.degrees import Terms
from screening.compiled.letters import Letters, equal
from screening.compiled.measured import Paired, measured
from screening.compiled.rows import (
    HEARD,
    LENGTH,
    RARITY,
    SAME,
    SOUND,
    Name,
    Word,
    has_affix,
    its,
    not_the_same,
    text_of,
)  # fmt: skip
from screening.compiled.sounds import heard, sound
from screening.measures import AS_SPELT

MOST_UNSURE = 6  # pairs of words that may be alike: what comes of it is looked at both ways
OVERLAPPING = -1  # instead of bits, where a word would be in two pairs


class Unsure(NamedTuple):
    """How many pairs of words may be alike that are not the same; `several`: a word is in two.

    It is `unclear` what they leave where initials may stand for it. Whether words are written apart
    is not asked.
    """

    pairs: int
    several: bool
    unclear: bool


@compiled_inside
def unsure_pairs(mine: Name, theirs: Name, terms: Terms) -> Unsure:
    """Return what is unsure of the words that two names have in common."""
    pairs = words = others = 0
    several = False
    for i in range(mine.size):
        for j in range(theirs.size):
            if _may_be_alike(mine, i, theirs, j, terms):
                several = several or (words >> i | others >> j) & 1 != 0
                pairs, words, others = pairs + 1, words | 1 << i, others | 1 << j
    initials = mine.initials or theirs.initials
    unclear = initials and not_the_same(mine) > 0 and not_the_same(theirs) > 0
    return Unsure(pairs, several, unclear)


@compiled_inside
def most_aligned(mine: Name, theirs: Name, unsure: int, terms: Terms) -> float:
    """Return the most that names come to in which so many pairs of words may be alike."""
    most = float(terms.start)
    for taken in range(1 << unsure):
        paired = _paired(mine, theirs, taken, 0, terms)
        if paired.words != OVERLAPPING:
            most = max(most, measured(mine, theirs, paired, 0, terms))
    return most


@compiled_inside
def least_aligned(mine: Name, theirs: Name, terms: Terms) -> float:
    """Return the least that names come to in which all words that may be alike are so."""
    paired = _paired(mine, theirs, -1, 1, terms)
    return measured(mine, theirs, paired, 1, terms)


@compiled_inside
def are_surely_alike(mine: Name, theirs: Name, terms: Terms) -> bool:
    """Say whether the words that may be alike sound the same: then it is known how alike they are.

    And some word is the very same: names that share no consonants may not be looked at.
    """
    same = 0
    for i in range(mine.size):
        same += mine.words[i, SAME]
        for j in range(theirs.size):
            if _may_be_alike(mine, i, theirs, j, terms):
                one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
                if mine.cut or not _sound_the_same(one, other, terms):
                    return False
    return same > 0


@compiled_inside
def _may_be_alike(mine: Name, i: int, theirs: Name, j: int, terms: Terms) -> bool:
    """Say whether two words may be alike that no other name has."""
    same = mine.words[i, SAME] or theirs.words[j, SAME]
    return bool(terms.degrees[i, j] >= LIKE and not same)


@compiled_inside
def _sound_the_same(one: Word, other: Word, terms: Terms) -> bool:
    """Say so of words that are heard as one, or of one sound without an affix on either side."""
    if min(its(one, LENGTH), its(other, LENGTH)) == 1:
        return False
    room, its_room = terms.costs.glued, terms.costs.heard
    if its(one, HEARD) == its(other, HEARD):
        length, its_length = heard(text_of(one), room), heard(text_of(other), its_room)
        return equal(Letters(room, 0, length), Letters(its_room, 0, its_length))
    if its(one, SOUND) != its(other, SOUND) or has_affix(one) or has_affix(other):
        return False
    length, its_length = sound(text_of(one), room), sound(text_of(other), its_room)
    return equal(Letters(room, 0, length), Letters(its_room, 0, its_length))


@compiled_inside
def _paired(mine: Name, theirs: Name, taken: int, slack: int, terms: Terms) -> Paired:
    """Return the words that are the same and the pairs alike that are *taken*, as bits.

    OVERLAPPING words where one would be in two pairs. A rarity may be so many steps less, where
    that *slack* is 1 for the least.
    """
    words = others = nth = 0
    told = family = unlike = apart = 0.0
    own = False
    for i in range(mine.size):
        for j in range(theirs.size):
            degree, alike = terms.degrees[i, j], _may_be_alike(mine, i, theirs, j, terms)
            nth += alike
            if degree < 1.0 and not (alike and taken >> (nth - 1) & 1):
                continue
            if alike and (words >> i | others >> j) & 1:
                return Paired(OVERLAPPING, OVERLAPPING, 0.0, 0.0, 0.0, 0.0, own=False)
            steps = min(mine.words[i, RARITY], theirs.words[j, RARITY])
            words, others, told = words | 1 << i, others | 1 << j, told + (steps - slack) * degree
            if slack:
                family += steps * degree
            elif degree == 1.0:
                family += steps - 1
            apart += 1.0 - degree
            if degree < AS_SPELT:
                unlike += 1.0 - degree
            own = own or (i == mine.own and j == theirs.own)
    return Paired(words, others, told, family, unlike, apart, own)
