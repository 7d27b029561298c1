"""Both joins on a real Valkey: what is found, what stays in the index, who wins a race."""

import asyncio
from collections.abc import Sequence

import pytest
from redis.asyncio import Redis

from manifests.contract import Flight
from screening.entry_record import EntryRecord
from screening.facts import Facts
from screening.passenger_join import AT_REDIS
from screening.space import EPOCH, NotReady, Space
from tests.manifests.building import (
    FLIGHT,
    entry,
    entry_fields,
    manifest,
    passenger_fields,
)
from tests.screening.joining import NOW, Joins
from tests.screening.spaces import contents, fresh_space
from watchlist.delta import digest
from watchlist.entry import EntryKey

LISTED = passenger_fields()
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01")


@pytest.fixture
def joins(redis: Redis, space: Space) -> Joins:
    return Joins(redis, space)


def hit_names(facts: Facts) -> list[tuple[str, str]]:
    return [(one.passenger.surname, one.entry.key) for one in facts.hits]


async def test_manifest_finds_the_listed_person(joins: Joins) -> None:
    await joins.apply(entry())
    facts = await joins.screen(manifest(OTHER, LISTED))
    assert hit_names(facts) == [("AL TIKRITI", "interpol/4711")]
    assert len(facts.refs) == 2


async def test_entry_finds_the_passenger_on_the_way(joins: Joins) -> None:
    await joins.screen(manifest(OTHER, LISTED))
    (facts,) = await joins.apply(entry())
    assert hit_names(facts) == [("AL TIKRITI", "interpol/4711")]
    assert facts.flight.key == FLIGHT
    assert facts.entry == "interpol/4711"


async def test_booking_and_check_in_of_one_person_are_one_hit(joins: Joins) -> None:
    await joins.apply(entry())
    booked = {"surname": "AL TIKRITI", "given_names": "SABAWI IBRAHIM"}
    first = await joins.screen(manifest(booked, source="pnr"))
    second = await joins.screen(manifest(LISTED, OTHER, at=1))
    assert [one.ref for one in second.hits] == list(first.refs)
    assert second.left == ()
    (applied,) = await joins.apply(entry(severity="top"))
    assert [one.ref for one in applied.hits] == list(first.refs)


async def test_reference_that_was_given_up_is_found_no_more(joins: Joins) -> None:
    documents = [{"number": "M1234567", "issuer": "IRQ"}]
    checked_in = LISTED | {"surname": "TIKRITI", "birth_date": None, "documents": documents}
    booked = await joins.screen(manifest(LISTED, source="pnr"))
    seen = await joins.screen(manifest(passenger_fields(**checked_in), at=1))
    assert booked.refs != seen.refs
    bridge = manifest(LISTED | {"documents": documents}, at=2, source="crew")
    joined = await joins.screen(bridge)
    assert joined.left == seen.refs
    (applied,) = await joins.apply(entry())
    assert [one.ref for one in applied.hits] == list(booked.refs)


@pytest.mark.parametrize("first", ["manifest", "entry"])
async def test_one_of_two_that_cross_sees_the_other(joins: Joins, first: str) -> None:
    if first == "manifest":
        screened = await joins.screen(manifest(LISTED))
        applied = await joins.apply(entry())
    else:
        applied = await joins.apply(entry())
        screened = await joins.screen(manifest(LISTED))
    assert len(screened.hits) + sum(len(one.hits) for one in applied) == 1


async def test_document_alone_leads_to_the_entry(joins: Joins) -> None:
    stolen = {"number": "M1234567", "issuer": "IRQ", "status": "stolen"}
    await joins.apply(entry(category="travel_document", names=[], documents=[stolen]))
    carried = [{"number": "m 1234567", "issuer": "IQ"}]
    assert (await joins.screen(manifest({**OTHER, "documents": carried}))).hits


@pytest.mark.parametrize(
    "validity",
    [
        pytest.param({"valid_until": "2020-01-01"}, id="expired"),
        pytest.param({"valid_from": "2199-01-01"}, id="not yet valid"),
    ],
)
async def test_entry_out_of_force_is_no_hit(joins: Joins, validity: dict[str, str]) -> None:
    screened = await joins.screen(manifest(LISTED))
    applied = await joins.apply(entry(**validity))
    again = await joins.screen(manifest(LISTED, at=1))
    assert not screened.hits
    assert not applied
    assert not again.hits


