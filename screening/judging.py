"""Judges the candidates of one person from their records: looks closer only where it can matter.

Pure. What is ruled out here is ruled out by `score.reaches` too; a property test holds it.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from screening import spelling
from screening.compiled.names import Terms, terms
from screening.compiled.records import mark_possible
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
        for one in possible(passenger, list(candidates), needed)
        if one.active_on(day) and any(reaches(passenger, view, needed) for view in one.views)
    ]


def possible(
    passenger: PreparedPassenger, candidates: Sequence[Recorded], needed: float
) -> list[Recorded]:
    """Return those worth comparing; of the others no view reaches the log-odds *needed*."""
    if not candidates:
        return []
    marks = np.zeros(len(candidates), np.uint8)
    records = b"".join([one.record for one in candidates])
    mark_possible(packed_person(passenger), records, needed - PRIOR - ROUNDING, _terms(), marks)
    return [one for one, mark in zip(candidates, marks.tolist(), strict=True) if mark]


@cache
def _terms() -> Terms:
    weights = learned()
    return terms(weights.start, weights.table, spelling.learned().tables)
