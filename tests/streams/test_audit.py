"""The audit trail on real services: one whole chain, whatever dies or is lost meanwhile."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from access.audit import Note, NotNoted
from access.audit_chain import START, Chain
from streams.audit import Audit
from streams.auditing.outbox import HEAD, WAITING, Outbox
from streams.publisher import Outgoing, Stored
from tests.running import Site
from tests.streams.auditing import WRITER, Away, Trail, trail, writer
from tests.streams.station import at_work

pytestmark = pytest.mark.timeout(90)


class Counting:
    """A broker, and how many records came to it at a time."""

    def __init__(self, own: Trail) -> None:
        self._own = own
        self.sent: list[int] = []

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        self.sent.append(len(records))
        return await self._own.publisher.publish(*records)


async def out_at_last(own: Trail) -> None:
    for _ in range(500):
        if not await own.redis.llen(WAITING):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("something waits")


async def test_what_many_note_at_once_is_one_chain_in_few_publications(site: Site) -> None:
    async with trail(site) as own:
        kafka = Counting(own)
        audit = Audit(site.settings, own.redis, kafka)
        await asyncio.gather(
            *(audit.note(WRITER, "saw", "alert", [f"many-{number}"], None) for number in range(300))
        )
        assert {f"many-{number}" for number in range(300)} <= set(await own.named())
        assert (sum(kafka.sent), len(kafka.sent) <= 3) == (300, True)
        assert (await own.verdict()).problem is None


async def test_questions_that_follow_each_other_are_published_together(site: Site) -> None:
    async with trail(site) as own:
        await own.note("before")
        kafka = Counting(own)
        audit = Audit(site.settings, own.redis, kafka)
        for number in range(5):
            await audit.note_question(WRITER, "looked_up", "a", [f"q{number}"], None)
        assert kafka.sent == []
        await out_at_last(own)
        assert (kafka.sent, (await own.named())[-5:]) == ([5], [f"q{n}" for n in range(5)])


async def test_what_was_asked_last_is_out_at_the_end(site: Site) -> None:
    async with trail(site) as own:
        await own.note("before")
        kafka = Counting(own)
        audit = Audit(site.settings, own.redis, kafka)
        await audit.note_question(WRITER, "looked_up", "a", ["last"], None)
        assert (await audit.close(within_s=30), kafka.sent) == (True, [1])


async def test_writers_take_turns(site: Site) -> None:
    async with trail(site) as own:
        others = [own.another() for _ in range(4)]
        await asyncio.gather(
            *(
                other.note(WRITER, "saw", "alert", [f"turn-{at}-{number}"], None)
                for number in range(10)
                for at, other in enumerate(others)
            )
        )
        verdict = await own.verdict()
        assert (verdict.problem, verdict.forks) == (None, 0)
        assert len([one for one in await own.named() if one.startswith("turn-")]) == 40


@pytest.mark.slow
async def test_killed_writers_leave_one_whole_chain_with_all_that_was_answered(site: Site) -> None:
    async with trail(site) as own:
        said: list[str] = []
        with writer(site, "killed-1", 100_000) as one, writer(site, "killed-2", 100_000) as other:
            said += await one.says(8) + await other.says(8)  # both are at it
            for process in (one, other):
                said += await process.says(80)
                said += await process.killed()
        await own.note("after the kill")
        verdict, named = await own.verdict(), await own.named()
    assert (verdict.problem, verdict.forks) == (None, 0)
    assert len(said) >= 170
    assert set(said) <= set(named)


@pytest.mark.slow
async def test_redis_lost_among_writers_leaves_one_whole_chain(site: Site) -> None:
    async with trail(site) as own:
        with writer(site, "lost", 400) as process:
            said = await process.says(50)
            await own.redis.flushall()
            await own.note("here meanwhile")
            said += await process.says(100)
            await own.redis.flushall()
            said += await process.ended()
        await own.note("after all")
        verdict, named = await own.verdict(), await own.named()
    assert verdict.problem is None
    assert len(said) > 300
    assert set(said) <= set(named)


async def test_what_a_dead_writer_left_in_the_outbox_goes_out_with_the_next_note(
    site: Site,
) -> None:
    async with trail(site) as own:
        await own.note("before")
        head = await Outbox(own.redis).head()
        signed = list(own.chain.continued(head.link, [Note(WRITER, "saw", "a", ("left",))], ""))
        assert await Outbox(own.redis).append(head, signed, published=0) is None
        assert "left" not in await own.named()
        await own.note("next")
        assert (await own.named())[-3:] == ["before", "left", "next"]
        assert (await own.verdict()).problem is None
        assert await own.redis.llen(WAITING) == 0


async def test_what_is_published_twice_by_a_crash_in_between_counts_once(site: Site) -> None:
    async with trail(site) as own:
        await own.note("once")
        await own.put((await own.values())[-1])
        await own.note("then")
        verdict = await own.verdict()
        assert verdict.problem is None
        assert (await own.named())[-3:] == ["once", "once", "then"]


async def test_a_copy_of_redis_that_had_not_heard_of_the_last_records_is_not_believed(
    site: Site,
) -> None:
    async with trail(site) as own:
        await own.note("heard")
        await own.turned_back("not heard")
        await own.note("later")
        records = await own.records()
        assert [one.about for one in records[-3:]] == [("heard",), ("not heard",), ("later",)]
        assert [one.seq - records[-3].seq for one in records[-3:]] == [0, 1, 2]


async def test_what_others_put_at_the_end_of_the_topic_is_not_followed(site: Site) -> None:
    async with trail(site) as own:
        await own.note("ours")
        seq = (await own.records())[-1].seq
    forged = list(Chain(b"x" * 32).continued(START, [Note(WRITER, "saw", "a")] * (seq + 5), "t"))
    async with trail(site) as own:  # an empty Redis: the end is found on the topic
        await own.put(forged[-1].value, b"{}")
        await own.note("ours again")
        assert (await own.records())[-1].seq == seq + 1


async def test_where_too_much_waits_nothing_more_is_taken_in(site: Site) -> None:
    async with trail(site) as own:
        await own.note("before")
        await own.redis.rpush(WAITING, *[b"x"] * 10_001)
        with pytest.raises(NotNoted, match="too much of it waits"):
            await own.note("one more")
        await own.redis.delete(WAITING)


async def test_a_kafka_that_does_not_answer_is_one_sentence_and_leaves_the_chain_whole(
    site: Site,
) -> None:
    async with trail(site) as own:
        with pytest.raises(NotNoted, match="no Kafka broker answers; so nothing is shown"):
            await Audit(site.settings, own.redis, Away(own)).note(
                WRITER, "saw", "a", ["away"], None
            )
        await own.note("back")
        assert (await own.named())[-2:] == ["away", "back"]
        assert (await own.verdict()).problem is None


async def test_a_question_is_on_record_while_kafka_is_away_and_published_once_it_is_back(
    site: Site,
) -> None:
    async with trail(site) as own:
        await own.note("before")
        kafka = Away(own)
        audit = Audit(site.settings, own.redis, kafka)
        ask = [audit.note_question(WRITER, "looked_up", "a", [f"q{n}"], None) for n in range(20)]
        await asyncio.gather(*ask)
        with pytest.raises(NotNoted):
            await audit.note(WRITER, "saw", "a", ["refused"], None)
        await audit.note_question(WRITER, "looked_up", "a", ["last"], None)
        assert (await own.named())[-1] == "before"
        kafka.back = True
        await out_at_last(own)
        named = (await own.named())[-22:]
        assert sorted(named) == sorted([*(f"q{n}" for n in range(20)), "refused", "last"])
        assert (await own.verdict()).problem is None
        assert await audit.close()


async def test_a_question_that_a_dead_process_left_goes_out_by_any_other(site: Site) -> None:
    async with trail(site) as own:
        await own.note("before")
        dead = Audit(site.settings, own.redis, Away(own))
        await dead.note_question(WRITER, "looked_up", "a", ["left"], None)
        assert not await dead.close()
        assert await own.redis.llen(WAITING) == 1
        await own.another().send_waiting()
        assert (await own.named())[-1] == "left"
        assert await own.redis.llen(WAITING) == 0
        await own.another().send_waiting()  # nothing to do is no fault


async def test_where_redis_is_lost_while_kafka_is_away_nothing_can_be_asked(site: Site) -> None:
    """Redis alone does not know where the chain ends."""
    async with trail(site) as own:
        nowhere = {"bootstrap": "127.0.0.1:1"}
        kafka = site.settings.kafka.model_copy(update=nowhere)
        settings = site.settings.model_copy(update={"kafka": kafka})
        audit = Audit(settings, own.redis, Away(own))
        with pytest.raises(NotNoted, match="no Kafka broker answers"):
            await audit.note_question(WRITER, "looked_up", "a", ["x"], None)


async def test_what_waits_of_others_leaves_room_for_questions(site: Site) -> None:
    async with trail(site) as own:
        await own.note("before")
        await own.redis.rpush(WAITING, *[b"x"] * 10_001)
        audit = Audit(site.settings, own.redis, Away(own))
        with pytest.raises(NotNoted, match="too much of it waits"):
            await audit.note(WRITER, "saw", "a", ["x"], None)
        await audit.note_question(WRITER, "looked_up", "a", ["x"], None)
        await audit.close()
        await own.redis.rpush(WAITING, *[b"x"] * 40_000)
        with pytest.raises(NotNoted, match="too much of it waits"):
            await audit.note_question(WRITER, "looked_up", "a", ["x"], None)


async def test_a_rebuild_leaves_the_end_of_the_chain_alone(site: Site) -> None:
    async with at_work(site) as station:
        head: Any = {b"life": b"7", b"seq": b"4", b"hash": b"ab", b"at": b"t"}
        await station.redis.hset(HEAD, mapping=head)
        await station.rebuild().run()
        assert await station.redis.hgetall(HEAD) == head
