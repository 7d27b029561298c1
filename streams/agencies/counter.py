"""What stands behind the agencies' doors, put together; and who is let in."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from redis.asyncio import Redis

from access.audit import NotNoted
from access.caller import Action, Caller
from access.parties import Parties
from alerts.about import About
from alerts.routing import Rules
from config.files import SubscriptionRow, SubscriptionsFile, read_yaml
from config.problems import ConfigError
from config.settings import Settings
from doors.agencies import AgencyDesks
from doors.alert_list import ListDesk
from doors.alert_stream import StreamDesk
from doors.alerts import AlertDesk
from doors.deliveries import DeliveryDesk
from doors.entries import EntryDesk
from doors.gate import Gate
from doors.limits import Buckets
from doors.noting import Noting
from doors.patterns import PatternDesk
from doors.problem import Declined
from doors.questions import CheckDesk
from doors.subscriptions import SubscriptionDesk
from doors.suppressions import SuppressionDesk
from screening import tables
from streams.agencies.alerts import OwnAlerts
from streams.agencies.bulk import Bulk
from streams.agencies.checking import Checking, Listing
from streams.agencies.deciding import Deciding
from streams.agencies.deliveries import OwnDeliveries
from streams.agencies.entries import LARGEST, OwnEntries
from streams.agencies.following import AlertFollowing
from streams.agencies.issuers import Callers
from streams.agencies.patterns import OwnPatterns
from streams.agencies.suppressed import Suppressed
from streams.agencies.tails import Tails
from streams.agencies.wishes import Wishes
from streams.audit import Audit
from streams.decision_notes import DecisionNotes
from streams.delivering.destination import Destination
from streams.loading import loaded_beside
from streams.on_record import OnRecord
from streams.publisher import Publishing
from streams.subscription_log import SubscriptionLog

SEND_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Counter:
    """The agencies' side of `tocsin serve`."""

    desks: AgencyDesks
    gate: Gate
    tails: Tails
    callers: Callers
    log: SubscriptionLog
    publisher: Publishing
    audit: Audit | None  # where anybody may enter

    async def get_ready(self) -> None:
        """Return when names can be read at once: that takes seconds the first time."""
        if self.audit is not None:
            await loaded_beside(tables.load)

    async def send_waiting(self) -> None:
        """Publish what of the audit trail waits, also what another process left, until cancelled.

        A question is answered while Kafka is away, and published as soon as it is back.
        """
        while self.audit is not None:
            with suppress(NotNoted):
                await self.audit.send_waiting()
            await asyncio.sleep(SEND_EVERY_S)

    async def close(self) -> None:
        if self.audit is not None:
            await self.audit.close(within_s=SEND_EVERY_S)
        await self.tails.close()
        await self.callers.close()
        await self.log.close()


def counter(
    settings: Settings,
    parties: Parties,
    redis: Redis,
    publisher: Publishing,
    destinations: Sequence[Destination] = (),
) -> Counter:
    """Return the agencies' side; raises ConfigError without a secret where anybody may enter."""
    agencies = parties.agencies.values()
    operates = any(one.keys for one in parties.operators.values())
    enters = operates or any(one.keys or one.issuer for one in agencies)
    secret = settings.secret() if enters else b""
    about = About(secret)
    tails, log = Tails(settings.kafka), SubscriptionLog(settings.kafka)
    callers = Callers(agencies, lambda: datetime.now(UTC))
    alerts = OwnAlerts(redis)
    on_record = OnRecord(secret)
    entries = OwnEntries(redis, publisher, parties, on_record)
    bulk = Bulk(redis, publisher, parties, on_record)
    kept_back = Suppressed(redis, publisher, secret)
    rules = Rules(parties, {}, settings.screening.min_score, secret)
    wishes = Wishes(redis, publisher, log, _rows(settings), rules)
    webhooks = OwnDeliveries(settings, redis, publisher, destinations)
    patterns = OwnPatterns(redis)
    following = AlertFollowing(tails, secret, most=settings.http.streams)
    audit = Audit(settings, redis, publisher) if enters else None
    note = _noting(audit.note if audit else None)
    note_question = _noting(audit.note_question if audit else None)
    deciding = Deciding(redis, publisher, alerts, DecisionNotes(note, secret))
    desks = AgencyDesks(
        alerts=AlertDesk(alerts.one, deciding.decide),
        pages=ListDesk(alerts.page),
        stream=StreamDesk(following.follow),
        check=CheckDesk(Checking(Listing(redis), about).ask),
        entries=EntryDesk(entries.held, entries.put, entries.remove, bulk.lines, LARGEST),
        subscriptions=SubscriptionDesk(wishes.all_of, wishes.put, wishes.remove, wishes.preview),
        suppressions=SuppressionDesk(kept_back.all_of, kept_back.end),
        deliveries=DeliveryDesk(webhooks.all_of, webhooks.dead, webhooks.again),
        patterns=PatternDesk(patterns.tag, patterns.figures, patterns.alerts, patterns.journeys),
    )
    gate = Gate(callers.caller_with, _waiting(settings), note, note_question, about)
    return Counter(desks, gate, tails, callers, log, publisher, audit)


def _waiting(settings: Settings) -> Callable[[Caller], int]:
    buckets = Buckets(settings.http.requests_per_s, settings.http.burst)

    def wait_s(caller: Caller) -> int:
        return buckets.wait_s((caller.agency, caller.subject), time.monotonic())

    return wait_s


def _noting(noted: Noting | None) -> Noting:
    """Return the audit trail as the doors know it; it raises Declined where nothing is noted."""

    async def note(
        who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None
    ) -> None:
        if noted is None:
            raise Declined(503, "nobody may enter, so nothing is on record")
        try:
            await noted(who, action, what, about, purpose)
        except NotNoted as problem:
            raise Declined(503, str(problem), headers={"Retry-After": "2"}) from problem

    return note


def _rows(settings: Settings) -> Callable[[], Iterable[SubscriptionRow]]:
    """Return what reads the file's subscriptions where it has changed; else as they were before."""
    path = settings.subscriptions_file
    read: tuple[SubscriptionRow, ...] = ()
    read_of: tuple[int, ...] | None = None

    def rows() -> Iterable[SubscriptionRow]:
        nonlocal read, read_of
        with suppress(ConfigError, OSError):  # the workers say so in their logs
            seen = path.stat()
            now = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
            if now != read_of:
                read, read_of = tuple(read_yaml(path, SubscriptionsFile).subscriptions), now
        return read

    return rows
