"""Counts where hits travel, from what agencies were told (`alerts.<agency>`)."""

from collections.abc import Sequence

from alerts.alert import Alert
from alerts.pattern_counts import PatternCounts
from streams.alert_reader import alert_in
from streams.equipment import Equipment
from streams.record import Record, Refused


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
