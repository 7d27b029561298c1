"""The console put together, from what stands behind the agencies' doors."""

from functools import partial

from redis.asyncio import Redis

from access.caller import Caller
from access.keys import caller_of, key_hash
from access.parties import Parties
from config.settings import Settings
from doors.console.desk import ConsoleDesk
from doors.console.session import Sessions
from streams.agencies.counter import Counter
from streams.agencies.following import AlertFollowing
from streams.console.beside import BesideAlerts
from streams.console.sessions import RedisSessions
from streams.console.sources import SourceMessages

IDLE_S = 5.0  # a page that hears nothing for longer says that its connection is lost


def console_desk(
    settings: Settings, parties: Parties, redis: Redis, agencies: Counter
) -> ConsoleDesk:
    """Return the console's desk; nobody can sign in where no agency has a key."""
    enters = any(one.keys or one.issuer for one in parties.agencies.values())
    secret = settings.secret() if enters else b""
    sessions = RedisSessions(redis, parties.agencies.values(), settings.console)
    following = AlertFollowing(agencies.tails, secret, most=settings.http.streams, idle_s=IDLE_S)
    beside = BesideAlerts(redis, agencies.gate.about)
    return ConsoleDesk(
        gate=agencies.gate,
        sessions=Sessions(sessions.begin, sessions.found, sessions.used, sessions.end),
        holder_of=partial(_holder_of, parties),
        alerts=agencies.desks.alerts,
        pages=agencies.desks.pages,
        follow=following.follow,
        check=agencies.desks.check,
        beside=beside.beside,
        together=beside.together,
        sources=SourceMessages(settings.kafka, redis).of,
    )


def _holder_of(parties: Parties, key: str) -> Caller | None:
    return caller_of(key_hash(key), parties.agencies.values())
