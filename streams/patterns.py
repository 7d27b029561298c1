"""Counts where hits travel, from what agencies were told (`alerts.<agency>`)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from access.parties import Parties
from alerts.alert import Alert
from alerts.pattern_counts import PatternCounts
from config.settings import KafkaSettings
from screening.space import Space
from streams.alert_reader import alert_in
from streams.equipment import Equipment
from streams.record import Record, Refused
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic


class Patterns:
    """Handles records of the agencies' topics; what was told is what counts."""

    def __init__(self, equipment: Equipment, counts: PatternCounts) -> None:
        self._with = equipment
        self._counts = counts

    async def handle(self, record: Record) -> None:
        """Count the version that *record* told, once whatever is repeated. Raises Refused."""
        await self.handle_all([record])

    async def handle_all(self, records: Sequence[Record]) -> None:
        """Do so for many; where it raises, any of them may be counted."""
        alerts = list(map(_alert_of, records))
        self._with.crash.at("patterns: before count")
        space = await self._with.indexes.space()
        await self._counts.count_all(space, alerts, self._with.clock())
        self._with.crash.at("patterns: before ack")


def _alert_of(record: Record) -> Alert:
    """Return the version that *record* told; raises Refused."""
    alert = alert_in(record.value)
    if alert is None:
        raise Refused("not_ours", "this is no alert that Tocsin wrote")
    return alert


async def patterns_again(
    kafka: KafkaSettings, counts: PatternCounts, space: Space, parties: Parties
) -> None:
    """Count what the topics still hold, each alert at its last version. Raises KafkaError.

    What is told meanwhile the agent counts, once *space* is in force.
    """
    latest: dict[str, Alert] = {}
    async for record in UntilNow(kafka, map(alerts_topic, parties.agencies)):
        alert = alert_in(record.value)  # what is none goes to quarantine by the agent
        if alert is None:
            continue
        known = latest.get(alert.alert_id)
        if known is None or known.version < alert.version:
            latest[alert.alert_id] = alert
    await counts.count_all(space, latest.values(), datetime.now(UTC))
