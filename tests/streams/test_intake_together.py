"""Pushes that are there together: each comes to what it would come to alone."""

import json
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from screening.space import Space
from streams.fates import Fates
from streams.intake import ManifestIntake
from streams.receipts import Receipts
from streams.record import Record, Refused
from streams.topics import MANIFESTS
from tests.manifests.building import manifest_fields, parties, passenger_fields
from tests.streams.handling import Kept, encoded, equipment, record

ONE = manifest_fields(passenger_fields())
KEEP = timedelta(days=1)


class Bench:
    """Intake, and what it published."""

    def __init__(self, redis: Redis) -> None:
        self.publisher = Kept()
        things = equipment(self.publisher, redis)
        memories = (Receipts(redis, keep=KEEP), Fates(redis, keep=KEEP))
        self.intake = ManifestIntake(things, parties(), *memories)

    @property
    def sent(self) -> list[str]:
        """Return the message ids that were handed on."""
        return [json.loads(one.value or b"")["message_id"] for one in self.publisher.on(MANIFESTS)]


@pytest.fixture
def bench(redis: Redis, space: Space) -> Bench:
    return Bench(redis)


def push(value: bytes) -> Record:
    return record("manifests.UA", value)


async def test_they_are_handed_on_in_their_order(bench: Bench) -> None:
    first, *others = [push(encoded({**ONE, "message_id": f"M-{one}"})) for one in range(3)]
    await bench.intake.handle_all([first, *others, first])
    assert bench.sent == ["M-0", "M-1", "M-2", "M-0"]


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(encoded({**ONE, "revision": 7}), id="recycled"),
        pytest.param(encoded({**ONE, "sender": "BA"}), id="foreign"),
        pytest.param(b"", id="empty"),
    ],
)
async def test_a_bad_one_holds_back_all_that_are_tried_with_it(bench: Bench, bad: bytes) -> None:
    good = encoded(ONE)
    with pytest.raises(Refused):
        await bench.intake.handle_all([push(good), push(bad)])
    assert bench.publisher.records == []
    await bench.intake.handle(push(good))  # as the edge does then, one by one
    with pytest.raises(Refused):
        await bench.intake.handle(push(bad))
    assert bench.sent == [ONE["message_id"]]
