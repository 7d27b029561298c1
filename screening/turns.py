"""Entries whose time comes: valid_from and valid_until take effect by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from redis.asyncio import Redis

from screening import asking
from screening.entry_facts import Alerted, Asked, entry_facts
from screening.entry_join import still_held
from screening.entry_record import turn_s
from screening.facts import Facts
from screening.home import number_in
from screening.numbered import Numbered
from screening.space import NotReady, Space, script, text
from watchlist.entry import Entry

AT_ONCE = 100
# Workers' clocks may differ by so much: one that still has the day before must not screen by it
# after another has seen to the day that begins.
GRACE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Turned:
    """An entry whose time has come, and the number of its contents."""

    entry: Entry
    number: int


class Turns:
    """Finds who is due, and what that comes to; safe to use in every worker at once."""

    def __init__(self, redis: Redis, *, min_score: float) -> None:
        self._redis = redis
        self._numbered = Numbered(redis)
        self._look_again = script(
            redis, "screening", "candidates", "held", "on_the_way", "home", "look_again"
        )
        self._turned = script(redis, "screening", "home", "turned")
        self._min_score = min_score

    async def due(self, space: Space, now: datetime) -> list[Turned]:
        """Return up to AT_ONCE entries whose time has come by *now*. Raises NotReady."""
        until = (now - GRACE).timestamp()
        keys: list[bytes] = await self._redis.zrangebyscore(  # type: ignore[assignment]  # no scores
            space.key("due"), "-inf", until, start=0, num=AT_ONCE
        )
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.get(space.key("entry", text(key)))
            found = map(number_in, await pipe.execute())
            numbers = [one for one in found if one is not None]
        entries = await self._numbered.entries(space, numbers)
        return [Turned(one, number) for number, one in zip(numbers, entries, strict=True) if one]

    async def look_again(
        self, space: Space, turned: Turned, alerted: Alerted, now: datetime
    ) -> tuple[Facts, ...]:
        """Return the facts of an entry that has come into force or gone out of it by *now*.

        Nothing where it has changed since: who changed it has seen to it. Raises NotReady.
        """
        entry = turned.entry
        head: asking.Arguments = [space.epoch, space.prefix, entry.key, turned.number]
        reply = await self._look_again(args=[*head, *asking.listed(entry)])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        if reply[0] == b"stale":
            return ()
        on_entry = (await alerted(space, [entry.key])).get(entry.key, [])
        told = await still_held(self._redis, space, on_entry)
        asked = Asked(entry.key, entry, f"time/{entry.key}", now, cause="time")
        return entry_facts(asked, told, reply, self._min_score)

    async def done(self, space: Space, turned: Turned, now: datetime) -> None:
        """Note that what the turn led to is published; the entry is due again at its next."""
        next_s = turn_s(turned.entry, now)
        await self._turned(
            args=[space.epoch, space.prefix, turned.entry.key, turned.number, next_s]
        )
