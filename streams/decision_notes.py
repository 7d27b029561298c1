"""Decisions in the audit trail: by whichever way they come, each is on record, and as one thing.

What came by HTTP is on record when it is put on the agency's topic. A header says so, under a key
that no agency has; what an agency itself sends to its topic is noted where it is taken up.
"""

import hmac
from collections.abc import Iterator

from access.audit_chain import derived_key
from access.caller import Caller
from access.parties import AgencyId
from alerts.about import About
from alerts.alert import Alert
from alerts.disposition import Disposition
from doors.gate import Noting
from streams.record import Record

NOTED = "noted"


class DecisionNotes:
    """Notes decisions that come by Kafka, and marks those that are on record."""

    def __init__(self, note: Noting, secret: bytes) -> None:
        self._note = note
        self._about = About(secret)
        self._key = derived_key(secret, "decision noted")

    def mark(self, topic: str, value: bytes) -> dict[str, str]:
        """Return the header of a decision that is on record."""
        said = hmac.digest(self._key, topic.encode() + b"\0" + value, "sha256")
        return {NOTED: said.hex()}

    def about(self, alert: Alert, disposition_id: str) -> Iterator[str]:
        """Yield what a decision is about; its id tells a repetition from another one."""
        yield from self._about.alerts([alert])
        yield decision(alert.agency, disposition_id)

    async def note(self, record: Record, said: Disposition, alert: Alert) -> None:
        """Return once *said* is on record. Raises NotNoted."""
        mark = self.mark(record.topic, record.value or b"")[NOTED]
        if hmac.compare_digest(record.headers.get(NOTED, "").encode(), mark.encode()):
            return
        who = Caller(AgencyId(alert.agency), "officer", said.by)
        await self._note(who, "decided", what(said), self.about(alert, said.disposition_id), None)


def what(said: Disposition) -> str:
    """Return what was decided, as the trail says it."""
    return f"an alert: {said.action}"


def decision(agency: str, disposition_id: str) -> str:
    """Return what stands for a decision in the trail."""
    return f"disposition:{agency}/{disposition_id}"
