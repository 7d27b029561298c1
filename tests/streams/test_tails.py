"""Whoever follows alerts is told each version once, wherever they were cut off and resumed."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from random import Random
from typing import Any

import pytest
from kafka import KafkaProducer

from access.parties import AgencyId
from alerts.alert import Alert
from streams.agencies.tails import CutOff, Heard, Tails, Version, _from, _Queue
from streams.alert_reader import News
from streams.clients import producer_options
from streams.topics import alerts_topic
from tests.running import Site
from tests.streams.connected import connected

UK, FR, KE = AgencyId("uk-piu"), AgencyId("fr-piu"), AgencyId("ke-dci")
WITHIN_S = 30
IDLE_S = 0.4


def alert(number: int, version: int, **more: Any) -> dict[str, Any]:
    return {
        "schema": "alert/1",
        "alert_id": f"{number:032x}",
        "version": version,
        "event": "raised" if version == 1 else "updated",
        "agency": "uk-piu",
        "subscriptions": [],
        "raised_at": "2031-05-05T08:00:00Z",
        "score": 0.9,
        "basis": ["name"],
        "group_id": "g",
        "entry": {"owner": "interpol", "id": "1", "category": "wanted", "severity": "high"},
        "flight": {
            "carrier": "UA",
            "number": "1",
            "origin": "JFK",
            "destination": "LHR",
            "departure": "2031-05-05T18:30",
        },
        "passenger": {"surname": "DOE", "passenger_ref": "r"},
        "explanation": [],
        "cause": "manifest",
        "trace_id": "t",
        **more,
    }


class Agency:
    """What is put on one agency's topic."""

    def __init__(self, producer: KafkaProducer, name: AgencyId) -> None:
        self._producer = producer
        self._name = name

    def send(self, number: int, version: int, *, only: str | None = None, **more: Any) -> None:
        value = json.dumps(alert(number, version, **more)).encode()
        headers = [("only", only.encode())] if only else []
        self._producer.send(alerts_topic(self._name), value, headers=headers)

    def junk(self) -> None:
        self._producer.send(alerts_topic(self._name), b"no alert")

    def flush(self) -> None:
        self._producer.flush()


@pytest.fixture(scope="module")
def producer(site: Site) -> Iterator[KafkaProducer]:
    found = KafkaProducer(**producer_options(site.settings.kafka))
    yield found
    found.close()


@pytest.fixture
async def tails(site: Site) -> AsyncIterator[Tails]:
    found = Tails(site.settings.kafka)
    yield found
    await found.close()


def said(versions: list[Version]) -> list[tuple[int, int]]:
    return [(int(one.alert.alert_id, 16), one.alert.version) for one in versions]


async def until_idle(tails: Tails, agency: AgencyId, after: int | None) -> list[Heard]:
    """Return what is heard until nothing comes for a moment."""
    found: list[Heard] = []
    async with asyncio.timeout(WITHIN_S), aclosing(tails.heard(agency, after, IDLE_S)) as heard:
        async for one in heard:
            found.append(one)
            if len(found) > 1 and not one.versions and found[-2].offset == one.offset:
                break
    return found


def versions_of(found: list[Heard]) -> list[Version]:
    return [one for each in found for one in each.versions]


async def test_cut_at_any_place_and_resumed_there_is_no_gap_and_no_double(
    tails: Tails, producer: KafkaProducer
) -> None:
    random, agency, held = Random(7), Agency(producer, UK), dict[int, int]()
    wanted: list[tuple[int, int]] = []
    for _ in range(120):
        number = random.randrange(40)
        if number in held and random.random() < 0.4:
            agency.send(number, random.randint(1, held[number]))  # a repetition
            continue
        held[number] = held.get(number, 0) + 1
        agency.send(number, held[number])
        wanted.append((number, held[number]))
    agency.junk()
    agency.flush()
    heard = versions_of(await until_idle(tails, UK, -1))
    assert said(heard) == wanted
    places = [one.offset for one in heard]
    for cut in random.sample(range(len(places)), 6):
        after = versions_of(await until_idle(tails, UK, places[cut]))
        assert said(heard[: cut + 1] + after) == wanted


async def test_what_comes_while_one_is_away_and_while_one_catches_up_is_heard_once(
    tails: Tails, producer: KafkaProducer
) -> None:
    agency = Agency(producer, FR)
    for number in range(30):
        agency.send(number, 1)
    agency.flush()
    got: list[Version] = []
    async with asyncio.timeout(WITHIN_S):
        async with aclosing(tails.heard(FR, None, IDLE_S)) as live, asyncio.TaskGroup() as tasks:
            start = (await anext(live)).offset
            assert start == 29

            async def resumed() -> None:
                async with aclosing(tails.heard(FR, 9, IDLE_S)) as heard:
                    async for one in heard:
                        got.extend(one.versions)
                        if len(got) == 120:
                            return

            tasks.create_task(resumed())
            for number in range(30, 130):
                agency.send(number, 1)
                await asyncio.sleep(0.002)
            agency.flush()
    assert said(got) == [(number, 1) for number in range(10, 130)]


