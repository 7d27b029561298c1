"""What waits for a stage holds up no other: Faust's app as a worker has it, on a real broker."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import faust
import pytest
from aiokafka import AIOKafkaProducer
from kafka import KafkaAdminClient

from streams.clients import admin_options, async_producer_options
from streams.faust_app import faust_app
from streams.marks import Marks
from streams.provision import apply
from streams.topics import TopicPlan
from tests.running import Site

SLOW, QUICK = "buffer-slow", "buffer-quick"
BACKLOG = 5_000  # more than a buffer of Faust's own takes


class Stages:
    """Two stages of one app: the first takes nothing until it is told, the second all there is."""

    def __init__(self, app: faust.App) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.quick, self.done = asyncio.Event(), asyncio.Event()
        self.taken: list[bytes] = []
        for topic, agent in ((SLOW, self._slow), (QUICK, self._quick)):
            values = app.topic(topic, value_type=bytes, value_serializer="raw")
            app.agent(values, name=topic)(agent)

    async def _slow(self, stream: Any) -> None:
        async for event in stream.events():
            self.begun.set()
            await self.go_on.wait()
            self.taken.append(event.message.value)
            if len(self.taken) == BACKLOG:
                self.done.set()

    async def _quick(self, stream: Any) -> None:
        async for _ in stream.events():
            self.quick.set()


@pytest.fixture
async def producer(site: Site) -> AsyncIterator[AIOKafkaProducer]:
    admin = KafkaAdminClient(**admin_options(site.settings.kafka))
    apply(admin, [TopicPlan(one, 1, 1, {}) for one in (SLOW, QUICK)])
    admin.close()
    async with AIOKafkaProducer(**async_producer_options(site.settings.kafka)) as found:
        yield found


@pytest.fixture
async def stages(site: Site, producer: AIOKafkaProducer) -> AsyncIterator[Stages]:
    """Yield two stages, before the first of which more waits than any buffer lets in at leisure."""
    sent = [await producer.send(SLOW, b"%d" % nth) for nth in range(BACKLOG)]
    await asyncio.gather(*sent)
    app = faust_app(site.settings, Marks(), group="buffer-test")
    found = Stages(app)
    await app.start()
    await asyncio.wait_for(found.begun.wait(), 20)
    yield found
    found.go_on.set()
    await app.stop()


async def test_backlog_of_one_stage_holds_up_no_other_and_comes_through_whole(
    stages: Stages, producer: AIOKafkaProducer
) -> None:
    await producer.send_and_wait(QUICK, b"hit")
    await asyncio.wait_for(stages.quick.wait(), 10)
    assert stages.taken == []
    stages.go_on.set()
    await asyncio.wait_for(stages.done.wait(), 20)
    assert stages.taken == [b"%d" % nth for nth in range(BACKLOG)]
