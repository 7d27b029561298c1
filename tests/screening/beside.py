"""People beside one entry, without an index: as whoever screens has them."""

from collections.abc import Sequence
from datetime import date

from screening.brought_up import Left
from screening.candidates import hits_among
from screening.compiled.marking import IMPOSSIBLE, MARK
from screening.judging import likely, marks_against
from screening.packing import LENGTH
from screening.person import as_person
from screening.prepared import PreparedPassenger
from screening.record import Recorded, record
from screening.score import ALERT_THRESHOLD, logit
from screening.tables import load
from watchlist.entry import Entry


def left(listed: Entry, people: Sequence[PreparedPassenger], needed: float) -> list[Left]:
    """Return *listed* as what those of *people* may be whom marks leave."""
    one = Recorded(1, record(listed))
    marks = marks_against(one, [as_person(who).packed for who in people], needed)
    return [Left(nth, mark, one) for nth, mark in enumerate(marks) if mark != IMPOSSIBLE]


def hits(
    listed: Entry, people: Sequence[PreparedPassenger], day: date
) -> list[tuple[int, Recorded]]:
    """Return which of *people*, by number, are a hit on *listed*, each with its record."""
    whom = left(listed, people, logit(ALERT_THRESHOLD))
    return hits_among(list(map(as_person, people)), whom, ALERT_THRESHOLD, day)


def record_at(records: bytearray, place: int) -> bytes:
    """Return the record, or the sketch, at a place."""
    length = int.from_bytes(records[place + LENGTH : place + LENGTH + 4], "little")
    return bytes(records[place : place + length])


def mark(who: PreparedPassenger, listed: Entry, needed: float) -> int:
    """Return the mark alone that *who* has beside *listed*, before they are compared."""
    return known(who, listed, needed) & MARK


def known(who: PreparedPassenger, listed: Entry, needed: float) -> int:
    """Return all that is known of *who* beside *listed*: the mark, and which names may do."""
    found = left(listed, [who], needed)
    return found[0].mark if found else IMPOSSIBLE


def is_likely(who: PreparedPassenger, listed: Entry, needed: float, day: str) -> bool:
    """Say whether *who* is found to reach *needed* beside *listed*."""
    return bool(list(likely([as_person(who)], left(listed, [who], needed), needed, day)))


load()  # what is compiled is read now, not in the first example of a test
