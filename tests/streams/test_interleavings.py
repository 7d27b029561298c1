"""No gap between the two joins: whatever comes between any two awaits, the same stands at the end.

Each case is two pieces of work on one flight, each of them from its record to the alerts, as two
workers do it. One is stopped at each await in turn, while the other goes on to its end.
"""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Any

import pytest
from redis.asyncio import ConnectionPool, Redis

from alerts.alert import Alert
from tests.manifests.building import entry, manifest, rules
from tests.screening.spaces import fresh_space
from tests.streams.bench import LISTED, OTHER, PARTIES, Bench
from tests.streams.handling import SetBook
from tests.streams.interleaving import Gate, GatedKept, GatedRedis

Step = Callable[[Bench], Coroutine[Any, Any, None]]
Told = dict[str, list[tuple[int, str]]]  # by agency: versions and events

MOVED = {**LISTED, "seat": "2B"}
ELSEWHERE = rules({"id": "all", "agency": "fr"}, of=PARTIES)


@dataclass(frozen=True, slots=True)
class Case:
    """What went before, two pieces of work that cross, and who must be told in the end."""

    before: tuple[Step, ...]
    one: Step
    other: Step
    stands: bool  # whether the alerts do, in the end


def pushed(*people: dict[str, Any], at: float = 0, **more: Any) -> Step:
    async def step(bench: Bench) -> None:
        await bench.push(manifest(*people, at=at, **more))
        await bench.route()

    return step


def enlisted(**changes: Any) -> Step:
    async def step(bench: Bench) -> None:
        await bench.enlist(entry(**changes))
        await bench.route()

    return step


async def unlisted(bench: Bench) -> None:
    await bench.unlist(entry().key)
    await bench.route()


async def unsubscribed(bench: Bench) -> None:
    await bench.change(ELSEWHERE)
    await bench.route()


STANDING = (enlisted(), pushed(LISTED))
LEFT = pushed(OTHER, at=1)
CANCELLED = pushed(at=1, function="cancel_flight")
ANOTHER_MAN = enlisted(birth_dates=["1990-01-01"], names=[{"full": "Wolfgang Schmitt"}])

CASES = {
    "a manifest and a new entry": Case((), pushed(LISTED), enlisted(), stands=True),
    "a manifest and a changed entry": Case(
        (enlisted(severity="low"),), pushed(LISTED), enlisted(severity="top"), stands=True
    ),
    "a manifest and an entry that goes": Case(
        (enlisted(),), pushed(LISTED), unlisted, stands=False
    ),
    "who leaves and a new entry": Case((pushed(LISTED),), LEFT, enlisted(), stands=False),
    "who leaves and a changed entry": Case(STANDING, LEFT, enlisted(severity="top"), stands=False),
    "who leaves and an entry that goes": Case(STANDING, LEFT, unlisted, stands=False),
    "a new seat and an entry that goes": Case(
        STANDING, pushed(MOVED, at=1), unlisted, stands=False
    ),
    "a new seat and a changed entry": Case(
        STANDING, pushed(MOVED, at=1), enlisted(severity="top"), stands=True
    ),
    "a flight cancelled and a changed entry": Case(
        STANDING, CANCELLED, enlisted(severity="top"), stands=False
    ),
    "a new seat and an entry that is of another": Case(
        STANDING, pushed(MOVED, at=1), ANOTHER_MAN, stands=False
    ),
    "two pushes, the later without the person": Case(
        (enlisted(),), pushed(LISTED), pushed(OTHER, at=1), stands=False
    ),
    "two pushes, the later with the person": Case(
        (enlisted(),), pushed(OTHER), pushed(LISTED, at=1), stands=True
    ),
}


