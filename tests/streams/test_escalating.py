"""An alert that nobody takes up in time is told again, escalated, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.routing import Rules
from config.delivery_file import EscalationRow
from screening.space import Space
from tests.manifests.building import entry, manifest, rules
from tests.streams.bench import LISTED, OTHER, PARTIES, Bench
from tests.streams.deciding import Desk
from tests.streams.handling import KafkaAway, SetBook

BEGAN = datetime.now(UTC)


def ruled(**row: Any) -> Rules:
    """Return rules by which alerts of uk are escalated after 15 minutes, or as *row* says."""
    when = EscalationRow.model_validate(row or {"unacknowledged_min": 15, "min_severity": "high"})
    return replace(rules(of=PARTIES), escalations={"uk": when})


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    bench = Bench(redis, book=SetBook(ruled()))
    bench.now = BEGAN
    await bench.enlist(entry(severity="high"))
    await bench.push(manifest(LISTED, OTHER))
    await bench.route()
    return Desk(bench)


async def after(desk: Desk, minutes: float) -> list[Any]:
    """Let time pass; return who was told what by then."""
    desk.bench.now = BEGAN + timedelta(minutes=minutes)
    return await desk.pass_time()


async def test_it_is_escalated_once_when_its_time_is_over(desk: Desk) -> None:
    assert await after(desk, 14.9) == []
    assert await after(desk, 15.1) == [("uk", "updated", 2)]
    alert = desk.alert()
    assert (alert.escalated, alert.cause) == (True, "time")
    assert alert.changes == ({"field": "escalated", "before": False, "now": True},)
    assert await after(desk, 600) == []


async def test_who_took_it_up_is_not_told(desk: Desk) -> None:
    await desk.decide("acknowledge")
    assert await after(desk, 600) == []


async def test_opened_again_it_is_due_as_long_after_that(desk: Desk) -> None:
    await desk.decide("acknowledge")
    await after(desk, 20)
    await desk.decide("reopen")
    assert await after(desk, 34.9) == []
    assert await after(desk, 35.1) == [("uk", "updated", 4)]


async def test_opened_as_its_dismissal_holds_no_more_it_is_due_as_long_after_that(
    desk: Desk,
) -> None:
    await desk.decide("dismiss")
    await after(desk, 20)
    await desk.bench.push(manifest({**LISTED, "sex": "M"}, OTHER, at=1))
    assert ("uk", "updated", 3) in await desk.go_on()
    assert await after(desk, 34.9) == []
    assert await after(desk, 35.1) == [("uk", "updated", 4)]


async def test_it_is_due_from_when_it_is_severe_enough_and_a_further_lift_delays_nothing(
    redis: Redis, space: Space
) -> None:
    bench = Bench(redis, book=SetBook(ruled()))
    bench.now = BEGAN
    desk = Desk(bench)
    for minutes, severity in ((0, "medium"), (20, "high"), (30, "top")):
        assert await after(desk, minutes) == []
        await bench.enlist(entry(severity=severity))
        await bench.push(manifest(LISTED, at=minutes))
        assert await bench.route()
    assert await after(desk, 34.9) == []
    assert ("uk", "updated", 4) in await after(desk, 35.1)


async def test_taken_up_while_it_was_asked_for_is_not_escalated(desk: Desk) -> None:
    await desk.send(
        {
            "schema": "disposition/1",
            "disposition_id": "E-1",
            "alert_id": desk.alert().alert_id,
            "action": "acknowledge",
            "by": "7",
            "at": "2026-11-25T08:00:00Z",
        }
    )
    assert await after(desk, 16) == [("uk", "updated", 2)]
    assert not desk.alert().escalated


async def test_update_stays_escalated_and_a_new_raise_does_not(desk: Desk) -> None:
    await after(desk, 16)
    await desk.bench.push(manifest({**LISTED, "seat": "2B"}, OTHER, at=1))
    await desk.bench.route()
    assert desk.alert().escalated
    for at, people in ((2, (OTHER,)), (3, (LISTED, OTHER))):
        await desk.bench.push(manifest(*people, at=at))
        await desk.bench.route()
    assert not desk.alert().escalated
    assert await after(desk, 30) == []
    assert await after(desk, 16 + 15.1) == [("uk", "updated", 6)]


async def test_changed_file_counts_for_what_stands(desk: Desk) -> None:
    await desk.bench.change(ruled(unacknowledged_min=60))
    await desk.go_on()
    assert await after(desk, 59) == []
    await desk.bench.change(ruled(unacknowledged_min=30))
    assert await desk.go_on() == []
    assert await after(desk, 59) == [("uk", "updated", 2)]


async def test_no_longer_asked_for_it_is_not_escalated(desk: Desk) -> None:
    await desk.bench.change(rules(of=PARTIES))
    await desk.go_on()
    assert await after(desk, 600) == []


async def test_flight_put_forward_is_due_sooner(redis: Redis, space: Space) -> None:
    bench = Bench(redis, book=SetBook(ruled(before_departure_min=60)))
    bench.now = BEGAN
    await bench.enlist(entry(severity="high"))
    day = manifest().flight.departure[:10]
    await bench.push(manifest(LISTED))
    await bench.route()
    desk = Desk(bench)
    departs = datetime.fromisoformat(f"{day}T23:30:00+00:00")  # 18:30 in New York
    minutes = (departs - BEGAN).total_seconds() / 60
    earlier = {"departure": f"{day}T12:30", "scheduled_date": day}
    await bench.push(manifest(LISTED, at=1, flight=earlier))
    await bench.route()
    assert await after(desk, minutes - 6 * 60 - 61) == []
    assert await after(desk, minutes - 6 * 60 - 59) == [("uk", "updated", 3)]


async def test_broker_away_it_is_asked_for_again(desk: Desk) -> None:
    desk.bench.facts.problems = [None, KafkaAway()]  # the first has nothing to publish
    with pytest.raises(KafkaAway):
        await after(desk, 16)
    assert await after(desk, 16) == [("uk", "updated", 2)]


async def test_asked_for_twice_it_is_escalated_once(desk: Desk) -> None:
    desk.bench.now = BEGAN + timedelta(minutes=16)
    await desk._escalating.look()  # noqa: SLF001
    waiting = desk.bench.waiting()
    assert await desk.bench.route(*waiting, *waiting) == [("uk", "updated", 2)]
