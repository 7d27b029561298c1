"""A webhook's receiving side, which answers as a test tells it to, byte for byte."""

import asyncio
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Any, Self

SLOW = b""  # no answer at all


def answer(status: int = 204, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Told", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


OK = answer(200, b"thanks")
LYING = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthan"  # and then it hangs up


@dataclass(frozen=True)
class Received:
    """One call as it came."""

    target: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def alerts(self) -> list[dict[str, Any]]:
        return list(json.loads(self.body)["data"]["alerts"])

    @property
    def versions(self) -> list[tuple[str, int]]:
        return [(one["alert_id"], one["version"]) for one in self.alerts]


class Endpoint:
    """Answers each call by the next of its answers, and all further ones by the last.

    With a *judge* it is this one's word.
    """

    def __init__(
        self,
        *answers: bytes,
        tls: ssl.SSLContext | None = None,
        judge: Callable[[Received], bytes] | None = None,
        port: int = 0,
    ) -> None:
        self.answers = list(answers or (OK,))
        self.calls: list[Received] = []
        self._taken: list[Received] = []
        self._judge = judge or self._next
        self._tls, self._port = tls, port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self._port, ssl=self._tls
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for one in self._open:
            one.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=secret"

    @property
    def received(self) -> list[tuple[str, int]]:
        """Return every version in the order received."""
        return [version for one in self.calls for version in one.versions]

    @property
    def taken(self) -> list[tuple[str, int]]:
        """Return every version of the calls that were answered with OK."""
        return [version for one in self._taken for version in one.versions]

    async def until(self, holds: Callable[[], bool], *, within_s: float = 15) -> None:
        await until(holds, within_s=within_s)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            pairs = (line.split(": ", 1) for line in lines)
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            received = Received(first.split()[1], headers, body, monotonic())
            self.calls.append(received)
            said = self._judge(received)
            if said == OK:
                self._taken.append(received)
            if said == SLOW:
                await reader.read()  # until the caller has enough of it
            writer.write(said)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self._open.discard(writer)
            writer.close()

    def _next(self, _received: Received) -> bytes:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def until(holds: Callable[[], bool], *, within_s: float = 15) -> None:
    """Return once *holds* does; fails where it does not in time."""
    deadline = monotonic() + within_s
    while not holds():
        assert monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.01)
