"""What an agency decides about its alert (`disposition/1`), and what its state becomes. Pure."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from manifests.contract import Instant, utc_text

Action = Literal["acknowledge", "confirm", "dismiss", "ask_owner", "reopen"]
Reason = Literal["not_the_same_person", "no_longer_relevant", "data_error", "other"]
State = Literal["acknowledged", "confirmed", "dismissed", "asked"]

SUPPRESS_DAYS = 365
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
AlertId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]

_STATES: dict[Action, State] = {
    "acknowledge": "acknowledged",
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "ask_owner": "asked",
}


class Disposition(BaseModel, frozen=True, extra="forbid"):
    """One decision of one agency on one of its alerts; `disposition_id` is unique to the agency."""

    schema_: Annotated[Literal["disposition/1"], Field(alias="schema")]
    disposition_id: Word
    alert_id: AlertId
    action: Action
    reason: Reason | None = None  # of a dismissal, and required there
    note: Note | None = None
    by: Word  # who in the agency: a staff number
    at: Instant
    suppress_days: Annotated[int, Field(ge=1, le=1095)] | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "Disposition":
        if self.action == "dismiss" and self.reason is None:
            raise ValueError(
                "a dismissal needs its reason: not_the_same_person, no_longer_relevant, "
                "data_error or other"
            )
        if self.action != "dismiss" and self.reason is not None:
            raise ValueError("only a dismissal has a reason; say it in note")
        if self.reason == "other" and self.note is None:
            raise ValueError("the reason other needs a note that says which")
        if self.suppress_days is not None and self.reason != "not_the_same_person":
            raise ValueError("only a dismissal as not_the_same_person has suppress_days; remove it")
        return self

    @property
    def days(self) -> int:
        """Return for how many days the same person is no hit on the same entry."""
        return self.suppress_days or SUPPRESS_DAYS


class AlertDisposition(BaseModel, frozen=True, extra="forbid"):
    """The state of an alert that somebody has taken up; an open alert has none."""

    state: State
    reason: Reason | None = None
    note: str | None = None
    by: str
    at: str
    suppression: str | None = None  # what a dismissal as not the same person began


class FromOther(BaseModel, frozen=True, extra="forbid"):
    """What another agency said of the same hit; told to the owner of the entry alone."""

    agency: str
    said: Literal["confirmed", "asked"]
    at: str
    note: str | None = None


def kept_for_flight(state: AlertDisposition | None) -> bool:
    """Say whether it is kept beside its alert, for its flight: answers before boarding go by it."""
    return state is not None and (
        state.state == "confirmed"
        or (state.reason == "not_the_same_person" and state.suppression is None)
    )


def word_of(state: AlertDisposition | None) -> str:
    """Return the state in one word, as changes and filters have it."""
    return "open" if state is None else state.state


def following(now: AlertDisposition | None, said: Disposition) -> AlertDisposition | None:
    """Return the state after *said*; the very same one where that changes nothing.

    Nothing is changed by taking up what somebody has taken up or decided, by opening what is open,
    and by deciding again what is decided, for the same reason and with nothing new to note.
    """
    if said.action == "reopen":
        return None
    if said.action == "acknowledge" and now is not None:
        return now
    told = AlertDisposition(
        state=_STATES[said.action],
        reason=said.reason,
        note=said.note,
        by=said.by,
        at=utc_text(said.at),
    )
    return now if now is not None and _same(now, told) else told


def _same(now: AlertDisposition, told: AlertDisposition) -> bool:
    news = told.note is not None and told.note != now.note
    return (now.state, now.reason) == (told.state, told.reason) and not news
