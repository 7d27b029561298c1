"""The watchlist entry as agencies contribute it (`entry/1`): strict and frozen."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, NewType

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from config.countries import Country
from config.partial_date import PartialDate

EntryKey = NewType("EntryKey", str)  # owner/id

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2048)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
AgencyRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[^\s/]{1,128}$")]


def _written(day: object) -> object:
    """Return *day*; a number is refused, which would be read as seconds since 1970."""
    if isinstance(day, (int, float)) or (isinstance(day, str) and day.isdecimal()):
        raise ValueError("write a day as 2026-12-31")
    return day


Day = Annotated[date, BeforeValidator(_written)]
Severity = Literal["low", "medium", "high", "top"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "top")
Redaction = Literal[
    "instruction", "documents", "birth_dates", "birth_places", "names", "owner"
]  # `names`: all but the primary


class Strict(BaseModel, frozen=True, extra="forbid"):
    """Frozen, and refuses an unknown field."""


class Name(Strict):
    """One name of a person; `full` alone is enough."""

    full: Text
    surname: Text | None = None
    given_names: Text | None = None
    kind: Literal["primary", "alias", "weak_alias", "original_script"] = "primary"


class ListedDocument(Strict):
    """A document of the person, or one reported stolen or lost."""

    type: Text | None = None
    number: Text
    issuer: Country | None = None
    status: Text | None = None


class Sharing(Strict):
    """Who may see the entry, and what they may not see of it. `hidden_from` wins."""

    visible_to: tuple[AgencyRef | Literal["*"], ...] = ()
    hidden_from: tuple[AgencyRef, ...] = ()
    redact: tuple[Redaction, ...] = ()


class Entry(Strict):
    """A person, or documents alone (category `travel_document`)."""

    schema_: Annotated[Literal["entry/1"], Field(alias="schema")]
    id: ItemId
    owner: AgencyRef
    list: Slug = "default"
    category: Slug
    severity: Severity = "medium"
    names: tuple[Name, ...] = ()
    birth_dates: tuple[PartialDate, ...] = ()
    sex: Literal["M", "F", "X", "U"] | None = None
    nationalities: tuple[Country, ...] = ()
    birth_places: tuple[Text, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    biometrics: tuple[()] = ()  # reserved
    instruction: Text | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    sharing: Sharing = Sharing()  # absent: the owner only

    @model_validator(mode="after")
    def _finds_somebody(self) -> "Entry":
        if not self.names and not self.documents:
            raise ValueError("names and documents are both empty; give at least one")
        return self

    @property
    def key(self) -> EntryKey:
        """Return `owner/id`, the key of the entry's records and of everything about it."""
        return EntryKey(f"{self.owner}/{self.id}")

    def active_on(self, day: date) -> bool:
        """Say whether *day* lies within valid_from and valid_until, both included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def next_turn(entry: Entry, now: datetime) -> datetime | None:
    """Return when *entry* next comes into force or goes out of it, in UTC; None if never again."""
    turns = []
    if entry.valid_from is not None:
        turns.append(_midnight(entry.valid_from))
    if entry.valid_until is not None and entry.valid_until < date.max:
        turns.append(_midnight(entry.valid_until + timedelta(days=1)))
    return min((one for one in turns if one > now), default=None)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def entry_json(entry: Entry) -> bytes:
    """Return the entry as one canonical JSON record: equal entries give equal bytes."""
    return entry.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def parse_entry(raw: bytes | str | dict[str, Any]) -> Entry:
    """Return the entry; raises pydantic.ValidationError. ISO alpha-2 countries are normalised."""
    if isinstance(raw, dict):
        return Entry.model_validate(raw)
    return Entry.model_validate_json(raw)
