"""One call over HTTP: to an address that was checked, and to no other.

No redirect is followed, no proxy of the environment used, no cookie kept, and of an answer little
is read.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

from aiohttp import (
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from alerts.delivery.addresses import ForbiddenAddress, is_public
from alerts.delivery.outcomes import Outcome, Reason, away, judged

ANSWER_BYTES = 64 * 1024
USER_AGENT = "Tocsin"

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # name and port to addresses


class Poster:
    """Calls one URL. Give it a *resolve* of your own, or the system's is asked, in a thread."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        allow_private: bool = False,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url = URL(url)
        self._timeout_s = timeout_s
        self._allow_private = allow_private
        # One thread for each destination: a name server that hangs hinders nobody else.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="webhook-name")
        self._resolve = resolve or self._asked
        self._tls = tls or ssl.create_default_context()

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """Return how the call ended; what the network does to it is never raised."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._exchanged(body, headers)
        except (ForbiddenAddress, ClientError, OSError, UnicodeError) as problem:
            return away(_reason(problem))

    def close(self) -> None:
        """Let go of the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _exchanged(self, body: bytes, headers: Mapping[str, str]) -> Outcome:
        addresses = await self._checked_addresses()
        connector = TCPConnector(
            resolver=_Pinned(addresses), use_dns_cache=False, force_close=True, ssl=self._tls
        )
        async with (
            ClientSession(
                connector=connector,
                cookie_jar=DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                skip_auto_headers=("Accept-Encoding",),
                timeout=ClientTimeout(),  # ours is around all of it
            ) as session,
            session.post(
                self._url,
                data=BytesIO(body),
                headers={
                    "Content-Type": "application/json",
                    "User-Agent": USER_AGENT,
                    **headers,
                },
                allow_redirects=False,
            ) as answer,
        ):
            return await _understood(answer)

    async def _checked_addresses(self) -> Sequence[str]:
        """Return where to connect; raises ForbiddenAddress if one of them may not be called."""
        host, port = self._url.host or "", self._url.port or 0
        found = await self._resolve(host, port)
        if not self._allow_private and not all(map(is_public, found)):
            raise ForbiddenAddress
        return found

    async def _asked(self, host: str, port: int) -> Sequence[str]:
        ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, ask)
        return list(dict.fromkeys(str(one[4][0]) for one in found))


async def _understood(answer: ClientResponse) -> Outcome:
    """Return what the answer means; a 2xx counts once all of it is there."""
    outcome = judged(answer.status, answer.headers.get("Retry-After"), datetime.now(UTC))
    if outcome.kind != "delivered":
        return outcome
    size = 0
    async for chunk in answer.content.iter_chunked(8192):
        size += len(chunk)
        if size > ANSWER_BYTES:
            return away("answer_too_long", answer.status)
    return outcome


def _reason(problem: Exception) -> Reason:
    match problem:
        case ForbiddenAddress():
            return "forbidden_address"
        case TimeoutError():
            return "timeout"
        case socket.gaierror():
            return "unknown_name"
        case ClientSSLError() | ssl.SSLError():
            return "tls"
        case ClientPayloadError():
            return "cut_off"
    return "no_connection"


class _Pinned(AbstractResolver):
    """Knows the addresses that were checked, whatever the name leads to by now."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return them; TLS still holds the certificate against the name."""
        del family
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for one in self._addresses
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""
