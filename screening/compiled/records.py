"""Which records may be worth comparing with a person: reads what `packing` packs."""

from typing import NamedTuple

import numpy as np

from screening import evidence
from screening.birth_evidence import NATS
from screening.compiled.compiling import Marks, Nats, Whole, compiled
from screening.compiled.dates import relation
from screening.compiled.gluing import Name
from screening.compiled.letters import Letters, equal
from screening.compiled.names import Terms, may_be_worth, note_least
from screening.compiled.rows import COLUMNS, read_names, read_word
from screening.compiled.scaling import CEILING, unscaled
from screening.name_evidence import WEAK_UNSUPPORTED
from screening.packing import (
    DOCUMENTS,
    FEMALE,
    HEAD,
    MALE,
    MOST_READINGS,
    MOST_WORDS,
    NAMED_AT_ALL,
    PLACES,
    PLAIN,
    WEAK,
)

_SEXES = MALE | FEMALE


class View(NamedTuple):
    """A view among records, by the place of its flags."""

    data: bytes
    at: int


class Person(NamedTuple):
    """A packed person, and the words of each way to read the name."""

    data: bytes
    words: Whole
    counts: Whole
    least: Nats


@compiled
def mark_possible(packed: bytes, records: bytes, needed: float, terms: Terms, marks: Marks) -> None:
    """Mark with 1 each of the records, one behind the other, that may be worth *needed* nats."""
    person = _person(packed)
    at = 0
    for nth in range(len(marks)):
        view = at + HEAD
        for _ in range(records[at + HEAD - 1]):
            if not marks[nth]:
                marks[nth] = _may_reach(person, View(records, view + 4), needed, terms)
            view += _number(records, view, 4)
        at += _number(records, at + 1, 4)


@compiled
def _number(data: bytes, at: int, width: int) -> int:
    found = 0
    for i in range(width):
        found |= data[at + i] << (8 * i)
    return found


@compiled
def _person(packed: bytes) -> Person:
    """Read the words of each reading; those of nobody who is not plain."""
    words = np.empty((MOST_READINGS, MOST_WORDS, COLUMNS), np.int64)
    counts = np.zeros(MOST_READINGS, np.int64)
    least = np.empty((MOST_READINGS, MOST_WORDS + 1))
    at = 6 + packed[5]
    readings, at = packed[at], at + 1
    for reading in range(readings):
        counts[reading], at = packed[at], at + 1
        for i in range(counts[reading]):
            at = read_word(packed, at, words[reading], i)
            at = read_names(packed, at, words[reading], i)
        note_least(words[reading], counts[reading], least[reading])
    return Person(packed, words, counts, least)


@compiled
def _may_reach(person: Person, view: View, needed: float, terms: Terms) -> bool:
    """Say whether some name of a view may be worth what the rest leaves it."""
    flags, listed = person.data[0], view.data[view.at]
    if not flags & listed & NAMED_AT_ALL or flags & listed & DOCUMENTS:
        return True
    born = _born(person.data, view)
    needed -= born + _of_sex(flags, listed) + _of_nationality(person.data, view)
    if flags & listed & PLACES:
        needed -= evidence.SAME_PLACE
    if needed > CEILING:
        return False
    return not flags & listed & PLAIN or _names_may_reach(
        person, view, unscaled(needed, born), born, terms
    )


@compiled
def _names_may_reach(person: Person, view: View, least: float, born: float, terms: Terms) -> bool:
    records, at = view.data, _names_at(view)
    names, at = records[at], at + 1
    for _ in range(names):
        # 0 + makes a byte a number with a sign; without one, sums with others become fractions.
        weak, count, at = records[at] & WEAK, 0 + records[at + 2], at + 3
        for j in range(count):
            at = read_word(records, at, terms.words, j)
        if weak and born <= 0.0 and least > WEAK_UNSUPPORTED:
            continue
        note_least(terms.words, count, terms.least)
        theirs = Name(records, terms.words, count, terms.least)
        for reading in range(MOST_READINGS):
            mine = Name(
                person.data, person.words[reading], person.counts[reading], person.least[reading]
            )
            if mine.size and may_be_worth(mine, theirs, least, terms):
                return True
    return False


@compiled
def _born(person: bytes, view: View) -> float:
    """Return what the date of birth says that fits best; 0 where a side is silent."""
    year, at, best = _number(person, 1, 2), view.at + 5, 0.0
    if not year:
        return best
    for nth in range(_number(view.data, view.at + 1, 4)):
        its_year, month, day = _number(view.data, at, 2), view.data[at + 2], view.data[at + 3]
        nats = NATS[relation((year, person[3], person[4]), (its_year, month, day))]
        best = nats if not nth else max(best, nats)
        at += 4
    return best


@compiled
def _of_sex(flags: int, listed: int) -> float:
    if not flags & _SEXES or not listed & _SEXES:
        return 0.0
    return evidence.SAME_SEX if flags & listed & _SEXES else evidence.OTHER_SEX


@compiled
def _of_nationality(person: bytes, view: View) -> float:
    records, at = view.data, _nationalities_at(view)
    countries, at = _number(records, at, 4), at + 4
    if not countries or not person[5]:
        return 0.0
    for _ in range(countries):
        if equal(Letters(person, 6, person[5]), Letters(records, at + 1, records[at])):
            return evidence.SAME_NATIONALITY
        at += 1 + records[at]
    return evidence.OTHER_NATIONALITY


@compiled
def _nationalities_at(view: View) -> int:
    """Return where the nationalities of a view are counted: behind the dates."""
    return view.at + 5 + 4 * _number(view.data, view.at + 1, 4)


@compiled
def _names_at(view: View) -> int:
    """Return where the names of a view are counted: behind the nationalities."""
    at = _nationalities_at(view)
    countries, at = _number(view.data, at, 4), at + 4
    for _ in range(countries):
        at += 1 + view.data[at]
    return at
