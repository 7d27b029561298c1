"""A decision by HTTP is told done where it is done, and refused where intake would refuse it."""

import json

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from doors.conditions import condition
from doors.decisions import Decision, Said
from doors.problem import Declined
from screening.space import Space
from streams.agencies.alerts import OwnAlerts
from streams.agencies.deciding import Deciding
from streams.topics import dispositions_topic
from tests.manifests.building import entry, manifest
from tests.streams.asking import Trail
from tests.streams.bench import LISTED, Bench, both
from tests.streams.deciding import Desk
from tests.streams.handling import KafkaAway, Kept

CONFIRM = Said(action="confirm")
DISMISS = Said(action="dismiss", reason="data_error")


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    bench = Bench(redis)
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    assert await bench.route() == both("raised", 1)
    return Desk(bench)


class Door:
    """The door of uk; what it sends waits until the test hands it on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sent = Kept()
        redis = desk.bench.redis
        self._deciding = Deciding(redis, self.sent, OwnAlerts(redis), desk.notes)

    async def decide(
        self, said: Said, key: str | None, wait_s: float = 0.1, version: str | None = None
    ) -> bool:
        """Return whether it is told done."""
        asked = Decision(said, key, condition(version), wait_s)
        alert = self._desk.alert().alert_id
        return (await self._deciding.decide(Trail().asking("uk"), alert, asked)).done

    async def hand_on(self) -> None:
        """Let what was sent take effect, each once."""
        for one in self.sent.records:
            await self._desk.send(json.loads(one.value or b""))
        self.sent.records.clear()
        await self._desk.go_on()


@pytest.fixture
def door(desk: Desk) -> Door:
    return Door(desk)


async def test_id_that_stands_for_a_decision_by_kafka_is_refused(desk: Desk, door: Door) -> None:
    await desk.decide("acknowledge", disposition_id="D-9")
    with pytest.raises(Declined) as refused:
        await door.decide(DISMISS, "D-9")
    assert refused.value.problem.status == 409
    assert door.sent.records == []


async def test_id_that_intake_has_and_nobody_has_brought_about_is_refused(
    desk: Desk, door: Door
) -> None:
    said = {"disposition_id": "D-9", "action": "acknowledge", "by": "officer-7"}
    plain = {"schema": "disposition/1", "alert_id": desk.alert().alert_id}
    await desk.send({**plain, **said, "at": "2026-11-25T08:00:00Z"})
    with pytest.raises(Declined) as refused:
        await door.decide(DISMISS, "D-9")
    assert refused.value.problem.status == 409
    assert door.sent.records == []


async def test_key_stands_for_its_decision_as_long_as_the_alert_is_held(
    desk: Desk, door: Door, redis: Redis, space: Space
) -> None:
    assert not await door.decide(CONFIRM, "D-1")
    (sent,) = door.sent.on(dispositions_topic(AgencyId("uk")))
    await desk.send(json.loads(sent.value or b""))
    await desk.go_on()
    assert await door.decide(CONFIRM, "D-1")
    for key in await redis.keys(space.key("idempotent", "*")):
        await redis.delete(key)  # a day later
    assert await door.decide(CONFIRM, "D-1")
    with pytest.raises(Declined):
        await door.decide(DISMISS, "D-1")
    assert {one.value for one in door.sent.records} == {sent.value}


async def test_decision_on_what_was_read_is_done_however_often_it_is_sent(
    desk: Desk, door: Door
) -> None:
    assert not await door.decide(CONFIRM, "D-1", version='"1"')
    assert not await door.decide(CONFIRM, "D-1", version='"1"')  # on its way
    await door.hand_on()
    assert desk.alert().version == 2
    assert await door.decide(CONFIRM, "D-1", version='"1"')
    assert await door.decide(CONFIRM, "D-1", version='"1"')
    assert door.sent.records == []
    with pytest.raises(Declined) as refused:
        await door.decide(CONFIRM, "D-2", version='"1"')
    assert refused.value.problem.status == 412


async def test_decision_sent_again_keeps_nobody_from_deciding_on_what_came_of_it(
    desk: Desk, door: Door
) -> None:
    await door.decide(CONFIRM, "D-1")
    await door.hand_on()
    await door.decide(CONFIRM, "D-1")
    assert not await door.decide(DISMISS, "D-2", version='"2"')
    await door.hand_on()
    assert desk.alert().version == 3


async def test_repetition_that_fails_leaves_the_version_to_whose_it_is(door: Door) -> None:
    await door.decide(CONFIRM, "D-1", version='"1"')
    door.sent.problems = [KafkaAway()]
    with pytest.raises(Declined):
        await door.decide(CONFIRM, "D-1", version='"1"')
    with pytest.raises(Declined) as refused:
        await door.decide(DISMISS, "D-2", version='"1"')
    assert refused.value.problem.status == 412
