"""From candidates to hits: compares, in the owner's view and in the shared one. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from screening.brought_up import Left
from screening.judging import likely
from screening.person import Person
from screening.prepared import PreparedEntry, prepare_entry
from screening.record import Recorded, shown
from screening.score import logit
from watchlist.entry import Entry


def in_each_view(entry: Entry) -> tuple[PreparedEntry, ...]:
    """Return *entry* ready to compare: as its owner has it, and as others do where that differs."""
    return tuple(map(prepare_entry, shown(entry)))


def hits_among(
    people: Sequence[Person], left: Iterable[Left], min_score: float, day: date
) -> list[tuple[int, Recorded]]:
    """Return the entries in force on *day* that somebody may be, in some view of them.

    Each with the number of the person among *people*; it is good also after the next call.
    """
    return list(likely(people, left, logit(min_score), day.isoformat()))
