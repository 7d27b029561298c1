"""What `hits` carries, each record about one flight: so whoever routes it is its one writer."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from alerts.disposition import AlertId, Disposition
from screening.facts import Again, Facts


class Decided(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Hands on what an agency decided about an alert on the flight, once it is checked."""

    schema_: Annotated[Literal["decided/1"], Field(alias="schema")] = "decided/1"
    flight: str  # its key
    agency: str
    source: str  # topic/partition/offset of the disposition
    received_at: str  # when the broker had it
    disposition: Disposition


class Due(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """Asks for an alert to be escalated, if nobody has taken it up."""

    schema_: Annotated[Literal["due/1"], Field(alias="schema")] = "due/1"
    flight: str
    alert_id: AlertId


Said = Facts | Again | Decided | Due
_SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(union_mode="left_to_right")])


def said(raw: bytes) -> Said:
    """Return what a record of `hits` says; raises pydantic.ValidationError."""
    return _SAID.validate_json(raw)
