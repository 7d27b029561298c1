"""Only what was dealt with in the present generation of the group is ever committed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from aiokafka import AIOKafkaProducer
from faust.types import TP
from kafka import KafkaAdminClient, TopicPartition

from streams.clients import admin_options, async_producer_options
from streams.faust_options import faust_options
from streams.marks import Marks
from streams.provision import apply
from streams.topics import TopicPlan
from streams.transport import NoReadOffsets, use_marks
from tests.running import Site

TOPIC, GROUP = "marks-test", "marks-test"
HERE = TP(TOPIC, 0)


def read(offset: int, *, generation: int = 1) -> Any:
    return SimpleNamespace(tp=HERE, offset=offset, generation_id=generation)


def test_a_record_dealt_with_may_be_committed() -> None:
    marks = Marks()
    marks.done(read(4), 1)
    assert marks.offsets(1) == {HERE: 5}


def test_a_record_read_before_the_partitions_were_dealt_out_anew_is_not_marked() -> None:
    marks = Marks()
    marks.done(read(4, generation=1), 2)
    assert marks.offsets(1) == marks.offsets(2) == {}


def test_a_mark_counts_in_its_own_generation_only() -> None:
    marks = Marks()
    marks.done(read(4, generation=1), 1)
    assert marks.offsets(2) == {}
    marks.done(read(2, generation=2), 2)
    assert (marks.offsets(1), marks.offsets(2)) == ({}, {HERE: 3})


def test_a_record_read_again_does_not_step_back() -> None:
    marks = Marks()
    for offset in (4, 2):
        marks.done(read(offset), 1)
    assert marks.offsets(1) == {HERE: 5}


def test_a_mark_stops_before_what_is_still_in_hand() -> None:
    marks = Marks()
    for offset in (4, 5, 6):
        marks.begun(read(offset), 1)
    marks.done(read(6), 1)
    assert marks.offsets(1) == {HERE: 4}
    marks.done(read(4), 1)
    assert marks.offsets(1) == {HERE: 5}
    marks.done(read(5), 1)
    assert marks.offsets(1) == {HERE: 7}


def test_nothing_is_to_be_committed_before_a_record_is_dealt_with() -> None:
    marks = Marks()
    marks.begun(read(4), 1)
    assert marks.offsets(1) == {}


def test_a_record_taken_in_hand_again_does_not_step_back() -> None:
    marks = Marks()
    marks.done(read(4), 1)
    marks.begun(read(2), 1)
    assert marks.offsets(1) == {HERE: 5}


def test_what_was_in_hand_before_the_partitions_were_dealt_out_anew_holds_nothing_up() -> None:
    marks = Marks()
    marks.begun(read(4, generation=1), 1)
    marks.begun(read(4, generation=1), 2)
    marks.begun(read(6, generation=2), 2)
    marks.done(read(4, generation=1), 2)
    assert marks.offsets(2) == {}
    marks.done(read(6, generation=2), 2)
    assert marks.offsets(2) == {HERE: 7}


def test_nothing_that_is_read_again_is_taken_for_known() -> None:
    known = NoReadOffsets()
    known[HERE] = 9
    known.update({HERE: 9})
    assert known[HERE] is None


class Running:
    """A Faust app with our consumer in a group of its own, reading one topic."""

    def __init__(self, site: Site, app: faust.App, marks: Marks) -> None:
        self.app = app
        self.marks = marks
        self._admin = KafkaAdminClient(**admin_options(site.settings.kafka))

    def committed(self) -> int:
        """Return what the broker holds as committed; -1 before the first commit."""
        partition = TopicPartition(*HERE)
        return int(self._admin.list_group_offsets({GROUP: [partition]})[GROUP][partition].offset)

    def close(self) -> None:
        self._admin.close()


@pytest.fixture
async def running(site: Site, tmp_path: Path) -> AsyncIterator[Running]:
    kafka = site.settings.kafka
    admin = KafkaAdminClient(**admin_options(kafka))
    apply(admin, [TopicPlan(TOPIC, 1, 1, {})])
    admin.close()
    async with AIOKafkaProducer(**async_producer_options(kafka)) as producer:
        for number in range(9):
            await producer.send_and_wait(TOPIC, b"%d" % number, partition=0)
    app = faust.App(
        GROUP,
        **faust_options(kafka),
        autodiscover=False,
        store="memory://",
        datadir=str(tmp_path),
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        broker_commit_interval=0.2,
        consumer_auto_offset_reset="earliest",
    )
    found, seen = Running(site, app, Marks()), asyncio.Event()
    use_marks(app, found.marks)

    async def agent(stream: Any) -> None:
        async for _ in stream.events():
            seen.set()

    app.agent(app.topic(TOPIC, value_type=bytes, value_serializer="raw"), name=GROUP)(agent)
    await app.start()
    await asyncio.wait_for(seen.wait(), 20)
    yield found
    await app.stop()
    found.close()


@pytest.mark.slow
async def test_faust_commits_marks_and_not_what_it_acknowledged_itself(running: Running) -> None:
    await asyncio.sleep(0.6)  # three commit intervals; the agent has run through all nine records
    before = running.committed()
    running.marks.done(
        read(2, generation=running.app.consumer_generation_id), running.app.consumer_generation_id
    )
    await asyncio.sleep(0.6)
    assert (before, running.committed()) == (-1, 3)
    consumer: Any = running.app.consumer
    assert isinstance(consumer._read_offset, NoReadOffsets)  # noqa: SLF001


@pytest.mark.slow
async def test_a_commit_begun_in_an_older_generation_is_refused(running: Running) -> None:
    consumer: Any = running.app.consumer
    thread, generation = consumer._thread, running.app.consumer_generation_id  # noqa: SLF001
    assert await thread.commit_in(generation, {HERE: 7})
    assert not await thread.commit_in(generation - 1, {HERE: 3})
    assert running.committed() == 7
