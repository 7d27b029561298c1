"""The hits that stood before a rebuild, by what agencies were told: screening judges them again."""

from collections.abc import Iterable
from datetime import timedelta

from redis.asyncio import Redis

from alerts.alert import Alert
from screening.space import Space

_ROUTED = timedelta(days=1)  # by then the facts of their flights are, and say until when


async def hits_again(redis: Redis, space: Space, alerts: Iterable[Alert]) -> None:
    """Note the hits of *alerts*, the latest versions of flights on their way, as routing does.

    An entry finds people under keys that are too long for a passenger's budget: asked about alone,
    they would be no hits. Owners are told of every hit on their entries, so theirs are enough.
    """
    async with redis.pipeline(transaction=False) as pipe:
        for one in alerts:
            if one.event != "withdrawn" and one.entry.owner:
                home = space.key("hits-on", one.flight.key)
                pair = f"{one.passenger.passenger_ref}\x1f{one.entry.owner}/{one.entry.id}"
                pipe.hset(home, pair, f"manifest\x1frebuild/{space.generation}")
                pipe.expire(home, _ROUTED)
        await pipe.execute()
