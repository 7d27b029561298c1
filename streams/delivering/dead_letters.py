"""What a webhook did not take: ids and reasons on the topic `dead-letters`, no personal data."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from access.parties import AgencyId
from alerts.delivery.calls import Call
from alerts.delivery.outcomes import Outcome
from alerts.delivery.standing import Begun
from config.settings import KafkaSettings
from manifests.contract import utc_text
from streams.delivering.destination import Destination
from streams.publisher import Outgoing
from streams.topic_reader import UntilNow
from streams.topics import DEAD_LETTERS


class Undelivered(BaseModel, frozen=True):
    """One version of one alert."""

    alert_id: str
    version: int


class DeadLetter(BaseModel, frozen=True, populate_by_name=True):
    """One call that is not made again; readers accept fields that they do not know."""

    schema_: Annotated[Literal["dead-letter/1"], Field(alias="schema")] = "dead-letter/1"
    agency: str
    webhook: str
    destination: str  # scheme, host and port
    call: str  # the webhook-id
    alerts: tuple[Undelivered, ...]
    reason: str
    status: int | None
    attempts: int
    first_attempt_at: str
    last_attempt_at: str


def dead_letter(
    destination: Destination, call: Call, begun: Begun, outcome: Outcome, now: datetime
) -> Outgoing:
    """Return the record that says what was not delivered, and why."""
    letter = DeadLetter(
        agency=destination.agency,
        webhook=destination.row.id,
        destination=destination.shown,
        call=call.id,
        alerts=tuple(Undelivered(alert_id=one, version=version) for one, version in call.alerts),
        reason=outcome.reason,
        status=outcome.status,
        attempts=begun.attempts,
        first_attempt_at=utc_text(begun.first_attempt_at or now),
        last_attempt_at=utc_text(now),
    )
    value = letter.model_dump_json(by_alias=True).encode()
    return Outgoing(DEAD_LETTERS, value, destination.name)


async def dead_letters(
    kafka: KafkaSettings, agency: AgencyId | None = None, webhook: str | None = None
) -> AsyncIterator[DeadLetter]:
    """Yield each dead letter that the topic holds, once, oldest first. Raises KafkaError."""
    seen: set[str] = set()
    async for record in UntilNow(kafka, [DEAD_LETTERS]):
        try:
            letter = DeadLetter.model_validate_json(record.value or b"")
        except ValidationError:
            continue
        wanted = agency in (None, letter.agency) and webhook in (None, letter.webhook)
        if wanted and letter.call not in seen:  # a killed worker may have said it twice
            seen.add(letter.call)
            yield letter
