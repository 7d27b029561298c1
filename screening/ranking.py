"""Candidates as an answer: the likeliest first, as the asker may see them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from access.parties import AgencyId
from screening.candidates import in_each_view
from screening.explanation import Match
from screening.prepared import PreparedPassenger, prepare_entry
from screening.score import compare
from watchlist.entry import Entry
from watchlist.sharing import view


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that the person may be. Without `owner_shown` neither owner nor id may be told."""

    entry: Entry
    owner_shown: bool
    match: Match


def ranked(
    passenger: PreparedPassenger,
    candidates: Iterable[Entry],
    *,
    asker: AgencyId | None,
    min_score: float,
    day: date | None,
) -> list[Found]:
    """Return the entries in force on *day*, or ever, from *min_score* on, the likeliest first.

    *asker* None is the operator, who is given all and, as in the joins, the view that fits best.
    """
    found = []
    for one in candidates:
        if day is not None and not one.active_on(day):
            continue
        judged = _best(passenger, one) if asker is None else _seen(passenger, one, asker)
        if judged is not None and judged.match.score >= min_score:
            found.append(judged)
    return sorted(found, key=lambda one: (-one.match.score, one.entry.key))


def _best(passenger: PreparedPassenger, candidate: Entry) -> Found:
    matches = [compare(passenger, one) for one in in_each_view(candidate)]
    return Found(candidate, owner_shown=True, match=max(matches, key=lambda one: one.score))


def _seen(passenger: PreparedPassenger, candidate: Entry, asker: AgencyId) -> Found | None:
    """Return the comparison with what *asker* sees; None if that is nothing."""
    seen = view(candidate, asker)
    if seen is None:
        return None
    match = compare(passenger, prepare_entry(seen.entry))
    return Found(seen.entry, seen.owner_shown, match)
