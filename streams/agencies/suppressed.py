"""The suppressions of one agency, as far as it may know what they are on."""

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.routing import hidden_id
from alerts.suppression import Suppression
from alerts.suppressions import SuppressionStore
from doors.gate import Asking
from doors.problem import Declined
from doors.suppressions import Kept
from screening.held_entry import HeldEntries
from screening.space import space_in_force
from streams.declining import reached
from streams.publisher import Publishing
from streams.suppression_log import ended_by
from watchlist.sharing import view

_NONE = "no suppression of yours has this id, or it has ended"


class Suppressed:
    """Reads them from the index, and ends them as the command does."""

    def __init__(self, redis: Redis, publisher: Publishing, secret: bytes) -> None:
        self._redis = redis
        self._publisher = publisher
        self._secret = secret
        self._store = SuppressionStore(redis)
        self._entries = HeldEntries(redis)

    async def all_of(self, agency: AgencyId) -> tuple[Kept, ...]:
        """Return all of the agency's that are in force; raises Declined."""
        return await reached(self._all_of(agency))

    async def end(self, asking: Asking, suppression_id: str) -> None:
        """End one; returns when the broker has that. Raises Declined."""
        mine = {one.id: one for one in await reached(self._mine(asking.agency))}
        if suppression_id not in mine:
            raise Declined(404, _NONE)
        await asking.note("changed", "a suppression: ended", f"suppression:{suppression_id}")
        await reached(self._publisher.publish(ended_by(mine[suppression_id], asking.officer)))

    async def _all_of(self, agency: AgencyId) -> tuple[Kept, ...]:
        return tuple([await self._kept(agency, one) for one in await self._mine(agency)])

    async def _mine(self, agency: AgencyId) -> list[Suppression]:
        every = await self._store.all(await space_in_force(self._redis))
        return [one for one in every if one.agency == agency and one.kind == "not_the_same_person"]

    async def _kept(self, agency: AgencyId, one: Suppression) -> Kept:
        return Kept(
            id=one.id,
            entry=await self._shown(agency, one),
            alert_id=one.alert_id,
            flight=one.flight,
            by=one.by,
            at=one.at,
            until=one.until,
        )

    async def _shown(self, agency: AgencyId, one: Suppression) -> str:
        """Return the entry's key, or what stands for it where the owner is withheld or unknown."""
        if one.entry.startswith(f"{agency}/"):
            return one.entry
        entry = await self._entries.entry(await space_in_force(self._redis), one.entry)
        seen = None if entry is None else view(entry, agency)
        if seen is not None and seen.owner_shown:
            return one.entry
        return hidden_id(self._secret, one.entry, agency)
