"""Where the audit trail ends and what of it waits to be published, in Redis, for all writers.

Keys `tocsin:audit:*` belong to no build of the indexes. A record is put there and the end moved on
in one step, if the end is still where the record follows: so of all writers there is one chain.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from redis.asyncio import Redis

from access.audit_chain import Link, Signed
from screening.space import script, text

HEAD = "tocsin:audit:head"
WAITING = "tocsin:audit:pending"
LOCK = "tocsin:audit:lock"
WAITING_MAX = 10_000  # records; while Kafka is away nothing more is taken in above
QUESTIONS_MAX = 50_000  # of officers who need not wait for it, so that others leave them room
LEASE_MS = 3_000  # to publish what waits; where it takes longer, another may publish it too
FINDING_MS = 10_000  # to find the end again
AT_ONCE = 500  # records

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain, in the life that Redis has given it since it was last lost."""

    life: str
    link: Link


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to publish, where `token` is set, with what waits; or how far another has come."""

    token: str | None
    sent: int
    waiting: tuple[bytes, ...] = ()


class LostError(Exception):
    """Redis does not know the end of the chain; it is to be found on the topic."""


class FullError(Exception):
    """As many records wait as may."""


class Outbox:
    """The outbox of the audit trail. Every method raises RedisError."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._append = script(redis, "streams", "audit_append")
        self._claim = script(redis, "streams", "audit_claim")
        self._published = script(redis, "streams", "audit_published")
        self._found = script(redis, "streams", "audit_found")

    async def head(self) -> Head:
        """Return the end of the chain. Raises LostError."""
        held = await self._redis.hmget(HEAD, "life", "seq", "hash", "at")
        if held[0] is None:
            raise LostError
        return _head(held)

    async def now(self) -> datetime:
        """Return the time by the clock of Redis, which is the same for all writers."""
        seconds, microseconds = await self._redis.time()
        return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)

    async def append(
        self, head: Head, signed: Sequence[Signed], *, published: int, most: int = WAITING_MAX
    ) -> Head | None:
        """Put records at the end; return where it really is if that is not *head*.

        *published* is the highest number that the caller knows to be out; no more than *most*
        may wait. Raises LostError, FullError.
        """
        last = signed[-1].link
        values = (one.value for one in signed)
        known = (head.life, head.link.hash, published, most)
        answer = await self._append(args=[*known, last.seq, last.hash, last.at, *values])
        status = text(answer[0])
        if status == "lost":
            raise LostError
        if status == "full":
            raise FullError
        return None if status == "done" else _head(answer[1:])

    async def claim(self, life: str) -> Claim:
        """Ask for the right to publish. Raises LostError where *life* is over."""
        token = secrets.token_hex(8)
        status, *rest = await self._claim(args=[life, token, LEASE_MS, AT_ONCE])
        if text(status) == "lost":
            raise LostError
        mine = text(status) == "yours"
        return Claim(token if mine else None, int(rest[0]), tuple(rest[1:]))

    async def published(self, life: str, claim: Claim, last: Link | None) -> None:
        """Forget what is published up to *last*, and give the claim back. Raises LostError."""
        upto = ("", "") if last is None else (last.seq, last.hash)
        if not await self._published(args=[life, claim.token or "", *upto]):
            raise LostError

    async def waiting(self) -> int:
        """Return how many records wait to be published."""
        return int(await self._redis.llen(WAITING))

    async def out(self) -> tuple[Link | None, int]:
        """Return the last record that was published, as far as is known, and how many wait."""
        seq, digest, at = await self._redis.hmget(HEAD, "sent", "sent_hash", "at")
        waiting = await self.waiting()
        known = Link(int(seq), text(digest or b""), text(at or b"")) if seq else None
        return known, waiting

    async def claim_finding(self) -> str | None:
        """Return a token where nobody else looks for the end of the chain."""
        token = secrets.token_hex(8)
        return token if await self._redis.set(LOCK, token, nx=True, px=FINDING_MS) else None

    async def left(self) -> list[bytes]:
        """Return what waits under a life that is over, and would go with it."""
        if await self._redis.exists(HEAD):
            return []
        return cast("list[bytes]", await self._redis.lrange(WAITING, 0, -1))

    async def found(self, token: str, end: Link) -> None:
        """Begin a new life of the chain at *end*, unless the end is known meanwhile."""
        await self._found(args=[token, secrets.token_hex(8), end.seq, end.hash, end.at])


def _head(held: Sequence[Any]) -> Head:
    life, seq, digest, at = map(text, held)
    return Head(life, Link(int(seq), digest, at))


def parts(records: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield *records* in their order, so many at once as go out together."""
    for at in range(0, len(records), AT_ONCE):
        yield records[at : at + AT_ONCE]
