"""What a CUSRES says, as values: one verdict for each person of a list."""

from dataclasses import dataclass
from typing import Literal

# 962 answers a list; 132 changes an answer given before, unasked (field table, CUSRES).
Document = Literal["962", "132"]
REPLY: Document = "962"
CHANGE: Document = "132"


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """The verdict on one person: 0Z board, 1Z do not board, 2Z advisory, 4Z too little is known."""

    code: str
    passenger_id: str | None = None
    record_locator: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One CUSRES message; times are local at the airport, as `2026-11-24T18:30`."""

    document: Document
    carrier: str
    number: str
    origin: str | None = None
    destination: str | None = None
    departure: str | None = None
    arrival: str | None = None
    transaction: str | None = None
    people: tuple[PersonAnswer, ...] = ()
    # A verdict on the message as a whole (ERP+1), where one is given.
    code: str | None = None
    text: str | None = None
