"""The manifest as airlines send it (`manifest/1`): one pydantic parse, strict and frozen."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    Field,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)

from config.countries import Country
from config.partial_date import PartialDate

_TIME_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
_LOCAL_TIME = re.compile(_TIME_PATTERN)
# Far from where arithmetic with times overflows, and nothing real lies outside.
_YEARS = range(1970, 2200)


def _local_time(value: str) -> str:
    if not _LOCAL_TIME.match(value):
        raise ValueError("write a time as 2026-11-24T18:30 (local at the airport) or with +01:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as problem:
        raise ValueError("no such time; write it as 2026-11-24T18:30") from problem
    _in_our_time(moment)
    return value


def _in_our_time(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError(f"the year is not between {_YEARS[0]} and {_YEARS[-1]}; mend the date")
    return moment


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)]
LocalTime = Annotated[
    str, AfterValidator(_local_time), WithJsonSchema({"type": "string", "pattern": _TIME_PATTERN})
]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Airport = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Carrier = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,3}$")]
FlightNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}[A-Z]?$")]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=128)]
MOST_DOCUMENTS = 50  # of a person, in one message
# Thirty times the people of the biggest aircraft: what names more would only fill memory.
MOST_PEOPLE = 20_000
UNNAMED = "UNKNOWN"  # the surname of somebody whose name is not stated


class Contract(BaseModel, frozen=True, extra="forbid"):
    """Frozen, and refuses an unknown field (a contract grows only by optional fields)."""


class Document(Contract):
    """A travel document as sent."""

    type: Text | None = None
    number: Text
    issuer: Country | None = None
    expires: PartialDate | None = None


class Contact(Contract):
    phone: Text | None = None
    email: Text | None = None


class Passenger(Contract):
    """One person on one flight; only the surname is required (a single name is legal)."""

    passenger_id: Reference | None = None
    record_locator: Reference | None = None
    role: Literal["passenger", "crew", "transit"] = "passenger"
    surname: Text
    given_names: Text | None = None
    birth_date: PartialDate | None = None
    sex: Literal["M", "F", "X", "U"] | None = None
    nationality: Country | None = None
    documents: tuple[Document, ...] = ()
    seat: Text | None = None
    embark: Airport | None = None
    debark: Airport | None = None
    residence: Country | None = None
    birth_place: Text | None = None
    contact: Contact | None = None
    verified: bool | None = None  # whether the sender has read or seen the document
    biometrics: tuple[()] = ()  # reserved

    @property
    def unnamed(self) -> bool:
        """Say whether no name is stated."""
        return self.surname.upper() == UNNAMED and self.given_names is None

    @property
    def refers(self) -> bool:
        """Say whether it tells of nobody, but refers to whom another message describes."""
        if self.birth_date or self.documents:
            return False
        return self.passenger_id is not None and self.unnamed


_PASSENGER = TypeAdapter(Passenger).serializer  # what model_dump_json calls, without its detour


def passenger_json(passenger: Passenger) -> bytes:
    """Return *passenger* as JSON on one line, without what is not stated."""
    return _PASSENGER.to_json(passenger, exclude_unset=True, exclude_none=True)


FlightStatus = Literal["closed", "changed"]


class Flight(Contract):
    """One leg; times are local at the airport unless they carry an offset."""

    carrier: Carrier
    number: FlightNumber
    origin: Airport
    destination: Airport
    departure: LocalTime
    arrival: LocalTime | None = None
    # The date in the flight's key, where `departure` has since moved to another day.
    scheduled_date: Day | None = None
    status: FlightStatus | None = None  # what the message says of the flight itself

    @property
    def key(self) -> str:
        """Return e.g. `UA0123/JFK-LHR/2026-11-24` (docs/contracts.md)."""
        digits = self.number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        suffix = self.number[len(digits) :]
        day = self.scheduled_date or self.departure[:10]
        return f"{self.carrier}{digits.zfill(4)}{suffix}/{self.origin}-{self.destination}/{day}"


# Systems that know no date of birth write one all the same: 1900-01-01, 1111-11-11, 2099-12-31.
_OLDEST = 120  # years; next to nobody has been older
_NOT_OF_A_TRAVELLER = (
    "a date of birth lies after the flight, or more than 120 years back; it is taken for none"
)


def of_a_traveller(born: str, sent_at: datetime, departure: str) -> bool:
    """Say whether somebody *born* then may travel; the message was sent at *sent_at*."""
    return str(sent_at.year - _OLDEST) <= born <= departure


def _undated(passenger: Passenger) -> Passenger:
    """Return *passenger* as if no date of birth had been stated."""
    stated = passenger.model_copy(update={"birth_date": None})
    stated.model_fields_set.discard("birth_date")
    return stated


class Part(Contract):
    """Which piece of a split message this is; numbers start at 1."""

    number: Annotated[int, Field(ge=1)]
    last: bool


Function = Literal["full", "update", "cancel_passengers", "cancel_flight", "close"]
Source = Literal["api", "pnr", "crew"]


class Manifest(Contract):
    """One push of one airline about one flight."""

    schema_: Annotated[Literal["manifest/1"], Field(alias="schema")]
    message_id: Reference
    sender: Reference
    sent_at: Instant
    function: Function
    source: Source = "api"
    part: Part | None = None
    revision: Annotated[int, Field(ge=0, le=999_999_999)] = 0
    respond: bool = False
    extra: dict[str, Any] = {}
    # What was wrong with the message though it was taken in; sentences without personal data.
    warnings: tuple[Text, ...] = ()
    # Record locators that an update describes wholly: whoever was named under one of them by this
    # sender and source, and is not named here, has left.
    whole_records: tuple[Reference, ...] = ()
    flight: Flight
    passengers: tuple[Passenger, ...]

    @model_validator(mode="after")
    def _names_people(self) -> "Manifest":
        speaks = self.passengers or self.whole_records or self.flight.status
        if self.function in ("update", "cancel_passengers") and not speaks:
            raise ValueError(f"{self.function} names no passengers; list those it is about")
        if len(self.passengers) > MOST_PEOPLE:
            raise ValueError(f"names more than {MOST_PEOPLE} passengers; send them in parts")
        return self

    @model_validator(mode="after")
    def _has_few_documents(self) -> "Manifest":
        for place, one in enumerate(self.passengers):
            if len(one.documents) > MOST_DOCUMENTS:
                raise ValueError(
                    f"passengers.{place} has {len(one.documents)} documents; "
                    f"a person has {MOST_DOCUMENTS} at most"
                )
        return self

    @model_validator(mode="after")
    def _of_travellers(self) -> "Manifest":
        sent_at, departure = self.sent_at, self.flight.departure
        wrong = {
            at
            for at, one in enumerate(self.passengers)
            if one.birth_date and not of_a_traveller(one.birth_date, sent_at, departure)
        }
        if not wrong:
            return self
        people = [_undated(one) if at in wrong else one for at, one in enumerate(self.passengers)]
        warnings = tuple(dict.fromkeys((*self.warnings, _NOT_OF_A_TRAVELLER)))
        return self.model_copy(update={"passengers": tuple(people), "warnings": warnings})

    @property
    def order(self) -> tuple[str, int, str]:
        """Return what orders pushes: (sent_at, revision, message_id), never arrival.

        Not to be sorted as it is: ids count by their counters (fold.order_text).
        """
        return (utc_text(self.sent_at), self.revision, self.message_id)


def utc_text(moment: datetime) -> str:
    """Return *moment* in UTC, in a form that sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
