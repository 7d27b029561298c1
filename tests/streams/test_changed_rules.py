"""What is known is routed again as the rules change, through the handlers, on a real Valkey."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from access.parties import Parties
from alerts.routing import Rules, trace_id
from screening.space import Space
from tests.manifests.building import entry, manifest, parties, rules
from tests.streams.bench import LISTED, OTHER, PARTIES, Bench, both
from tests.streams.handling import SetBook


@pytest.fixture
def bench(redis: Redis, space: Space) -> Bench:
    return Bench(redis)


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


async def test_who_has_changed_since_waits_for_the_record_that_changed_them(
    bench: Bench,
) -> None:
    """Else the version would tell of the later record and name the earlier as its source."""
    await flying(bench)
    await bench.push(manifest({**LISTED, "seat": "2B"}, OTHER, at=1))
    later = bench.waiting()
    await bench.change(subscribed("interpol", "uk", "fr"))
    assert await bench.route() == []
    assert await bench.route(*later) == both("updated", 2)
    source = json.loads(later[0].value or b"")["source"]
    assert bench.last().trace_id == trace_id(bench.rules.now.secret, source)


async def test_entry_that_has_changed_since_waits_for_its_record(bench: Bench) -> None:
    await flying(bench)
    await bench.enlist(entry(severity="top"))
    later = bench.waiting()
    await bench.change(subscribed("interpol", "uk", "fr"))
    assert await bench.route() == []
    assert await bench.route(*later) == both("updated", 2)
    assert bench.last().cause == "watchlist"
