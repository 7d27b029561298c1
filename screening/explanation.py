"""What a comparison found: a score and the features that make it up."""

from typing import Annotated

from pydantic import BaseModel, Field


class Feature(BaseModel, frozen=True, extra="forbid"):
    """One piece of evidence: its values on both sides, its weight in log-odds, a sentence."""

    feature: str
    contribution: float
    passenger: str | None = None
    entry: str | None = None
    note: str


class Match(BaseModel, frozen=True, extra="forbid"):
    """The outcome of one comparison; logit(score) = prior + sum of the contributions."""

    score: Annotated[float, Field(ge=0, le=1)]
    basis: tuple[str, ...]
    explanation: tuple[Feature, ...]
