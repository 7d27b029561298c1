"""The hits on every flight, whoever is told of them, in Redis: for when the telling changes.

A new subscription or jurisdiction is then a matter of these few, not of screening everybody again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.round_trip import Asked
from manifests.contract import Flight
from manifests.identity import PassengerRef
from screening.asking import Arguments
from screening.facts import Facts, Hit
from screening.passenger_join import kept_until
from screening.space import NotReady, Space, script, text
from screening.stored_entry import entry_in
from screening.traveller import passenger_in

_SEPARATOR = "\x1f"
_FIELDS = 6  # of each hit in the script's answer


class KnownHits:
    """The hits of one generation; only `route` writes here, and a rebuild before it."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._note = script(redis, "alerts", "screening:home", "stands", "note_hits")
        self._on = script(redis, "alerts", "screening:home", "stands", "hits_on")
        self._keep = keep

    def noting(self, space: Space, facts: Facts, now: datetime) -> Asked[None]:
        """Return what holds the hits of *facts*, and no longer what they say is none.

        A second time it changes nothing.
        """
        pairs: Arguments = [part for one in facts.hits for part in (one.ref, one.entry.key)]
        until = kept_until(facts.flight, now, self._keep)
        head: Arguments = [space.epoch, space.prefix, facts.flight.key, facts.as_of, until]
        cause: Arguments = [facts.cause, facts.source, facts.entry or ""]
        people = _SEPARATOR.join(("", *facts.refs, ""))
        args = [*head, *cause, people, len(facts.hits), *pairs]
        return Asked(self._note, args, _refuse)

    async def flights(self, space: Space) -> list[str]:
        """Return the key of every flight that has a hit."""
        return sorted(map(text, await self._redis.smembers(space.key("with-hits"))))

    async def on_flight(
        self, space: Space, flight: str, day: date, *, ruled: int | None = None
    ) -> list[Facts] | None:
        """Return the hits known on *flight* as they stand, by the record that led to them.

        Those on entries that are not in force on *day* are none: they stay noted where nobody was
        told of them. With *ruled*, the tick at which the rules to be gone by were current, nobody
        goes by older ones on this flight from now on; None if somebody has gone by newer ones.
        Left out then is who or what has changed since the hit was noted: the facts of the record
        that changed it are on their way, and name it. Raises NotReady.
        """
        tick = "" if ruled is None else ruled
        status, *reply = await self._on(args=[space.epoch, space.prefix, flight, tick])
        if status == b"not-ready":
            raise NotReady("the hits were lost or are being built anew")
        if status == b"outruled":
            return None
        return list(_facts(reply, day)) if status == b"ok" else []

    async def hold_again(self, space: Space, alerts: Iterable[Alert]) -> None:
        """Hold the hits behind *alerts*, in a generation that is being built.

        They are judged again by that (screen.lua): who was found by an entry alone, under keys that
        are too long for a passenger's budget, would be no hit else. Owners are told of every hit on
        their entries, so theirs are enough. The facts of their flights say until when.
        """
        async with self._redis.pipeline(transaction=False) as pipe:
            for one in alerts:
                if one.event != "withdrawn" and one.entry.owner:
                    home = space.key("hits-on", one.flight.key)
                    ref, entry = one.passenger.passenger_ref, f"{one.entry.owner}/{one.entry.id}"
                    why = _SEPARATOR.join(("manifest", f"rebuild/{space.generation}"))
                    pipe.hset(home, _SEPARATOR.join((ref, entry)), why)
                    pipe.expire(home, self._keep)
            await pipe.execute()


def _refuse(reply: bytes) -> None:
    if reply == b"not-ready":
        raise NotReady("the hits were lost or are being built anew")


def _facts(reply: list[Any], day: date) -> Iterator[Facts]:
    as_of, details, *fields = reply
    flight = Flight.model_validate_json(details)
    found = [fields[at : at + _FIELDS] for at in range(0, len(fields), _FIELDS)]
    by_record = itemgetter(2, 3)
    for (cause, source), rows in groupby(sorted(found, key=by_record), key=by_record):
        hits = tuple(map(_hit, rows))
        yield Facts(
            flight=flight,
            as_of=as_of,
            cause=cause.decode(),
            source=source.decode(),
            pairs=tuple((one.ref, one.entry.key) for one in hits),
            hits=tuple(one for one in hits if one.entry.active_on(day)),
        )


def _hit(row: list[bytes]) -> Hit:
    ref, _, _, _, passenger, entry = row
    return Hit(
        ref=PassengerRef(ref.decode()),
        passenger=passenger_in(passenger),
        entry=entry_in(entry),
    )
