"""One person beside one entry, without an index: as whoever screens has them."""

import numpy as np

from screening.brought_up import BroughtUp, Sketched, recorded
from screening.compiled.records import MARK, Pairs
from screening.judging import likely, marks_of
from screening.packing import LENGTH
from screening.person import as_person
from screening.prepared import PreparedPassenger
from screening.record import record
from screening.shelf import Shelf
from screening.sketches import sketches
from watchlist.entry import Entry


def brought_up(listed: Entry, people: int = 1) -> BroughtUp:
    """Return *listed* as what each of so many people may be."""
    nobody_else = np.zeros(people, np.int64)
    return recorded(np.arange(people), nobody_else, np.ones(1, np.int64), [record(listed)])


def record_at(records: bytearray, place: int) -> bytes:
    """Return the record, or the sketch, at a place."""
    length = int.from_bytes(records[place + LENGTH : place + LENGTH + 4], "little")
    return bytes(records[place : place + length])


def sketched(listed: Entry) -> Sketched:
    """Return the sketch of *listed* as what one person may be."""
    one, shelf, numbers = record(listed), Shelf(0), np.ones(1, np.int64)
    shelf.put(numbers, *sketches(bytearray(one), np.array([len(one)])))
    return Sketched(Pairs(np.zeros(1, np.int64), shelf.places(numbers), shelf.records), numbers)


def mark(who: PreparedPassenger, listed: Entry, needed: float) -> int:
    """Return the mark alone that *who* has beside *listed*, before they are compared."""
    return known(who, listed, needed) & MARK


def known(who: PreparedPassenger, listed: Entry, needed: float) -> int:
    """Return all that is known of *who* beside *listed*: the mark, and which names may do."""
    return int(marks_of([as_person(who).packed], brought_up(listed).pairs, needed)[0])


def is_likely(who: PreparedPassenger, listed: Entry, needed: float, day: str) -> bool:
    """Say whether *who* is found to reach *needed* beside *listed*."""
    return bool(list(likely([as_person(who)], brought_up(listed), needed, day)))
