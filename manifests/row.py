"""What one layer of a flight says about one person. Pure.

Words count field by field and by their order, never by arrival: an older word that comes late
fills in what no newer word states.
"""

from dataclasses import dataclass
from typing import TypedDict

from manifests.contract import Contract, Passenger

NEVER = ""  # sorts before every order


@dataclass(frozen=True, slots=True)
class Word:
    """What one push says about one person."""

    order: str
    passenger: Passenger
    present: bool  # false where the push takes them off the flight
    anew: bool  # describes them wholly: what was said before is void


class _Fields(TypedDict):
    passenger: Passenger
    since: str
    said: dict[str, str]


class Row(Contract):
    """All words about one person so far; `order` is the order of the last of them."""

    order: str
    passenger: Passenger
    present: bool = True
    since: str = NEVER  # the order of the last word that described them anew
    said: dict[str, str] = {}  # field to the order of its word, where that is not `since`


def told(held: Row | None, word: Word, *, listed_at: str) -> Row:
    """Return the row after *word*; the same words in any order of arrival give the same row.

    *listed_at* is the order of the layer's last complete list: an older word brings nobody back.
    """
    present = _present(held, word, listed_at)
    if word.anew and (held is None or word.order >= held.order):
        return Row(
            order=word.order, passenger=word.passenger, present=present, since=word.order, said={}
        )
    if held is None:
        return Row(order=word.order, present=present, **_fields({}, word, NEVER))
    fields = _fields(_orders(held), word, held.since, held.passenger)
    return Row(order=max(held.order, word.order), present=present, **fields)


def overlaid(older: Passenger, newer: Passenger) -> Passenger:
    """Return *older* with every field that *newer* states."""
    return older.model_copy(update={field: getattr(newer, field) for field in stated(newer)})


def stated(passenger: Passenger) -> list[str]:
    """Return the fields that *passenger* says something in."""
    return [
        field
        for field in Passenger.model_fields
        if field in passenger.model_fields_set and getattr(passenger, field) not in (None, ())
    ]


def _present(held: Row | None, word: Word, listed_at: str) -> bool:
    if held is None:
        return word.present and word.order >= listed_at
    if word.order < held.order or (word.present and word.order < listed_at):
        return held.present
    return word.present


def _orders(row: Row) -> dict[str, str]:
    return {field: row.said.get(field, row.since) for field in stated(row.passenger)}


def _fields(
    held: dict[str, str], word: Word, since: str, older: Passenger | None = None
) -> _Fields:
    """Return passenger, since and said: of each field the last word not made void."""
    since = max(since, word.order) if word.anew else since
    orders = {field: order for field, order in held.items() if order >= since}
    news = {
        field: word.order
        for field in stated(word.passenger)
        if word.order >= max(since, orders.get(field, NEVER))
    }
    values = {field: getattr(older, field) for field in orders if field not in news}
    values |= {field: getattr(word.passenger, field) for field in news}
    orders |= news
    return {
        "passenger": Passenger.model_construct(_fields_set=set(values), **values),
        "since": since,
        "said": {field: order for field, order in orders.items() if order != since},
    }
