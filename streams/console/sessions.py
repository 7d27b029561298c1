"""Sessions of the console in Redis, beside the index: `tocsin:console:<hash of the id>`.

They end by themselves: at once where the key is taken out of parties.yaml, after some time without
use, and for good after a shift. A session lost with Redis is signed in again.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from secrets import token_urlsafe

from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis

from access.keys import caller_of
from access.parties import Agency
from config.settings import ConsoleSettings
from doors.console.session import Session
from streams.declining import reached

PREFIX = "tocsin:console:"


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
        agencies: Iterable[Agency],
        settings: ConsoleSettings,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._redis = redis
        self._agencies = tuple(agencies)
        self._idle_s = settings.idle_min * 60
        self._longest_s = settings.session_h * 3600
        self._now = now

    async def begin(self, session: Session) -> str:
        """Return the id of a new session; it is told once. Raises Declined."""
        name, until = token_urlsafe(32), self._now() + self._longest_s
        held = _Held(key=session.key, officer=session.officer, until=until)
        text = held.model_dump_json()
        await reached(self._redis.set(_key(name), text, px=self._left_ms(until)))
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
        raw = await reached(self._redis.get(_key(name)))
        try:
            held = _Held.model_validate_json(raw or b"")
        except ValidationError:
            return None
        caller = caller_of(held.key, self._agencies)
        if caller is None or held.until <= self._now():
            return None
        return held, Session(caller, held.key, held.officer)

    async def end(self, name: str) -> None:
        """End a session; one that there is not is ended already. Raises Declined."""
        await reached(self._redis.delete(_key(name)))

    def _left_ms(self, until: float) -> int:
        return max(1, int(min(self._idle_s, until - self._now()) * 1000))


def _key(name: str) -> str:
    return PREFIX + hashlib.sha256(name.encode()).hexdigest()
