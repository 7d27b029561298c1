"""One alert with its versions, by its id: in Redis while it is held there, else in the topics."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.attempts import Attempt, Attempts
from alerts.decided import DecisionsMade, Made
from alerts.history import History, Standing, Told
from config.settings import KafkaSettings
from screening.space import NotReady, Space, space_in_force
from streams.progress import Meter
from streams.told import sent_in
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic
from streams.whole_topics import metered


@dataclass(frozen=True, slots=True)
class FoundAlert:
    """An alert's versions, oldest first, and its entry as the index has it."""

    versions: tuple[Told, ...]
    entry: str  # its key, "" where it is not known
    standing: Standing | None = None
    attempts: tuple[Attempt, ...] = ()  # to deliver it, while it is in Redis
    decisions: tuple[Made, ...] = ()  # of its agency, while it is in Redis

    @property
    def latest(self) -> Alert:
        return self.versions[-1].alert


async def in_redis(redis: Redis, asked: str, viewer: AgencyId | None) -> list[FoundAlert]:
    """Return the alerts whose id begins with *asked*, as far as Redis holds them.

    Those of *viewer* alone, or everybody's without one.
    """
    try:
        space = await space_in_force(redis)
    except NotReady:  # lost: the topics know
        return []
    history = History(redis)
    ids = [asked] if len(asked) == 32 else await history.ids(space, asked)
    found = [await _held(redis, history, space, one) for one in ids]
    return [one for one in found if one and viewer in (None, one.latest.agency)]


async def in_topics(
    kafka: KafkaSettings, asked: str, agencies: Collection[AgencyId], meter: Meter
) -> list[FoundAlert]:
    """Return the alerts of *agencies* whose id begins with *asked*, from what they were sent.

    Raises KafkaError.
    """
    topics = UntilNow(kafka, sorted(map(alerts_topic, agencies)))
    told: defaultdict[str, dict[int, Told]] = defaultdict(dict)
    async for record in metered(topics, meter, "reading what agencies were sent"):
        if not (record.key or b"").startswith(asked.encode()):
            continue
        one = sent_in(record)
        if one is not None:
            told[one.alert.alert_id].setdefault(one.alert.version, one)
    return [
        FoundAlert(tuple(versions[number] for number in sorted(versions)), _shown(versions))
        for versions in told.values()
    ]


async def with_standing(redis: Redis, found: list[FoundAlert]) -> list[FoundAlert]:
    """Return *found*, each with what the index knows of its entry."""
    try:
        space = await space_in_force(redis)
    except NotReady:
        return found
    history = History(redis)
    return [
        replace(one, standing=await history.standing(space, one.entry)) if one.entry else one
        for one in found
    ]


async def _held(redis: Redis, history: History, space: Space, alert_id: str) -> FoundAlert | None:
    versions = await history.of(space, alert_id)
    if not versions:
        return None
    known = [
        one if one.source else replace(one, source=await _remembered(history, space, one))
        for one in versions
    ]
    entry = await history.entry_of(space, alert_id)
    attempts = await Attempts(redis).of(space, alert_id)
    made = await DecisionsMade(redis).of(space, alert_id)
    own = tuple(one for one in made if one.on(known[-1].alert))
    standing = await history.standing(space, entry)
    return FoundAlert(tuple(known), entry, standing, tuple(attempts), own)


async def _remembered(history: History, space: Space, told: Told) -> str:
    return await history.source(space, told.alert.trace_id) or ""


def _shown(versions: dict[int, Told]) -> str:
    entry = next(iter(versions.values())).alert.entry
    return f"{entry.owner}/{entry.id}" if entry.owner else ""
