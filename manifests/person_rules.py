"""The rules by which two rows of a flight are one person, the strongest first. Pure.

docs/decisions/0007-who-is-who.md says why these, and in this order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from manifests.contract import UNNAMED
from manifests.identity import Identity, RowId

By = Literal[
    "reference",
    "document",
    "reference in another source",
    "name and birth date",
    "name and record locator",
    "name",
]
WHOLE_DATE = len("1947-02-27")


class Described(NamedTuple):
    """One row as far as it matters here: its source (`sender/source`), and who it is about."""

    row: RowId
    layer: str
    who: Identity
    among: int  # the messages that name it beside others, as bits


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows with one key are one person, unless something is in the way.

    `doubted` asks of two rows with that key, `apart` of any two rows of those to be joined.
    """

    by: By
    keys: Callable[[Described], list[tuple[str, ...]]]
    doubted: Callable[[Described, Described], bool]
    apart: Callable[[Described, Described], bool]


def _reference(one: Described) -> list[tuple[str, ...]]:
    return [(one.layer, one.who.reference)] if one.who.reference else []


def _reference_of_sender(one: Described) -> list[tuple[str, ...]]:
    sender = one.layer.rpartition("/")[0]
    return [(sender, one.who.reference)] if one.who.reference else []


def _documents(one: Described) -> list[tuple[str, ...]]:
    return [(number,) for number in one.who.numbers] if one.who.documents else []


def _name_and_date(one: Described) -> list[tuple[str, ...]]:
    told = len(one.who.birth_date) == WHOLE_DATE and not _unnamed(one.who)
    return [(*_name(one.who), one.who.birth_date)] if told else []


def _name_and_locator(one: Described) -> list[tuple[str, ...]]:
    told = one.who.locator and not _unnamed(one.who)
    return [(*_name(one.who), one.who.locator)] if told else []


def _whole_name(one: Described) -> list[tuple[str, ...]]:
    return [_name(one.who)] if one.who.given_names else []


def widest_keys(one: Described) -> list[tuple[str, ...]]:
    """Return keys such that rows without a common one share no key of any rule."""
    return [_name(one.who), *_reference_of_sender(one), *_documents(one)]


def _nothing(_one: Described, _other: Described) -> bool:
    return False


def _other_document(one: Described, other: Described) -> bool:
    """Say whether the number that both show is another state's, or nothing else agrees."""
    return _issuers_differ(one.who, other.who) or _unlike(one, other)


def _unlike(one: Described, other: Described) -> bool:
    """Say whether neither birth date nor given names agree: a child on a parent's passport."""
    mine, theirs = one.who, other.who
    if mine.birth_date and theirs.birth_date and not _dates_differ(mine, theirs):
        return False
    return mine.given_names != theirs.given_names or not (
        mine.given_names or mine.surname == theirs.surname
    )


def _contradicting(one: Described, other: Described) -> bool:
    """Say whether birth dates or documents speak against it."""
    mine, theirs = one.who, other.who
    if _dates_differ(mine, theirs):
        return True
    both = mine.documents and theirs.documents
    return bool(both) and mine.numbers.isdisjoint(theirs.numbers)


def _elsewhere_booked(one: Described, other: Described) -> bool:
    mine, theirs = one.who.locator, other.who.locator
    return _contradicting(one, other) or bool(mine and theirs and mine != theirs)


def _dates_differ(mine: Identity, theirs: Identity) -> bool:
    """Say whether the dates exclude each other; 1947 and 1947-02-27 do not."""
    if mine.birth_date == theirs.birth_date:
        return False
    size = min(len(mine.birth_date), len(theirs.birth_date))
    return mine.birth_date[:size] != theirs.birth_date[:size]


def _issuers_differ(mine: Identity, theirs: Identity) -> bool:
    """Say whether of every number that both show, both name issuers, and other ones."""
    pairs = [
        (one, other)
        for number, one in mine.documents
        for same, other in theirs.documents
        if same == number
    ]
    return bool(pairs) and all(one and other and one != other for one, other in pairs)


def _unnamed(who: Identity) -> bool:
    return _name(who) == (UNNAMED, "")


def _name(who: Identity) -> tuple[str, str]:
    return (who.surname, who.given_names)


RULES = (
    Rule("reference", _reference, _nothing, _nothing),
    Rule("document", _documents, _other_document, _nothing),
    Rule("reference in another source", _reference_of_sender, _unlike, _nothing),
    Rule("name and birth date", _name_and_date, _nothing, _nothing),
    Rule("name and record locator", _name_and_locator, _contradicting, _contradicting),
    Rule("name", _whole_name, _elsewhere_booked, _elsewhere_booked),
)
