"""Who did what: the records of the audit trail that somebody asks for."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime

from access.audit import AuditRecord
from access.audit_chain import Chain
from config.settings import Settings
from manifests.contract import utc_text
from streams.progress import Meter
from streams.topic_reader import UntilNow
from streams.topics import AUDIT
from streams.whole_topics import metered


@dataclass(frozen=True, slots=True)
class Sought:
    """Which records: every condition that is set must hold."""

    about: frozenset[str] = frozenset()  # any of these is named
    alert: str = ""  # or an alert whose id begins so
    who: str = ""  # AGENCY/subject, or AGENCY
    since: datetime | None = None

    def holds(self, record: AuditRecord) -> bool:
        """Say whether *record* is sought."""
        who = f"{record.who.agency or 'operator'}/{record.who.subject}"
        return (
            (self.since is None or record.at >= utc_text(self.since))
            and (not self.who or self.who in (who, who.partition("/")[0]))
            and (not self.about or bool(self.named(record)))
        )

    def named(self, record: AuditRecord) -> set[str]:
        """Return what of *record* is asked about."""
        beginning = f"alert:{self.alert}"
        return {
            one
            for one in record.about
            if one in self.about or (self.alert and one.startswith(beginning))
        }


@dataclass(slots=True)
class Search:
    """What was found, oldest first, and how many records of the topic are not ours."""

    found: list[AuditRecord] = field(default_factory=list)
    strange: int = 0


async def searched(settings: Settings, sought: Sought, meter: Meter) -> Search:
    """Return the genuine records that are sought, each once. Raises KafkaError."""
    chain, search, seen = Chain(settings.secret()), Search(), set[Hashable]()
    async for record in metered(UntilNow(settings.kafka, [AUDIT]), meter, f"reading {AUDIT}"):
        one = chain.genuine(record.value)
        if one is None:
            search.strange += 1
        elif sought.holds(one):
            known = {one.hash, _once(one)}
            if not seen & known:
                search.found.append(one)
            seen |= known
    return search


def _once(one: AuditRecord) -> Hashable:
    """Return what is the same where a killed worker noted one decision a second time."""
    decisions = tuple(name for name in one.about if name.startswith("disposition:"))
    return (one.who, one.action, one.what, decisions) if decisions else one.hash
