"""The door itself: who is let in, how much is read, and that every refusal is problem+json."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from access.parties import AirlineId
from doors.airlines import Desk, Doorkeeper, airline_router
from doors.health import Status, health_app
from doors.problem import PROBLEM, Declined, answer_problems
from doors.receipt import BoardingAnswer, Fate, Receipt, RefusedMessage, TakenMessage
from doors.reference import add_reference

KEYS = {"key of UA": AirlineId("UA"), "key of BA": AirlineId("BA")}
ASKING = TakenMessage(message_id="M-1", flight="F", people=1, respond=True)
SAID = BoardingAnswer(message_id="M-1", cusres="UNB'ERC+0Z'")
LIMIT = 100


class Counter:
    """A desk that takes what is not `bad`, and remembers for whom."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.waited: list[float] = []
        self.full = False
        self.problems: list[int] = []

    async def take(self, airline: AirlineId, body: bytes) -> Receipt:
        if body == b"bad":
            no = RefusedMessage(reason="broken_message", detail="no TDT", segment=3)
            raise Declined(400, "segment 3: no TDT", refused=[no])
        if body == b"fault":
            raise RuntimeError("SMITH JOHN")
        self.taken.append((airline, body))
        return Receipt(messages=(ASKING,), people=1)

    async def answered(self, _airline: AirlineId, receipt: Receipt, wait_s: float) -> Receipt:
        self.waited.append(wait_s)
        return receipt if self.full else receipt.model_copy(update={"answers": (SAID,)})

    async def fate(self, airline: AirlineId, message_id: str) -> Fate | None:
        if (airline, message_id) != ("UA", "a/b c"):
            return None
        return Fate(message_id=message_id, state="received", at="2026-11-24T08:00:00Z")


def app_of(counter: Counter) -> FastAPI:
    async def look() -> Status:
        return Status((), 1)

    app = health_app(look)
    answer_problems(app, counter.problems.append)
    desk = Desk(counter.take, counter.answered, counter.fate)
    busy = {AirlineId("BA"): 7}
    keeper = Doorkeeper(KEYS.get, lambda one: busy.get(one, 0), LIMIT, wait_max_s=5)
    app.include_router(airline_router(desk, keeper))
    add_reference(app)
    return app


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
async def client(counter: Counter) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(counter), raise_app_exceptions=False)
    headers = {"Authorization": "Bearer key of UA"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as found:
        yield found


async def push(client: httpx.AsyncClient, body: Any = b"x", path: str = "", **more: Any) -> Any:
    return await client.post(f"/v1/manifests{path}", content=body, **more)


async def test_body_is_handed_in_for_the_airline_of_the_key(
    client: httpx.AsyncClient, counter: Counter
) -> None:
    assert (await push(client, b"\x00\xff")).status_code == 202
    assert counter.taken == [("UA", b"\x00\xff")]


@pytest.mark.parametrize("key", ["", "Bearer", "Bearer ", "Bearer key of ua", "Basic key of UA"])
async def test_unknown_key_is_not_let_in(
    client: httpx.AsyncClient, counter: Counter, key: str
) -> None:
    refused = await push(client, headers={"Authorization": key})
    assert (refused.status_code, refused.headers["content-type"]) == (401, PROBLEM)
    assert "key of UA" not in refused.text
    assert counter.taken == []


async def test_too_many_requests_are_told_when_to_come(client: httpx.AsyncClient) -> None:
    refused = await push(client, headers={"Authorization": "Bearer key of BA"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "7")


async def test_no_more_is_read_than_may_be_sent(
    client: httpx.AsyncClient, counter: Counter
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1_000):
            read += 10
            yield b"x" * 10

    assert (await push(client, b"x" * (LIMIT + 1))).status_code == 413
    assert (await push(client, endless())).status_code == 413
    assert counter.taken == []
    assert (await push(client, b"x" * LIMIT)).status_code == 202


async def test_refusal_names_segment_and_reason(client: httpx.AsyncClient) -> None:
    refused = await push(client, b"bad")
    assert refused.headers["content-type"] == PROBLEM
    assert refused.json() == {
        "title": "Bad Request",
        "status": 400,
        "detail": "segment 3: no TDT",
        "refused": [{"reason": "broken_message", "detail": "no TDT", "segment": 3}],
    }


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "?wait=long", 400),
        ("POST", "?wait=6", 400),
        ("POST", "?wait=nan", 400),
        ("POST", "?wait=-1", 400),
        ("PUT", "", 405),
        ("GET", "x/../../nowhere", 404),
    ],
)
async def test_wrong_request_is_problem_json_too(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    refused = await client.request(method, f"/v1/manifests{path}", content=b"x")
    assert (refused.status_code, refused.headers["content-type"]) == (status, PROBLEM)


async def test_every_request_that_is_not_done_is_counted_by_its_status(
    client: httpx.AsyncClient, counter: Counter
) -> None:
    for body, headers in (
        (b"x", {}),
        (b"bad", {}),
        (b"x", {"Authorization": "Bearer nobody"}),
        (b"x", {"Authorization": "Bearer key of BA"}),
        (b"x" * (LIMIT + 1), {}),
        (b"fault", {}),
    ):
        await push(client, body, headers=headers)
    await push(client, path="?wait=long")
    assert counter.problems == [400, 401, 429, 413, 500, 400]


async def test_fault_of_ours_says_nothing_of_what_was_sent(client: httpx.AsyncClient) -> None:
    refused = await push(client, b"fault")
    assert (refused.status_code, refused.headers["content-type"]) == (500, PROBLEM)
    assert "SMITH" not in refused.text


async def test_answer_is_waited_for_only_where_that_is_asked(
    client: httpx.AsyncClient, counter: Counter
) -> None:
    assert (await push(client)).json()["answers"] == []
    said = await push(client, path="?wait=2.5")
    assert (said.status_code, said.json()["answers"][0]["cusres"]) == (200, SAID.cusres)
    assert counter.waited == [2.5]
    alone = await push(client, path="?wait=1", headers={"Accept": "application/edifact"})
    assert (alone.headers["content-type"], alone.text) == ("application/edifact", SAID.cusres)
    counter.full = True
    assert (await push(client, path="?wait=1")).status_code == 202


async def test_any_id_can_be_asked_about_and_others_are_told_alike(
    client: httpx.AsyncClient,
) -> None:
    found = await client.get("/v1/manifests/a%2Fb%20c")
    assert (found.status_code, found.json()["message_id"]) == (200, "a/b c")
    first, second = [await client.get(f"/v1/manifests/{one}") for one in ("a", "b")]
    assert (first.status_code, first.content) == (404, second.content)


async def test_page_and_description_say_what_is_answered(client: httpx.AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["paths"]
    for path, method in (("/v1/manifests", "post"), ("/v1/manifests/{message_id}", "get")):
        assert "422" not in described[path][method]["responses"]
        assert described[path][method]["security"]
        assert list(described[path][method]["responses"]["401"]["content"]) == [PROBLEM]
    page = (await client.get("/docs")).text
    assert all(one in page for one in ("POST /v1/manifests", "TakenMessage", "Retry-After"))
