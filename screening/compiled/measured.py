"""What two names come to whose words are paired: the most or the least, as `measures` counts it.

Rarities are held in steps, rounded up: so there is a most, and a least.
"""

from typing import NamedTuple

from screening.compiled.ceilings import (
    AGREED,
    WHOLE,
    WHOLE_SINGLE,
    WITHIN,
    WITHIN_SINGLE,
    kind_of,
)  # fmt: skip
from screening.compiled.compiling import compiled_inside
from screening.compiled.degrees import Terms
from screening.compiled.rows import FLAGS, RARITY, Name, Word, text_of
from screening.compiled.sounds import is_one_syllable
from screening.compiled.sums import (
    AGAINST,
    AGAINST_PARTS,
    OWN_DIFFERS,
    OWN_ELSEWHERE,
    SURPLUS,
    UNLIKE,
    UNLIKE_SINGLE,
)  # fmt: skip
from screening.measures import KIN, MEASURES
from screening.packed_words import PATRONYMIC, STEPS_A_NAT

OWN_ALONE, OWN_CROSSED = (MEASURES.index(one) for one in ("own_alone", "own_crossed"))
FAMILY, FATHERS_DIFFER = (MEASURES.index(one) for one in ("kin", "fathers_differ"))
SYLLABIC, SYLLABLES_DIFFER = (MEASURES.index(one) for one in ("syllabic", "syllables_differ"))


class Paired(NamedTuple):
    """Which words of either side are paired, as bits; what that tells, in steps.

    `family` is the part of it that is sure, or all that may be: what speaks against brothers.
    `apart` is how far from the same all are, `unlike` those that are not as good as spelt so.
    """

    words: int
    others: int
    told: float
    family: float
    unlike: float
    apart: float
    own: bool  # the own names, with each other


class Left(NamedTuple):
    """What is left over of a name: words and their steps; the own name, a father's among them."""

    words: int
    steps: int
    own: bool
    fathers: bool


@compiled_inside
def measured(mine: Name, theirs: Name, paired: Paired, slack: int, terms: Terms) -> float:
    """Return what the measures come to: the most, or with a *slack* of 1 the least."""
    worth = terms.worth
    extra, missing = _left(mine, paired.words), _left(theirs, paired.others)
    pairs = mine.size - extra.words
    nats = terms.start + worth[AGREED] * paired.told / STEPS_A_NAT
    nats += _left_over(extra, missing, slack, terms)
    if not pairs:
        return float(nats)
    nats += worth[kind_of(pairs)] + _syllables(mine, theirs, extra, missing, terms)
    if pairs > 1:
        nats += worth[UNLIKE] * paired.unlike
    if extra.words and missing.words:
        return float(nats + _own(extra, missing, paired, pairs, terms))
    if extra.words or missing.words:
        nats += worth[WITHIN_SINGLE if pairs == 1 else WITHIN]
        return float(nats + _own(extra, missing, paired, pairs, terms))
    if pairs == 1:
        return float(nats + worth[WHOLE_SINGLE] + worth[UNLIKE_SINGLE] * paired.apart)
    return float(nats + worth[WHOLE])


@compiled_inside
def _left(name: Name, paired: int) -> Left:
    words = steps = 0
    own = fathers = False
    for i in range(name.size):
        if not paired >> i & 1:
            words, steps = words + 1, steps + name.words[i, RARITY]
            own = own or i == name.own
            fathers = fathers or name.words[i, FLAGS] & PATRONYMIC != 0
    return Left(words, steps, own, fathers)


@compiled_inside
def _left_over(extra: Left, missing: Left, slack: int, terms: Terms) -> float:
    """Return what speaks against it: the least of that, or with a *slack* of 1 the most."""
    worth, low, its_low = terms.worth, extra.steps - extra.words, missing.steps - missing.words
    if slack:
        less = min(extra.steps, missing.steps)
        more = max(extra.steps - its_low, missing.steps - low)
    else:
        less, more = min(low, its_low), max(0, low - missing.steps, its_low - extra.steps)
    nats = (worth[AGAINST] * less + worth[SURPLUS] * more) / STEPS_A_NAT
    nats += worth[AGAINST_PARTS] * min(extra.words, missing.words)
    return float(nats + worth[FATHERS_DIFFER] if extra.fathers and missing.fathers else nats)


@compiled_inside
def _own(extra: Left, missing: Left, paired: Paired, pairs: int, terms: Terms) -> float:
    """Return what becomes of the own names where words are left over."""
    worth = terms.worth
    if extra.own and missing.own:
        beyond = max(0.0, paired.family / STEPS_A_NAT - KIN)
        return float(worth[OWN_DIFFERS] + worth[FAMILY] * beyond)
    if extra.own or missing.own:
        return float(worth[OWN_ELSEWHERE]) if pairs > 1 else 0.0
    if paired.own:
        return float(worth[OWN_ALONE]) if pairs == 1 else 0.0
    return float(worth[OWN_CROSSED]) if pairs > 1 else 0.0


@compiled_inside
def _syllables(mine: Name, theirs: Name, extra: Left, missing: Left, terms: Terms) -> float:
    """Return what it tells that all words of both are syllables, which are few."""
    if not _is_syllabic(mine) or not _is_syllabic(theirs):
        return 0.0
    nats = terms.worth[SYLLABIC] if mine.size - extra.words > 1 else 0.0
    if extra.words and missing.words and min(mine.size, theirs.size) > 2:
        nats += terms.worth[SYLLABLES_DIFFER]
    return float(nats)


@compiled_inside
def _is_syllabic(name: Name) -> bool:
    found = True
    for i in range(name.size):
        found = found and is_one_syllable(text_of(Word(name.data, name.words, i)))
    return found
