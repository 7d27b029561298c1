"""A version that no topic takes keeps nothing else back: its record is refused, nothing stored."""

import json
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.ledger import Grounds, Ledger
from alerts.life import Step
from manifests.identity import PassengerRef
from screening.space import Space
from streams.publisher import Outgoing
from streams.record import Refused
from streams.telling import Telling
from streams.topics import MAX_INTERNAL_BYTES
from tests.builders import FLIGHT, alert
from tests.manifests.building import entry, manifest, passenger_fields
from tests.streams.bench import KEEP, LISTED, Bench
from tests.streams.handling import Kept, equipment
from watchlist.entry import EntryKey

TWIN = passenger_fields(passenger_id="8B")
LONG = {"type": "x" * 512, "number": "M1"}


def grown(facts: Outgoing) -> Outgoing:
    """Return facts whose first passenger has more documents than fit into a record."""
    said: dict[str, Any] = json.loads(facts.value or b"")
    said["hits"][0]["passenger"]["documents"] = [LONG] * (MAX_INTERNAL_BYTES // 520)
    return Outgoing(facts.topic, json.dumps(said).encode(), facts.key, facts.headers)


async def test_alert_too_large_for_its_topic_silences_nobody_else(
    redis: Redis, space: Space
) -> None:
    bench = Bench(redis)
    await bench.enlist(entry())
    await bench.push(manifest(LISTED, TWIN))
    (facts,) = bench.waiting()
    with pytest.raises(Refused) as refused:
        await bench.route(grown(facts))
    assert refused.value.reason == "too_large"
    assert [one.topic for one in bench.out.on_alerts()] == ["alerts.interpol", "alerts.uk"]
    await bench.push(manifest({**LISTED, "seat": "2B"}, {**TWIN, "seat": "2C"}, at=1))
    told = await bench.route()
    assert sorted(told) == sorted(
        (agency, event, version)
        for agency in ("interpol", "uk")
        for event, version in (("raised", 1), ("updated", 2))
    )


async def test_changes_too_large_to_be_told_are_named(redis: Redis, space: Space) -> None:
    out, ledger = Kept(), Ledger(redis, keep=KEEP)
    telling, rules = Telling(equipment(out, redis), ledger), Bench(redis).rules.now
    documents = {"before": ["x" * 7_000_000], "now": ["y" * 7_000_000]}
    changes = ({"field": "passenger.documents", **documents},)
    ref, key = PassengerRef("7a1f"), EntryKey("interpol/1")
    now = Bench(redis).things.clock()
    for one in (alert(), alert(2, changes=changes)):
        step = Step(one, one.version - 1, ref, key)
        assert await telling.tell_one(space, step, Grounds("m/0/1"), rules, now)
    assert len(out.records[1].value or b"") < 10_000
    (held,) = await telling.held_on(space, FLIGHT.key)
    assert (held.sent, held.alert.version) == (2, 2)
    named = {"field": "passenger.documents", "before": None, "now": None}
    assert held.alert.changes == (named,)
