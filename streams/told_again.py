"""What agencies were told, brought back into an index that is being built.

There may be millions: so they are held as they were sent, those of one agency at a time, and parsed
a few at a time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert, read_alert
from alerts.known_hits import KnownHits
from alerts.life import SaidOfEntry, said_of_entry
from alerts.pattern_counts import PatternCounts
from alerts.restore import LedgerRestore, dues
from alerts.routing import Draft, Rules
from config.settings import Settings
from screening.space import Space
from streams.alert_reader import alert_in
from streams.decided_again import decisions_again
from streams.told import Sent, Withheld, told_to, withheld
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic
from watchlist.entry import EntryKey


class Stands(NamedTuple):
    """What is known of an alert that should stand."""

    entry: EntryKey
    view: str  # digest of the entry as the agency sees it now
    says: SaidOfEntry


Standing = Mapping[str, Stands]  # by alert


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all alerts before any is put back."""

    standing: Standing
    hidden: Mapping[Withheld, EntryKey]


def stands(draft: Draft) -> Stands:
    """Return what is kept of a *draft* until the ledger is there."""
    return Stands(draft.entry, draft.view, said_of_entry(draft.alert))


_AT_ONCE = 5_000  # alerts counted in one go


class ToldAgain:
    """Reads `alerts.<agency>` into one generation. Everything raises KafkaError, RedisError."""

    def __init__(self, settings: Settings, redis: Redis, rules: Rules) -> None:
        kept = settings.retention
        self._kafka = settings.kafka
        self._redis = redis
        self._rules = rules
        self._keep = timedelta(days=kept.alerts_days)
        self._known = KnownHits(redis, keep=timedelta(hours=kept.after_arrival_h))
        self._counts = PatternCounts(redis, keep=timedelta(days=kept.patterns_days))
        self._hidden: set[Withheld] = set()

    async def hits(self, space: Space, flights: Collection[str]) -> set[str]:
        """Know the hits on *flights* again, and return their alerts; count where all travelled.

        What is told meanwhile the agent counts, once *space* is in force.
        """
        latest: dict[str, tuple[int, bytes]] = {}
        waiting: list[Alert] = []
        async for record in UntilNow(self._kafka, map(alerts_topic, self._rules.parties.agencies)):
            alert = alert_in(record.value)  # what is none goes to quarantine by the agent
            if alert is None or record.value is None:
                continue
            if alert.entry.owner is None:
                self._hidden.add((alert.agency, alert.entry.id))
            waiting.append(alert)
            if len(waiting) == _AT_ONCE:
                await self._counts.count_all(space, waiting, datetime.now(UTC))
                waiting.clear()
            known, _ = latest.get(alert.alert_id, (0, b""))
            if alert.flight.key in flights and alert.version > known:
                latest[alert.alert_id] = (alert.version, record.value)
        await self._counts.count_all(space, waiting, datetime.now(UTC))
        sent = (read_alert(value) for _, value in latest.values())
        await self._known.hold_again(space, sent)
        return set(latest)

    async def ledger(self, space: Space, flying: Collection[str], standing: Standing) -> int:
        """Hold every alert that is *flying* or not over for too long; return how many.

        To be called behind `hits`.
        """
        hidden = await withheld(self._redis, space, self._rules.secret, self._hidden)
        count = 0
        for agency in self._rules.parties.agencies:
            told = await told_to(self._kafka, agency, flying, self._keep)
            if told:
                await self._put(space, agency, told, Known(standing, hidden))
            count += len(told)
        return count

    async def _put(
        self, space: Space, agency: AgencyId, told: Mapping[str, list[Sent]], known: Known
    ) -> None:
        entries, views, due = dict[str, EntryKey](), dict[str, str](), dict[str, str]()
        now = datetime.now(UTC)
        for last in (sent[-1].told().alert for sent in told.values()):
            due |= dues([last], self._rules.escalations, now)
            should = known.standing.get(last.alert_id)
            entry = should.entry if should else known.hidden.get((agency, last.entry.id))
            if entry and (should or last.entry.owner is None):
                entries[last.alert_id] = entry
            if should and should.says == said_of_entry(last):
                views[last.alert_id] = should.view  # of others their facts lead to a version
        versions = ([one.told() for one in sent] for sent in told.values())
        ledger = LedgerRestore(self._redis, keep=self._keep)
        await ledger.put(space, versions, entries, views=views, dues=due)
        secret = self._rules.secret
        await decisions_again(self._kafka, self._redis, space, agency, told=told, secret=secret)
