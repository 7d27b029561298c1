"""The officer's question, whether a person is listed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel, Field

from access.parties import AgencyId
from config.countries import Country
from config.partial_date import PartialDate
from doors.body import SmallRoute
from doors.gate import Asking, Gate, let_in
from doors.told import told
from screening.explanation import Feature

_TEXT = Annotated[str, Field(min_length=1, max_length=512)]
_EXAMPLE = {
    "name": "Sabawi al-Tikriti",
    "birth_date": "1947",
    "nationality": "IRQ",
    "documents": [{"number": "M1234567", "issuer": "IRQ"}],
}


class AskedDocument(BaseModel, frozen=True, extra="forbid"):
    """A document of the person asked about."""

    number: Annotated[str, Field(min_length=1, max_length=64)]
    issuer: Country | None = None


class Question(BaseModel, frozen=True, extra="forbid"):
    """What is known of a person; a name or a document at least."""

    name: Annotated[
        _TEXT | None, Field(description="Whole or in part, in any order and script.")
    ] = None
    birth_date: Annotated[PartialDate | None, Field(description="1947, 1947-02, 1947-02-27.")] = (
        None
    )
    nationality: Country | None = None
    sex: Literal["M", "F", "X", "U"] | None = None
    birth_place: _TEXT | None = None
    documents: Annotated[tuple[AskedDocument, ...], Field(max_length=10)] = ()
    min_score: Annotated[float | None, Field(ge=0, le=1)] = None


class ListedPerson(BaseModel, frozen=True):
    """An entry that the person may be, as far as the asker may see it."""

    owner: Annotated[str | None, Field(description="Null where the owner is withheld.")]
    id: Annotated[str | None, Field(description="Null with the owner: it may name it.")]
    names: tuple[str, ...]
    category: str
    severity: str
    instruction: str | None
    score: float
    basis: tuple[str, ...]
    explanation: tuple[Feature, ...]


class Likely(BaseModel, frozen=True):
    """Whom the person may be, the likeliest first; empty: not listed."""

    matches: tuple[ListedPerson, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, and of whom it tells, for the audit trail."""

    likely: Likely
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckDesk:
    """Asks the index; raises Declined where nothing can be asked or it is away."""

    ask: Callable[[AgencyId, Question], Awaitable[Answered]]


def question_router(desk: CheckDesk, gate: Gate) -> APIRouter:
    """Return the route POST /v1/check."""
    router = APIRouter(prefix="/v1/check", tags=["agencies"], route_class=SmallRoute)
    officer = Depends(let_in(gate, "officer"))

    @router.post("", responses=told(408, 413))
    async def check(
        asking: Annotated[Asking, officer],
        question: Annotated[Question, Body(examples=[_EXAMPLE])],
    ) -> Likely:
        """Say whether a person is listed, with reasons: only what the agency may see.

        Nothing is written but the audit trail, and nobody is alerted.
        """
        found = await desk.ask(asking.agency, question)
        await asking.note_question("a person", *found.about)
        return found.likely

    return router
