"""What a webhook refuses: neither one alert that it does not take nor a bad hour buries others."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from time import monotonic

import pytest

from alerts.delivery.posting import Poster
from streams.delivering.courier import Courier
from tests.running import Site
from tests.streams.delivering.endpoint import OK, Endpoint, answer, until
from tests.streams.delivering.lane import Lane, letters, numbered

SOON = 1 / 3600  # a second


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as found:
        yield found


def ids(*numbers: int) -> list[str]:
    return [f"{one:032x}" for one in numbers]


def buried(site: Site, webhook: str) -> list[str]:
    return [one["alert_id"] for letter in letters(site, webhook) for one in letter["alerts"]]


REFUSALS = {
    "rejected 400": answer(400),
    "rejected 413": answer(413),
    "rejected 422": answer(422),
    "gone 410": answer(410),
}


async def test_what_is_refused_alone_is_a_dead_letter_at_once_and_the_next_goes_on(
    lane: Lane, site: Site, stack: AsyncExitStack
) -> None:
    desks = {
        failure: await stack.enter_async_context(Endpoint(told, OK))
        for failure, told in REFUSALS.items()
    }
    rows = {
        failure: lane.destination(desk.url, failure.replace(" ", "-"))
        for failure, desk in desks.items()
    }
    async with lane.at_work(*rows.values()):
        await lane.tell(*numbered(1))
        await until(lambda: all(desk.calls for desk in desks.values()))
        await lane.tell(*numbered(1, 2))
        await until(lambda: all(len(desk.calls) >= 2 for desk in desks.values()))
        for row in rows.values():
            await lane.stands(row, lambda one: one.begun is None and not one.failures)
    for failure, desk in desks.items():
        assert desk.received == [(f"{1:032x}", 1), (f"{2:032x}", 1)]
        assert (await lane.standing(rows[failure])).last_failure == failure
        assert buried(site, rows[failure].row.id) == ids(1)


async def test_one_bad_alert_is_found_among_many_and_buries_no_other(
    lane: Lane, site: Site, stack: AsyncExitStack
) -> None:
    bad = ids(1, 38)
    desk = await stack.enter_async_context(
        Endpoint(judge=lambda one: answer(422) if any(i in one.body.decode() for i in bad) else OK)
    )
    row = lane.destination(desk.url, "bad-one")
    async with lane.at_work(row):
        await lane.tell(*numbered(60))
        await lane.tell(*numbered(1, 61))
        await until(lambda: f"{61:032x}" in [alert for alert, _ in desk.taken])
        await lane.stands(row, lambda one: one.begun is None)
    taken = [alert for alert, _ in desk.taken]
    assert taken == [one for one in ids(*range(1, 62)) if one not in bad]
    assert buried(site, "bad-one") == bad
    assert len(desk.calls) < 30


async def test_who_refuses_everything_for_an_hour_loses_a_few_alerts_not_a_day_of_them(
    lane: Lane, site: Site, stack: AsyncExitStack
) -> None:
    desk = await stack.enter_async_context(Endpoint(answer(400)))
    row = lane.destination(desk.url, "bad-hour")
    async with lane.at_work(row, open_after=3):
        await lane.tell(*numbered(50))
        await lane.stands(row, lambda one: one.failures >= 6)
        assert buried(site, "bad-hour") == ids(1, 2)
        desk.answers = [OK]
        await until(lambda: ids(*range(3, 51)) == [alert for alert, _ in desk.taken])
    assert buried(site, "bad-hour") == ids(1, 2)


async def test_a_fault_of_ours_holds_a_call_up_no_longer_than_any_other(
    lane: Lane, site: Site
) -> None:
    async def odd(_host: str, _port: int) -> Sequence[str]:
        raise ValueError("of no use")

    row = lane.destination("http://alerts.example.invalid/", "fault")
    poster = Poster(row.row.url, timeout_s=1, resolve=odd)
    async with lane.at_work(
        lane.destination("http://127.0.0.1:1/", "other"), deadline_h=SOON
    ) as kit:
        work = asyncio.create_task(Courier(row, kit, poster).run())
        await lane.taken_up(row)
        await lane.tell(*numbered(1))
        await lane.stands(row, lambda one: one.failures > 0 and one.begun is None)
        kit.stop.set()
        await work
    ((letter),) = letters(site, "uk-piu/fault")
    assert (letter["reason"], kit.patience.health.unexpected > 0) == ("unexpected", True)


async def test_faults_of_long_ago_make_no_pause_longer(lane: Lane, stack: AsyncExitStack) -> None:
    desk = await stack.enter_async_context(Endpoint(OK))
    row = lane.destination(desk.url, "faults")
    faults = [True, True]

    def clock() -> datetime:
        if faults and faults.pop():
            raise ValueError("of no use")
        return datetime.now(UTC)

    async with lane.at_work(row, clock=clock):
        await lane.tell(*numbered(1))
        await until(lambda: len(desk.calls) == 1)
        await lane.stands(row, lambda one: one.begun is None)
        faults.append(True)
        began = monotonic()
        await lane.tell(*numbered(1, 2))
        await until(lambda: len(desk.calls) == 2)
    assert monotonic() - began < 4  # a second, and what it takes to join; after a third one four
