"""What an airline is told of what it sent: values alone."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

State = Literal["received", "screened", "quarantined"]


class RefusedMessage(BaseModel, frozen=True):
    """One message that was not taken in."""

    reason: Annotated[str, Field(description="A code of docs/contracts.md, as in quarantine.")]
    detail: str
    where: Annotated[str | None, Field(description="Segment or line, and which message.")] = None
    segment: Annotated[int | None, Field(description="Counted from UNH = 1.")] = None


class TakenMessage(BaseModel, frozen=True):
    """One message that was taken in; the same message again has the same."""

    message_id: str
    flight: Annotated[str, Field(description="As in UA0123/JFK-LHR/2026-11-24.")]
    people: int
    warnings: tuple[str, ...] = ()
    respond: Annotated[bool, Field(description="Whether it asks for an answer.")] = False


class PersonVerdict(BaseModel, frozen=True):
    """May this person board: 0Z yes, 1Z no, 2Z advisory, 4Z too little is known."""

    code: str
    passenger_id: str | None = None
    record_locator: str | None = None
    text: str | None = None


class BoardingAnswer(BaseModel, frozen=True):
    """The answer to one message, and the CUSRES that says the same."""

    message_id: str
    code: Annotated[str | None, Field(description="On the message as a whole.")] = None
    text: str | None = None
    people: tuple[PersonVerdict, ...] = ()
    cusres: str
    changed_at: Annotated[
        str | None, Field(description="When a decision last changed it (BGM 132), UTC.")
    ] = None


class Receipt(BaseModel, frozen=True):
    """What was taken in, told once the broker has acknowledged all of it."""

    messages: tuple[TakenMessage, ...]
    people: int
    warnings: tuple[str, ...] = ()
    refused: tuple[RefusedMessage, ...] = ()
    answers: tuple[BoardingAnswer, ...] = ()


class Fate(BaseModel, frozen=True):
    """What became of one message."""

    message_id: str
    state: State
    at: Annotated[str, Field(description="When it came to that, UTC.")]
    flight: str | None = None
    people: int | None = None
    warnings: tuple[str, ...] = ()
    reason: Annotated[str | None, Field(description="Of the quarantine.")] = None
    detail: str | None = None
    answer: BoardingAnswer | None = None
