"""What led to a version of an alert, told to the operator: the record, read where it still is."""

from datetime import datetime, timedelta
from typing import Literal

from kafka import KafkaConsumer
from pydantic import BaseModel, ValidationError

from alerts.disposition import Disposition
from alerts.history import Standing, Told
from manifests.contract import utc_text
from manifests.reading import understood
from streams.record import Record
from streams.topics import DISPOSITIONS, SUPPRESSIONS, WATCHLIST
from streams.tracing.places import Place, place, record_at
from watchlist.entry import parse_entry

# However far behind the workers were, an entry written so long before a version was what it met.
APPLIED = timedelta(minutes=10)


class Message(BaseModel, frozen=True):
    """One manifest of a record, without its people."""

    message_id: str
    function: str
    source: str
    sent_at: datetime
    flight: str


class SourceRecord(BaseModel, frozen=True):
    """A record that led to something; what it says is known while its topic holds it."""

    place: str  # topic/partition/offset, or time/ENTRY, or rebuild/...
    held: bool
    airline: str | None = None
    messages: tuple[Message, ...] = ()
    entry: str | None = None  # owner/id
    removed: bool | None = None  # whether the record removes that entry
    first: str | None = None  # the place that the record was handed on from
    decision: str | None = None  # what a disposition says: its id and action


Since = Literal["unchanged", "told again", "changed", "newer", "removed", "unknown"]


class ListedAs(BaseModel, frozen=True):
    """The version of the list that a version rests on, and what became of the entry since."""

    place: str
    held: bool
    first: str | None  # the record of its agency that it was handed on from
    since: Since
    now: str | None  # the place of the entry's latest record


def source_record(consumer: KafkaConsumer, source: str, flight: str | None = None) -> SourceRecord:
    """Return what is known of *source*; of several messages in it, those about *flight*.

    Raises KafkaError.
    """
    where = place(source)
    if source.startswith("time/"):
        return SourceRecord(place=source, held=False, entry=source.removeprefix("time/"))
    if source.startswith("due/"):
        return SourceRecord(place=source, held=False)
    record = record_at(consumer, where) if where else None
    if where is None or record is None:
        return SourceRecord(place=source, held=False)
    return told(record, flight)


def told(record: Record, flight: str | None = None) -> SourceRecord:
    """Return what *record* says; of several messages in it, those about *flight*."""
    own = f"{record.topic}/{record.partition}/{record.offset}"
    first = record.source if record.source != own else None
    if record.topic.partition(".")[0] == WATCHLIST:
        entry, removed = entry_key(record), record.value is None
        return SourceRecord(place=own, held=True, entry=entry, removed=removed, first=first)
    if record.topic.partition(".")[0] == DISPOSITIONS:
        return SourceRecord(place=own, held=True, decision=_decision(record))
    if record.topic == SUPPRESSIONS:
        key, by = (record.key or b"").decode(errors="replace"), record.headers.get("by")
        end = f"end of suppression {key}" + (f" by {by}" if by else "")
        return SourceRecord(place=own, held=True, decision=end)
    at = record.at
    found = understood(record.value or b"", received_at=at, sender=record.party).manifests
    messages = tuple(
        Message(
            message_id=one.message_id,
            function=one.function,
            source=one.source,
            sent_at=one.sent_at,
            flight=one.flight.key,
        )
        for one in found
        if flight is None or one.flight.key == flight
    )
    airline = record.party or (found[0].sender if found else None)
    return SourceRecord(place=own, held=True, airline=airline, messages=messages, first=first)


def _decision(record: Record) -> str | None:
    try:
        said = Disposition.model_validate_json(record.value or b"")
    except ValidationError:
        return None
    return f"{said.action} of {record.party}, {said.disposition_id}"


def entry_key(record: Record) -> str | None:
    """Return the owner/id that a record of a watchlist is about; None where it does not say."""
    item = (record.key or b"").decode(errors="replace")
    if not item and record.value:
        try:
            item = parse_entry(record.value).id
        except ValidationError:
            return None
    return f"{record.party}/{item}" if record.party else item or None


def listed_as(consumer: KafkaConsumer, listed_at: str, now: Standing | None) -> ListedAs:
    """Return the list version at partition/offset *listed_at*; *now* is the entry's latest record.

    Raises KafkaError.
    """
    partition, _, offset = listed_at.partition("/")
    where = Place(WATCHLIST, int(partition), int(offset))
    record = record_at(consumer, where)
    own = str(where)
    return ListedAs(
        place=own,
        held=record is not None,
        first=record.source if record is not None and record.source != own else None,
        since=_since(consumer, listed_at, record, now),
        now=f"{WATCHLIST}/{now.at}" if now else None,
    )


def latest_of(consumer: KafkaConsumer, now: Standing | None) -> Record | None:
    """Return the latest record of an entry, None where it is not known; raises KafkaError."""
    where = place(f"{WATCHLIST}/{now.at}") if now else None
    return record_at(consumer, where) if where else None


def rested_on(latest: Record | None, version: Told, source: str | None) -> str:
    """Return partition/offset of its entry's *latest* record if *version* rests on that, else "".

    It does if that record led to it, or was there well before it.
    """
    if latest is None:
        return ""
    written = latest.at
    rests = latest.source == source or utc_text(written + APPLIED) <= version.at
    return f"{latest.partition}/{latest.offset}" if rests else ""


def _since(
    consumer: KafkaConsumer, listed_at: str, record: Record | None, now: Standing | None
) -> Since:
    if now is None:
        return "unknown"
    if now.at == listed_at:
        return "unchanged"
    if not now.listed:
        return "removed"
    again = latest_of(consumer, now)
    if record is None or again is None:
        return "newer"
    return "told again" if record.value == again.value else "changed"
