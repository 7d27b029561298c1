"""What an officer is shown of who travels with the passenger of an alert."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.about import About
from doors.problem import Declined
from screening.space import Space
from screening.sweep import Sweep
from streams.console.beside import BesideAlerts
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, OTHER, Bench

UK = AgencyId("uk")
FRIEND = {**OTHER, "surname": "FRIEND", "passenger_id": "7B"}


async def flying(bench: Bench) -> None:
    await bench.enlist(entry())
    await bench.push(manifest(*booked("W1", LISTED, OTHER)))
    await bench.route()


def booked(locator: str, *people: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**one, "record_locator": locator} for one in people]


async def together(bench: Bench) -> list[str]:
    beside = BesideAlerts(bench.redis, About(b"secret" * 6))
    return [one.name.split()[-1] for one in await beside.together(UK, bench.last(UK))]


async def test_who_travels_together_is_by_the_booking_as_it_is_now(
    redis: Redis, space: Space
) -> None:
    assert space
    bench = Bench(redis)
    await flying(bench)
    assert await together(bench) == ["SMITH"]
    split = [*booked("W2", LISTED, FRIEND), *booked("W1", OTHER)]
    await bench.push(manifest(*split, at=1))
    await bench.route()
    assert await together(bench) == ["FRIEND"]


async def test_nobody_is_said_to_be_there_of_a_flight_that_is_forgotten(
    redis: Redis, space: Space
) -> None:
    bench = Bench(redis)
    await flying(bench)
    await Sweep(redis).run(space, datetime.now(UTC) + timedelta(days=3_650))
    with pytest.raises(Declined, match="not held any more"):
        await together(bench)
