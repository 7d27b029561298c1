"""The alert as agencies receive it (`alert/1`)."""

import hmac
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from alerts.disposition import AlertDisposition, FromOther
from manifests.contract import Flight, Passenger
from screening.explanation import Feature


class AlertEntry(BaseModel, frozen=True, extra="forbid"):
    """What the agency may see of the entry."""

    owner: str | None
    id: str
    category: str
    severity: str
    instruction: str | None = None


class AlertPassenger(Passenger, frozen=True, extra="forbid"):
    """The passenger, with the reference that stays the same over all pushes of the flight."""

    passenger_ref: str


Event = Literal["raised", "updated", "withdrawn"]
Cause = Literal["manifest", "watchlist", "disposition", "time"]


class Alert(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """One version of one alert; `(alert_id, version)` is delivered once."""

    schema_: Annotated[Literal["alert/1"], Field(alias="schema")] = "alert/1"
    alert_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    version: Annotated[int, Field(ge=1)]
    event: Event
    agency: str
    subscriptions: tuple[str, ...]
    raised_at: str
    score: Annotated[float, Field(ge=0, le=1)]
    basis: tuple[str, ...]
    group_id: str
    entry: AlertEntry
    flight: Flight
    passenger: AlertPassenger
    explanation: tuple[Feature, ...]
    cause: Cause
    changes: tuple[dict[str, Any], ...] = ()
    reason: str | None = None
    escalated: bool = False
    replay: bool = False
    trace_id: str
    disposition: AlertDisposition | None = None  # None: open
    from_others: tuple[FromOther, ...] = ()  # of the owner's alert: what others said of the hit
    # Since when nobody has taken it up, where it was opened again or grew severe enough since.
    open_since: str | None = None


def read_alert(raw: bytes | str) -> Alert:
    """Return an alert that Tocsin wrote; raises pydantic.ValidationError.

    While releases are exchanged a newer one may have written it: fields may be there that this
    one does not know.
    """
    return Alert.model_validate_json(raw, extra="ignore")


def keyed_id(secret: bytes, *parts: str) -> str:
    """Return 128 bits of HMAC-SHA256 over *parts* as hex: stable, and not to be guessed."""
    message = "\x1f".join(parts).encode()
    return hmac.digest(secret, message, "sha256").hex()[:32]
