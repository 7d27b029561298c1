"""What agencies decided, read back from the topics when Redis is lost."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.decided import DecisionsMade, Made
from alerts.disposition import Disposition
from alerts.routing import trace_id
from alerts.suppressions import SuppressionStore
from config.settings import KafkaSettings
from screening.space import Space
from streams.disposing import DispositionIds
from streams.record import Refused
from streams.suppression_log import suppression_in
from streams.told import Sent
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


async def decisions_again(  # noqa: PLR0913  # where from, where to, and of what
    kafka: KafkaSettings,
    redis: Redis,
    space: Space,
    agency: AgencyId,
    *,
    told: Mapping[str, Sequence[Sent]],
    secret: bytes,
) -> None:
    """Note which decisions on alerts of *agency*, all of them in *told*, are done.

    A version says by its trace which disposition led to it. Those of one alert are done in the
    order of their topic, so what came before one that is done is done too; what came after the
    last is handed on again if it was not committed, and changes nothing then where it was done.
    Raises KafkaError.
    """
    ids, made = DispositionIds(redis), DecisionsMade(redis)
    found: defaultdict[str, list[tuple[str, Disposition]]] = defaultdict(list)
    async for record in UntilNow(kafka, [dispositions_topic(agency)]):
        try:
            said = Disposition.model_validate_json(record.value or b"")
        except ValidationError:
            continue  # it is in quarantine, or will be
        if said.alert_id in told and await ids.take(space, agency, said):
            found[said.alert_id].append((trace_id(secret, record.source), said))
    for alert_id, sent in found.items():
        alerts = [one.told().alert for one in told[alert_id]]
        led_to = {one.trace_id: one.version for one in alerts}
        done = [place for place, (trace, _) in enumerate(sent) if trace in led_to]
        for trace, said in sent[: max(done, default=-1) + 1]:
            await made.note(space, Made(said, led_to.get(trace)))
