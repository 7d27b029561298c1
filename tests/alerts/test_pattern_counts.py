"""What Redis counts is what the pure rules say of the last versions, whatever came when."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.pattern_counts import PatternCounts
from alerts.pattern_reading import PatternReading, Scope, Value
from alerts.patterns import BYS, DAY_S, HOUR_S, By, Leg, no_hit, travel_of
from screening.space import EPOCH, NotReady, Space
from tests.alerts.travelling import DAY, travelling
from tests.screening.spaces import contents, fresh_space

KEEP = timedelta(days=90)
NOW = datetime(2100, 11, 20, tzinfo=UTC)
BEGIN = int(DAY.timestamp())
ALL = Scope("uk-piu", BEGIN, BEGIN + 240 * HOUR_S)

VERSION: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    route=st.sampled_from(["JFK-LHR", "LHR-CDG", "CDG-JFK", "LHR-JFK"]),
    hour=st.integers(0, 100),
    hours=st.integers(1, 12),
    entry=st.sampled_from(["interpol/1", "interpol/2"]),
    category=st.sampled_from(["terrorism", "theft"]),
    event=st.sampled_from(["updated", "updated", "withdrawn"]),
)


@st.composite
def pasts(draw: st.DrawFn) -> list[Alert]:
    """Return versions of some alerts in any order, some repeated."""
    every = [
        travelling(number, version=version, **said)
        for number in range(1, draw(st.integers(2, 6)))
        for version, said in enumerate(draw(st.lists(VERSION, min_size=1, max_size=3)), 1)
    ]
    again = draw(st.lists(st.sampled_from(every), max_size=4))
    return draw(st.permutations([*every, *again]))


def latest(told: Iterable[Alert]) -> list[Leg]:
    """Return the legs that count in the end, by the pure rules."""
    last: dict[str, Alert] = {}
    for one in told:
        held = last.get(one.alert_id)
        if held is None or held.version < one.version:
            last[one.alert_id] = one
    return [travel_of(one) for one in last.values() if not no_hit(one)]


async def counted(redis: Redis, told: Iterable[Alert], *, at_once: int = 1) -> Space:
    space = await fresh_space(redis)
    counts, left = PatternCounts(redis, keep=KEEP), iter(told)
    while some := [*islice(left, at_once)]:
        await counts.count_all(space, some, NOW)
    return space


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=pasts(), at_once=st.integers(1, 9), first=st.integers(0, 90), hours=st.integers(1, 60))
def test_figures_alerts_and_journeys_follow_from_the_last_versions_alone(
    valkey_url: str, told: list[Alert], at_once: int, first: int, hours: int
) -> None:
    asyncio.run(_agrees(valkey_url, told, at_once, Scope("uk-piu", *_hours(first, hours))))


def _hours(first: int, hours: int) -> tuple[int, int]:
    return BEGIN + first * HOUR_S, BEGIN + (first + hours) * HOUR_S


async def _agrees(url: str, told: list[Alert], at_once: int, scope: Scope) -> None:
    redis = Redis.from_url(url)
    try:
        space = await counted(redis, told, at_once=at_once)
        reading, legs = PatternReading(redis), latest(told)
        inside = [one for one in legs if scope.begin <= one.departs < scope.end]
        for by in BYS:
            await _figures_agree(reading, space, scope, by, inside)
        await _together_agree(reading, space, scope, legs)
        found, left_out = await reading.journeys(space, scope)
        went = {
            (one, other)
            for journey in found
            for before, after in zip(journey.stages, journey.stages[1:], strict=False)
            for one in before.alerts
            for other in after.alerts
        }
        links = {(a.alert_id, b.alert_id) for a in legs for b in inside if a.leads_to(b)}
        assert (went, left_out) == (links, 0)
    finally:
        await redis.aclose()


async def _figures_agree(
    reading: PatternReading, space: Space, scope: Scope, by: By, inside: list[Leg]
) -> None:
    expected = Counter(value for leg in inside for value in leg.values(by))
    for size in (None, "hour", "day"):
        figures = await reading.figures(space, scope, by, size=size, top=100)
        assert {one.value: one.count for one in figures.top} == dict(expected)
        assert (figures.total, figures.others) == (len(inside), 0)
        if size:
            assert all(sum(n for _, n in one.windows) == one.count for one in figures.top)
    for value, count in expected.items():
        behind = await reading.alerts(space, scope, Value(by, value))
        mine = [leg for leg in inside if value in leg.values(by)]
        assert sorted(behind.alerts) == sorted(one.alert_id for one in mine)
        assert len(behind.alerts) == count


async def _together_agree(
    reading: PatternReading, space: Space, scope: Scope, legs: list[Leg]
) -> None:
    days = Scope(scope.agency, scope.begin // DAY_S * DAY_S, -(-scope.end // DAY_S) * DAY_S)
    inside = [one for one in legs if days.begin <= one.departs < days.end]
    found = {
        (one.day, f"{one.category} {one.origin} {one.destination} {one.hour:02}"): one.count
        for one in await reading.together(space, days)
    }
    assert found == Counter((one.departs // DAY_S * DAY_S, one.together) for one in inside)


async def test_withdrawing_leaves_nothing_of_what_raising_counted(redis: Redis) -> None:
    raised = [travelling(1, route="NBO-LHR", hour=0), travelling(2, route="LHR-JFK", hour=20)]
    gone = [travelling(number, version=2, event="withdrawn") for number in (1, 2)]
    space = await counted(redis, [*raised, *gone])
    left = [one for one in await contents(redis, space) if one.startswith("pattern")]
    assert {one.partition(":")[0] for one in left} == {"pattern-of"}  # that they were withdrawn


async def test_older_version_brings_back_nothing(redis: Redis) -> None:
    space = await counted(redis, [travelling(1, version=2, event="withdrawn"), travelling(1)])
    figures = await PatternReading(redis).figures(space, ALL, "route", size=None, top=9)
    assert (figures.total, figures.top) == (0, ())


@pytest.mark.parametrize("at_once", [32, 64], ids=["version by version", "all of them"])
async def test_many_at_once_leave_what_one_after_the_other_do(redis: Redis, at_once: int) -> None:
    told = [
        travelling(number, version=version, route=route, hour=7 * number % 60, category=category)
        for version, category in ((1, "theft"), (2, "terrorism"))
        for number, route in enumerate(["JFK-LHR", "LHR-CDG", "CDG-JFK", "JFK-LHR"] * 8, 1)
    ]
    alone = _patterns(await contents(redis, await counted(redis, told)))
    together = _patterns(await contents(redis, await counted(redis, told, at_once=at_once)))
    assert {name for name in alone if name.startswith("pattern-links")}
    assert together == alone


async def test_two_at_once_count_it_once(redis: Redis) -> None:
    space = await fresh_space(redis)
    counts = PatternCounts(redis, keep=KEEP)
    versions = [travelling(1, version=one, hour=one) for one in range(1, 9)]
    await asyncio.gather(*(counts.count(space, one, NOW) for one in versions * 2))
    reading = PatternReading(redis)
    figures = await reading.figures(space, ALL, "hour", size=None, top=24)
    assert [(one.value, one.count) for one in figures.top] == [("08", 1)]


async def test_most_frequent_come_first_and_the_rest_is_summed(redis: Redis) -> None:
    routes = ["JFK-LHR"] * 3 + ["LHR-CDG"] * 2 + ["CDG-JFK", "CDG-LHR"]
    told = [travelling(number, route=one) for number, one in enumerate(routes, 1)]
    space = await counted(redis, told)
    figures = await PatternReading(redis).figures(space, ALL, "route", size=None, top=2)
    assert [(one.value, one.count) for one in figures.top] == [("JFK-LHR", 3), ("LHR-CDG", 2)]
    assert (figures.others, figures.others_count, figures.total) == (2, 2, 7)


async def test_alerts_come_in_pages_that_neither_skip_nor_repeat(redis: Redis) -> None:
    told = [travelling(number, hour=5 * number) for number in range(1, 12)]
    space = await counted(redis, told)
    reading, seen, place = PatternReading(redis), list[str](), None
    while True:
        page = await reading.alerts(space, ALL, Value("airport", "JFK"), after=place, limit=3)
        seen += page.alerts
        place = page.left_at
        if place is None:
            break
    assert seen == [one.alert_id for one in told]


async def test_another_agency_counts_apart(redis: Redis) -> None:
    space = await counted(redis, [travelling(1), travelling(2, agency="fr-piu")])
    other = Scope("fr-piu", ALL.begin, ALL.end)
    listed = await PatternReading(redis).alerts(space, other, Value("route", "JFK-LHR"))
    assert listed.alerts == (f"{2:032x}",)


async def test_what_departed_too_long_ago_counts_no_more_and_nothing_of_it_is_kept(
    redis: Redis,
) -> None:
    space = await fresh_space(redis)
    counts = PatternCounts(redis, keep=KEEP)
    later = DAY + KEEP + timedelta(days=1)
    assert await counts.count(space, travelling(1), later - timedelta(seconds=1))
    assert not await counts.count(space, travelling(2), later)
    left = [key async for key in redis.scan_iter(match=space.key("pattern*"))]
    assert not [key for key in left if f"{2:032x}".encode() in key]


async def test_everything_is_forgotten_when_its_day_is_over_for_as_long_as_it_is_kept(
    redis: Redis,
) -> None:
    told = [travelling(1, route="NBO-LHR", hour=0), travelling(2, route="LHR-JFK", hour=20)]
    space = await counted(redis, told)
    over = int((DAY + timedelta(days=1) + KEEP).timestamp())
    ends: dict[str, Any] = {
        key.decode(): await redis.expiretime(key)
        async for key in redis.scan_iter(match=space.key("pattern*"))
        if not key.startswith(space.key("pattern-revision").encode())
    }
    assert ends
    assert set(ends.values()) <= {over, over + 24 * HOUR_S}  # the second lands the day after


async def test_lost_index_counts_nothing(redis: Redis) -> None:
    space = await fresh_space(redis)
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await PatternCounts(redis, keep=KEEP).count(space, travelling(1), NOW)


async def test_filled_again_it_is_as_it_was_counted(redis: Redis) -> None:
    last = [
        travelling(1, version=2, route="NBO-LHR", hour=0),
        travelling(2, route="LHR-JFK", hour=20),
        travelling(3, version=3, event="withdrawn"),
    ]
    streamed = await counted(redis, [travelling(1), travelling(3), *last, travelling(3, version=2)])
    before = await contents(redis, streamed)
    space = Space("filled", "test", building=True)
    await PatternCounts(redis, keep=KEEP).count_all(space, last, NOW)
    filled = await contents(redis, space)
    assert {name for name in filled if name.startswith("pattern-links")}
    assert _patterns(filled) == _patterns(before)


def _patterns(found: dict[str, object]) -> dict[str, object]:
    return {name: one for name, one in found.items() if name.startswith("pattern")}
