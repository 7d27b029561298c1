"""The most that the measures of two names come to, as alike as their words are said to be."""

from typing import NamedTuple

import numpy as np

from screening.alignment import LIKE
from screening.compiled.ceilings import (
    AGREED,
    FIRST,
    SECOND,
    THIRD,
    WHOLE,
    WHOLE_SINGLE,
    WITHIN,
    WITHIN_SINGLE,
    if_none_is_left,
    kind_of,
)  # fmt: skip
from screening.compiled.compiling import Nats, compiled
from screening.compiled.degrees import Terms
from screening.compiled.rows import RARITY, Name, sort_first
from screening.measures import AS_SPELT, MEASURES
from screening.packed_words import STEPS_A_NAT

UNLIKE = MEASURES.index("unlike")
AGAINST, AGAINST_PARTS = (MEASURES.index(one) for one in ("against", "against_parts"))
OWN_DIFFERS, OWN_ELSEWHERE = (MEASURES.index(one) for one in ("own_differs", "own_elsewhere"))
SURPLUS, UNLIKE_SINGLE = (MEASURES.index(one) for one in ("surplus", "unlike_single"))


class Glued(NamedTuple):
    """A word that the other side writes apart: what that brings, and which word of which side.

    Then a side has so many words fewer; -1 where the word is the other side's.
    """

    pairs: int
    nats: float
    whole: int
    its_whole: int
    fewer: int
    its_fewer: int


NOTHING_GLUED = Glued(0, 0.0, -1, -1, 0, 0)


@compiled
def most_worth(mine: Name, theirs: Name, glued: Glued, terms: Terms) -> float:
    """Return the most that the measures come to, whichever words are paired."""
    brought = terms.brought
    agreeing, its_agreeing, single, alone = note_pairs(mine, theirs, glued, terms)
    sort_first(brought, agreeing)
    count, its_count = mine.size - glued.fewer, theirs.size - glued.its_fewer
    own_left = 0
    if not (glued.pairs or mine.initials or theirs.initials):
        own_left = _own_left(mine, theirs, terms)
    best, nats = terms.start, glued.nats
    for pairs in range(1, min(agreeing, its_agreeing) + glued.pairs + 1):
        if pairs > glued.pairs:
            nats += brought[agreeing - pairs + glued.pairs]
        its = nats
        if pairs == 1 and not glued.pairs:
            its = alone if count == its_count == 1 else single
        extra, missing = max(0, count - pairs), max(0, its_count - pairs)
        left, its_left = mine.least[extra], theirs.least[missing]
        least = min(left, its_left) if extra and missing else left + its_left
        beside = _beside(extra, missing, least, pairs, terms.worth)
        if own_left == 2:
            beside += terms.worth[OWN_DIFFERS]
        elif own_left and pairs > 1:  # and the other one may be left as well
            beside += max(terms.worth[OWN_DIFFERS], terms.worth[OWN_ELSEWHERE])
        if mine.initials or theirs.initials:  # which may stand for all that is left over
            beside = terms.worth[kind_of(pairs)] + if_none_is_left(pairs, 1, terms.worth)
        best = max(best, terms.start + its + beside)
    return best


@compiled
def _own_left(mine: Name, theirs: Name, terms: Terms) -> int:
    """Return how many of the two own names are like no word of the other side: they are left."""
    left = its_left = 1
    for j in range(theirs.size):
        if terms.degrees[mine.own, j] >= LIKE:
            left = 0
    for i in range(mine.size):
        if terms.degrees[i, theirs.own] >= LIKE:
            its_left = 0
    return left + its_left


@compiled
def note_pairs(
    mine: Name, theirs: Name, glued: Glued, terms: Terms
) -> tuple[int, int, float, float]:
    """Note what each of my words brings among several; return how many words of each side agree.

    And what the best pair brings if it is the only one, and if the names have no other words.
    """
    worth, agreeing, its_agreeing = terms.worth, 0, 0
    single = alone = 0.0
    for i in range(mine.size):
        most = -np.inf
        for j in range(theirs.size):
            degree = terms.degrees[i, j]
            if degree < LIKE or i == glued.whole or j == glued.its_whole:
                continue
            told = min(mine.words[i, RARITY], theirs.words[j, RARITY]) / STEPS_A_NAT
            nats = worth[AGREED] * degree * told
            single = max(single, nats)
            alone = nats + worth[UNLIKE_SINGLE] * (1.0 - degree)
            if degree < AS_SPELT:
                nats += worth[UNLIKE] * (1.0 - degree)
            most = max(most, nats)
        if most > -np.inf:
            terms.brought[agreeing] = most
            agreeing += 1
    for j in range(theirs.size):
        for i in range(mine.size):
            if terms.degrees[i, j] >= LIKE and i != glued.whole and j != glued.its_whole:
                its_agreeing += 1
                break
    return agreeing, its_agreeing, single, alone


@compiled
def _beside(extra: int, missing: int, least: float, pairs: int, worth: Nats) -> float:
    """Return what the number of pairs and the words left over come to, at most.

    *least* is what those of either side are worth at least: where a side has none the sum of both,
    else the lesser.
    """
    nats = float(worth[kind_of(pairs)])
    if extra <= 0 and missing <= 0:
        return nats + float(worth[WHOLE_SINGLE if pairs == 1 else WHOLE])
    if extra <= 0 or missing <= 0:
        within = worth[WITHIN_SINGLE if pairs == 1 else WITHIN]
        return nats + float(within + worth[SURPLUS] * least)
    parts = worth[AGAINST_PARTS] * min(extra, missing)
    return nats + float(parts + worth[AGAINST] * least)


@compiled
def most_anyhow(glued: float, count: int, terms: Terms) -> float:
    """Return the most that agreeing words come to beside glued ones, whatever is left over."""
    for i in range(count):
        glued += max(0.0, float(terms.brought[i]))
    return most_beside(glued, terms)


@compiled
def most_beside(told: float, terms: Terms) -> float:
    """Return the most that names come to whose words bring so much, whatever is left over."""
    worth = terms.worth
    kind = max(worth[FIRST], worth[SECOND], worth[THIRD], 0.0)
    rest = max(worth[WHOLE], worth[WHOLE_SINGLE], worth[WITHIN], worth[WITHIN_SINGLE], 0.0)
    return float(terms.start + told + kind + rest)
