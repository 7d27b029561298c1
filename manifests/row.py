"""What one source says of one person under one description, word by word. Pure.

Words count field by field and by their order, never by arrival: an older word that comes late
fills in what no newer word states.
"""

import dataclasses
from collections.abc import Sequence
from functools import cached_property, reduce
from operator import attrgetter, or_
from typing import Any, NamedTuple

from pydantic import ConfigDict

from manifests.contract import UNNAMED, Passenger, passenger_json
from manifests.identity import Identity, identity

NEVER = ""  # sorts before every order


class Word(NamedTuple):
    """What one push says about one person."""

    order: str
    passenger: Passenger
    who: Identity
    boards: bool  # false where the push takes them off the flight
    anew: bool  # describes them wholly: what was said before is void
    among: int  # the bit of the message, if it names several people


@dataclasses.dataclass(frozen=True)
class Row:
    """All words so far that describe one person alike (identity.py); the words may be elsewhere.

    `said` holds the order of a field's word, and `since` that of the last word that described the
    person anew; both are left out where they are the order of the last word.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    passenger: Passenger
    boarded: str = NEVER  # the order of the last word that has them on the flight
    gone: str = NEVER  # of the last that takes them off
    since: str | None = None
    said: dict[str, str] = dataclasses.field(default_factory=dict)
    among: int = 0  # in which of the flight's messages with several people they are named, as bits

    @property
    def order(self) -> str:
        """Return the order of the last word."""
        return max(self.boarded, self.gone)

    @property
    def anew(self) -> str:
        """Return the order of the last word that described them anew."""
        return self.order if self.since is None else self.since

    @cached_property
    def identity(self) -> Identity:
        """Return what tells who this is; all words of a row say it alike."""
        return identity(self.passenger)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Return the fields that are stated, with their values."""
        return stated(self.passenger)

    @property
    def json(self) -> bytes:
        """Return the passenger as JSON, without what is not stated; found once."""
        held: bytes | None = self.__dict__.get("written")
        if held is None:  # a cached_property takes a lock, a third as long as writing
            held = self.__dict__["written"] = passenger_json(self.passenger)
        return held


def told(held: Row | None, word: Word) -> Row:
    """Return the row after *word*; the same words in any order of arrival give the same row."""
    if held is None:
        return _row(word)
    if word.anew and word.order >= held.order:
        return _anew(held, word)
    return merged((held, _row(word)))


def _row(word: Word) -> Row:
    boarded, gone = (word.order, NEVER) if word.boards else (NEVER, word.order)
    return _made(
        passenger=word.passenger,
        boarded=boarded,
        gone=gone,
        since=None if word.anew else NEVER,
        said={},
        among=word.among,
        identity=word.who,  # so that it is not found out once more
    )


def _anew(held: Row, word: Word) -> Row:
    """Return *held* after *word*, which makes void what was said; who is told alike stays a value.

    So what is known of them is neither found out nor compared again.
    """
    alike = _alike(held.passenger, word.passenger)
    boarded = max(held.boarded, word.order) if word.boards else held.boarded
    gone = held.gone if word.boards else max(held.gone, word.order)
    among = held.among | word.among
    known = held.since is None and (held.boarded, held.gone, held.among) == (boarded, gone, among)
    if alike and known and not held.said:
        return held
    row = held if alike else _row(word)
    return _made(row, boarded=boarded, gone=gone, among=among, since=None, said={})


def _alike(one: Passenger, other: Passenger) -> bool:
    """Say whether two passengers are the same, down to what they do not say."""
    return one.__dict__ == other.__dict__ and one.model_fields_set == other.model_fields_set


def _made(like: Row | None = None, **fields: object) -> Row:
    """Return a row of *fields*, else *like* another one; what is known of its passenger stays.

    A frozen dataclass sets its fields one by one; this takes a third of the time.
    """
    row = object.__new__(Row)
    if like is not None:
        row.__dict__.update(like.__dict__)
    row.__dict__.update(fields)
    return row


def last_words(rows: Sequence[Row]) -> Row:
    """Return what *rows*, of one source about one person, still say: one row, for its fields."""
    if len(rows) == 1:
        return rows[0]
    newest = max(rows, key=attrgetter("order"))
    return newest if newest.since is None else merged(rows)


def merged(rows: Sequence[Row]) -> Row:
    """Return all words of *rows*, of one source about one person, as one row."""
    newest = max(rows, key=attrgetter("order"))
    marks: dict[str, Any] = {
        "boarded": max(row.boarded for row in rows),
        "gone": max(row.gone for row in rows),
        "among": reduce(or_, (row.among for row in rows)),
    }
    if newest.since is None:
        return _made(newest, **marks)  # all before it is void
    order, anew = newest.order, max(row.anew for row in rows)
    last: dict[str, tuple[str, Any]] = {}
    for row in rows:
        for field, value in row.fields.items():
            said = row.said.get(field, row.order)
            if said >= anew and said >= last.get(field, (NEVER, None))[0]:
                last[field] = (said, value)
    values = {"surname": UNNAMED} | {field: value for field, (_, value) in last.items()}
    return Row(
        passenger=Passenger.model_construct(_fields_set=set(values), **values),
        since=anew,
        said={field: said for field, (said, _) in last.items() if said != order},
        **marks,
    )


def stated(passenger: Passenger) -> dict[str, Any]:
    """Return the fields that *passenger* says something in, with their values."""
    held = passenger.__dict__
    said = passenger.model_fields_set
    return {
        field: value
        for field, value in held.items()
        if value is not None
        and field in said
        and value != ()
        and not (field == "surname" and passenger.unnamed)
    }
