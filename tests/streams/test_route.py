"""From a manifest and an entry to alerts, through the handlers, on a real Valkey."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from access.parties import Parties
from alerts.known_hits import KnownHits
from alerts.routing import Rules
from screening.space import Space
from tests.manifests.building import entry, manifest, parties, rules
from tests.streams.bench import LISTED, OTHER, PARTIES, Bench, both
from tests.streams.handling import KafkaAway, Kept, SetBook


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


async def flying(bench: Bench, *, by: list[Any] | None = None) -> None:
    """Bring about one alert, told to interpol and uk; fr and a fourth agency are not concerned."""
    await bench.enlist(entry())
    await bench.push(manifest(LISTED, OTHER))
    assert await bench.route() == (by or both("raised", 1))


def subscribed(*agencies: str, of: Parties = PARTIES, **wish: Any) -> Rules:
    rows = [{"id": "all", "agency": one, "filter": wish} for one in agencies]
    return rules(*rows, of=of)


async def test_ended_subscription_withdraws_and_a_new_one_raises(bench: Bench) -> None:
    await flying(bench)
    await bench.change(subscribed("interpol"))
    assert await bench.route() == [("uk", "withdrawn", 2)]
    assert bench.last().reason == "no subscription of the agency wants it"
    await bench.change(subscribed("interpol", "uk"))
    assert await bench.route() == [("uk", "raised", 3)]


async def test_narrower_subscription_takes_what_it_no_longer_wants(bench: Bench) -> None:
    await flying(bench)
    await bench.change(subscribed("interpol", "uk", min_severity="top"))
    assert await bench.route() == [("interpol", "updated", 2), ("uk", "withdrawn", 2)]
    assert bench.last("interpol").subscriptions == ()  # the owner is told all the same


async def test_jurisdiction_decides_who_loses_and_who_gains(bench: Bench) -> None:
    await flying(bench)
    moved = parties(interpol=["*"], uk=["FRA"], fr=["GBR"])
    await bench.change(subscribed("interpol", "uk", "fr", of=moved))
    assert await bench.route() == [("fr", "raised", 1), ("uk", "withdrawn", 2)]
    assert bench.last("uk").reason == "the journey does not touch the agency's jurisdiction"


async def test_new_agency_is_told_what_stands(bench: Bench) -> None:
    await flying(bench)
    more = parties(interpol=["*"], uk=["GBR"], fr=["FRA"], new=["USA"])
    await bench.change(subscribed("interpol", "uk", "new", of=more))
    assert await bench.route() == [("new", "raised", 1)]


async def test_same_rules_again_are_no_news(bench: Bench) -> None:
    await flying(bench)
    await bench.change(subscribed("uk", "interpol"))
    await bench.route()
    for _ in range(2):
        await bench.change(subscribed("uk", "interpol"))
    assert await bench.route() == []


async def test_who_has_not_read_new_rules_yet_reads_them_before_it_routes_by_them(
    redis: Redis, space: Space
) -> None:
    book = SetBook(subscribed("interpol"))
    late, other = Bench(redis, book=book), Bench(redis, book=book)
    await late.rules.read()
    await flying(late, by=[("interpol", "raised", 1)])
    await other.change(subscribed("interpol", "uk"))
    assert await late.route(*other.waiting()) == [("uk", "raised", 1)]


async def test_who_lost_an_entry_reads_the_same_as_if_it_were_removed(bench: Bench) -> None:
    await flying(bench)
    await bench.enlist(entry(sharing={"visible_to": ["*"], "hidden_from": ["uk"]}))
    await bench.route()
    hidden = bench.last("uk")
    await bench.unlist(entry().key)
    await bench.route()
    assert hidden.reason == bench.last("interpol").reason


@pytest.mark.parametrize("gone", ["passenger", "entry", "flight", "time"])
async def test_changed_rules_bring_nothing_that_no_longer_holds(bench: Bench, gone: str) -> None:
    await bench.change(subscribed("interpol"))
    # Of the owner's own view, with the date of birth, it is no hit: nobody is told.
    untold: dict[str, Any] = {
        "birth_dates": ["1990-01-01"],
        "valid_until": f"{datetime.now(UTC):%F}",
        "sharing": {"visible_to": ["*"], "redact": ["birth_dates"]},
    }
    await bench.enlist(entry(**untold) if gone == "time" else entry())
    await bench.push(manifest(LISTED))
    await bench.route()
    if gone == "time":
        bench.now = datetime.now(UTC) + timedelta(days=1)
    elif gone == "passenger":
        await bench.push(manifest(OTHER, at=1))
    elif gone == "entry":
        await bench.unlist(entry().key)
    else:
        await bench.push(manifest(at=1, function="cancel_flight"))
    await bench.route()
    await bench.change(subscribed("interpol", "uk"))
    assert await bench.route() == []


async def test_hit_by_way_of_a_new_entry_is_known_too(bench: Bench) -> None:
    await bench.change(subscribed("interpol"))
    await bench.push(manifest(LISTED))
    await bench.enlist(entry())
    assert await bench.route() == [("interpol", "raised", 1)]
    await bench.change(subscribed("interpol", "uk"))
    assert await bench.route() == [("uk", "raised", 1)]
    assert bench.last().cause == "watchlist"


async def test_facts_older_than_what_is_held_do_not_bring_a_hit_back(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    old = bench.waiting()
    await bench.unlist(entry().key)
    await bench.route()
    await bench.route(*old)
    await bench.change(subscribed("interpol", "uk", "fr"))
    assert await bench.route() == []


async def test_older_facts_do_not_take_a_known_hit_away(bench: Bench) -> None:
    await bench.change(subscribed("interpol"))
    await bench.push(manifest(LISTED))
    none = bench.waiting()
    await bench.enlist(entry())
    await bench.route()
    await bench.route(*none)
    await bench.change(subscribed("interpol", "uk"))
    assert await bench.route() == [("uk", "raised", 1)]
