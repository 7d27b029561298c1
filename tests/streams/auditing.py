"""An audit trail under test: on real services, read back and judged."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from access.audit import AuditRecord
from access.audit_chain import Chain
from access.audit_walk import Verdict, Walk
from access.caller import operator
from streams.audit import Audit
from streams.auditing.outbox import HEAD, Outbox
from streams.publisher import Outgoing, Publisher, Stored
from streams.topic_reader import UntilNow
from streams.topics import AUDIT
from tests.running import ROOT, Site

WRITER = operator("tester")


class Trail:
    """One process's writer, and the topic as everybody sees it."""

    def __init__(self, site: Site, redis: Redis, publisher: Publisher) -> None:
        self.site = site
        self.redis = redis
        self.publisher = publisher
        self.chain = Chain(site.settings.secret())
        self.audit = self.another()
        self.begins = 0  # the offset at which it begins
        self.began = datetime.now(UTC)

    def another(self) -> Audit:
        """Return a writer as another process has it."""
        return Audit(self.site.settings, self.redis, self.publisher)

    async def note(self, *about: str) -> None:
        await self.audit.note(WRITER, "saw", "alert", about, None)

    async def turned_back(self, *about: str) -> None:
        """Note *about*, each alone, and have Redis as a copy that has not heard of them."""
        copy: Any = await self.redis.hgetall(HEAD)
        for one in about:
            await self.note(one)
        await self.redis.hset(HEAD, mapping=copy)

    async def put(self, *values: bytes) -> None:
        """Put bytes on the topic as somebody who may write to Kafka would."""
        await self.publisher.publish(*(Outgoing(AUDIT, one) for one in values))

    async def values(self) -> list[bytes]:
        return [one.value or b"" async for one in UntilNow(self.site.settings.kafka, [AUDIT])]

    async def named(self) -> list[str]:
        """Return what the records are about, in the order of the topic."""
        found = [self.chain.genuine(one) for one in await self.values()]
        return [name for record in found if record for name in record.about]

    async def records(self) -> list[AuditRecord]:
        found = [self.chain.genuine(one) for one in await self.values()]
        return [one for one in found if one]

    async def verdict(self) -> Verdict:
        """Return what the trail is since this one began."""
        end, _ = await Outbox(self.redis).out()
        expected = {"Redis": end} if end else {}
        now = datetime.now(UTC)
        kept_days = (now - self.began) / timedelta(days=1)  # what was there before was due to go
        walk = Walk(self.chain, expected, now=now, kept_days=kept_days)
        for offset, value in enumerate(await self.values()):
            if offset >= self.begins:
                walk.take(offset, value)
        return walk.verdict()


class Away:
    """A broker that is away until it is back."""

    back = False

    def __init__(self, own: Trail) -> None:
        self._own = own

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        if not self.back:
            raise TimeoutError
        return await self._own.publisher.publish(*records)


@asynccontextmanager
async def trail(site: Site) -> AsyncIterator[Trail]:
    """Yield the site's trail with whatever earlier tests left on it, and an empty Redis."""
    redis = Redis.from_url(site.endpoints.redis_url)
    try:
        await redis.flushall()
        async with Publisher(site.settings.kafka) as publisher:
            found = Trail(site, redis, publisher)
            found.begins = len(await found.values())
            yield found
    finally:
        await redis.aclose()


class Writing:
    """Another process that notes, and what it says is on record."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    async def says(self, lines: int) -> list[str]:
        """Return the next *lines* that it writes, without refusals."""
        assert self.process.stdout is not None
        found = [await asyncio.to_thread(self.process.stdout.readline) for _ in range(lines)]
        return _whole(found)

    async def killed(self) -> list[str]:
        """Kill it as `kill -9` does; return what it still said."""
        self.process.kill()
        return await self.ended()

    async def ended(self) -> list[str]:
        """Return what it says until its end."""
        rest, _ = await asyncio.to_thread(self.process.communicate)
        return _whole(rest.splitlines(keepends=True))


def _whole(lines: list[str]) -> list[str]:
    return [one.strip() for one in lines if one.endswith("\n") and not one.startswith("refused")]


@contextmanager
def writer(site: Site, name: str, count: int) -> Iterator[Writing]:
    """Run another process that notes *count* things; none is left afterwards."""
    environ: Mapping[str, str] = {
        **{key: text for key, text in os.environ.items() if "TOCSIN_" not in key},
        **site.variables,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.streams.audit_writer", name, str(count)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        yield Writing(process)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
