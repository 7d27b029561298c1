"""One manifest's way: fold it into the flight, screen its people, publish the facts.

This is the path to read first; `streams/route.py` is where it goes on.
"""

from pydantic import ValidationError

from manifests.contract import Manifest
from screening.facts import Facts
from screening.passenger_join import PassengerJoin
from streams.equipment import Equipment
from streams.fates import Fates
from streams.publisher import Outgoing
from streams.record import CAME, Record, Refused
from streams.topics import HITS


class Screen:
    """Handles records of `manifests`: passengers against the watchlist."""

    def __init__(self, equipment: Equipment, join: PassengerJoin, fates: Fates) -> None:
        self._with = equipment
        self._join = join
        self._fates = fates

    async def handle(self, record: Record) -> None:
        """Publish the facts that the manifest leads to; returns when the broker has them."""
        manifest = Manifest.model_validate_json(record.value or b"")
        space = await self._with.indexes.space()
        facts = await self._with.on_one_day(
            lambda now: self._join.screen(space, manifest, record.source, now)
        )
        self._with.crash.at("screen: before publish")
        await self._with.publisher.publish(outgoing(facts, record.headers.get(CAME)))
        await self._fates.screened(space, manifest)
        self._with.stats.add(manifests=1, passengers=len(manifest.passengers), hits=len(facts.hits))
        self._with.crash.at("screen: before ack")

    async def refused(self, record: Record, refusal: Refused) -> None:
        """Note for its airline that the manifest is in quarantine."""
        try:
            manifest = Manifest.model_validate_json(record.value or b"")
        except ValidationError:
            return  # it does not say whose it is
        space, who = await self._with.indexes.space(), (manifest.sender, manifest.message_id)
        await self._fates.quarantined(space, *who, refusal.reason, refusal.detail)


def outgoing(facts: Facts, came: str | None = None) -> Outgoing:
    """Return *facts* as a record of `hits`, under their flight's key.

    *came* is when the manifest was sent to us, in milliseconds.
    """
    value = facts.model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True)
    headers = {"source": facts.source} | ({} if came is None else {CAME: came})
    return Outgoing(HITS, value.encode(), facts.flight.key, headers)
