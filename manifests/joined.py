"""One passenger from what several sources say of them: the better value, then the later. Pure."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from manifests.contract import Contact, Document, Passenger
from manifests.identity import document_number
from manifests.row import Row

# Best from who has seen the document, or gave the reference; all else is best when it is newest.
_FROM_THE_DOCUMENT = ("passenger_id", "sex", "nationality", "birth_place", "verified")


class Telling(NamedTuple):
    """All that one source (`api`, `pnr`, `crew`) says of a person."""

    source: str
    row: Row


class _Part(NamedTuple):
    """The fields that one source last stated with one push."""

    order: str
    worth: tuple[bool, bool, str]  # verified, not a booking's, order
    fields: dict[str, Any]


def joined(tellings: Sequence[Telling]) -> Passenger:
    """Return the person as all *tellings* together describe them; no silence takes a value away."""
    if len(tellings) == 1:
        return tellings[0].row.passenger
    parts = [part for one in tellings for part in _parts(one)]
    best_last = sorted(parts, key=attrgetter("worth"))
    newest_last = sorted(parts, key=attrgetter("order"))
    values = _over_each_other(best_last)
    if newest_last != best_last:
        newest = _over_each_other(newest_last)
        values = newest | {field: values[field] for field in _FROM_THE_DOCUMENT if field in values}
    named = max(tellings, key=_name_worth).row.passenger
    values["surname"] = named.surname
    if named.given_names:
        values["given_names"] = named.given_names
    return named.model_copy(update=values | _merged(values, best_last[::-1]))


def _over_each_other(parts: Iterable[_Part]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in parts:
        values.update(part.fields)
    return values


def _parts(one: Telling) -> list[_Part]:
    row, fields = one.row, one.row.fields
    sure, seen = row.passenger.verified is True, one.source != "pnr"
    if not row.said:
        return [_Part(row.order, (sure, seen, row.order), fields)]
    by_order: dict[str, dict[str, Any]] = {}
    for field, value in fields.items():
        by_order.setdefault(row.said.get(field, row.order), {})[field] = value
    return [_Part(order, (sure, seen, order), those) for order, those in by_order.items()]


def _name_worth(one: Telling) -> tuple[bool, bool, bool, bool, str]:
    """Return what sorts sources by their name, that is, surname and given names together."""
    passenger, row = one.row.passenger, one.row
    order = row.said.get("surname", row.order)
    sure, seen = passenger.verified is True, one.source != "pnr"
    return (not passenger.unnamed, passenger.given_names is not None, sure, seen, order)


def _merged(values: dict[str, Any], best_first: Sequence[_Part]) -> dict[str, Any]:
    """Return birth date, documents and contact, to which every source may add."""
    found: dict[str, Any] = {}
    if "birth_date" in values:
        found["birth_date"] = _finest(_told("birth_date", best_first))
    if "documents" in values:
        found["documents"] = _all(_told("documents", best_first))
    if "contact" in values:
        newest_first = sorted(best_first, key=attrgetter("order"), reverse=True)
        found["contact"] = _contact(_told("contact", newest_first))
    return found


def _told(field: str, parts: Iterable[_Part]) -> list[Any]:
    return [part.fields[field] for part in parts if field in part.fields]


def _finest(dates: Sequence[str]) -> str:
    """Return the first of *dates*, or the one that says more and does not contradict it."""
    return max((one for one in dates if one.startswith(dates[0])), key=len)


def _all(documents: Sequence[tuple[Document, ...]]) -> tuple[Document, ...]:
    """Return each document once, the best told first; what it does not say is filled in."""
    first, *others = documents
    if all(one == first for one in others):
        return first
    found = list(first)
    for one in (document for those in others for document in those):
        place = next((place for place, held in enumerate(found) if _same(held, one)), None)
        if place is None:
            found.append(one)
        else:
            found[place] = found[place].model_copy(update=_unsaid(found[place], one))
    return tuple(found)


def _same(mine: Document, theirs: Document) -> bool:
    return document_number(mine.number) == document_number(theirs.number) and (
        mine.issuer == theirs.issuer or not (mine.issuer and theirs.issuer)
    )


def _contact(contacts: Sequence[Contact]) -> Contact:
    newest, *older = contacts
    for one in older:
        newest = newest.model_copy(update=_unsaid(newest, one))
    return newest


def _unsaid(held: Document | Contact, other: Document | Contact) -> dict[str, Any]:
    return {
        field: value
        for field, value in other.__dict__.items()
        if value is not None and getattr(held, field) is None
    }
