"""Neighbouring words of a name, written as one: their skeletons, and their letters."""

from typing import NamedTuple

from screening.compiled.compiling import Whole, compiled, compiled_inside
from screening.compiled.letters import Letters
from screening.compiled.rows import FIRST, Name, Word, bones_of, its, text_of
from screening.compiled.spelling import LONGEST_GLUED, Tables


class Run(NamedTuple):
    """Neighbouring words of a name, from the nth on; backwards where there are less than 0."""

    name: Name
    nth: int
    words: int


@compiled_inside
def nth_of(run: Run, nth: int) -> Word:
    """Return the nth word of a run; counted down where it goes backwards."""
    return Word(run.name.data, run.name.words, run.nth + nth)


@compiled_inside
def skeletons_joined(run: Run, costs: Tables) -> Letters:
    """Return the skeletons of a run as one."""
    together = costs.joined
    length, begun = 0, False
    for nth in range(0, run.words, 1 if run.words > 0 else -1):
        bones = bones_of(nth_of(run, nth))
        if not its(nth_of(run, nth), FIRST):  # an affix
            continue
        bones = _inside(bones) if begun else _without_vowel(bones)
        if begun and length and bones.length and bones.data[bones.at] == together[length - 1]:
            bones = Letters(bones.data, bones.at + 1, bones.length - 1)
        length = _added(together, length, bones)
        begun = True
    return Letters(together, 0, length)


@compiled_inside
def _inside(bones: Letters) -> Letters:
    """Return what is left of a skeleton that does not come first."""
    if bones.length and bones.data[bones.at] == ord("A"):
        bones = Letters(bones.data, bones.at + 1, bones.length - 1)
    return _without_vowel(bones)


@compiled_inside
def _without_vowel(bones: Letters) -> Letters:
    if bones.length == 2:
        last = bones.data[bones.at + 1]
        if last == ord("A") or last == ord("I") or last == ord("U"):
            return Letters(bones.data, bones.at, 1)
    return bones


@compiled
def _added(together: Whole, length: int, more: Letters) -> int:
    for i in range(min(more.length, LONGEST_GLUED - length)):
        together[length + i] = more.data[more.at + i]
    return length + min(more.length, LONGEST_GLUED - length)


@compiled_inside
def written_as_one(run: Run, together: Whole) -> Letters:
    """Put the letters of a run into an array, and return them."""
    length = 0
    for nth in range(0, run.words, 1 if run.words > 0 else -1):
        length = _added(together, length, text_of(nth_of(run, nth)))
    return Letters(together, 0, length)
