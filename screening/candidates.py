"""From candidates to hits: compares, in the owner's view and in the shared one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from screening.brought_up import BroughtUp
from screening.judging import likely
from screening.person import Person
from screening.prepared import PreparedEntry, prepare_entry
from screening.record import Recorded, shown
from screening.score import logit
from watchlist.entry import Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry, ready to compare in each view that somebody has of it."""

    entry: Entry
    views: tuple[PreparedEntry, ...]


def listed(entry: Entry) -> Listed:
    """Return *entry* with its views prepared: the owner's, and the shared one where it differs."""
    return Listed(entry, tuple(map(prepare_entry, shown(entry))))


def hits_among(
    people: Sequence[Person], brought: BroughtUp, min_score: float, day: date
) -> list[tuple[int, Recorded]]:
    """Return the entries in force on *day* that somebody may be, in some view of them.

    Each with the number of the person among *people*; it is good also after the next call.
    """
    return list(likely(people, brought, logit(min_score), day.isoformat()))
