"""The HTTP side as one application: health for the operator, doors for airlines and agencies."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

from fastapi import FastAPI
from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.types import ASGIApp, Receive, Scope, Send

from access.caller import Caller
from access.keys import holder_of, operator_with
from access.parties import AirlineId, Parties
from config.settings import Settings
from doors.agencies import agency_routers
from doors.airlines import Desk, Doorkeeper, airline_router
from doors.console.router import console_router
from doors.front import front_router
from doors.health import health_app
from doors.limits import Buckets
from doors.problem import answer_problems
from doors.reference import add_reference
from doors.system import (
    OperatorGate,
    Replayed,
    ReplayWish,
    SystemDesk,
    SystemFigures,
    system_router,
)
from streams.agencies.counter import counter
from streams.console.counter import console_desk
from streams.dealing import place_of
from streams.declining import reached
from streams.delivering.destination import Destination
from streams.desk import AirlineDesk
from streams.fates import Fates
from streams.publisher import LatePublisher
from streams.receipts import Receipts
from streams.stats import Stats
from streams.status import Watch
from streams.system.figures import System
from streams.system.replaying import Replaying
from streams.topics import MAX_RECORD_BYTES

log = logging.getLogger("tocsin.http")
PROBLEMS = "http_problems"  # the counter of requests that were not done, by status
COUNT_S = 1.0
AGAIN_S = 5.0


def http_app(
    settings: Settings, parties: Parties, redis: Redis, destinations: Sequence[Destination] = ()
) -> FastAPI:
    """Return everything that `tocsin serve` serves; it starts also where Kafka or Redis is away."""
    publisher = LatePublisher(settings.kafka, within_s=settings.http.acknowledged_s)
    stats = Stats()
    agencies = counter(settings, parties, redis, publisher, destinations)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        cares = (partial(_counting, stats, redis), agencies.get_ready, agencies.send_waiting)
        tasks = [asyncio.create_task(kept_up(care)) for care in cares]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await _flushed(stats, redis)
            await agencies.close()
            await publisher.close()
            await redis.aclose()

    system = System(settings, parties, redis, destinations)
    app = health_app(Watch(settings, redis).look, lifespan=lifespan, more=system.metrics)
    answer_problems(app, lambda status: stats.add_labelled(PROBLEMS, str(status)))
    app.include_router(
        airline_router(_desk(settings, parties, redis, publisher), _keeper(settings, parties))
    )
    for router in agency_routers(agencies.desks, agencies.gate):
        app.include_router(router)
    desk = _system_desk(system, Replaying(settings, redis, publisher))
    app.include_router(console_router(console_desk(settings, parties, redis, agencies, desk)))
    app.include_router(system_router(desk, _operators(settings, parties)))
    app.include_router(front_router())
    app.state.cut_off = agencies.tails.cut_off
    add_reference(app)
    return app


async def kept_up(care: Callable[[], Awaitable[None]], *, again_s: float = AGAIN_S) -> None:
    """Do what is done beside answering; what ends by a fault begins again, and the log says so."""
    while True:
        try:
            return await care()
        except Exception as problem:  # noqa: BLE001  # the edge of what nobody waits for
            log.error("unexpected %s beside the answers; it begins again", place_of(problem))  # noqa: TRY400
        await asyncio.sleep(again_s)


async def _counting(stats: Stats, redis: Redis) -> None:
    """Add what was counted to the counters of all processes, every moment, until cancelled."""
    while True:
        await asyncio.sleep(COUNT_S)
        await _flushed(stats, redis)


async def _flushed(stats: Stats, redis: Redis) -> None:
    with suppress(RedisError, OSError):  # kept, and added once Redis is back
        await stats.flush(redis)


def without_texts(app: ASGIApp) -> ASGIApp:
    """Return *app* so that of an unexpected error kind and place are logged, and not its text.

    Starlette answers 500 and raises it again for the server, which would log all of it (rule 6).
    """

    async def quiet(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        try:
            await app(scope, receive, send)
        except Exception as problem:  # noqa: BLE001  # the edge of the HTTP side
            log.error("unexpected %s on %s", place_of(problem), scope["method"])  # noqa: TRY400

    return quiet


def _desk(settings: Settings, parties: Parties, redis: Redis, publisher: LatePublisher) -> Desk:
    keep = timedelta(days=settings.retention.receipts_days)
    receipts, fates = Receipts(redis, keep=keep), Fates(redis, keep=keep)
    desk = AirlineDesk(redis, publisher, parties, receipts, fates)
    return Desk(take=desk.take, answered=desk.answered, fate=desk.fate)


def _keeper(settings: Settings, parties: Parties) -> Doorkeeper:
    buckets = Buckets(settings.http.requests_per_s, settings.http.burst)

    def wait_s(airline: AirlineId) -> int:
        return buckets.wait_s(airline, time.monotonic())

    return Doorkeeper(
        holder_of=partial(holder_of, airlines=tuple(parties.airlines.values())),
        wait_s=wait_s,
        max_bytes=MAX_RECORD_BYTES,
        wait_max_s=settings.http.wait_max_s,
    )


def _system_desk(system: System, replaying: Replaying) -> SystemDesk:
    async def look() -> SystemFigures:
        return await reached(system.look())

    async def replay(who: Caller, wish: ReplayWish, purpose: str | None) -> Replayed:
        return await reached(replaying.replay(who, wish, purpose))

    async def replay_one(who: Caller, at: int, purpose: str | None) -> Replayed:
        return await reached(replaying.replay_one(who, at, purpose))

    return SystemDesk(look, replay, replay_one)


def _operators(settings: Settings, parties: Parties) -> OperatorGate:
    buckets = Buckets(settings.http.requests_per_s, settings.http.burst)

    def wait_s(caller: Caller) -> int:
        return buckets.wait_s(caller.subject, time.monotonic())

    return OperatorGate(partial(operator_with, operators=tuple(parties.operators.values())), wait_s)
