"""Sessions of the console in Redis, beside the index: `tocsin:console:<hash of the id>`.

They end by themselves: at once where the key is taken out of parties.yaml, after some time without
use, and for good after a shift. A session lost with Redis is signed in again.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable
from secrets import token_urlsafe
from typing import cast

from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis

from access.caller import Caller
from config.settings import ConsoleSettings
from doors.console.session import Session, SignedIn
from streams.declining import reached

PREFIX = "tocsin:console:"
EVERY = "tocsin:sessions"  # keys of those begun, by their latest end; some may have ended before


class _Held(BaseModel, frozen=True):
    """A session as it is kept; `key` is the hash that parties.yaml holds too."""

    key: str
    officer: str
    until: float  # epoch seconds


class RedisSessions:
    """Begins, finds and ends sessions; only hashes of their ids are kept."""

    def __init__(
        self,
        redis: Redis,
        holder_of: Callable[[str], Caller | None],
        settings: ConsoleSettings,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`holder_of` says whose key, by its hash, is in force."""
        self._redis = redis
        self._holder_of = holder_of
        self._idle_s = settings.idle_min * 60
        self._longest_s = settings.session_h * 3600
        self._now = now

    async def begin(self, session: Session) -> str:
        """Return the id of a new session; it is told once. Raises Declined."""
        name, until = token_urlsafe(32), self._now() + self._longest_s
        held = _Held(key=session.key, officer=session.officer, until=until)
        text = held.model_dump_json()
        await reached(self._keep(_key(name), text, until))
        return name

    async def found(self, name: str) -> Session | None:
        """Return the session if it has not ended; raises Declined."""
        held = await self._held(name)
        return held and held[1]

    async def used(self, name: str) -> Session | None:
        """Return the same; it was used now, so it goes on. Raises Declined."""
        held = await self._held(name)
        if held is None:
            return None
        await reached(self._redis.pexpire(_key(name), self._left_ms(held[0].until)))
        return held[1]

    async def _held(self, name: str) -> tuple[_Held, Session] | None:
        return self._in_force(await reached(self._redis.get(_key(name))))

    def _in_force(self, raw: bytes | str | None) -> tuple[_Held, Session] | None:
        try:
            held = _Held.model_validate_json(raw or b"")
        except ValidationError:
            return None
        caller = self._holder_of(held.key)
        if caller is None or held.until <= self._now():
            return None
        return held, Session(caller, held.key, held.officer)

    async def end(self, name: str) -> None:
        """End a session; one that there is not is ended already. Raises Declined."""
        await reached(self._redis.delete(_key(name)))

    async def signed_in(self) -> tuple[SignedIn, ...]:
        """Return who has a session, by party; how many, and nothing of anybody. Raises Declined."""
        people: dict[tuple[str, bool], list[str]] = defaultdict(list)
        for raw in await reached(self._all()):
            found = self._in_force(raw)
            if found is not None:
                caller = found[1].caller
                people[caller.party, caller.agency is None].append(found[1].officer)
        return tuple(
            SignedIn(party, operates, len(set(officers)), len(officers))
            for (party, operates), officers in sorted(people.items())
        )

    async def _keep(self, key: str, text: str, until: float) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(key, text, px=self._left_ms(until))
            pipe.zadd(EVERY, {key: until})
            pipe.zremrangebyscore(EVERY, 0, self._now())
            pipe.pexpire(EVERY, max(1, int(self._longest_s * 1000)))
            await pipe.execute()

    async def _all(self) -> list[bytes | None]:
        keys = cast("list[bytes]", await self._redis.zrangebyscore(EVERY, self._now(), "inf"))
        return cast("list[bytes | None]", await self._redis.mget(keys)) if keys else []

    def _left_ms(self, until: float) -> int:
        return max(1, int(min(self._idle_s, until - self._now()) * 1000))


def _key(name: str) -> str:
    return PREFIX + hashlib.sha256(name.encode()).hexdigest()
