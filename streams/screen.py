"""One manifest's way: fold it into the flight, screen its people, publish the facts.

This is the path to read first; `streams/route.py` is where it goes on.
"""

from datetime import UTC, datetime

from manifests.contract import Manifest
from screening.facts import Facts
from screening.passenger_join import PassengerJoin
from streams.equipment import Equipment
from streams.publisher import Publisher
from streams.record import Record
from streams.topics import HITS


class Screen:
    """Handles records of `manifests`: passengers against the watchlist."""

    def __init__(self, equipment: Equipment, join: PassengerJoin) -> None:
        self._with = equipment
        self._join = join

    async def handle(self, record: Record) -> None:
        """Publish the facts that the manifest leads to; returns when the broker has them."""
        manifest = Manifest.model_validate_json(record.value or b"")
        space = await self._with.indexes.space()
        facts = await self._join.screen(space, manifest, record.source, datetime.now(UTC))
        self._with.crash.at("screen: before publish")
        await publish_facts(self._with.publisher, facts)
        await self._with.publisher.flush()
        self._with.stats.add(manifests=1, passengers=len(manifest.passengers), hits=len(facts.hits))
        self._with.crash.at("screen: before ack")


async def publish_facts(publisher: Publisher, facts: Facts) -> None:
    """Hand *facts* to the producer under their flight's key."""
    value = facts.model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True)
    await publisher.send(
        HITS, value.encode(), key=facts.flight.key, headers={"source": facts.source}
    )
