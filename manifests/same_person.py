"""Which rows of a flight are one person, and why. Pure.

Found from all rows at once, so that no order of arrival matters. Conservative: a wrong merge hides
a person, a missed one only repeats an alert.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from operator import and_

from manifests.identity import RowId
from manifests.person_rules import RULES, By, Described, Rule, widest_keys


@dataclass(frozen=True, slots=True)
class Link:
    """Rows that are one person, and what says so."""

    by: By
    rows: tuple[RowId, ...]


@dataclass(frozen=True, slots=True)
class Persons:
    """The rows of each person, and all that joined them."""

    rows: tuple[tuple[RowId, ...], ...]
    links: tuple[Link, ...]


_Person = list[Described]


def persons(rows: Sequence[Described]) -> Persons:
    """Return who is who among *rows*: a function of the set, whatever its order.

    The strongest rule comes first. Rows that share a key are joined all or not at all: where two
    of those who show one document cannot be one person, it says nothing of the others either.
    """
    if _of_one_message(rows):
        return Persons(tuple(sorted((one.row,) for one in rows)), ())
    people = {one.row: [one] for one in sorted(rows, key=lambda one: one.row)}
    links: list[Link] = []
    crowd = _in_company(rows)  # mostly nobody: the rules need not be asked then
    for rule in RULES if crowd else ():
        for holders in _sharing(rule, crowd):
            found = {id(people[one.row]): people[one.row] for one in holders}
            if len(found) > 1 and _one(rule, holders, list(found.values())):
                links.append(Link(rule.by, tuple(sorted(one.row for one in holders))))
                _join(people, list(found.values()))
    distinct = {id(one): one for one in people.values()}
    return Persons(
        tuple(sorted(tuple(sorted(row.row for row in one)) for one in distinct.values())),
        tuple(links),
    )


def near(rows: Sequence[Described], start: Collection[RowId]) -> list[Described]:
    """Return the rows that any rule could join to one of *start*, directly or through others.

    Who is who among the rest does not depend on them.
    """
    by_key: defaultdict[tuple[str, ...], list[Described]] = defaultdict(list)
    for one in rows:
        for key in widest_keys(one):
            by_key[key].append(one)
    todo = [one for one in rows if one.row in start]
    found = {one.row: one for one in todo}
    while todo:
        for key in widest_keys(todo.pop()):
            news = [one for one in by_key.pop(key, ()) if one.row not in found]
            found |= {one.row: one for one in news}
            todo += news
    return list(found.values())


def _of_one_message(rows: Sequence[Described]) -> bool:
    """Say whether one message names all *rows*, so that no two of them are one person."""
    return reduce(and_, (one.among for one in rows), -1) != 0


def _in_company(rows: Sequence[Described]) -> list[Described]:
    """Return the rows that share a key with another one, by whatever rule."""
    first: dict[tuple[str, ...], Described] = {}
    found: dict[RowId, Described] = {}
    for one in rows:
        for key in widest_keys(one):
            other = first.setdefault(key, one)
            if other is not one:
                found[one.row], found[other.row] = one, other
    return [one for one in rows if one.row in found]


def _sharing(rule: Rule, rows: Sequence[Described]) -> Iterator[list[Described]]:
    """Yield the rows that share a key, by key in order."""
    holders: defaultdict[tuple[str, ...], list[Described]] = defaultdict(list)
    for one in rows:
        for key in rule.keys(one):
            holders[key].append(one)
    yield from (holders[key] for key in sorted(key for key, those in holders.items() if those[1:]))


def _one(rule: Rule, holders: list[Described], people: list[_Person]) -> bool:
    """Say whether nothing is in the way of *people* being one."""
    for mine, theirs in combinations(people, 2):
        for one, other in product(mine, theirs):
            if _never(one, other) or rule.apart(one, other):
                return False
    return not any(rule.doubted(one, other) for one, other in combinations(holders, 2))


def _never(one: Described, other: Described) -> bool:
    """Say whether the two cannot be one: rows of one message, or two references of one source."""
    if one.among & other.among:
        return True
    if one.layer != other.layer or not one.who.reference or not other.who.reference:
        return False
    return one.who.reference != other.who.reference


def _join(people: dict[RowId, _Person], those: list[_Person]) -> None:
    first, *others = those
    for other in others:
        first += other
        for one in other:
            people[one.row] = first