class Crossing:
    """One case in a generation of its own, played once."""

    def __init__(self, url: str, redis: Redis) -> None:
        self._url = url
        self.redis = redis
        self.offsets: Iterator[int] = count(1)
        self.book = SetBook(rules(of=PARTIES))
        self.told: list[Alert] = []
        self.clients: list[GatedRedis] = []

    async def go_before(self, case: Case) -> None:
        bench = Bench(self.redis, offsets=self.offsets)
        for step in case.before:
            await step(bench)
        self._heard(bench)

    def gated(self) -> tuple[Gate, Bench]:
        gate = Gate()
        client = GatedRedis(connection_pool=ConnectionPool.from_url(self._url))
        client.gate = gate
        self.clients.append(client)
        return gate, Bench(client, GatedKept(gate), GatedKept(gate), self.offsets, self.book)

    async def cross(self, case: Case, stop_one: int, stop_other: int) -> tuple[int, int]:
        """Stop the one, then the other, after so many awaits, then end both; say how many each had.

        The one ends first.
        """
        (gate, bench), (other_gate, other_bench) = self.gated(), self.gated()
        gate.begin(case.one(bench))
        passed = await gate.pass_(stop_one)
        other_gate.begin(case.other(other_bench))
        other_passed = await other_gate.pass_(stop_other)
        passed += await gate.end()
        other_passed += await other_gate.end()
        self._heard(bench, other_bench)
        return passed, other_passed

    def _heard(self, *benches: Bench) -> None:
        for one in benches:
            told = one.out.on_alerts()
            self.told += [Alert.model_validate_json(sent.value or b"") for sent in told]

    def by_agency(self) -> Told:
        """Return each version that an agency was told, once, in order."""
        found: Told = {}
        for one in sorted(self.told, key=lambda alert: alert.version):
            versions = found.setdefault(one.agency, [])
            if (one.version, one.event) not in versions:
                versions.append((one.version, one.event))
        return found

    async def close(self) -> None:
        for one in self.clients:
            await one.aclose()
            await one.connection_pool.disconnect()


async def played(
    url: str, redis: Redis, case: Case, stop_one: int, stop_other: int
) -> tuple[int, int]:
    """Play *case* once and hold what must be true; return how many awaits each work had."""
    await fresh_space(redis)
    crossing = Crossing(url, redis)
    await crossing.go_before(case)
    passed = await crossing.cross(case, stop_one, stop_other)
    await crossing.close()
    told = crossing.by_agency()
    where = f"stopped after {stop_one} and {stop_other}: {told}"
    for versions in told.values():
        assert [number for number, _ in versions] == list(range(1, len(versions) + 1)), where
        events = [event for _, event in versions]
        assert not any(
            (first == "withdrawn") == (then != "raised") for first, then in pairwise(events)
        ), where
    last = {agency: versions[-1][1] for agency, versions in told.items()}
    if case.stands:
        assert set(last) == {"interpol", "uk"}, where
    assert all((event != "withdrawn") == case.stands for event in last.values()), where
    return passed


@pytest.mark.parametrize("turn", [False, True], ids=["the push waits", "the rules wait"])
async def test_no_agency_is_told_by_rules_that_are_no_longer_in_force(
    valkey_url: str, redis: Redis, *, turn: bool
) -> None:
    case = Case(STANDING, pushed(MOVED, at=1), unsubscribed, stands=False)
    stop, awaits = 0, 1
    while stop < awaits:
        await fresh_space(redis)
        crossing = Crossing(valkey_url, redis)
        await crossing.go_before(case)
        awaits, _ = await crossing.cross(turned(case) if turn else case, stop, 1_000)
        await crossing.close()
        told = crossing.by_agency()
        assert told["uk"][-1][1] == "withdrawn", f"stopped after {stop}: {told}"
        assert told["interpol"][-1][1] == "updated"
        stop += 1
    assert stop > 3


def turned(case: Case) -> Case:
    return replace(case, one=case.other, other=case.one)


@pytest.mark.parametrize("turn", [False, True], ids=["the one waits", "the other waits"])
@pytest.mark.parametrize("name", CASES)
async def test_other_work_comes_between_at_every_await(
    valkey_url: str, redis: Redis, name: str, *, turn: bool
) -> None:
    case = turned(CASES[name]) if turn else CASES[name]
    stop, awaits = 0, 1
    while stop < awaits:
        awaits, _ = await played(valkey_url, redis, case, stop, 1_000)
        stop += 1
    assert stop > 3  # else nothing was gated


@pytest.mark.slow
@pytest.mark.parametrize("turn", [False, True], ids=["the one ends first", "the other ends first"])
@pytest.mark.parametrize("name", CASES)
async def test_both_stop_at_every_pair_of_awaits(
    valkey_url: str, redis: Redis, name: str, *, turn: bool
) -> None:
    case = turned(CASES[name]) if turn else CASES[name]
    awaits, other_awaits = await played(valkey_url, redis, case, 1_000, 1_000)
    for stop in range(1, awaits + 1):
        for other_stop in range(1, other_awaits + 1):
            await played(valkey_url, redis, case, stop, other_stop)
