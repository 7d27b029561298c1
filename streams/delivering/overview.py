"""How each destination stands: for the operator, for an agency, by command and by HTTP."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from kafka import TopicPartition
from pydantic import BaseModel
from redis.asyncio import Redis

from alerts.delivery.progress import standings
from alerts.delivery.standing import Standing
from config.settings import KafkaSettings
from manifests.contract import utc_text
from streams.connections import administering, consuming
from streams.delivering.destination import Destination
from streams.ends import ends_of

# open: it has failed again and again, and is called now and then.
State = Literal["never started", "delivering", "retrying", "open"]


class Delivery(BaseModel, frozen=True):
    """One destination; ids, counts and times alone."""

    agency: str
    webhook: str
    receives: str
    destination: str  # scheme, host and port
    state: State
    waiting: int | None  # records of its topic that are not dealt with; None where it never started
    failures: int  # in a row
    failing_since: str | None
    next_attempt_at: str | None
    last_success_at: str | None
    last_failure_at: str | None
    last_failure: str | None  # reason, and status where there was an answer


async def deliveries(
    redis: Redis,
    destinations: Sequence[Destination],
    behind: Mapping[str, int | None],
    *,
    open_after: int,
) -> list[Delivery]:
    """Return each of *destinations*; *behind* is what `waiting` returned of them."""
    found = await standings(redis, (one.name for one in destinations))
    return [
        _delivery(one, found[one.name], behind.get(one.name), open_after) for one in destinations
    ]


def waiting(kafka: KafkaSettings, destinations: Iterable[Destination]) -> dict[str, int | None]:
    """Return by name how many records each destination has yet to be done with.

    None where it was never started. Blocks; raises KafkaError.
    """
    destinations = list(destinations)
    if not destinations:
        return {}
    with consuming(kafka) as consumer:
        ends = {topic: ends_of(consumer, topic) for topic in {one.topic for one in destinations}}
    asked = {one.group(kafka): [TopicPartition(one.topic, 0)] for one in destinations}
    with administering(kafka) as admin:
        committed = admin.list_group_offsets(asked)
    found: dict[str, int | None] = {}
    for one in destinations:
        place = TopicPartition(one.topic, 0)
        known = committed.get(one.group(kafka), {}).get(place)
        done = known.offset if known is not None else -1
        found[one.name] = None if done < 0 else max(ends[one.topic].get(0, 0) - done, 0)
    return found


def _delivery(
    one: Destination, standing: Standing | None, behind: int | None, open_after: int
) -> Delivery:
    held = standing or Standing()
    return Delivery(
        agency=one.agency,
        webhook=one.row.id,
        receives=one.row.receives,
        destination=one.shown,
        state=_state(standing, open_after),
        waiting=behind,
        failures=held.failures,
        failing_since=_text(held.failing_since),
        next_attempt_at=_text(held.next_attempt_at),
        last_success_at=_text(held.last_success_at),
        last_failure_at=_text(held.last_failure_at),
        last_failure=held.last_failure,
    )


def _state(standing: Standing | None, open_after: int) -> State:
    if standing is None:
        return "never started"
    if standing.failures >= open_after:
        return "open"
    return "retrying" if standing.failures else "delivering"


def _text(moment: datetime | None) -> str | None:
    return utc_text(moment)[:19] + "Z" if moment else None
