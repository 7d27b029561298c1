"""Puts decisions that outlast their alerts in force, and ends those whose time is over.

Whatever they concern is routed again, flight by flight.
"""

from alerts.ledger import Ledger
from alerts.suppression import Suppression
from alerts.suppressions import SuppressionStore
from screening.facts import Again
from screening.space import Space
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Record
from streams.suppression_log import end_again, end_in, over, suppression_in
from streams.topics import HITS


class Suppressing:
    """Handles records of `suppressions`."""

    def __init__(self, equipment: Equipment, store: SuppressionStore, ledger: Ledger) -> None:
        self._with = equipment
        self._store = store
        self._ledger = ledger

    async def handle(self, record: Record) -> None:
        """Put it in force or end it, then have the flights routed again. Raises Refused.

        Done again it is of no consequence: what stands is as it should be.
        """
        name, one = suppression_in(record)
        space = await self._with.indexes.space()
        if one is None:
            await self._store.note_end(space, name, end_in(record))
            before = await self._store.end(space, name, record.offset)
            flights = [] if before is None else await self._store.flights_of(space, before)
        elif await self._store.put(space, one, record.offset):
            flights = await self._concerned(space, one)
        else:
            await self._end_again(space, one)
            return
        self._with.crash.at("suppressing: before publish")
        await self._with.publisher.publish(*map(again, flights))

    async def _end_again(self, space: Space, one: Suppression) -> None:
        """Say once more that it ended, as a late worker said last on the topic that it began.

        Read back after a loss of Redis it would be in force again. What is kept for a flight alone
        may begin anew under its id, and ends by itself.
        """
        if one.kind == "not_the_same_person":
            found = await self._store.ends(space, [one.id], self._with.clock())
            await self._with.publisher.publish(end_again(one, found.get(one.id)))

    async def _concerned(self, space: Space, one: Suppression) -> list[str]:
        """Return the flights with alerts on the entry: one of another may be of the same person."""
        if one.kind != "not_the_same_person":
            return []
        found = await self._ledger.flights_with(space, [one.entry])
        return sorted(flight.key for flight in found.get(one.entry, ()))


class Expiring:
    """Looks for decisions whose time is over; what it leaves undone, the next look finds again."""

    def __init__(self, equipment: Equipment, store: SuppressionStore) -> None:
        self._with = equipment
        self._store = store

    async def look(self) -> None:
        """End each on the topic. Raises KafkaError, RedisError, NotReady."""
        space, now = await self._with.indexes.space(), self._with.clock()
        found = await self._store.over(space, now)
        await self._with.publisher.publish(*map(over, found))
        for one in found:
            await self._store.end(space, one.id)


def again(flight: str) -> Outgoing:
    """Return the record that has the hits on *flight* routed again."""
    return Outgoing(HITS, Again(flight=flight).model_dump_json(by_alias=True).encode(), flight)
