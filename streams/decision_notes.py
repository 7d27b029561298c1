"""Decisions in the audit trail: by whichever way they come, each is on record, and as one thing."""

from collections.abc import Iterator

from access.caller import Caller
from access.parties import AgencyId
from alerts.about import About
from alerts.alert import Alert
from alerts.disposition import Disposition
from doors.noting import Noting
from streams.on_record import OnRecord
from streams.record import Record


class DecisionNotes:
    """Notes decisions that come by Kafka, and marks those that are on record."""

    def __init__(self, note: Noting, secret: bytes) -> None:
        self._note = note
        self._about = About(secret)
        self._on_record = OnRecord(secret)

    def mark(self, topic: str, value: bytes) -> dict[str, str]:
        """Return the header of a decision that is on record."""
        return self._on_record.header(topic, value)

    def about(self, alert: Alert, disposition_id: str) -> Iterator[str]:
        """Yield what a decision is about; its id tells a repetition from another one."""
        yield from self._about.alerts([alert])
        yield decision(alert.agency, disposition_id)

    async def note(self, record: Record, said: Disposition, alert: Alert) -> None:
        """Return once *said* is on record. Raises NotNoted."""
        if self._on_record.holds(record):
            return
        who = Caller(AgencyId(alert.agency), "officer", said.by)
        await self._note(who, "decided", what(said), self.about(alert, said.disposition_id), None)


def what(said: Disposition) -> str:
    """Return what was decided, as the trail says it."""
    return f"an alert: {said.action}"


def decision(agency: str, disposition_id: str) -> str:
    """Return what stands for a decision in the trail."""
    return f"disposition:{agency}/{disposition_id}"
