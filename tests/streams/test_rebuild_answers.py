"""Who was answered before boarding is told of a decision, also where Redis was lost in between."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from config.boarding_file import AnsweringRow
from manifests.contract import Manifest
from screening.space import Space
from streams.amending import Amending
from streams.answered import Answered, Answers
from streams.answering import Answering, Memories
from streams.decisions import Decisions
from streams.fates import Fates
from streams.publisher import Outgoing
from streams.receipts import Receipts, canonical
from streams.suppression_log import ended
from streams.topic_reader import UntilNow
from streams.topics import SUPPRESSIONS
from tests.manifests.building import DAY, entry, manifest, passenger_fields
from tests.running import Site
from tests.streams.boarding import FILE, verdicts
from tests.streams.deciding import disposition
from tests.streams.handling import equipment
from tests.streams.station import Station, at_work
from tests.streams.test_rebuild_decisions import latest

WHO = passenger_fields(passenger_id="7A", documents=[{"number": "M1234567", "issuer": "IRQ"}])
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01", passenger_id="7B")


class Lane:
    """The lane that answers, over the topics of a station."""

    def __init__(self, station: Station) -> None:
        redis, kafka = station.redis, station.settings.kafka
        things, rules = equipment(station.publisher, redis), station.rules.now
        file = FILE.model_copy(
            update={"answers": (AnsweringRow(agency="uk-piu", arrivals=("GBR",)),)}
        )
        decisions = Decisions(redis, file, min_score=0.5, secret=rules.secret)
        self.fates = Fates(redis, keep=timedelta(days=1))
        keep = Memories(Receipts(redis, keep=timedelta(days=1)), self.fates, Answers(redis))
        self.kafka, self.station, self._things = kafka, station, things
        self.answering = Answering(things, rules.parties, keep, decisions)
        self.amending = Amending(things, station.suppressions, keep, decisions)
        self._heard = 0

    async def ask(self, *questions: Manifest) -> None:
        """Ask on the topic, each in turn."""
        self._things.indexes.forget()
        for one in questions:
            before = [each async for each in UntilNow(self.kafka, ["requests.UA"])]
            await self.station.publisher.publish(
                Outgoing("requests.UA", canonical(one), one.message_id)
            )
            now = [each async for each in UntilNow(self.kafka, ["requests.UA"])]
            for each in now[len(before) :]:
                await self.answering.handle(each)

    async def hear(self) -> None:
        """Hear what was decided, and was not heard yet."""
        self._things.indexes.forget()
        found = [one async for one in UntilNow(self.kafka, [SUPPRESSIONS])]
        for one in found:
            if one.offset >= self._heard:
                self._heard = one.offset + 1
                await self.amending.handle(one)

    async def told(self) -> list[bytes]:
        """Return every CUSRES on the topic, but those of earlier tests."""
        sent = [one async for one in UntilNow(self.kafka, ["responses.UA"])]
        return [one.value or b"" for one in sent if (one.key or b"").startswith(b"RA-")]

    async def kept(self, space: Space) -> list[str]:
        found = [await self.fates.answer(space, "UA", one) for one in ("RA-1", "RA-2")]
        return [one.cusres for one in found if one is not None]

    async def of(self, space: Space) -> list[Answered]:
        return await Answers(self.station.redis).of(space, f"UA0951/JFK-LHR/{DAY}")


@pytest.fixture
async def lane(site: Site) -> AsyncIterator[Lane]:
    """Yield a lane that was asked twice about somebody, who was dismissed in between."""
    async with at_work(site) as station:
        await station.enlist(entry("r1", severity="high"))
        await station.work()
        first = manifest(OTHER, WHO, message_id="RA-1", flight={"number": "951"}, respond=True)
        await station.push(first)
        await station.work()
        made = Lane(station)
        await made.ask(first)
        alert = await latest(station, "r1", "951")
        await station.decide(disposition("dismiss", alert, suppress_days=1000), "uk-piu")
        await station.work()
        await station.work()
        await made.hear()
        second = first.model_copy(update={"message_id": "RA-2"})
        await made.ask(second)
        assert [verdicts(one)[1] for one in await made.told()] == [
            ["0Z", "1Z"],
            ["0Z"],
            ["0Z", "0Z"],
        ]
        yield made


async def test_answers_are_as_they_were_and_follow_decisions(lane: Lane) -> None:
    station = lane.station
    before = await lane.kept(await station.space())
    assert [verdicts(one)[1] for one in before] == [["0Z", "0Z"]] * 2
    await station.redis.flushall()
    assert await station.rebuild().run()
    space = await station.space()
    assert await lane.kept(space) == before
    codes = {one.question.passengers[0].surname: one.code for one in await lane.of(space)}
    assert codes == {"SMITH": "0Z", "AL TIKRITI": "0Z"}
    (one,) = [each for each in await station.suppressions.all(space) if each.agency == "uk-piu"]
    await station.publisher.publish(ended(one.key))
    await station.work()
    await lane.hear()
    last = (await lane.told())[-1]
    assert verdicts(last) == ("132", ["1Z"])
    assert [verdicts(one)[1] for one in await lane.kept(space)] == [["0Z", "1Z"]] * 2


async def told_of(lane: Lane, message_id: str) -> list[str]:
    """Return the verdicts that are held as the answer to a message."""
    said = await lane.fates.answer(await lane.station.space(), "UA", message_id)
    return [one.code for one in said.people] if said else []


async def test_what_one_of_a_family_was_told_is_not_held_of_the_others(site: Site) -> None:
    family = [("MAYSA", "1971-05-06"), ("QASIM", "1952-03-04")]
    rows = [
        passenger_fields("ZEBARIAN", given_names=name, birth_date=born, record_locator="ABC")
        for name, born in family
    ]
    asked = manifest(*rows, message_id="RB-1", flight={"number": "952"}, respond=True)
    async with at_work(site) as station:
        for name, born in family:
            listed = {"names": [{"full": f"{name} ZEBARIAN"}], "birth_dates": [born]}
            await station.enlist(entry(f"r-{name}", severity="high", **listed))
        await station.work()
        await station.push(asked)
        await station.work()
        lane = Lane(station)
        await lane.ask(asked)
        assert await told_of(lane, "RB-1") == ["1Z", "1Z"]
        alert = await latest(station, "r-QASIM", "952")
        await station.decide(disposition("dismiss", alert, suppress_days=1000), "uk-piu")
        await station.work()
        await station.work()
        await lane.hear()
        assert await told_of(lane, "RB-1") == ["1Z", "0Z"]
        await station.redis.flushall()
        assert await station.rebuild().run()
        assert await told_of(lane, "RB-1") == ["1Z", "0Z"]
        people = await Answers(station.redis).of(await station.space(), asked.flight.key)
        assert sorted(one.code for one in people) == ["0Z", "1Z"]


async def test_answer_is_not_taken_for_that_to_a_question_that_was_refused(site: Site) -> None:
    mended = manifest(OTHER, message_id="RC-1", flight={"number": "953"}, respond=True)
    foreign = mended.flight.model_copy(update={"carrier": "BA"})
    async with at_work(site) as station:
        lane = Lane(station)
        await lane.ask(mended.model_copy(update={"flight": foreign}), mended)
        assert await told_of(lane, "RC-1") == ["0Z"]
        await station.redis.flushall()
        assert await station.rebuild().run()
        assert await told_of(lane, "RC-1") == ["0Z"]
        assert await Answers(station.redis).of(await station.space(), mended.flight.key)
