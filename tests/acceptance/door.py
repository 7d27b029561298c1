"""The HTTP door as an airline meets it: over a socket, with its key."""

import time
from pathlib import Path
from typing import Any, Self

import httpx

from tests.acceptance.traffic import KEYS


class Door:
    """One HTTP client of a running `tocsin serve`."""

    def __init__(self, address: str, log: Path, pid: int) -> None:
        self.log = log
        self.pid = pid
        self.client = httpx.Client(base_url=address, timeout=40)

    @staticmethod
    def signed(airline: str) -> dict[str, str]:
        """Return the headers that say who it is."""
        return {"Authorization": f"Bearer {KEYS[airline]}"}

    def push(self, body: bytes, airline: str = "UA", **more: Any) -> httpx.Response:
        return self.client.post("/v1/manifests", content=body, headers=self.signed(airline), **more)

    def fate(self, message_id: str, airline: str = "UA") -> httpx.Response:
        return self.client.get(f"/v1/manifests/{message_id}", headers=self.signed(airline))

    def comes_to(self, state: str, message_id: str, *, within_s: float = 60) -> dict[str, Any]:
        """Wait until the message has come to *state*; return what is said of it then."""
        said: dict[str, Any] = {}
        until = time.monotonic() + within_s
        while time.monotonic() < until and said.get("state") != state:
            time.sleep(0.05)
            said = self.fate(message_id).json()
        assert said.get("state") == state, said
        return said

    def answers(self, *, within_s: float) -> bool:
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            try:
                return self.client.get("/healthz").status_code == 200
            except httpx.TransportError:
                time.sleep(0.05)
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.client.close()
