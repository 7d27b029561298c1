"""A view of an entry among records: where its parts are, and what its facts say of a person."""

from typing import NamedTuple

from screening import evidence
from screening.birth_evidence import NATS
from screening.compiled.compiling import Marks, compiled_into
from screening.compiled.dates import relation
from screening.compiled.digests import DIGEST
from screening.compiled.letters import Letters, equal
from screening.compiled.persons import Person
from screening.packing import DOCUMENTS, FEMALE, MALE

_SEXES = MALE | FEMALE


class View(NamedTuple):
    """A view among records, by the place of its flags."""

    data: bytearray
    at: int


@compiled_into
def number(data: bytearray | Marks, at: int, width: int) -> int:
    """Return a number whose lowest byte comes first."""
    found = 0
    for i in range(width):
        found |= data[at + i] << (8 * i)
    return found


@compiled_into
def of_birth(person: Person, view: View) -> float:
    """Return what the date of birth says that fits best; 0 where a side is silent."""
    mine, start = person.data, person.at
    year, at, best = number(mine, start + 1, 2), view.at + 5, 0.0
    if not year:
        return best
    for nth in range(number(view.data, view.at + 1, 4)):
        its_year, month, day = number(view.data, at, 2), view.data[at + 2], view.data[at + 3]
        nats = NATS[relation((year, mine[start + 3], mine[start + 4]), (its_year, month, day))]
        best = nats if not nth else max(best, nats)
        at += 4
    return best


@compiled_into
def of_sex(flags: int, listed: int) -> float:
    """Return what the sexes say, by the flags of both sides; 0 where a side is silent."""
    if not flags & _SEXES or not listed & _SEXES:
        return 0.0
    return evidence.SAME_SEX if flags & listed & _SEXES else evidence.OTHER_SEX


@compiled_into
def of_nationality(person: Person, view: View) -> float:
    """Return what the nationalities say; 0 where a side is silent."""
    records, at = view.data, _nationalities_at(view)
    countries, at = number(records, at, 4), at + 4
    mine, start = person.data, person.at + 5
    if not countries or not mine[start]:
        return 0.0
    for _ in range(countries):
        if equal(Letters(mine, start + 1, mine[start]), Letters(records, at + 1, records[at])):
            return evidence.SAME_NATIONALITY
        at += 1 + records[at]
    return evidence.OTHER_NATIONALITY


@compiled_into
def _nationalities_at(view: View) -> int:
    """Return where the nationalities of a view are counted: behind the dates."""
    return view.at + 5 + 4 * number(view.data, view.at + 1, 4)


@compiled_into
def documents_at(view: View) -> int:
    """Return where the documents of a view are counted if it has some, else its names."""
    at = _nationalities_at(view)
    countries, at = number(view.data, at, 4), at + 4
    for _ in range(countries):
        at += 1 + view.data[at]
    return at


@compiled_into
def names_at(view: View) -> int:
    """Return where the names of a view are counted."""
    at = documents_at(view)
    return at + 1 + DIGEST * view.data[at] if view.data[view.at] & DOCUMENTS else at
