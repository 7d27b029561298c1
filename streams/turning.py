"""Has entries screened anew when they come into force or go out of it, and publishes the facts."""

from alerts.ledger import Ledger
from screening.turns import Turns
from streams.equipment import Equipment
from streams.screen import outgoing


class Turning:
    """Looks for entries that are due; what it leaves undone, the next look finds again."""

    def __init__(self, equipment: Equipment, turns: Turns, ledger: Ledger) -> None:
        self._with = equipment
        self._turns = turns
        self._ledger = ledger

    async def look(self) -> None:
        """Publish the facts of each that is due. Raises KafkaError, RedisError, NotReady."""
        space, now = await self._with.indexes.space(), self._with.clock()
        for turned in await self._turns.due(space, now):
            facts = await self._turns.look_again(space, turned, self._ledger.flights_with, now)
            self._with.crash.at("turning: before publish")
            await self._with.publisher.publish(*map(outgoing, facts))
            self._with.crash.at("turning: before done")
            await self._turns.done(space, turned, now)
