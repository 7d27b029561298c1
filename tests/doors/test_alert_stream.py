"""A stream of alerts lasts no longer than what it was opened with."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from access.caller import Action, Caller
from access.parties import AgencyId
from alerts.about import About
from doors.alert_stream import LASTS_S, Since, StreamDesk, add_stream
from doors.gate import Gate

UK = AgencyId("uk-piu")
NEVER_S = 60


@dataclass
class Follower:
    """What an agency hears: that nothing comes, every *idle_s*."""

    idle_s: float
    heard: int = 0
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, _agency: AgencyId, _position: str | None) -> AsyncGenerator[Since]:
        try:
            while True:
                yield Since(f"p{self.heard}")
                self.heard += 1
                await asyncio.sleep(self.idle_s)
        finally:
            self.closed.set()


async def streamed(follower: Follower, until_s: float | None, lasts_s: float) -> str:
    """Return all that the stream told before it ended."""

    async def caller_with(_shown: str) -> Caller:
        return Caller(UK, "officer", "officer-7", until_s)

    async def note(
        who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None
    ) -> None:
        del who, action, what, about, purpose

    router, app = APIRouter(prefix="/v1/alerts"), FastAPI()
    about = About(b"a secret of the tests, long enough")
    gate = Gate(caller_with, lambda _: 0, note, note, about)
    add_stream(router, StreamDesk(follower.follow, lasts_s), gate)
    app.include_router(router)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        shown = {"Authorization": "Bearer x"}
        async with asyncio.timeout(5):
            answer = await client.get("/v1/alerts/stream", headers=shown)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("idle_s", [pytest.param(0.02, id="busy"), pytest.param(30, id="quiet")])
@pytest.mark.parametrize(
    ("token_s", "lasts_s"),
    [
        pytest.param(0.3, NEVER_S, id="token runs out"),
        pytest.param(None, 0.3, id="key has no end and the stream has"),
        pytest.param(NEVER_S, 0.3, id="token is good for longer than a stream"),
        pytest.param(-1, NEVER_S, id="token runs out while it is let in"),
    ],
)
async def test_stream_ends_with_what_it_was_opened_with(
    idle_s: float, token_s: float | None, lasts_s: float
) -> None:
    follower = Follower(idle_s)
    until_s = None if token_s is None else time.time() + token_s
    began = time.monotonic()
    said = await streamed(follower, until_s, lasts_s)
    assert time.monotonic() - began < 2
    assert "id: p0" in said  # where to resume
    assert follower.closed.is_set()
    assert (follower.heard > 3) == (idle_s < 1 and token_s != -1)


def test_no_stream_lasts_longer_than_an_hour() -> None:
    assert StreamDesk(Follower(1).follow).lasts_s == LASTS_S == 3_600
