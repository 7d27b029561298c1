"""No gap between a decision and what else happens: whatever comes between, the end is the same."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.alert import Alert
from tests.manifests.building import entry, manifest
from tests.screening.spaces import fresh_space
from tests.streams.bench import LISTED, Bench
from tests.streams.deciding import Desk
from tests.streams.test_interleavings import Case, Crossing, turned

FIRST, SECOND = manifest().flight.key, manifest(flight={"number": "456"}).flight.key
Told = dict[tuple[str, str], list[Alert]]  # versions by agency and flight


def flown(number: str = "123", at: float = 0, **changes: Any) -> Callable[[Bench], Any]:
    async def step(bench: Bench) -> None:
        one = manifest(
            {**LISTED, **changes}, at=at, flight={"number": number}, message_id=f"{number}{at}"
        )
        await bench.push(one)
        await Desk(bench).go_on()

    return step


async def listed(bench: Bench) -> None:
    await bench.enlist(entry(severity="high"))
    await bench.route()


class Decides:
    """Decides about the alert of the first flight, as the crossing heard of it."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.told: list[Alert] = []

    async def __call__(self, bench: Bench) -> None:
        mine = [one for one in self.told if (one.agency, one.flight.key) == ("uk", FIRST)]
        await Desk(bench).decide(self.action, max(mine, key=lambda one: one.version))


async def ends(
    url: str, redis: Redis, case: Case, stop: int, decides: Decides, *before: Decides
) -> tuple[int, Told]:
    """Play *case*, the one stopped after so many awaits; say how many it had, and what was told."""
    await fresh_space(redis)
    crossing = Crossing(url, redis)
    for each in (decides, *before):
        each.told = crossing.told
    for step in case.before:
        bench = Bench(redis, offsets=crossing.offsets)
        await step(bench)
        crossing._heard(bench)  # noqa: SLF001
    awaits, _ = await crossing.cross(case, stop, 1_000)
    await crossing.close()
    found: dict[tuple[str, str], dict[int, Alert]] = {}
    for one in crossing.told:
        found.setdefault((one.agency, one.flight.key), {})[one.version] = one
    told = {key: [of[number] for number in sorted(of)] for key, of in found.items()}
    for versions in told.values():
        assert [one.version for one in versions] == list(range(1, len(versions) + 1))
    return awaits, told


async def at_every_await(
    play: Callable[[int], Coroutine[Any, Any, tuple[int, Told]]], holds: Callable[[Told], bool]
) -> None:
    stop, awaits = 0, 1
    while stop < awaits:
        awaits, told = await play(stop)
        shown = {key: [(one.event, one.version) for one in each] for key, each in told.items()}
        assert holds(told), f"stopped after {stop}: {shown}"
        stop += 1
    assert stop > 3


@pytest.mark.parametrize("turn", [False, True], ids=["the decision waits", "the flight waits"])
async def test_new_flight_comes_while_its_passenger_is_dismissed(
    valkey_url: str, redis: Redis, *, turn: bool
) -> None:
    decides = Decides("dismiss")
    plain = Case((listed, flown()), decides, flown("456"), stands=False)
    case = turned(plain) if turn else plain

    def holds(told: Told) -> bool:
        mine = told.get(("uk", SECOND), [])
        stands = bool(mine) and mine[-1].event != "withdrawn"
        return not stands and told["interpol", SECOND][-1].event == "raised"

    await at_every_await(lambda stop: ends(valkey_url, redis, case, stop, decides), holds)


@pytest.mark.parametrize("turn", [False, True], ids=["the decision waits", "the flight waits"])
async def test_new_flight_comes_while_the_dismissal_is_undone(
    valkey_url: str, redis: Redis, *, turn: bool
) -> None:
    dismisses, reopens = Decides("dismiss"), Decides("reopen")
    plain = Case((listed, flown(), dismisses), reopens, flown("456"), stands=True)
    case = turned(plain) if turn else plain

    def holds(told: Told) -> bool:
        return told["uk", SECOND][-1].event == "raised"

    await at_every_await(
        lambda stop: ends(valkey_url, redis, case, stop, reopens, dismisses), holds
    )


@pytest.mark.parametrize("turn", [False, True], ids=["the decision waits", "the update waits"])
@pytest.mark.parametrize("action", ["dismiss", "confirm"])
async def test_update_comes_while_its_alert_is_decided(
    valkey_url: str, redis: Redis, action: str, *, turn: bool
) -> None:
    decides = Decides(action)
    plain = Case((listed, flown()), decides, flown(at=1, seat="2B"), stands=True)
    case = turned(plain) if turn else plain

    def holds(told: Told) -> bool:
        last = told["uk", FIRST][-1]
        return last.disposition is not None and last.passenger.seat == "2B"

    await at_every_await(lambda stop: ends(valkey_url, redis, case, stop, decides), holds)
