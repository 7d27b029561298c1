"""An agency's webhooks by HTTP: as the commands have them, and its own alone."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from kafka.errors import KafkaError
from redis.asyncio import Redis

from access.parties import AgencyId
from config.settings import Settings
from doors.deliveries import Again, AllGivenUp, GivenUp, Redelivered, Webhook, webhook
from doors.gate import Asking
from doors.problem import Declined
from streams.declining import reached
from streams.delivering.dead_letters import DeadLetter, dead_letters
from streams.delivering.destination import Destination
from streams.delivering.overview import deliveries, waiting
from streams.delivering.redelivery import redeliver
from streams.publisher import Publishing
from streams.tracing.resending import Which

_NONE = "no webhook of yours has this name; GET /v1/deliveries shows those there are"
_AT_IT = "it is being redelivered to already; send it again once that is answered"


class OwnDeliveries:
    """Looks at the webhooks of who asks; another agency's are none."""

    def __init__(
        self,
        settings: Settings,
        redis: Redis,
        publisher: Publishing,
        destinations: Iterable[Destination],
    ) -> None:
        self._settings = settings
        self._redis = redis
        self._publisher = publisher
        self._destinations = tuple(destinations)
        self._reading = asyncio.Lock()  # one at a time reads the topic of all dead letters
        self._under_way: set[str] = set()

    async def all_of(self, agency: AgencyId) -> tuple[Webhook, ...]:
        """Return how each webhook of *agency* stands; raises Declined."""
        mine = self._of(agency)
        behind = await reached(self._waiting(mine))
        open_after = self._settings.delivery.open_after
        found = await reached(deliveries(self._redis, mine, behind, open_after=open_after))
        return tuple(Webhook.model_validate(one.model_dump(exclude={"agency"})) for one in found)

    async def dead(self, agency: AgencyId, name: str | None, limit: int) -> AllGivenUp:
        """Return the last *limit* calls that were given up; raises Declined."""
        async with self._reading:
            last = await reached(self._dead(agency, name, limit + 1))
        newest = tuple(map(_given_up, reversed(last)))
        return AllGivenUp(dead=newest[:limit], more=len(newest) > limit)

    async def again(self, asking: Asking, name: str, which: Again) -> Redelivered:
        """Send again what *which* means; returns when the broker has it. Raises Declined."""
        mine = {one.row.id: one for one in self._of(asking.agency)}
        if name not in mine:
            raise Declined(404, _NONE)
        if mine[name].name in self._under_way:
            raise Declined(409, _AT_IT)
        self._under_way.add(mine[name].name)
        try:
            about = [webhook(asking, name), *([f"alert:{which.alert}"] if which.alert else ())]
            await asking.note("exported", "redelivery", *about)
            return Redelivered(count=await reached(self._again(mine[name], which)))
        finally:
            self._under_way.discard(mine[name].name)

    async def _again(self, destination: Destination, which: Again) -> int:
        meant = Which(since=which.since, alert=which.alert or "")
        return await redeliver(self._settings.kafka, self._publisher, destination, meant)

    async def _waiting(self, mine: Sequence[Destination]) -> dict[str, int | None]:
        try:
            return await asyncio.to_thread(waiting, self._settings.kafka, mine)
        except KafkaError as problem:  # of the other client
            raise TimeoutError from problem

    async def _dead(self, agency: AgencyId, name: str | None, most: int) -> deque[DeadLetter]:
        last: deque[DeadLetter] = deque(maxlen=most)
        async for one in dead_letters(self._settings.kafka, agency, name):
            last.append(one)
        return last

    def _of(self, agency: AgencyId) -> list[Destination]:
        return [one for one in self._destinations if one.agency == agency]


def _given_up(letter: DeadLetter) -> GivenUp:
    return GivenUp.model_validate(letter.model_dump(exclude={"schema_", "agency"}))
