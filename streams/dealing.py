"""What becomes of one record: dealt with, refused into quarantine, tried again, or given up."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from aiokafka.errors import (
    KafkaError,
    MessageSizeTooLargeError,
    UnknownTopicOrPartitionError,
)
from pydantic import ValidationError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError, ResponseError

from access.audit import NotNoted
from config.problems import sentence
from config.settings import WorkerSettings
from screening.space import NotReady
from streams.equipment import Equipment
from streams.health import Health
from streams.kafka_errors import is_not_allowed
from streams.quarantine import put_in_quarantine
from streams.record import Record, Refused

log = logging.getLogger("tocsin.edge")

Handler = Callable[[Record], Awaitable[None]]
Noted = Callable[[Record, Refused], Awaitable[None]]  # told of what went to quarantine
TRIES = 3


class GiveUp(Exception):  # noqa: N818  # says what the worker does
    """What the worker needs has been away for too long, or it fails too often; it stops."""


class Dealing:
    """Runs handlers over records until they are through, and knows how that goes."""

    def __init__(self, equipment: Equipment, settings: WorkerSettings) -> None:
        self._with = equipment
        self._settings = settings
        self._unexpected: deque[float] = deque()
        self.health = Health()

    async def deal_with(self, record: Record, handle: Handler, noted: Noted | None) -> None:
        """Return once the record is dealt with or in quarantine. Raises GiveUp."""
        try:
            await self._try(record, handle)
        except Refused as refusal:
            await self._refuse(record, refusal)
            if noted is not None:
                await self._note(record, refusal, noted)

    async def _try(self, record: Record, handle: Handler) -> None:
        """Return once *handle* has come through; raises Refused or GiveUp."""
        tries, wait_s, since = 0, 0.05, monotonic()
        while True:
            try:
                await handle(record)
            except Refused:
                raise
            except Exception as problem:  # noqa: BLE001  # the one place: see the module's text
                if isinstance(problem, NotReady):
                    since = monotonic()  # a rebuild takes its time, and says itself when it fails
                tries = self._judged(record, problem, tries=tries, since=since)
            else:
                self.health.waiting_for = None
                return
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, self._settings.backoff_max_s)

    def _judged(self, record: Record, problem: Exception, *, tries: int, since: float) -> int:
        """Return the number of tries so far if it is to be tried again; else raises."""
        match problem:
            case ValidationError():
                raise Refused("invalid", sentence(problem)) from problem
            case MessageSizeTooLargeError():
                raise Refused("too_large", "what it leads to exceeds the record limit") from problem
            case NotReady():
                self._with.indexes.forget()
                self.health.has_index = False
            case _ if is_fault(problem):
                return self._count_unexpected(record, problem, tries)
            case _:
                self._wait_for(problem, since)
        return tries

    def _wait_for(self, problem: Exception, since: float) -> None:
        what, away_s = what_is_away(problem), monotonic() - since
        if away_s > self._settings.give_up_s:
            raise GiveUp(away_too_long(what, away_s)) from problem
        if self.health.waiting_for is None:
            log.warning("%s is away (%s); retrying", what, type(problem).__name__)
        self.health.waiting_for = what

    def _count_unexpected(self, record: Record, problem: Exception, tries: int) -> int:
        """Return the number of tries so far; raises Refused after the last one."""
        place = place_of(problem)
        log.error("unexpected %s on %s", place, record.source)
        if tries + 1 < TRIES:
            return tries + 1
        self.health.unexpected += 1
        now = monotonic()
        self._unexpected.append(now)
        while self._unexpected and self._unexpected[0] < now - 60:
            self._unexpected.popleft()
        if len(self._unexpected) > self._settings.unexpected_per_minute:
            raise GiveUp("too many unexpected errors within a minute; see the log") from problem
        raise Refused("internal", f"unexpected {place}") from problem

    async def _refuse(self, record: Record, refusal: Refused) -> None:
        async def put(refused: Record) -> None:
            await put_in_quarantine(self._with.publisher, refused, refusal)

        log.warning("quarantined %s: %s", record.source, refusal.reason)
        try:
            await self._try(record, put)
        except Refused as problem:
            raise GiveUp(f"the quarantine takes no record ({problem.reason})") from problem
        self._with.stats.add_labelled("quarantined", refusal.reason)

    async def _note(self, record: Record, refusal: Refused, noted: Noted) -> None:
        """Tell *noted*, apart from the quarantine, which holds the record once; tried as it is."""

        async def tell(refused: Record) -> None:
            await noted(refused, refusal)

        try:
            await self._try(record, tell)
        except Refused as problem:
            log.warning("what became of %s is not noted: %s", record.source, problem.detail)


def is_fault(problem: Exception) -> bool:
    """Say whether *problem* is one of the record, or of ours: nothing that it needs is away."""
    match problem:
        case ReadOnlyError() | OutOfMemoryError():  # takes no writes: as good as away
            return False
        case ResponseError() | MessageSizeTooLargeError():
            return True
        case RedisError() | KafkaError() | OSError() | NotNoted() | NotReady():
            return False
    return True


def what_is_away(problem: Exception) -> str:
    """Return what a worker waits for; of Kafka also what an operator has yet to make there."""
    if isinstance(problem, NotNoted):
        return "the audit trail"
    if isinstance(problem, RedisError):
        return "Redis"
    if isinstance(problem, UnknownTopicOrPartitionError):
        return "a topic (run `tocsin topics apply`)"
    if is_not_allowed(problem):
        return "leave at Kafka (run `tocsin topics apply`)"
    return "Kafka"


def away_too_long(what: str, away_s: float) -> str:
    """Return why a worker gives up."""
    return (
        f"{what} has been away for {away_s:.0f} s (TOCSIN_WORKER__GIVE_UP_S); "
        "nothing was committed, the worker goes on where it was when started again"
    )


def place_of(problem: BaseException | None) -> str:
    """Return what kind of error it was and where, without its text: that may be personal data."""
    frame = problem.__traceback__ if problem else None
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    kind = type(problem).__name__
    if frame is None:
        return kind
    return f"{kind} at {frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}"