async def test_passenger_who_left_is_found_no_more(joins: Joins) -> None:
    first = await joins.screen(manifest(LISTED, OTHER))
    left = await joins.screen(manifest(OTHER, at=1))
    assert left.left == first.refs[:1]
    assert await joins.apply(entry()) == []


async def test_facts_say_that_the_flight_is_cancelled(joins: Joins) -> None:
    first = await joins.screen(manifest(LISTED))
    facts = await joins.screen(manifest(at=1, function="cancel_flight"))
    assert (facts.cancelled, facts.left) == (True, first.refs)


async def test_new_departure_concerns_everybody(joins: Joins) -> None:
    first = await joins.screen(manifest(LISTED, OTHER))
    day = FLIGHT[-10:]
    moved = {"departure": f"{day}T20:30", "scheduled_date": day}
    facts = await joins.screen(manifest(OTHER, at=1, function="update", flight=moved))
    assert set(facts.refs) == set(first.refs)


async def test_worker_with_an_outdated_cache_folds_again(redis: Redis, space: Space) -> None:
    one, other = Joins(redis, space), Joins(redis, space)
    await one.screen(manifest(LISTED))
    await other.screen(manifest(OTHER, at=1, function="update"))
    third = passenger_fields("THIRD")
    facts = await one.screen(manifest(third, at=2, function="update"))
    assert len(facts.refs) == 1
    again = await other.passengers.screen_again(space, FLIGHT, "x/0/0", NOW)
    assert again is not None
    assert len(again.refs) == 3


async def test_screening_again_changes_nothing(redis: Redis, joins: Joins) -> None:
    await joins.apply(entry())
    first = await joins.screen(manifest(LISTED, OTHER))
    before = await contents(redis, joins.space)
    again = await joins.passengers.screen_again(joins.space, FLIGHT, "x/0/0", NOW)
    assert again is not None
    assert (again.hits, again.refs) == (first.hits, first.refs)
    assert await contents(redis, joins.space) == before


async def test_flight_that_is_not_held_has_no_facts(joins: Joins) -> None:
    assert await joins.passengers.screen_again(joins.space, "UA0001/A-B/C", "x/0/0", NOW) is None


async def test_same_push_twice_gives_the_same_facts(joins: Joins) -> None:
    await joins.apply(entry())
    first = await joins.screen(manifest(LISTED, OTHER))
    again = await joins.screen(manifest(LISTED, OTHER))
    assert again.model_copy(update={"as_of": first.as_of}) == first


async def test_same_entry_twice_gives_the_same_facts(joins: Joins) -> None:
    await joins.screen(manifest(LISTED))
    (first,) = await joins.apply(entry(), offset=7)
    (again,) = await joins.apply(entry(), offset=7)
    assert again.model_copy(update={"as_of": first.as_of}) == first


async def test_older_version_of_an_entry_is_ignored(redis: Redis, joins: Joins) -> None:
    await joins.screen(manifest(LISTED, OTHER))
    await joins.apply(entry(severity="top"), offset=9)
    before = await contents(redis, joins.space)
    assert await joins.apply(entry(names=[{"full": "John Smith"}]), offset=8) == []
    assert await contents(redis, joins.space) == before


async def test_removed_entry_is_found_no_more_and_does_not_come_back(joins: Joins) -> None:
    await joins.apply(entry(), offset=5)
    await joins.remove("interpol/4711", offset=6)
    assert not (await joins.screen(manifest(LISTED))).hits
    assert await joins.apply(entry(), offset=5) == []
    assert not (await joins.screen(manifest(LISTED, at=1))).hits


async def test_entry_contributed_again_is_found_again(redis: Redis, joins: Joins) -> None:
    await joins.apply(entry())
    await joins.remove("interpol/4711")
    await joins.apply(entry())
    assert (await joins.screen(manifest(LISTED))).hits
    assert await redis.ttl(joins.space.key("entry", "interpol/4711")) == -1


