"""What agencies decided, read back from the topics when Redis is lost."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from pydantic import ValidationError
from redis.asyncio import Redis

from alerts.decided import DecisionsMade, Made
from alerts.disposition import Disposition
from alerts.history import Told
from alerts.routing import Rules, trace_id
from alerts.suppressions import SuppressionStore
from config.settings import KafkaSettings
from screening.space import Space
from streams.disposing import DispositionIds
from streams.record import Refused
from streams.suppression_log import suppression_in
from streams.topic_reader import UntilNow
from streams.topics import SUPPRESSIONS, dispositions_topic

log = logging.getLogger("tocsin.rebuild")


async def suppressions_again(kafka: KafkaSettings, store: SuppressionStore, space: Space) -> None:
    """Hold the decisions that outlast their alerts as their topic has them. Raises KafkaError."""
    async for record in UntilNow(kafka, [SUPPRESSIONS]):
        with suppress(Refused):  # the agent puts it into quarantine
            name, one = suppression_in(record)
            if one is None:
                await store.end(space, name, record.offset)
            else:
                await store.put(space, one, record.offset)


async def decisions_again(
    kafka: KafkaSettings, redis: Redis, space: Space, told: Iterable[list[Told]], rules: Rules
) -> None:
    """Note which decisions on the alerts of *told* are done. Raises KafkaError.

    A version says by its trace which disposition led to it. Those of one alert are done in the
    order of their topic, so what came before one that is done is done too; what came after the
    last is handed on again if it was not committed, and changes nothing then where it was done.
    """
    held = {versions[0].alert.alert_id: versions for versions in told}
    ids, made = DispositionIds(redis), DecisionsMade(redis)
    found: defaultdict[str, list[tuple[str, Disposition]]] = defaultdict(list)
    async for record in UntilNow(kafka, map(dispositions_topic, rules.parties.agencies)):
        try:
            said = Disposition.model_validate_json(record.value or b"")
        except ValidationError:
            continue  # it is in quarantine, or will be
        versions = held.get(said.alert_id)
        if versions is None or versions[0].alert.agency != record.party:
            continue
        if await ids.take(space, record.party, said):
            found[said.alert_id].append((trace_id(rules.secret, record.source), said))
    for alert_id, sent in found.items():
        led_to = {one.alert.trace_id: one.alert.version for one in held[alert_id]}
        done = [place for place, (trace, _) in enumerate(sent) if trace in led_to]
        for trace, said in sent[: max(done, default=-1) + 1]:
            await made.note(space, Made(said, led_to.get(trace)))
