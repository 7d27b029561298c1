"""The keys of agencies' identity providers: found by OpenID Connect Discovery, read when needed.

Kept for a while, read again where a token names another key, and never more often than that
lets a stranger make us ask. Whoever's key is known does not wait for a provider that is slow.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from access.caller import Caller
from access.keys import caller_with
from access.parties import Agency, Issuer
from access.tokens import (
    Claimed,
    Keys,
    RoleMissing,
    TokenRefused,
    caller_in,
    claimed,
    key_for,
    signing_keys,
)
from config.files import secure_url
from doors.problem import Declined

log = logging.getLogger("tocsin.issuers")

DISCOVERY = "/.well-known/openid-configuration"
WITHIN_S = 5
MOST_BYTES = 256 * 1024
AFTER_FAILURE_S = 15  # longer than WITHIN_S: most of the time nobody waits for one that is away


@dataclass(frozen=True, slots=True)
class Patience:
    """For how long what a provider said counts, in seconds."""

    fresh_s: float = 600  # a key that it has taken back counts no longer than this
    kept_s: float = 3_600  # where it is away, what it said last counts
    again_s: float = 60  # before it is asked once more for a key that it did not name
    waits_s: float = 1  # how long what is no longer fresh waits to be confirmed before it counts


_PATIENCE = Patience()


class ProviderAway(Exception):  # noqa: N818  # says what is the case
    """The provider does not answer, or not with what it should."""


@dataclass(slots=True)
class _Provider:
    """What one provider said last, and when; the times are of the loop's clock."""

    issuer: Issuer
    patience: Patience
    keys: Keys = ()
    read_at: float | None = None
    failed_at: float | None = None  # when it was last found away; None since it has answered
    begun_at: float = 0
    reading: asyncio.Task[None] | None = None

    def due(self, said: Claimed, now: float) -> bool:
        """Say whether the provider is to be asked now."""
        if self.failed_at is not None and now - self.failed_at < AFTER_FAILURE_S:
            return False
        if self.read_at is None:
            return True
        patience, age = self.patience, now - self.read_at
        known = key_for(said, self.keys) is not None
        return age >= (patience.fresh_s if known else patience.again_s)

    def waits_s(self, said: Claimed, now: float) -> float:
        """Return for how long this token waits for what is being read."""
        known = self.known(now)
        if known is None or key_for(said, known) is None:
            return WITHIN_S
        assert self.read_at is not None
        if now - self.read_at < self.patience.fresh_s:
            return 0
        return max(0, self.begun_at + self.patience.waits_s - now)

    def known(self, now: float) -> Keys | None:
        """Return the keys that count now; None where what is known is too old."""
        held = self.read_at is not None and now - self.read_at < self.patience.kept_s
        return self.keys if held else None


class Callers:
    """Finds out for which agency a key or token speaks."""

    def __init__(
        self,
        agencies: Iterable[Agency],
        clock: Callable[[], datetime],
        patience: Patience = _PATIENCE,
    ) -> None:
        self._agencies = tuple(agencies)
        self._clock = clock
        self._issued = {one.issuer.url: one for one in self._agencies if one.issuer}
        self._providers = {
            url: _Provider(one.issuer, patience) for url, one in self._issued.items() if one.issuer
        }
        self._session: aiohttp.ClientSession | None = None

    async def caller_with(self, shown: str) -> Caller | None:
        """Return who it is, None where nobody; raises Declined where that cannot be told."""
        found = caller_with(shown, self._agencies)
        said = None if found else claimed(shown)
        if said is None or said.issuer not in self._issued:
            return found
        try:
            key = key_for(said, await self._keys(self._providers[said.issuer], said))
            if key is None:
                return None
            return caller_in(shown, key, self._issued[said.issuer], self._clock())
        except RoleMissing as problem:
            raise Declined(403, str(problem)) from problem
        except TokenRefused as problem:
            raise Declined(401, str(problem), headers={"WWW-Authenticate": "Bearer"}) from problem
        except ProviderAway as problem:
            later = {"Retry-After": str(AFTER_FAILURE_S)}
            told = "the issuer of the token does not answer; try again"
            raise Declined(503, told, headers=later) from problem

    async def close(self) -> None:
        tasks = [one.reading for one in self._providers.values() if one.reading]
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _keys(self, provider: _Provider, said: Claimed) -> Keys:
        """Return the provider's keys; raises ProviderAway where none are known.

        One reading serves everybody, and ends by itself: who waits for it may leave.
        """
        loop = asyncio.get_running_loop()
        if provider.reading is None and provider.due(said, loop.time()):
            provider.begun_at = loop.time()
            provider.reading = asyncio.create_task(self._refresh(provider))
        if provider.reading is not None:
            waits_s = provider.waits_s(said, loop.time())
            if waits_s:
                await asyncio.wait([provider.reading], timeout=waits_s)
        known = provider.known(loop.time())
        if known is None:
            raise ProviderAway
        return known

    async def _refresh(self, provider: _Provider) -> None:
        loop = asyncio.get_running_loop()
        provider_away = True
        try:
            provider.keys = await self._read(provider.issuer.url)
            provider.read_at, provider_away = loop.time(), False
        except ProviderAway as problem:
            log.warning("%s: %s", provider.issuer.url, problem)
        finally:
            provider.failed_at = loop.time() if provider_away else None
            provider.reading = None

    async def _read(self, issuer: str) -> Keys:
        try:
            async with asyncio.timeout(WITHIN_S):
                described = await self._json(issuer.rstrip("/") + DISCOVERY)
                if described.get("issuer") != issuer:
                    raise ProviderAway("its discovery document is of another issuer")
                where = described.get("jwks_uri")
                try:
                    address = secure_url(where if isinstance(where, str) else "")
                except ValueError as problem:
                    raise ProviderAway("its jwks_uri is no https URL") from problem
                keys = signing_keys(await self._json(address))
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise ProviderAway(f"does not answer ({type(problem).__name__})") from problem
        if not keys:
            raise ProviderAway("names no key for RS256 or ES256")
        return keys

    async def _json(self, address: str) -> dict[str, Any]:
        """Return the document there: no redirect is followed and no proxy asked."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
            )
        async with self._session.get(address, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ProviderAway(f"answers with status {answer.status}")
            raw = await answer.content.read(MOST_BYTES + 1)
            while len(raw) <= MOST_BYTES and not answer.content.at_eof():
                raw += await answer.content.read(MOST_BYTES + 1 - len(raw))
        if len(raw) > MOST_BYTES:
            raise ProviderAway("answers with too much")
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError) as problem:
            raise ProviderAway("answers with something else than JSON") from problem
        if not isinstance(found, dict):
            raise ProviderAway("answers with something else than a JSON object")
        return found
