"""The most that two names come to, told from how many words they have and how rare these are."""

from itertools import product
from typing import NamedTuple

import numpy as np

from screening.alignment import WHOLE_WORD
from screening.compiled.compiling import Nats, compiled, compiled_into
from screening.compiled.shares import RAREST
from screening.measures import MEASURES
from screening.packed_words import STEPS_A_NAT
from screening.packing import MOST_WORDS

AGREED, GLUED = (MEASURES.index(one) for one in ("agreed", "glued"))
FIRST, SECOND, THIRD = (MEASURES.index(one) for one in ("first", "second", "third"))
WHOLE, WHOLE_SINGLE = (MEASURES.index(one) for one in ("whole", "whole_single"))
WITHIN, WITHIN_SINGLE = (MEASURES.index(one) for one in ("within", "within_single"))
AGAINST_PARTS = MEASURES.index("against_parts")
_OWN = tuple(MEASURES.index(one) for one in ("own_differs", "own_elsewhere"))


class Extent(NamedTuple):
    """How many words a name has, how rare all are, in steps, and whether one is an initial."""

    words: int
    rarity: int
    initials: bool


@compiled_into
def ceiling(one: Extent, other: Extent, start: float, worth: Nats, beside: Nats) -> float:
    """Return the most that the measures of two names come to, whatever their words are.

    Each word agrees with one of the other side at most, and the rarity of the commoner one tells.
    """
    told = worth[AGREED] * min(one.rarity, other.rarity) / STEPS_A_NAT
    initials = 1 if one.initials or other.initials else 0
    return float(start + max(0.0, told + beside[initials, one.words, other.words]))


def beside_rarity(worth: Nats) -> Nats:
    """Return what so many and so many words come to beside their rarity, with initials or not."""
    sizes = range(1, MOST_WORDS + 1)
    found = np.zeros((2, MOST_WORDS + 1, MOST_WORDS + 1))
    for one, other in product(sizes, sizes):
        fewer, more = min(one, other), max(one, other)
        found[:, one, other] = _beside(fewer, more, fewer, worth), _beside(fewer, more, 1, worth)
    return found


def _beside(fewer: int, more: int, left: int, worth: Nats) -> float:
    """Return the same; initials may leave but one word.

    A word that the other side writes apart may tell WHOLE_WORD times as much.
    """
    apart = max(0.0, worth[AGREED] * (WHOLE_WORD - 1.0) * RAREST + worth[GLUED])
    sums = (
        apart * min(pairs, more - pairs)
        + worth[kind_of(pairs)]
        + if_none_is_left(pairs, left, worth)
        for pairs in range(1, fewer + 1)
    )
    return float(max(sums))


@compiled
def kind_of(pairs: int) -> int:
    """Return the measure that so many agreeing parts are."""
    return min(FIRST + pairs - 1, THIRD)


@compiled
def if_none_is_left(pairs: int, words: int, worth: Nats) -> float:
    """Return what it may be worth at most that nothing is left over of one side or both.

    A single pair leaves some of two names of two *words* or more; initials may be the others.
    """
    within = max(0.0, worth[WITHIN_SINGLE if pairs == 1 else WITHIN])
    if pairs == 1 and words > 1:
        return float(within)
    return float(max(within, worth[WHOLE], worth[WHOLE_SINGLE] if pairs == 1 else 0.0))


def left_over(worth: Nats) -> Nats:
    """Return what it comes to beside their rarity that so many words agree at most, and none else.

    By whether there are initials, how many words the names have, and how many agree.
    """
    sizes = range(1, MOST_WORDS + 1)
    found = np.zeros((2, MOST_WORDS + 1, MOST_WORDS + 1, MOST_WORDS + 1))
    for one, other in product(sizes, sizes):
        most, most_initials = -np.inf, -np.inf
        for pairs in range(1, min(one, other) + 1):
            most = max(most, _left(pairs, one - pairs, other - pairs, worth))
            initials = worth[kind_of(pairs)] + if_none_is_left(pairs, 1, worth)
            most_initials = max(most_initials, initials)
            found[:, one, other, pairs] = most, most_initials
    return found


def _left(pairs: int, extra: int, missing: int, worth: Nats) -> float:
    """Return what the words of either side that are left over come to, if they tell nothing."""
    kind = worth[kind_of(pairs)]
    own = max(0.0, *(worth[one] for one in _OWN))
    if not extra and not missing:
        return float(kind + own + worth[WHOLE_SINGLE if pairs == 1 else WHOLE])
    if not extra or not missing:
        return float(kind + own + worth[WITHIN_SINGLE if pairs == 1 else WITHIN])
    return float(kind + own + worth[AGAINST_PARTS] * min(extra, missing))
