"""From candidates to hits: compares, in the owner's view and in the shared one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from screening.prepared import PreparedEntry, PreparedPassenger, prepare_entry
from screening.score import logit, reaches
from watchlist.entry import Entry
from watchlist.sharing import shared_view


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, ready to compare in each view that somebody has of it."""

    entry: Entry
    views: tuple[PreparedEntry, ...]


def listed(entry: Entry) -> Listed:
    """Return *entry* with its views prepared: the owner's, and the shared one where it differs.

    An agency must not learn from silence that a field it may not see speaks against a hit.
    """
    others = shared_view(entry)
    shown = [entry] if others is None or others.entry == entry else [entry, others.entry]
    return Listed(entry, tuple(prepare_entry(one) for one in shown))


def may_be(passenger: PreparedPassenger, candidate: Listed, needed: float) -> bool:
    """Say whether some view of *candidate* reaches the log-odds *needed*."""
    return any(reaches(passenger, one, needed) for one in candidate.views)


def hits_among(
    passenger: PreparedPassenger, candidates: Iterable[Listed], min_score: float, day: date
) -> list[Entry]:
    """Return the entries in force on *day* that *passenger* may be."""
    needed = logit(min_score)
    return [
        one.entry
        for one in candidates
        if one.entry.active_on(day) and may_be(passenger, one, needed)
    ]
