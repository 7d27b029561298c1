"""Judges the candidates of one person from their records: looks closer only where it can matter.

Pure. What is ruled out here is ruled out by `score.reaches` too; a property test holds it.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from screening import spelling
from screening.compiled.degrees import Terms, terms
from screening.compiled.records import AT_THE_CEILING, CERTAIN, IMPOSSIBLE, mark_possible
from screening.compiled.scaling import CEILING
from screening.packing import packed_person
from screening.prepared import PreparedPassenger
from screening.record import Recorded
from screening.score import PRIOR, reaches
from screening.weights import learned

ROUNDING = 1e-9


def likely(
    passenger: PreparedPassenger, candidates: Iterable[Recorded], needed: float, day: str
) -> list[Recorded]:
    """Return those in force on *day* of whom some view reaches the log-odds *needed*."""
    return [
        one
        for one, mark in marked(passenger, list(candidates), needed)
        if one.active_on(day) and is_reached(passenger, one, mark, needed)
    ]


def is_reached(passenger: PreparedPassenger, one: Recorded, mark: int, needed: float) -> bool:
    """Say whether some view of who was *marked* reaches *needed*; compares where that is open."""
    if mark == CERTAIN or (mark == AT_THE_CEILING and needed <= PRIOR + CEILING):
        return True
    return any(reaches(passenger, view, needed) for view in one.views)


def possible(
    passenger: PreparedPassenger, candidates: Sequence[Recorded], needed: float
) -> list[Recorded]:
    """Return those worth comparing; of the others no view reaches the log-odds *needed*."""
    return [one for one, _ in marked(passenger, candidates, needed)]


def marked(
    passenger: PreparedPassenger, candidates: Sequence[Recorded], needed: float
) -> list[tuple[Recorded, int]]:
    """Return those who are not ruled out, each with what is known of them: POSSIBLE or more."""
    if not candidates:
        return []
    marks = np.zeros(len(candidates), np.uint8)
    records = b"".join([one.record for one in candidates])
    person = packed_person(passenger)
    if not mark_possible(person, records, needed - PRIOR - ROUNDING, _terms(), marks):
        return []
    found = zip(candidates, marks.tolist(), strict=True)
    return [(one, mark) for one, mark in found if mark != IMPOSSIBLE]


def marks_against(one: Recorded, people: Iterable[bytes], needed: float) -> list[int]:
    """Return what is known of *one* beside each of *people*, packed: IMPOSSIBLE or more."""
    mark, floor, learned_terms = np.zeros(1, np.uint8), needed - PRIOR - ROUNDING, _terms()
    found = []
    for person in people:
        mark[0] = IMPOSSIBLE
        mark_possible(person, one.record, floor, learned_terms, mark)
        found.append(int(mark[0]))
    return found


@cache
def _terms() -> Terms:
    weights = learned()
    return terms(weights.start, weights.table, spelling.learned().tables)
