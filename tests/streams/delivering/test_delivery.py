"""What reaches a webhook: all of it, in order, signed, in few calls, whatever others do."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from standardwebhooks.webhooks import Webhook

from alerts.attempts import Attempts
from alerts.ledger import payload
from manifests.contract import utc_text
from streams.child import free_port
from streams.crash import Crash
from tests.streams.delivering.endpoint import LYING, OK, SLOW, Endpoint, answer, until
from tests.streams.delivering.lane import SECRET, Lane, numbered

OTHER_SECRET = f"whsec_{base64.b64encode(b'another secret of these, 32 byte').decode()}"


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as found:
        yield found


def versions(alerts: list) -> list[tuple[str, int]]:  # type: ignore[type-arg]
    return [(one.alert_id, one.version) for one in alerts]


async def test_forty_hits_on_a_flight_are_one_signed_call(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    told = numbered(40)
    await lane.tell(*numbered(3, 900))  # before there was a webhook
    async with lane.at_work(lane.destination(desk.url, "forty")):
        await lane.tell(*told)
        await until(lambda: len(desk.received) >= 40)
    (call,) = desk.calls
    said = Webhook(SECRET).verify(call.body, call.headers)
    assert call.versions == versions(told)
    assert (said["type"], said["data"]["agency"]) == ("alerts", "uk-piu")
    assert all(payload(one) in call.body for one in told)
    assert call.target == "/hook?key=secret"
    assert call.headers["content-type"] == "application/json"
    assert not {"cookie", "accept-encoding", "authorization"} & call.headers.keys()


async def test_what_is_more_than_fits_goes_in_order_in_several_calls(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    told = numbered(25)
    async with lane.at_work(lane.destination(desk.url, "several"), call_alerts=10):
        await lane.tell(*told)
        await until(lambda: len(desk.received) >= 25)
    assert [len(one.alerts) for one in desk.calls] == [10, 10, 5]
    assert desk.received == versions(told)
    assert len({one.id for one in desk.calls}) == 3


async def test_a_dead_destination_delays_no_other(lane: Lane, stack: AsyncExitStack) -> None:
    well, slow = [await stack.enter_async_context(Endpoint(one)) for one in (OK, SLOW)]
    nobody = lane.destination(f"http://127.0.0.1:{free_port()}/", "nobody")
    hanging = lane.destination(slow.url, "hanging")
    async with lane.at_work(nobody, hanging, lane.destination(well.url, "well")):
        for one in numbered(5):
            began = monotonic()
            await lane.tell(one)
            await until(lambda one=one: (one.alert_id, 1) in well.received)  # type: ignore[misc]
            assert monotonic() - began < 1
        await until(lambda: len(slow.calls) >= 2)
    assert {one.versions[0] for one in slow.calls} == {(f"{1:032x}", 1)}
    failed = await lane.standing(nobody)
    assert (failed.last_failure, failed.begun is not None) == ("no_connection", True)
    assert (await lane.standing(hanging)).last_failure == "timeout"


NOT_TAKEN = {
    "server_error 503": answer(503),
    "cut_off": LYING,
    "answer_too_long 200": answer(200, b"x" * 70_000),
    "no_connection": b"nonsense\r\n\r\n",
    "asked_to_wait 429": answer(429, Retry_After="0"),
    "asked_to_wait 425": answer(425, Retry_After=f"Wed, 25 Nov {'9' * 40} 08:00:30 GMT"),
    "rejected 404": answer(404),
    "rejected 401": answer(401),
    "redirect 302": answer(302, Location="http://127.0.0.1:1/"),
}


async def test_what_was_not_taken_is_sent_again_the_same_until_it_is(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desks = {
        failure: await stack.enter_async_context(Endpoint(told, told, OK))
        for failure, told in NOT_TAKEN.items()
    }
    rows = {
        failure: lane.destination(desk.url, f"again-{number}")
        for number, (failure, desk) in enumerate(desks.items())
    }
    (one,) = numbered(1)
    space = await lane.held(one)
    async with lane.at_work(*rows.values()):
        await lane.tell(one)
        await until(lambda: all(len(desk.calls) >= 3 for desk in desks.values()))
        await lane.tell(*numbered(1, 2))
        await until(lambda: all(len(desk.calls) >= 4 for desk in desks.values()))
    attempts = await Attempts(lane.redis).of(space, one.alert_id)
    for failure, desk in desks.items():
        first, second, third, other = desk.calls
        assert first.body == second.body == third.body
        assert first.id == second.id == third.id != other.id
        assert other.versions == [(f"{2:032x}", 1)]
        standing = await lane.standing(rows[failure])
        assert (standing.failures, standing.last_failure) == (0, failure)
        assert standing.begun is None
        tried = [at for at in attempts if at.webhook == rows[failure].row.id]
        reason = failure.partition(" ")[0]
        assert [at.reason for at in tried] == [reason, reason, "delivered"]
        assert {(at.version, at.call) for at in tried} == {(1, first.id)}
        assert {at.destination for at in tried} == {f"http://127.0.0.1:{desk.port}"}
    assert 0 < await lane.redis.ttl(space.key("deliveries", one.alert_id)) <= 3600


async def test_a_destination_that_asks_to_wait_is_left_alone_for_so_long_within_bounds(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(answer(503, Retry_After="86400"), OK))
    async with lane.at_work(lane.destination(desk.url, "busy"), retry_after_max_s=0.8):
        await lane.tell(*numbered(1))
        await until(lambda: len(desk.calls) >= 2)
    assert 0.75 <= desk.calls[1].at - desk.calls[0].at < 2


async def test_secrets_change_while_it_runs(lane: Lane, stack: AsyncExitStack) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    row = lane.destination(desk.url, "changing")
    files = (SECRET, f"{OTHER_SECRET}\n{SECRET}", "half a fi", OTHER_SECRET)
    async with lane.at_work(row):
        for number, text in enumerate(files, 1):
            row.secrets_file.write_text(text)
            await lane.tell(*numbered(1, number))
            await until(lambda number=number: len(desk.calls) == number)  # type: ignore[misc]
    signed = [one.headers["webhook-signature"].count("v1,") for one in desk.calls]
    assert signed == [1, 2, 2, 1]  # while the file was half written, those before it held
    for call, secret in zip(desk.calls, (SECRET, SECRET, OTHER_SECRET, OTHER_SECRET), strict=True):
        Webhook(secret).verify(call.body, call.headers)


async def test_without_a_secret_nothing_is_sent_until_there_is_one(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    row = lane.destination(desk.url, "unsigned")
    row.secrets_file.unlink()
    space = await lane.held(*numbered(1))
    async with lane.at_work(row, deadline_h=1e-9):
        await lane.tell(*numbered(1))
        standing = await lane.stands(row, lambda one: one.last_failure is not None)
        assert (standing.last_failure, desk.calls) == ("no_secret", [])
        tried = await Attempts(lane.redis).of(space, f"{1:032x}")
        assert {(one.outcome, one.reason) for one in tried} == {("away", "no_secret")}
        row.secrets_file.write_text(SECRET)
        await until(lambda: len(desk.calls) == 1)


async def test_private_addresses_are_not_called(lane: Lane, stack: AsyncExitStack) -> None:
    desk, well = [await stack.enter_async_context(Endpoint(OK)) for _ in range(2)]
    urls = {
        "written": desk.url,
        "named": f"http://localhost:{desk.port}/",
        "mapped": f"http://[::ffff:127.0.0.1]:{desk.port}/",
        "short": f"http://127.1:{desk.port}/",
        "decimal": f"http://2130706433:{desk.port}/",
    }
    rows = [lane.destination(url, name, allow_private=False) for name, url in urls.items()]
    async with lane.at_work(lane.destination(well.url, "well"), *rows):
        await lane.tell(*numbered(1))
        await until(lambda: len(well.calls) == 1)
        for row in rows:
            standing = await lane.stands(row, lambda one: one.last_failure is not None)
            assert (row.row.id, standing.last_failure) == (row.row.id, "forbidden_address")
    assert desk.calls == []


async def test_escalations_alone_go_to_who_receives_them(lane: Lane, stack: AsyncExitStack) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    row = lane.destination(desk.url, "night", receives="escalations")
    changed = ({"field": "escalated", "before": False, "now": True},)
    async with lane.at_work(row):
        await lane.tell(*numbered(3))
        await lane.tell(*numbered(1, 2, version=2, escalated=True, changes=changed))
        await lane.tell(*numbered(1, 2, version=3, escalated=True))
        await until(lambda: len(desk.calls) == 1)
        await lane.tell(*numbered(1, 3, version=2, escalated=True, changes=changed))
        await until(lambda: len(desk.calls) == 2)
    assert desk.received == [(f"{2:032x}", 2), (f"{3:032x}", 2)]
    assert json.loads(desk.calls[0].body)["type"] == "escalations"


@pytest.mark.slow
async def test_two_lanes_share_a_destination_without_a_loss(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    row = lane.destination(desk.url, "shared")
    told = numbered(30)
    async with lane.at_work(row):
        for one in told[:10]:
            await lane.tell(one)
        async with lane.at_work(row):
            for one in told[10:20]:
                await lane.tell(one)
            await until(lambda: len(set(desk.received)) == 20)
        for one in told[20:]:
            await lane.tell(one)
        await until(lambda: len(set(desk.received)) == 30)
    once = list(dict.fromkeys(desk.received))
    assert once == versions(told)


class Slow(Crash):
    """Lets time pass between the note that a call begins and the call itself."""

    def __init__(self) -> None:
        super().__init__(None)
        self.began = self.now = datetime(2026, 11, 25, 8, tzinfo=UTC)

    def at(self, point: str) -> None:
        if point == "delivery: before attempt":
            self.now += timedelta(minutes=10)


async def test_a_call_is_signed_with_the_time_of_the_call_whatever_came_before(
    lane: Lane, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    slow, (one,) = Slow(), numbered(1)
    space = await lane.held(one)
    row = lane.destination(desk.url, "slow-notes")
    async with lane.at_work(row, clock=lambda: slow.now, crash=slow):
        await lane.tell(one)
        await lane.stands(row, lambda found: found.last_success_at is not None)
    signed = slow.began + timedelta(minutes=10)
    assert desk.calls[0].headers["webhook-timestamp"] == str(int(signed.timestamp()))
    (noted,) = await Attempts(lane.redis).of(space, one.alert_id)
    assert (noted.at, noted.reason) == (utc_text(slow.began), "delivered")
