"""Judges people beside records of entries: looks closer only where it can matter.

Pure. What is ruled out here is ruled out by `score.reaches` too; a property test holds it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

import numpy as np

from screening import spelling
from screening.brought_up import Left
from screening.compiled.compiling import Whole
from screening.compiled.degrees import Terms, terms
from screening.compiled.filed import joined
from screening.compiled.laid import bring_near
from screening.compiled.marking import (
    AT_THE_CEILING,
    CERTAIN,
    MARK,
    MOST_NAMES,
    NAMES_FROM,
    Packed,
    Pairs,
    mark_pairs,
)
from screening.compiled.scaling import CEILING
from screening.known_words import known
from screening.names import PreparedName
from screening.person import Person
from screening.prepared import PreparedPassenger
from screening.record import Recorded
from screening.score import PRIOR, reaches
from screening.sketches import Words, sketches
from screening.weights import learned

ROUNDING = 1e-9


def marks_of(people: Sequence[bytes], pairs: Pairs, needed: float) -> Whole:
    """Return what is known of each pair of a packed person and a sketch: IMPOSSIBLE or more.

    That is, whether a view of the entry may reach the log-odds *needed*, and in the bits from
    NAMES_FROM on, by which of its names.
    """
    marks = np.zeros(len(pairs.who), np.int64)
    if len(marks):
        packed = Packed(*joined(people))
        bring_near(pairs.sketches, pairs.places)
        mark_pairs(packed, pairs, needed - PRIOR - ROUNDING, _terms(), marks)
    return marks


def marks_against(one: Recorded, people: Iterable[bytes], needed: float) -> list[int]:
    """Return what is known of *one* beside each of *people*, packed."""
    packed, words = list(people), Words()
    sketch, _ = sketches(bytearray(one.record), np.array([len(one.record)]), words)
    first = np.zeros(len(packed), np.int64)
    pairs = Pairs(np.arange(len(packed)), first, bytearray(sketch), words.data)
    found: list[int] = marks_of(packed, pairs, needed).tolist()
    return found


def likely(
    people: Sequence[Person], left: Iterable[Left], needed: float, day: str
) -> Iterator[tuple[int, Recorded]]:
    """Yield each pair of which some view reaches the log-odds *needed*, if in force on *day*.

    As number of the person, and the entry.
    """
    prepared = cache(lambda who: people[who].prepared)
    for who, mark, one in left:
        if one.active_on(day) and is_reached(partial(prepared, who), one, mark, needed):
            yield who, one


def is_certain(mark: int, needed: float) -> bool:
    """Say whether some view of who was *marked* so surely reaches *needed*."""
    known = mark & MARK
    return known == CERTAIN or (known == AT_THE_CEILING and needed <= PRIOR + CEILING)


def is_reached(
    prepared: Callable[[], PreparedPassenger], one: Recorded, mark: int, needed: float
) -> bool:
    """Say whether some view of who was *marked* reaches *needed*.

    Where that is open they are compared, and only then is the passenger *prepared*.
    """
    if is_certain(mark, needed):
        return True
    passenger, names = prepared(), mark >> NAMES_FROM
    return any(reaches(passenger, view, needed, _among(view.names, names)) for view in one.views)


def _among(names: tuple[PreparedName, ...], bits: int) -> list[PreparedName]:
    """Return those of *names* that may reach what is needed."""
    return [one for nth, one in enumerate(names) if bits >> min(nth, MOST_NAMES) & 1]


@cache
def _terms() -> Terms:
    weights = learned()
    return terms(weights.start, weights.table, spelling.learned().tables, known().book)