async def test_one_who_begins_now_hears_what_comes_and_not_what_was(
    tails: Tails, producer: KafkaProducer
) -> None:
    agency = Agency(producer, KE)
    agency.send(1, 1)
    agency.flush()
    got: list[Version] = []
    async with asyncio.timeout(WITHIN_S), aclosing(tails.heard(KE, None, 5)) as heard:
        assert not (await anext(heard)).versions
        agency.send(1, 2)
        agency.send(2, 1, only="desk")  # sent again for one webhook alone
        agency.send(1, 1, replay=True)
        agency.send(1, 2, replay=True)
        agency.send(3, 1, replay=True)
        agency.flush()
        while len(got) < 2:
            got += (await anext(heard)).versions
        assert tails.listeners(KE) == 1
    assert said(got) == [(1, 2), (3, 1)]
    assert tails.listeners(KE) == 0


async def test_place_that_the_topic_does_not_hold_is_said_to_be_lost(
    tails: Tails, producer: KafkaProducer
) -> None:
    agency = Agency(producer, AgencyId("us-cbp"))
    agency.send(1, 1)
    agency.flush()
    found = await until_idle(tails, AgencyId("us-cbp"), 10_000)
    assert found[0].lost
    assert said(versions_of(found)) == [(1, 1)]


async def test_whoever_is_cut_off_is_told_so(tails: Tails, producer: KafkaProducer) -> None:
    async with asyncio.timeout(WITHIN_S), aclosing(tails.heard(UK, None, 20)) as heard:
        await anext(heard)
        asyncio.get_running_loop().call_later(0.1, tails.cut_off)
        with pytest.raises(CutOff):
            await anext(heard)


async def test_one_who_joins_others_late_misses_nothing(
    tails: Tails, producer: KafkaProducer
) -> None:
    name = AgencyId("tr-border")
    agency = Agency(producer, name)
    agency.send(0, 1)
    agency.flush()
    async with asyncio.timeout(WITHIN_S), aclosing(tails.heard(name, None, 5)) as first:
        await anext(first)
        for number in range(1, 6):
            agency.send(number, 1)
        agency.flush()
        heard: list[Version] = []
        while len(heard) < 5:
            heard += (await anext(first)).versions
        assert said(versions_of(await until_idle(tails, name, 0))) == said(heard)
        async with aclosing(tails.heard(name, None, 5)) as late:
            assert (await anext(late)).offset == heard[-1].offset


async def test_whoever_has_just_left_keeps_no_connection_open_once_all_is_closed(
    site: Site,
) -> None:
    tails, before = Tails(site.settings.kafka), len(connected())
    async with aclosing(tails.heard(FR, None, 5)) as one:
        await anext(one)
    await tails.close()
    assert len(connected()) == before


async def test_one_who_takes_too_little_is_cut_off_and_resumes_where_they_stood(
    site: Site, producer: KafkaProducer
) -> None:
    name, tails = AgencyId("de-bka"), Tails(site.settings.kafka, waiting=5)
    agency = Agency(producer, name)
    agency.send(0, 1)
    agency.flush()
    async with asyncio.timeout(WITHIN_S), aclosing(tails.heard(name, None, 5)) as quick:
        async with aclosing(tails.heard(name, None, 5)) as slow:
            stood, got = (await anext(slow)).offset, list[Version]()
            await anext(quick)
            for number in range(1, 11):
                agency.send(number, 1)
                agency.flush()
                while len(got) < number:  # another keeps up meanwhile
                    got += (await anext(quick)).versions
            with pytest.raises(CutOff):
                await anext(slow)
        assert said(versions_of(await until_idle(tails, name, stood))) == said(got)
    await tails.close()


def test_what_a_listener_was_told_is_remembered_of_so_many_alerts_alone() -> None:
    news = News(most=3)
    assert [news.take(one, 1) for one in "abca"] == [True, True, True, False]
    assert news.take("a", 2)
    assert news.take("d", 1)
    assert len(news) == 3
    assert not news.take("a", 2)
    assert news.take("b", 1)  # nothing was told of it for the longest


async def test_what_comes_as_the_wait_ends_is_not_passed_over() -> None:
    queue = _Queue(10)
    told = Version(5, Alert.model_validate(alert(1, 1)), b"")
    queue.records, queue.reached = [told], 6  # put there as the time ran out
    assert (await _from(queue, News(), 0, 0.01)).offset == 4
    queue.news.set()
    heard = await _from(queue, News(), 0, 0.01)
    assert (heard.offset, heard.versions) == (5, (told,))
