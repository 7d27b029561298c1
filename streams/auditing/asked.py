"""What callers want noted, the promise that it is, and why it could not be."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from aiokafka.errors import InvalidTimestampError, UnknownTopicOrPartitionError
from redis.exceptions import RedisError

from access.audit import Note, NotNoted, notes_of, purpose_of
from access.caller import Action, Caller
from streams.auditing.outbox import AT_ONCE, FullError
from streams.kafka_errors import is_not_allowed
from streams.topics import AUDIT


@dataclass(slots=True)
class Asked:
    """What one caller wants noted, and the promise that it is."""

    notes: list[Note]
    done: asyncio.Future[None]


def asked_for(
    who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None
) -> Asked:
    """Return the wish of one caller. Raises ValueError for a purpose that cannot be kept."""
    notes = list(notes_of(Note(who, action, what, purpose=purpose_of(purpose)), about))
    return Asked(notes, asyncio.get_running_loop().create_future())


def next_batch(asked: list[Asked]) -> list[Asked]:
    """Take from the front as many as fit into one publication, one caller's at least."""
    taken, count = 0, 0
    for one in asked:
        count += len(one.notes)
        if taken and count > AT_ONCE:
            break
        taken += 1
    batch = asked[:taken]
    del asked[:taken]
    return batch


def not_noted(away: Exception) -> NotNoted:
    """Return what is told to a caller where *away* kept a note from being on record."""
    if isinstance(away, UnknownTopicOrPartitionError):
        why = f"the broker has no topic {AUDIT} (`tocsin topics apply` makes it)"
    elif isinstance(away, InvalidTimestampError):
        why = "the broker refuses what the clock of this machine says; set it right"
    elif isinstance(away, FullError):
        why = "too much of it waits for Kafka"
    elif isinstance(away, RedisError):
        why = "Redis does not answer"
    elif is_not_allowed(away):
        why = f"Kafka does not allow it ({type(away).__name__})"
    else:
        why = "no Kafka broker answers"
    return NotNoted(f"the audit trail cannot be written: {why}; so nothing is shown or done")
