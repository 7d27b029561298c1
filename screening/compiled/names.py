"""The most that a listed name can be worth beside a name: never less than `name_evidence` says."""

from typing import NamedTuple

import numpy as np

from screening.alignment import CUT_SHORT, LIKE, WHOLE_WORD
from screening.compiled.ceilings import (
    AGREED,
    FIRST,
    GLUED,
    SECOND,
    THIRD,
    WHOLE,
    WHOLE_SINGLE,
    WITHIN,
    WITHIN_SINGLE,
    if_none_is_left,
    kind_of,
)  # fmt: skip
from screening.compiled.compiling import Nats, Whole, compiled
from screening.compiled.gluing import Name, glued_words, may_be_glued
from screening.compiled.letters import begins_with
from screening.compiled.rows import COLUMNS, RARITY, SAME, Word, sort_first, text_of
from screening.compiled.spelling import Tables
from screening.compiled.words import may_be_kin, most_alike, most_at_once
from screening.measures import AS_SPELT, MEASURES
from screening.packing import MOST_WORDS, STEPS_A_NAT

UNLIKE = MEASURES.index("unlike")
AGAINST, AGAINST_PARTS = (MEASURES.index(one) for one in ("against", "against_parts"))
SURPLUS, UNLIKE_SINGLE = (MEASURES.index(one) for one in ("surplus", "unlike_single"))


class Terms(NamedTuple):
    """What measures are worth, beside a start; what spellings cost; and room to work in."""

    start: float
    worth: Nats
    costs: Tables
    degrees: Nats  # of each word beside each
    brought: Nats  # by each word
    words: Whole  # of a listed name
    least: Nats  # that so many of them are worth


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


_NOTHING_GLUED = Glued(0, 0.0, -1, -1, 0, 0)


def terms(start: float, worth: Nats, costs: Tables) -> Terms:
    """Return terms, with room to work in; *worth* in the order of MEASURES."""
    return Terms(
        start,
        worth,
        costs,
        np.empty((MOST_WORDS, MOST_WORDS)),
        np.empty(MOST_WORDS + 1),
        np.empty((MOST_WORDS, COLUMNS), np.int64),
        np.empty(MOST_WORDS + 1),
    )


@compiled
def may_be_worth(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say whether the measures of two names may come to *least* nats."""
    if not _all_kin(mine, theirs, terms):
        return terms.start >= least or _glued_may_be(mine, theirs, least, terms)
    if _most(mine, theirs, _NOTHING_GLUED, terms) >= least:
        _look_closer(mine, theirs, terms)
        if _most(mine, theirs, _NOTHING_GLUED, terms) >= least:
            return True
    return _glued_may_be(mine, theirs, least, terms)


@compiled
def _all_kin(mine: Name, theirs: Name, terms: Terms) -> bool:
    """Note how alike the words are at most, without a look at how they are spelt."""
    found = False
    mine.words[: mine.size, SAME] = 0
    theirs.words[: theirs.size, SAME] = 0
    for i in range(mine.size):
        one = Word(mine.data, mine.words, i)
        for j in range(theirs.size):
            degree = 0.0
            if may_be_kin(mine.words, i, theirs.words, j):
                degree = most_at_once(one, Word(theirs.data, theirs.words, j))
            terms.degrees[i, j] = degree
            if degree > 0.0:
                found = True
                if degree == 1.0:
                    mine.words[i, SAME] = theirs.words[j, SAME] = 1
    return found


@compiled
def _look_closer(mine: Name, theirs: Name, terms: Terms) -> None:
    for i in range(mine.size):
        for j in range(theirs.size):
            if 0.0 < terms.degrees[i, j] < 1.0:
                one, other = Word(mine.data, mine.words, i), Word(theirs.data, theirs.words, j)
                degree = most_alike(one, other, terms.costs)
                if mine.cut and i + 1 == mine.size and begins_with(text_of(other), text_of(one)):
                    degree = max(degree, CUT_SHORT)
                terms.degrees[i, j] = degree


@compiled
def _most(mine: Name, theirs: Name, glued: Glued, terms: Terms) -> float:
    """Return the most that the measures come to, whichever words are paired."""
    brought = terms.brought
    agreeing, its_agreeing, single, alone = _pairs(mine, theirs, glued, terms)
    sort_first(brought, agreeing)
    count, its_count = mine.size - glued.fewer, theirs.size - glued.its_fewer
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
        if mine.initials or theirs.initials:  # which may stand for all that is left over
            beside = terms.worth[kind_of(pairs)] + if_none_is_left(pairs, 1, terms.worth)
        best = max(best, terms.start + its + beside)
    return best


@compiled
def _pairs(mine: Name, theirs: Name, glued: Glued, terms: Terms) -> tuple[int, int, float, float]:
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
def _glued_may_be(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say the same where words that one side writes apart are one word of the other."""
    ways, nats, its_whole, fewer = _written_apart(mine, theirs, terms)
    others, its_nats, whole, its_fewer = _written_apart(theirs, mine, terms)
    if ways + others > 1:
        agreeing, _, _, _ = _pairs(mine, theirs, _NOTHING_GLUED, terms)
        return _most_anyhow(max(0.0, nats) + max(0.0, its_nats), agreeing, terms) >= least
    glued = Glued(1, nats + its_nats, whole, its_whole, fewer, its_fewer)
    return ways + others == 1 and _most(mine, theirs, glued, terms) >= least


@compiled
def _written_apart(apart: Name, others: Name, terms: Terms) -> tuple[int, float, int, int]:
    """Return how many of the other words one side writes apart, and what that brings at most.

    And of the last of them which it is, -1 where there is none, and how many words fewer it makes.
    """
    ways, nats, whole, fewer = 0, 0.0, -1, 0
    for j in range(others.size):
        if may_be_glued(apart.words, apart.size, others.words, j):
            words, rarity = glued_words(apart, Word(others.data, others.words, j), terms.costs)
            if words:
                brought = _worth_glued(rarity, others.words[j, RARITY], terms)
                nats = max(0.0, nats) + max(0.0, brought) if ways else brought
                ways, whole, fewer = ways + 1, j, words - 1
    return ways, nats, whole, fewer


@compiled
def _most_anyhow(glued: float, count: int, terms: Terms) -> float:
    """Return the most that agreeing words come to beside glued ones, whatever is left over."""
    nats = terms.start + glued
    for i in range(count):
        nats += max(0.0, float(terms.brought[i]))
    worth = terms.worth
    nats += float(max(worth[FIRST], worth[SECOND], worth[THIRD], 0.0))
    rest = max(worth[WHOLE], worth[WHOLE_SINGLE], worth[WITHIN], worth[WITHIN_SINGLE], 0.0)
    return nats + float(rest)


@compiled
def _worth_glued(apart: int, whole: int, terms: Terms) -> float:
    rarity = min(apart, whole * WHOLE_WORD) / STEPS_A_NAT
    return float(terms.worth[AGREED] * rarity + terms.worth[GLUED])
