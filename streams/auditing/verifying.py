"""Whether the audit trail is whole: its topic from one end to the other, and what Redis knows."""

from datetime import UTC, datetime

from redis.exceptions import RedisError

from access.audit_chain import Chain, Link
from access.audit_walk import Verdict, Walk
from config.settings import Settings
from streams.auditing.outbox import Outbox
from streams.progress import Meter
from streams.redis_clients import async_redis_client
from streams.topic_reader import UntilNow
from streams.topics import AUDIT
from streams.whole_topics import metered


async def verified(
    settings: Settings, noted: Link | None, meter: Meter
) -> tuple[Verdict, tuple[str, ...]]:
    """Return what the trail is, and what else is to be said. Raises KafkaError.

    *noted* is an end that a person wrote down.
    """
    expected = {} if noted is None else {"the head you noted": noted}
    more: tuple[str, ...] = ()
    try:
        # Before the topic is read: what is out by then is on it.
        end, waiting = await _out(settings)
    except RedisError:
        more = ("Redis does not answer: only --head finds an end that is cut",)
    else:
        if end is not None:
            expected["Redis"] = end
        if waiting:
            more = (f"{waiting} records wait in Redis to be published, and are not looked at",)
    kept_days = settings.retention.audit_days
    walk = Walk(Chain(settings.secret()), expected, now=datetime.now(UTC), kept_days=kept_days)
    async for record in metered(UntilNow(settings.kafka, [AUDIT]), meter, f"reading {AUDIT}"):
        walk.take(record.offset, record.value)
    return walk.verdict(), more


async def _out(settings: Settings) -> tuple[Link | None, int]:
    redis = async_redis_client(settings.redis)
    try:
        return await Outbox(redis).out()
    finally:
        await redis.aclose()
