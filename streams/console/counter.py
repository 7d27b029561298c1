"""The console put together, from what stands behind the agencies' doors."""

from functools import partial

from redis.asyncio import Redis

from access.caller import Caller
from access.keys import anybody_of, key_hash
from access.parties import Parties
from alerts.routing import Rules
from config.settings import Settings
from doors.console.desk import ConsoleDesk
from doors.console.refused import QuarantineDesk
from doors.console.session import Sessions
from doors.console.watchlist_desk import ImportDesk, WatchlistDesk
from doors.system import SystemDesk
from screening.entry_join import EntryJoin
from streams.agencies.counter import Counter
from streams.agencies.following import AlertFollowing
from streams.agencies.patterns import OwnPatterns
from streams.console.beside import BesideAlerts
from streams.console.outlook import Outlooks
from streams.console.own_lists import OwnLists
from streams.console.refused import Quarantine
from streams.console.sessions import RedisSessions
from streams.console.sources import SourceMessages
from streams.console.spool import forget_left_behind
from streams.console.staging import Imports
from streams.on_record import OnRecord
from streams.system.sent_again import SentAgain

IDLE_S = 5.0  # a page that hears nothing for longer says that its connection is lost


def console_desk(
    settings: Settings, parties: Parties, redis: Redis, agencies: Counter, system: SystemDesk
) -> ConsoleDesk:
    """Return the console's desk; nobody can sign in where no agency has a key."""
    enters = any(one.keys or one.issuer for one in parties.agencies.values())
    secret = settings.secret() if enters else b""
    sessions = RedisSessions(redis, partial(anybody_of, parties=parties), settings.console)
    following = AlertFollowing(agencies.tails, secret, most=settings.http.streams, idle_s=IDLE_S)
    beside = BesideAlerts(redis, agencies.gate.about)
    sent_again = SentAgain(redis, settings.retention.quarantine_days)
    held = Quarantine(settings.kafka, sent_again)
    return ConsoleDesk(
        gate=agencies.gate,
        sessions=Sessions(
            begin=sessions.begin,
            found=sessions.found,
            used=sessions.used,
            end=sessions.end,
            signed_in=sessions.signed_in,
        ),
        holder_of=partial(_holder_of, parties),
        alerts=agencies.desks.alerts,
        pages=agencies.desks.pages,
        follow=following.follow,
        check=agencies.desks.check,
        beside=beside.beside,
        together=beside.together,
        watchlist=_watchlist(settings, parties, redis, agencies, secret),
        deliveries=agencies.desks.deliveries,
        system=system.look,
        listeners=lambda: {one: agencies.tails.listeners(one) for one in parties.agencies},
        quarantine=QuarantineDesk(held.every, held.one, system.replay, system.replay_one),
        hits=OwnPatterns(redis).hits,
        journeys=agencies.desks.patterns.journeys,
        sources=SourceMessages(settings.kafka, redis).of,
    )


def _watchlist(
    settings: Settings, parties: Parties, redis: Redis, agencies: Counter, secret: bytes
) -> WatchlistDesk:
    least = settings.screening.min_score
    joined = EntryJoin(redis, min_score=least)
    lists = OwnLists(redis, joined)
    forget_left_behind()
    imports = Imports(redis, agencies.publisher, parties, OnRecord(secret), entries=joined)
    return WatchlistDesk(
        agencies=tuple(sorted(parties.agencies)),
        entries=agencies.desks.entries,
        lists=lists.lists,
        page=lists.page,
        find=lists.find,
        outlook=Outlooks(redis, Rules(parties, {}, least, secret)).of,
        imports=ImportDesk(imports.read, imports.staged, imports.apply, imports.drop),
    )


def _holder_of(parties: Parties, key: str) -> Caller | None:
    return anybody_of(key_hash(key), parties)
