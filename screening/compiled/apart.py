"""The most that two names come to where one writes apart what is one word of the other."""

from math import ceil

from screening.alignment import ROOM, WHOLE_WORD
from screening.compiled.ceilings import AGREED, GLUED, if_none_is_left, kind_of
from screening.compiled.compiling import Nats, compiled_inside, compiled_into
from screening.compiled.degrees import Terms, keep_kin, look_closer
from screening.compiled.gluing import glued_words, may_be_glued, two_shortest
from screening.compiled.rows import LENGTH, RARITY, Name, Word, not_the_same
from screening.compiled.shares import RAREST
from screening.compiled.sums import NOTHING_GLUED, Glued, most_anyhow, most_worth, note_pairs
from screening.packed_words import STEPS_A_NAT

RAREST_STEPS = ceil(RAREST * STEPS_A_NAT)
MOST_STEPS = 1 << 20  # more than any words tell
NONE = -1e6  # where nothing is written apart
NATS, FEWER = range(2)  # of a word that the other side writes apart
_MOST_FEWER = 2  # words that a name of three glued ones has less


@compiled_into
def letters_may_be_apart(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say whether names may come to *least* so, by their letters: outlines are enough."""
    if max(mine.size, theirs.size) == 2 and _most_of_two(mine, theirs, terms) < least:
        return False
    ways = letters_apart(mine, theirs, terms)
    return ways > 0 and _come_to(mine, theirs, ways, least, terms)


@compiled_inside
def letters_apart(mine: Name, theirs: Name, terms: Terms) -> int:
    """Note what words bring at most that letters allow the other side to write apart.

    Return how many there are.
    """
    ways = _note_letters(mine, theirs, terms.apart[0], terms)
    return ways + _note_letters(theirs, mine, terms.apart[1], terms)


@compiled_inside
def may_be_apart(mine: Name, theirs: Name, least: float, terms: Terms) -> bool:
    """Say the same by the words, which are read."""
    ways = _note_words(mine, theirs, terms.apart[0], terms)
    ways += _note_words(theirs, mine, terms.apart[1], terms)
    if not ways:
        return False
    keep_kin(mine, theirs, terms)
    look_closer(mine, theirs, terms)
    return _come_to(mine, theirs, ways, least, terms)


@compiled_inside
def _come_to(mine: Name, theirs: Name, ways: int, least: float, terms: Terms) -> bool:
    """Say whether names may come to *least* with some of the words that were noted."""
    together = 0.0
    for j in range(theirs.size):
        nats = terms.apart[0, NATS, j]
        if nats > NONE:
            glued = Glued(1, nats, -1, j, int(terms.apart[0, FEWER, j]), 0)
            if most_worth(mine, theirs, glued, terms) >= least:
                return True
            together += max(0.0, nats)
    for i in range(mine.size):
        nats = terms.apart[1, NATS, i]
        if nats > NONE:
            glued = Glued(1, nats, i, -1, 0, int(terms.apart[1, FEWER, i]))
            if most_worth(mine, theirs, glued, terms) >= least:
                return True
            together += max(0.0, nats)
    if ways < 2 or not _has_room_for_two(mine, theirs):
        return False
    agreeing, _, _, _ = note_pairs(mine, theirs, NOTHING_GLUED, terms)
    return most_anyhow(together, agreeing, terms) >= least


@compiled_inside
def _has_room_for_two(mine: Name, theirs: Name) -> bool:
    """Say whether there are words enough for two that are written apart: a side each, or on one."""
    left, its_left = not_the_same(mine), not_the_same(theirs)
    fewer, more = min(left, its_left), max(left, its_left)
    return fewer > 2 or (fewer == 2 and more > 3)


@compiled_into
def _most_of_two(mine: Name, theirs: Name, terms: Terms) -> float:
    """Return the most that a name of two words comes to where they are glued: one part agrees."""
    initials = mine.initials or theirs.initials
    words = 1 if initials else min(mine.size, theirs.size)
    nats = terms.start + _worth_glued(2 * RAREST_STEPS, RAREST_STEPS, terms)
    return float(nats + terms.worth[kind_of(1)] + if_none_is_left(1, words, terms.worth))


@compiled_into
def _note_letters(apart: Name, others: Name, noted: Nats, terms: Terms) -> int:
    """Note what each of the other words brings at most that letters allow one side to write apart.

    Return how many these are.
    """
    ways = 0
    shortest = two_shortest(apart.words, apart.size) - ROOM
    for j in range(others.size):
        noted[NATS, j] = NONE
        if others.words[j, LENGTH] >= shortest and may_be_glued(
            apart.words, apart.size, others.words, j
        ):
            noted[NATS, j] = _worth_glued(MOST_STEPS, others.words[j, RARITY], terms)
            noted[FEWER, j] = min(_MOST_FEWER, apart.size - 1)
            ways += 1
    return ways


@compiled_inside
def _note_words(apart: Name, others: Name, noted: Nats, terms: Terms) -> int:
    """Note the same by the words, and how many words fewer each of them makes."""
    ways = 0
    shortest = two_shortest(apart.words, apart.size) - ROOM
    for j in range(others.size):
        noted[NATS, j] = NONE
        if others.words[j, LENGTH] >= shortest and may_be_glued(
            apart.words, apart.size, others.words, j
        ):
            whole = Word(others.data, others.words, j)
            words, rarity = glued_words(apart, whole, terms.costs, terms.book)
            if words:
                noted[NATS, j] = _worth_glued(rarity, others.words[j, RARITY], terms)
                noted[FEWER, j] = words - 1
                ways += 1
    return ways


@compiled_inside
def _worth_glued(apart: int, whole: int, terms: Terms) -> float:
    rarity = min(apart, whole * WHOLE_WORD) / STEPS_A_NAT
    return float(terms.worth[AGREED] * rarity + terms.worth[GLUED])
