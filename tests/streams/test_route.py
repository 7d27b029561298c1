"""From a manifest and an entry to alerts, through the handlers, on a real Valkey."""

import json
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.known_hits import KnownHits
from screening.space import Space
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, OTHER, Bench, both
from tests.streams.handling import KafkaAway, Kept


@pytest.fixture
def bench(redis: Redis, space: Space) -> Bench:
    return Bench(redis)


async def test_hit_is_raised_for_each_entitled_agency(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED, OTHER))
    assert await bench.route() == both("raised", 1)
    assert [one.topic for one in bench.out.records] == ["alerts.interpol", "alerts.uk"]
    assert [one.key for one in bench.out.records] == [
        json.loads(one.value or b"")["alert_id"] for one in bench.out.records
    ]


async def test_both_joins_lead_to_the_same_alert(bench: Bench) -> None:
    await bench.push(manifest(LISTED))
    await bench.enlist(entry())
    assert await bench.route() == both("raised", 1)
    await bench.push(manifest(LISTED))
    assert await bench.route() == []


async def test_hit_that_the_lists_of_keys_do_not_bring_up_again_stands(
    bench: Bench, redis: Redis, space: Space
) -> None:
    """An entry finds people under keys that are too long for the budget of a passenger."""
    await bench.push(manifest(LISTED, OTHER))
    await bench.enlist(entry())
    assert await bench.route() == both("raised", 1)
    async for key in redis.scan_iter(match=space.key("listed*"), count=1000):
        await redis.delete(key)
    await bench.push(manifest(LISTED, OTHER, at=1))
    assert await bench.route() == []
    await bench.push(manifest({**LISTED, "birth_date": "1990-01-01"}, OTHER, at=2))
    assert await bench.route() == both("withdrawn", 2)  # the score says so


async def test_hit_that_the_lists_of_keys_do_not_bring_up_stands_after_a_rebuild(
    bench: Bench, redis: Redis, space: Space
) -> None:
    await bench.push(manifest(LISTED, OTHER))
    await bench.enlist(entry())
    await bench.route()
    for kind in ("listed", "hits-on"):
        async for key in redis.scan_iter(match=space.key(f"{kind}*"), count=1000):
            await redis.delete(key)
    told = [bench.last("interpol"), bench.last("uk")]
    await KnownHits(redis, keep=timedelta(days=1)).hold_again(space, told)
    await bench.push(manifest(LISTED, OTHER, at=1))
    assert await bench.route() == []