async def test_flights_already_told_are_told_of_a_removal(joins: Joins) -> None:
    push = manifest(LISTED)

    async def told(space: Space, entries: Sequence[EntryKey]) -> dict[EntryKey, list[Flight]]:
        return {key: [push.flight] for key in entries}

    record = EntryRecord(EntryKey("interpol/4711"), None, 0, 1, "w/0/1")
    (applied,) = await joins.entries.apply(joins.space, [record], told, NOW)
    (facts,) = applied.facts
    assert (facts.entry, facts.hits, facts.flight) == ("interpol/4711", (), push.flight)


async def test_digests_say_what_is_on_a_list(joins: Joins) -> None:
    one, other = entry("1", list="ftf"), entry("2", list="ftf")
    for listed in (one, other, entry("3", list="sltd"), entry("4", owner="uk", list="ftf")):
        await joins.apply(listed)
    await joins.remove("interpol/2")
    held = await joins.entries.digests(joins.space, "interpol", "ftf")
    assert held == {"1": digest(one)}


async def test_entry_that_moves_to_another_list_leaves_the_first(joins: Joins) -> None:
    await joins.apply(entry("1", list="ftf"))
    await joins.apply(entry("1", list="sltd"))
    assert await joins.entries.digests(joins.space, "interpol", "ftf") == {}
    assert set(await joins.entries.digests(joins.space, "interpol", "sltd")) == {"1"}


async def test_applied_says_up_to_where_the_topic_is_indexed(joins: Joins) -> None:
    await joins.apply(entry("1"), offset=4)
    await joins.remove("interpol/2", offset=5)
    assert await joins.entries.applied(joins.space) == {3: 6}


async def test_entry_with_thousands_of_names_is_found_and_finds(joins: Joins) -> None:
    names = [{"full": f"{first} {last}"} for first in WORDS for last in WORDS]
    crowd = entry("crowd", names=[*names, *entry_fields()["names"]])
    await joins.screen(manifest(LISTED))
    (facts,) = await joins.apply(crowd)
    assert facts.hits
    assert (await joins.screen(manifest(LISTED, at=1))).hits


SOUNDS = ("BAD", "GOR", "LIM", "PUS", "TAF", "NEK", "DIR", "MOL", "SAB", "RUG")
WORDS = [one + other for one in SOUNDS for other in SOUNDS if one != other]


@pytest.mark.parametrize("epoch", [None, "other@test", "building"], ids=["lost", "other", "begun"])
async def test_nothing_is_written_or_read_without_the_index(
    redis: Redis, joins: Joins, epoch: str | None
) -> None:
    await joins.apply(entry())
    before = await contents(redis, joins.space)
    await (redis.delete(EPOCH) if epoch is None else redis.set(EPOCH, epoch))
    with pytest.raises(NotReady):
        await joins.screen(manifest(LISTED))
    with pytest.raises(NotReady):
        await joins.apply(entry("2"))
    assert await contents(redis, joins.space) == before


async def test_flights_of_another_build_are_forgotten(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    await joins.screen(manifest(LISTED))
    joins.space = await fresh_space(redis)
    await joins.apply(entry())
    facts = await joins.screen(manifest(OTHER, at=1, function="update"))
    assert len(facts.refs) == 1
    assert not facts.hits


async def test_of_many_flights_few_are_written_at_a_time(redis: Redis, joins: Joins) -> None:
    """So that an officer who asks Redis meanwhile waits for few of them."""
    flights = [manifest(LISTED, flight={"number": str(100 + nth)}) for nth in range(8)]
    await redis.client_pause(60_000, all=False)
    try:
        screened = [asyncio.create_task(joins.screen(one)) for one in flights]
        waiting = [await writes_that_wait(redis) for _ in range(50)]
    finally:
        await redis.client_unpause()
    assert (max(waiting), waiting[-1]) == (AT_REDIS, AT_REDIS)
    assert len(await asyncio.gather(*screened)) == len(flights)


async def writes_that_wait(redis: Redis) -> int:
    """Return how many scripts were sent to Redis while it takes no writes."""
    return sum(one["cmd"] in ("evalsha", "eval") for one in await redis.client_list())
