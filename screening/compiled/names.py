"""The most that a listed name can be worth beside a name, and whether it surely is worth so much.

The most is never less than `name_evidence` says.
"""

from math import inf

from screening.compiled.aligned import (
    MOST_UNSURE,
    are_surely_alike,
    least_aligned,
    most_aligned,
    unsure_pairs,
)  # fmt: skip
from screening.compiled.apart import letters_apart, letters_may_be_apart, may_be_apart
from screening.compiled.ceilings import AGREED
from screening.compiled.compiling import compiled, compiled_inside, compiled_into
from screening.compiled.degrees import (
    Terms,
    keep_kin,
    look_closer_at,
    note_alike_letters,
    note_same,
)
from screening.compiled.rows import Name
from screening.compiled.sums import NOTHING_GLUED, most_worth
from screening.packed_words import STEPS_A_NAT

CLEARLY = 1e-6  # nats, above what sums of fractions are off
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
    if letters_may_be_apart(mine, theirs, least, terms):
        found |= GLUED_TOGETHER
    return found


@compiled
def may_be_worth(mine: Name, theirs: Name, least: float, ways: int, terms: Terms) -> bool:
    """Say whether the measures of two names may come to *least* nats.

    Letters allow that in some *ways*.
    """
    note_same(mine, theirs, terms)
    if ways & AS_THEY_ARE:
        keep_kin(mine, theirs, terms)
        if (
            most_worth(mine, theirs, NOTHING_GLUED, terms) >= least
            and _stays_worth(mine, theirs, least, terms)
            and _most_aligned(mine, theirs, terms) >= least
        ):
            return True
    return ways & GLUED_TOGETHER != 0 and may_be_apart(mine, theirs, least, terms)


@compiled_inside
def is_worth(mine: Name, theirs: Name, least: float, likeliest: bool, terms: Terms) -> bool:
    """Say whether two names that may be worth *least* are so, for sure.

    Words that are not the same count for less where a name is not read as is *likeliest*.
    """
    unsure = unsure_pairs(mine, theirs, terms)
    if unsure.unclear or unsure.several or (unsure.pairs and not likeliest):
        return False
    if not are_surely_alike(mine, theirs, terms):
        return False
    if least_aligned(mine, theirs, terms) < least + CLEARLY:
        return False
    return not letters_apart(mine, theirs, terms)


@compiled_inside
def _stays_worth(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say whether the names may come to *least* once their words are looked at more closely.

    After each word it is asked anew: most names need all of them.
    """
    for i in range(mine.size):
        if (
            look_closer_at(mine, i, theirs, terms)
            and most_worth(mine, theirs, NOTHING_GLUED, terms) < least
        ):
            return False
    return True


@compiled_inside
def _most_aligned(mine: Name, theirs: Name, terms: Terms) -> float:
    """Return the most that two names come to of which nothing is written apart."""
    unsure = unsure_pairs(mine, theirs, terms)
    if unsure.unclear or unsure.pairs > MOST_UNSURE:
        return inf
    return most_aligned(mine, theirs, unsure.pairs, terms)