async def test_same_facts_again_are_no_news(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    facts = bench.waiting()
    assert await bench.route(*facts) == both("raised", 1)
    assert await bench.route(*facts) == []


async def test_life_of_an_alert(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    assert await bench.route() == both("raised", 1)
    await bench.push(manifest({**LISTED, "seat": "2B"}, at=1))
    assert await bench.route() == both("updated", 2)
    await bench.push(manifest(OTHER, at=2))
    assert await bench.route() == both("withdrawn", 3)
    await bench.push(manifest(LISTED, at=3))
    assert await bench.route() == both("raised", 4)
    await bench.unlist(entry().key)
    assert await bench.route() == both("withdrawn", 5)
    await bench.enlist(entry())
    assert await bench.route() == both("raised", 6)
    await bench.push(manifest(at=4, function="cancel_flight"))
    assert await bench.route() == both("withdrawn", 7)


async def test_agency_from_which_an_entry_is_hidden_later_is_told_no_more(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    await bench.route()
    await bench.enlist(entry(sharing={"visible_to": ["*"], "hidden_from": ["uk"]}))
    assert await bench.route() == [("uk", "withdrawn", 2)]
    await bench.push(manifest({**LISTED, "seat": "2B"}, at=1))
    assert await bench.route() == [("interpol", "updated", 2)]


RICH: dict[str, Any] = {
    "names": [
        {"full": "Sabaawi Ibrahem Al-Tikritee"},
        {"full": "Sabawi Ibrahim AL-TIKRITI", "kind": "alias"},
    ],
    "nationalities": ["IRQ"],
    "documents": [{"number": "M1234567", "issuer": "IRQ"}],
}
IN_FULL = {**LISTED, "nationality": "IRQ", "documents": [{"number": "M1234567", "issuer": "IRQ"}]}


WITHHELD = {
    "owner": "interpol",
    "names": "Sabawi Ibrahim AL-TIKRITI",
    "documents": "M1234567 IRQ",
    "birth_dates": "1947-02-27",
}


@pytest.mark.parametrize("redact", WITHHELD)
async def test_what_is_withheld_later_is_told_no_more(bench: Bench, redact: str) -> None:
    await bench.enlist(entry(**RICH))
    await bench.push(manifest(IN_FULL))
    assert await bench.route() == both("raised", 1)
    sharing = {"visible_to": ["*"], "redact": [redact]}
    await bench.enlist(entry(**RICH, sharing=sharing))
    assert await bench.route() == [("uk", "updated", 2)]
    told = bench.last("uk")
    assert told.changes == ({"field": "entry", "before": None, "now": None},)
    assert told.entry.owner == (None if redact == "owner" else "interpol")
    said = {one.feature: one.entry for one in told.explanation}
    assert WITHHELD[redact] not in said.values()
    await bench.enlist(entry(**RICH, sharing=sharing, valid_until="2199-01-01"))
    assert await bench.route() == []


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
async def test_facts_in_any_order_end_in_the_same(bench: Bench, *, turned: bool) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    await bench.push(manifest(OTHER, at=1))
    facts = bench.waiting()
    told = await bench.route(*(reversed(facts) if turned else facts))
    assert told == []  # the passenger had left before anybody was told


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
async def test_entry_removed_meanwhile_raises_nothing(bench: Bench, *, turned: bool) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    await bench.unlist(entry().key)
    facts = bench.waiting()
    assert await bench.route(*(reversed(facts) if turned else facts)) == []


async def test_no_agency_is_told_an_older_departure_again(bench: Bench) -> None:
    await bench.push(manifest(LISTED))
    await bench.enlist(entry())
    old = bench.waiting()
    day = manifest().flight.departure[:10]
    moved = {"departure": f"{day}T22:00", "scheduled_date": day}
    await bench.push(manifest(LISTED, at=1, flight=moved))
    await bench.route(*bench.waiting())
    assert await bench.route(*old) == []


async def test_version_left_pending_is_published_with_the_same_bytes(
    redis: Redis, space: Space
) -> None:
    away = Bench(redis, Kept(KafkaAway()))
    await away.enlist(entry())
    await away.push(manifest(LISTED))
    facts = away.waiting()
    with pytest.raises(KafkaAway):
        await away.route(*facts)
    stored = [
        await redis.hget(key, "payload")
        async for key in redis.scan_iter(match=space.key("alert", "*"))
    ]
    assert await away.route(*facts) == both("raised", 1)
    assert {one.value for one in away.out.records} == set(stored)
    assert await away.route(*facts) == []


async def test_two_workers_on_one_flight_tell_each_version_once(redis: Redis, space: Space) -> None:
    one, other = Bench(redis), Bench(redis)
    await one.enlist(entry())
    await one.push(manifest(LISTED))
    facts = one.waiting()
    told = await one.route(*facts) + await other.route(*facts)
    assert sorted(told) == both("raised", 1)


async def test_facts_of_a_hit_hold_no_more_than_route_needs(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED, OTHER))
    (facts,) = bench.waiting()
    held: dict[str, Any] = json.loads(facts.value or b"")
    assert len(held["hits"]) == 1
    assert "SMITH" not in (facts.value or b"").decode()


async def test_who_lost_an_entry_reads_the_same_as_if_it_were_removed(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    await bench.route()
    await bench.enlist(entry(sharing={"visible_to": ["*"], "hidden_from": ["uk"]}))
    await bench.route()
    hidden = bench.last("uk")
    await bench.unlist(entry().key)
    await bench.route()
    assert hidden.reason == bench.last("interpol").reason
