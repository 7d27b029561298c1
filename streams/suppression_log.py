"""Decisions that outlast their alerts, as records of a topic of their own: the latest counts."""

from datetime import UTC, datetime

from pydantic import ValidationError

from alerts.suppression import End, Suppression
from alerts.suppressions import SuppressionStore, suppression_json
from config.settings import Settings
from manifests.contract import utc_text
from screening.space import current_space
from streams.kafka_cluster import cluster_id
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.redis_clients import async_redis_client
from streams.topics import SUPPRESSIONS


def began(one: Suppression) -> Outgoing:
    """Return the record that puts *one* in force."""
    return Outgoing(SUPPRESSIONS, suppression_json(one), one.key, {"source": one.source})


def ended(key: str, by: str = "") -> Outgoing:
    """Return the record that ends the decision of this key, agency/id, and says who did so."""
    return Outgoing(SUPPRESSIONS, None, key, {"by": by} if by else {})


def over(one: Suppression) -> Outgoing:
    """Return the record that ends *one*, as its time is over."""
    return Outgoing(SUPPRESSIONS, None, one.key, {"cause": "time"})


def end_again(one: Suppression, end: End | None) -> Outgoing:
    """Return the record that ends *one* as it ended before."""
    if end is not None and end.cause == "time":
        return over(one)
    return ended(one.key, "" if end is None else end.by)


def end_in(record: Record) -> End:
    """Return how the decision ended that *record* ends."""
    by_time = record.headers.get("cause") == "time"
    return End(record.source, "time" if by_time else "disposition", record.headers.get("by", ""))


def ended_by(one: Suppression, by: str) -> Outgoing:
    """Return the record that ends *one*, which says who did so."""
    return Outgoing(SUPPRESSIONS, None, one.key, {"by": by, "at": utc_text(datetime.now(UTC))})


async def in_force(settings: Settings) -> list[Suppression]:
    """Return every suppression in force. Raises NotReady, RedisError."""
    redis = async_redis_client(settings.redis)
    try:
        space = await current_space(redis, cluster_id(settings.kafka))
        every = await SuppressionStore(redis).all(space)
        return [one for one in every if one.kind == "not_the_same_person"]
    finally:
        await redis.aclose()


def suppression_in(record: Record) -> tuple[str, Suppression | None]:
    """Return the id it is about, and the decision, None where that ends. Raises Refused."""
    key = (record.key or b"").decode(errors="replace")
    name = key.partition("/")[2]
    if record.value is None:
        if not name:
            raise Refused("no_key", "the end of a decision needs agency/id as its key")
        return name, None
    try:
        one = Suppression.model_validate_json(record.value)
    except ValidationError as problem:
        raise Refused("not_ours", "this is no decision that Tocsin wrote") from problem
    if one.key != key:
        raise Refused("key_differs", f"the key is not {one.key!r}")
    return name, one
