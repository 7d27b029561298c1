"""An agency's client as its officers have it: over a socket, with a key of some role."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.acceptance.door import Door
from tests.acceptance.traffic import AGENCY_KEYS


class AgencyClient:
    """Asks a running `tocsin serve` for one agency."""

    def __init__(self, door: Door, agency: str, role: str = "admin") -> None:
        self.agency = agency
        self._client = door.client
        self._headers = {"Authorization": f"Bearer {AGENCY_KEYS[agency, role]}"}

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        every = {**self._headers, **(headers or {})}
        return self._client.request(method, f"/v1{path}", headers=every, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    @contextmanager
    def stream(self, after: str | None = None) -> Iterator["Events"]:
        headers = {**self._headers, **({} if after is None else {"Last-Event-ID": after})}
        with self._client.stream("GET", "/v1/alerts/stream", headers=headers) as answer:
            assert answer.status_code == 200, answer.read()
            yield Events(answer)


class Events:
    """Server-sent events, read as a browser reads them."""

    def __init__(self, answer: httpx.Response) -> None:
        self.position = ""
        self.headers = answer.headers
        self._lines = answer.iter_lines()

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        kind, data = "message", ""
        for line in self._lines:
            name, value = self._read(line)
            if name == "event":
                kind = value
            elif name == "data":
                data += value
            elif not line and data:
                yield kind, json.loads(data)
                kind, data = "message", ""

    def opened(self) -> None:
        """Return once the position at the beginning is there."""
        while not self.position:
            self._read(next(self._lines))

    def _read(self, line: str) -> tuple[str, str]:
        name, _, value = line.partition(": ")
        if name == "id":
            self.position = value
        return name, value


def comes_true(holds: Callable[[], bool], *, within_s: float = 30) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()
