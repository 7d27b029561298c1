"""What the two joins find and publish to `hits`: facts about one flight, as of one moment.

Internal: whole entries and passengers travel here, and no agency reads the topic. Who is told
what, and whether it still stands, is decided by `route`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from watchlist.entry import Entry, EntryKey


class Hit(BaseModel, frozen=True, extra="forbid"):
    """One passenger who may be one listed person, in the owner's view or in the shared one."""

    ref: PassengerRef
    passenger: Passenger
    entry: Entry


class Facts(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """All hits within a scope: some people of a flight, or one entry on that flight.

    Within the scope, what is not among `hits` is no hit. `as_of` is the index clock at the
    moment of reading: whoever or whatever changed later is not judged by these facts.
    """

    schema_: Annotated[Literal["hits/1"], Field(alias="schema")] = "hits/1"
    flight: Flight
    as_of: int
    cause: Literal["manifest", "watchlist", "time"]
    source: str  # topic/partition/offset of what caused this
    refs: tuple[PassengerRef, ...] = ()  # the scope, if these people
    entry: EntryKey | None = None  # the scope, if this entry
    pairs: tuple[tuple[PassengerRef, EntryKey], ...] = ()  # the scope, if what was found before
    left: tuple[PassengerRef, ...] = ()  # of `refs`, those no longer on the flight
    merged: tuple[PassengerRef, ...] = ()  # of `left`, those found to be another on board
    cancelled: bool = False
    hits: tuple[Hit, ...] = ()

    def covers(self, ref: PassengerRef, entry: EntryKey) -> bool:
        """Say whether these facts judge *ref* against *entry*."""
        if self.pairs:
            return (ref, entry) in self.pairs
        return entry == self.entry if self.entry is not None else ref in self.refs


class Again(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Asks for the hits on one flight to be routed again: what routing goes by has changed."""

    schema_: Annotated[Literal["again/1"], Field(alias="schema")] = "again/1"
    flight: str  # its key
