"""Notes of what is done at the command line, as the operator: before it is shown or done."""

import asyncio
import logging
import os
import pwd
from collections.abc import Callable, Coroutine, Iterable, Iterator
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

import click
from aiokafka.errors import KafkaError

from access.audit import NotNoted
from access.caller import Action, Caller, operator
from alerts.about import About
from config.settings import Settings
from streams.audit import Audit
from streams.commands.kafka_problems import of_kafka
from streams.commands.problems import CommandFailed
from streams.connections import ANSWER_S
from streams.publisher import LatePublisher
from streams.redis_clients import async_redis_client

T = TypeVar("T")
BLOCK = 500  # things on record together, before they go
PUBLISHED_S = 4.0  # for the publication of a question, once it is answered
WAITS = "no Kafka broker answers: that you asked waits in Redis to be published"


class Notes:
    """The notes of one command; connects to Kafka at the first, so that none costs nothing.

    `about` names what they are about. A loop of its own, in a thread: whoever notes may be in one,
    and a command that follows a topic for days keeps its connections.
    """

    def __init__(self, settings: Settings, purpose: str | None) -> None:
        self.about = About(settings.secret())
        # It logs every refused connection; here that is said in one sentence.
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
        self._settings = settings
        self._purpose = purpose
        self._who = user()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="audit", daemon=True)
        self._redis = async_redis_client(settings.redis)
        self._publisher = LatePublisher(settings.kafka, within_s=settings.http.acknowledged_s)
        self._audit = Audit(settings, self._redis, self._publisher)

    def note(self, action: Action, what: str, about: Iterable[str] = ()) -> None:
        """Return once it is on record; raises CommandFailed where it cannot be."""
        try:
            self._run(self._note(action, what, about))
        except NotNoted as problem:
            raise CommandFailed(str(problem)) from problem

    def note_question(self, what: str, about: Iterable[str] = ()) -> None:
        """Return once Redis has it on record, though Kafka may be away; raises CommandFailed."""
        try:
            self._run(self._audit.note_question(self._who, "looked_up", what, about, self._purpose))
        except NotNoted as problem:
            raise CommandFailed(str(problem)) from problem

    def send_waiting(self) -> None:
        """Return once nothing waits in Redis to be published; raises CommandFailed."""
        try:
            self._run(self._audit.send_waiting())
        except NotNoted as problem:
            raise CommandFailed(str(problem)) from problem

    def noted(
        self, found: Iterable[T], action: Action, what: str, about: Callable[[T], Iterable[str]]
    ) -> Iterator[T]:
        """Yield each of *found* once it is on record, many at a time; raises CommandFailed."""
        block: list[T] = []
        for one in found:
            block.append(one)
            if len(block) == BLOCK:
                yield from self._noted(block, action, what, about)
                block = []
        yield from self._noted(block, action, what, about)

    def _noted(
        self, block: list[T], action: Action, what: str, about: Callable[[T], Iterable[str]]
    ) -> list[T]:
        things = [name for one in block for name in about(one)]
        if things:
            self.note(action, what, things)
        return block

    async def _note(self, action: Action, what: str, about: Iterable[str]) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):  # a person waits
                await self._publisher.connected()
        except (KafkaError, TimeoutError) as problem:
            why, _ = of_kafka(problem)
            raise NotNoted(
                f"nothing is shown or done, for the audit trail cannot be written: {why}"
            ) from problem
        await self._audit.note(self._who, action, what, about, self._purpose)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _close(self) -> None:
        if not await self._audit.close(within_s=PUBLISHED_S):
            click.echo(WAITS, err=True)
        await self._publisher.close()
        await self._redis.aclose()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def user() -> Caller:
    """Return the user of the operating system, as who runs a command."""
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # a container may have users without a name
        name = f"uid {number}"
    before = os.environ.get("SUDO_USER")
    return operator(f"{before} as {name}" if before and number == 0 else name)
