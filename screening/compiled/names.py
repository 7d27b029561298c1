"""The most that a listed name can be worth beside a name, and whether it surely is worth so much.

The most is never less than `name_evidence` says.
"""

from math import ceil

from screening.alignment import ROOM, WHOLE_WORD
from screening.compiled.ceilings import AGREED, GLUED, WHOLE, WHOLE_SINGLE, if_none_is_left, kind_of
from screening.compiled.compiling import compiled, compiled_into
from screening.compiled.degrees import (
    Terms,
    keep_kin,
    look_closer,
    note_alike_letters,
    note_same,
)
from screening.compiled.gluing import glued_words, may_be_glued, two_shortest
from screening.compiled.rows import LENGTH, RARITY, SAME, Name, Word
from screening.compiled.shares import RAREST
from screening.compiled.sums import (
    NOTHING_GLUED,
    Glued,
    most_anyhow,
    most_beside,
    most_worth,
    note_pairs,
)
from screening.measures import MEASURES
from screening.packed_words import STEPS_A_NAT

SYLLABIC = MEASURES.index("syllabic")
RAREST_STEPS = ceil(RAREST * STEPS_A_NAT)
MOST_STEPS = 1 << 20  # more than any words tell
CLEARLY = 1e-6  # nats, above what sums of fractions are off
NONE = -1e6  # where nothing is written apart
AS_THEY_ARE, GLUED_TOGETHER = 1, 2  # ways in which letters allow names to be one


@compiled_into
def letters_allow(mine: Name, theirs: Name, least: float, terms: Terms) -> int:
    """Return how the letters of words leave it open that the measures of two names come to *least*.

    As bits, and notes which words may be alike. Outlines of the listed words are enough.
    """
    agreeing = note_alike_letters(mine, theirs, terms)
    found, start, agreed = 0, terms.start, terms.worth[AGREED] / STEPS_A_NAT
    pairs = min(agreeing.words, agreeing.others)
    told = agreed * (agreeing.most if pairs == 1 else agreeing.told)
    initials = 1 if mine.initials or theirs.initials else 0
    most = start + told + terms.rest[initials, mine.size, theirs.size, pairs] if pairs else start
    if most >= least and most_worth(mine, theirs, NOTHING_GLUED, terms) >= least:
        found = AS_THEY_ARE
    if max(mine.size, theirs.size) == 2 and _most_of_two(mine, theirs, terms) < least:
        return found
    glued, others = _most_glued(mine, theirs, terms), _most_glued(theirs, mine, terms)
    if max(glued, others) >= 0.0 and (
        most_beside(max(0.0, glued) + max(0.0, others) + agreed * agreeing.told, terms) >= least
    ):
        found |= GLUED_TOGETHER
    return found


@compiled
def may_be_worth(mine: Name, theirs: Name, least: float, ways: int, terms: Terms) -> bool:
    """Say whether the measures of two names may come to *least* nats.

    Letters allow that in some *ways*; the words are read, or sketched.
    """
    if not theirs.sketched:
        note_same(mine, theirs, terms)
    if ways & AS_THEY_ARE:
        keep_kin(mine, theirs, terms)
        if most_worth(mine, theirs, NOTHING_GLUED, terms) >= least:
            if theirs.sketched:
                return True
            look_closer(mine, theirs, terms)
            if most_worth(mine, theirs, NOTHING_GLUED, terms) >= least:
                return True
    return ways & GLUED_TOGETHER != 0 and _glued_may_be(mine, theirs, least, terms)


@compiled
def is_worth(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say whether two names of the very same words are worth *least*, for sure."""
    if mine.size != theirs.size:
        return False
    for i in range(mine.size):
        if not mine.words[i, SAME]:
            return False
    worth, single = terms.worth, mine.size == 1
    nats = terms.start + worth[AGREED] * mine.least[mine.size] + worth[kind_of(mine.size)]
    nats += worth[WHOLE_SINGLE] if single else worth[WHOLE] + min(0.0, worth[SYLLABIC])
    return bool(nats >= least + CLEARLY)


@compiled
def _glued_may_be(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say the same where words that one side writes apart are one word of the other."""
    ways, nats, its_whole, fewer = _written_apart(mine, theirs, terms)
    others, its_nats, whole, its_fewer = _written_apart(theirs, mine, terms)
    if not ways + others:
        return False
    keep_kin(mine, theirs, terms)
    if ways + others > 1:
        agreeing, _, _, _ = note_pairs(mine, theirs, NOTHING_GLUED, terms)
        return most_anyhow(max(0.0, nats) + max(0.0, its_nats), agreeing, terms) >= least
    glued = Glued(1, nats + its_nats, whole, its_whole, fewer, its_fewer)
    return most_worth(mine, theirs, glued, terms) >= least


@compiled_into
def _most_of_two(mine: Name, theirs: Name, terms: Terms) -> float:
    """Return the most that a name of two words comes to where they are glued: one part agrees."""
    initials = mine.initials or theirs.initials
    words = 1 if initials else min(mine.size, theirs.size)
    nats = terms.start + _worth_glued(2 * RAREST_STEPS, RAREST_STEPS, terms)
    return float(nats + terms.worth[kind_of(1)] + if_none_is_left(1, words, terms.worth))


@compiled_into
def _most_glued(apart: Name, others: Name, terms: Terms) -> float:
    """Return what words bring at most that the other side writes apart; NONE where there are none.

    By letters alone, as far as outlines have them.
    """
    nats, found = 0.0, False
    shortest = two_shortest(apart.words, apart.size) - ROOM
    for j in range(others.size):
        if others.words[j, LENGTH] >= shortest and may_be_glued(
            apart.words, apart.size, others.words, j
        ):
            nats += max(0.0, _worth_glued(MOST_STEPS, others.words[j, RARITY], terms))
            found = True
    return nats if found else NONE


@compiled
def _written_apart(apart: Name, others: Name, terms: Terms) -> tuple[int, float, int, int]:
    """Return how many of the other words one side writes apart, and what that brings at most.

    And of the last of them which it is, -1 where there is none, and how many words fewer it makes.
    """
    ways, nats, which, fewer = 0, 0.0, -1, 0
    shortest = two_shortest(apart.words, apart.size) - ROOM
    for j in range(others.size):
        if others.words[j, LENGTH] >= shortest and may_be_glued(
            apart.words, apart.size, others.words, j
        ):
            whole, sketched = Word(others.data, others.words, j), apart.sketched or others.sketched
            words, rarity = glued_words(apart, whole, sketched, terms.costs)
            if words:
                brought = _worth_glued(rarity, others.words[j, RARITY], terms)
                nats = max(0.0, nats) + max(0.0, brought) if ways else brought
                ways, which, fewer = ways + 1, j, words - 1
    return ways, nats, which, fewer


@compiled
def _worth_glued(apart: int, whole: int, terms: Terms) -> float:
    rarity = min(apart, whole * WHOLE_WORD) / STEPS_A_NAT
    return float(terms.worth[AGREED] * rarity + terms.worth[GLUED])
