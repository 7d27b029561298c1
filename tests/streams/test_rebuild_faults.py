"""A record that nobody can deal with keeps no rebuild from ending; what is away does."""

import logging
from collections.abc import AsyncIterator, Sequence

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError, ResponseError

from screening.space import NotReady
from streams.passed_over import MOST, PassedOver
from streams.publisher import Outgoing, Publisher, Stored
from streams.rebuild import Rebuild
from streams.record import Refused
from streams.topics import HITS, WATCHLIST
from tests.manifests.building import entry, manifest, passenger_fields
from tests.running import Site
from tests.streams.station import Station, at_work
from watchlist.entry import entry_json

LISTED = passenger_fields(passenger_id="7A")
# What reads it takes the time for a number.
STRANGE = {"source": "watchlist.interpol/0/1", "sent_ms": "TIKRITI"}


@pytest.fixture
async def station(site: Site) -> AsyncIterator[Station]:
    async with at_work(site) as found:
        yield found


class Choking(Publisher):
    """A broker that takes no facts of one flight."""

    flight = ""

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        if any((one.topic, one.key) == (HITS, self.flight) for one in records):
            raise MessageSizeTooLargeError
        return await super().publish(*records)


async def test_flight_whose_facts_cannot_be_told_keeps_no_rebuild_from_ending(
    station: Station,
) -> None:
    await station.enlist(entry("1"))
    one, other = (manifest(LISTED, flight={"number": n}, message_id=n) for n in ("611", "612"))
    await station.push(one)
    await station.push(other)
    await station.redis.flushall()
    async with Choking(station.settings.kafka) as publisher:
        publisher.flight = one.flight.key
        settings, rules = station.settings, station.rules
        assert await Rebuild(settings, station.redis, publisher, rules, "test").run()
    held = await station.held()
    assert {f"flight:{each.flight.key}" in held for each in (one, other)} == {True}


async def test_entry_that_its_agent_gives_up_keeps_no_rebuild_from_ending(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    """It is the last here: handlers of the tests' own give no record up."""
    await station.enlist(entry("1"))
    strange = Outgoing(WATCHLIST, entry_json(entry("2")), "interpol/2", STRANGE)
    await station.publisher.publish(strange)
    await station.enlist(entry("3"))
    await station.redis.flushall()
    rebuild = station.rebuild()
    with caplog.at_level(logging.ERROR, logger="tocsin.rebuild"):
        assert await rebuild.run()
    held = await station.held()
    assert {f"entry:interpol/{item}" in held for item in "13"} == {True}
    assert rebuild.faults == 1
    assert "unexpected ValueError" in caplog.text
    assert "TIKRITI" not in caplog.text


@pytest.mark.parametrize(
    "problem",
    [KafkaConnectionError(), RedisError(), ReadOnlyError(), OutOfMemoryError(), NotReady()],
    ids=lambda problem: type(problem).__name__,
)
def test_what_is_away_is_not_passed_over(problem: Exception) -> None:
    passed = PassedOver()
    with pytest.raises(type(problem)), passed.over("x"):
        raise problem
    assert passed.faults == 0


def test_what_is_refused_is_no_fault() -> None:
    passed = PassedOver()
    with passed.over("x"):
        raise Refused("invalid", "flight: is missing")
    assert passed.faults == 0


def test_where_too_much_fails_it_is_no_matter_of_single_records() -> None:
    passed = PassedOver()
    for _ in range(MOST):
        with passed.over("x"):
            raise ResponseError
    with pytest.raises(ResponseError), passed.over("x"):
        raise ResponseError
