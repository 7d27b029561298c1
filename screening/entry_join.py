"""A watchlist entry against everybody on their way: writes the entry, then reads passengers."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from redis.asyncio import Redis

from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from screening import asking
from screening.candidates import hits_among
from screening.facts import Facts, Hit
from screening.prepared import prepare_passenger
from screening.record import Recorded
from screening.record import record as record_of
from screening.space import NotReady, Space, script, split_member, text
from watchlist.delta import digest
from watchlist.entry import Entry, EntryKey, entry_json

Alerted = Callable[[Space, EntryKey], Awaitable[list[Flight]]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its agency's own topic a record was, and when it was sent there."""

    offset: int
    sent_ms: int


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One record of the `watchlist` topic; `entry` None means removed.

    `origin` is None where the record did not come through intake: an import.
    """

    key: EntryKey
    entry: Entry | None
    partition: int
    offset: int
    source: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What a record led to: facts, or the last word on the entry where it came too late.

    `overruled` is what the log must be told again, for there the late record is the last.
    """

    facts: tuple[Facts, ...] = ()
    overruled: "Overruled | None" = None


@dataclass(frozen=True, slots=True)
class Overruled:
    """The entry as it stands, b"" when removed, and the record that made it so."""

    entry: bytes
    origin: Origin


class EntryJoin:
    """Applies entries to the watchlist index and finds the passengers they concern."""

    def __init__(self, redis: Redis, *, min_score: float) -> None:
        self._script = script(redis, "screening", "candidates", "apply_entry")
        self._redis = redis
        self._min_score = min_score

    async def apply(
        self, space: Space, record: EntryRecord, alerted: Alerted, now: datetime
    ) -> Applied:
        """Write the entry and return facts for each flight it concerns.

        *alerted* gives the flights that have alerts on the entry, asked after the write; they
        are told also where nobody matches any more, but of a changed entry only while they are
        held: once their people are forgotten, nobody can match. An older version, and one
        that a worker handed on late, change nothing: no facts. Raises NotReady.
        """
        reply = await self.write(space, record)
        if reply[0] == b"stale":
            return Applied()
        if reply[0] == b"late":
            return Applied(overruled=_overruled(record, reply))
        _, clock, members, details = reply
        told = {one.key: one for one in await alerted(space, record.key)}
        if record.entry is not None:
            told = await self._held(space, told)
        flights = dict(told)
        for at in range(0, len(details), 2):
            if details[at + 1]:
                flights[details[at].decode()] = Flight.model_validate_json(details[at + 1])
        found = self._found(record.entry, members, now)
        facts = (
            Facts(
                flight=flight,
                as_of=clock,
                cause="watchlist",
                source=record.source,
                entry=record.key,
                hits=tuple(found.get(key, ())),
            )
            for key, flight in sorted(flights.items())
            if found.get(key) or key in told
        )
        return Applied(tuple(facts))

    async def _held(self, space: Space, flights: dict[str, Flight]) -> dict[str, Flight]:
        """Return those of *flights* whose people are in the index."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in flights:
                pipe.exists(space.key("flight", key))
            found = await pipe.execute()
        return {key: flights[key] for key, held in zip(flights, found, strict=True) if held}

    async def write(self, space: Space, record: EntryRecord) -> list[Any]:
        """Write the entry and return the script's answer. Raises NotReady."""
        reply: list[Any] = await self._script(args=arguments(space, record))
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        return reply

    def _found(
        self, entry: Entry | None, members: list[bytes], now: datetime
    ) -> dict[str, list[Hit]]:
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        if entry is None:
            return found
        candidate = Recorded(b"", record_of(entry))
        for flight, ref, passenger in _people(members):
            prepared = prepare_passenger(passenger)
            if hits_among(prepared, [candidate], self._min_score, now.date()):
                found[flight].append(Hit(ref=ref, passenger=passenger, entry=entry))
        return found

    async def note_applied(self, space: Space, ends: Mapping[int, int]) -> None:
        """Note that each partition of `watchlist` is indexed up to its end."""
        if ends:
            await self._redis.hset(
                space.key("applied"), mapping={str(one): str(end) for one, end in ends.items()}
            )

    async def digests(self, space: Space, owner: str, list_name: str | None) -> dict[str, str]:
        """Return id to digest of what *owner* holds on one list, or on all of them."""
        if list_name is not None:
            lists = [f"{owner}/{list_name}"]
        else:
            known = map(text, await self._redis.smembers(space.key("lists")))
            lists = sorted(one for one in known if one.startswith(f"{owner}/"))
        found: dict[str, str] = {}
        for one in lists:
            raw = await self._redis.hgetall(space.key("digests", one))
            found |= {text(item): text(digest) for item, digest in raw.items()}
        return found

    async def applied(self, space: Space) -> dict[int, int]:
        """Return, for each partition of `watchlist`, the offset up to which it is indexed."""
        raw = await self._redis.hgetall(space.key("applied"))
        return {int(partition): int(offset) for partition, offset in raw.items()}


def arguments(space: Space, record: EntryRecord) -> asking.Arguments:
    """Return the arguments of apply_entry.lua for *record*."""
    entry = record.entry
    owner, _, item = record.key.partition("/")
    return [
        space.epoch,
        space.prefix,
        record.key,
        record.offset,
        record.partition,
        record.origin.offset if record.origin else "",
        record.origin.sent_ms if record.origin else "",
        entry_json(entry) if entry else b"",
        f"{owner}/{entry.list}" if entry else "",
        item,
        digest(entry) if entry else "",
        record_of(entry) if entry else b"",
        *asking.listed(entry),
    ]


def _overruled(record: EntryRecord, reply: list[Any]) -> Overruled | None:
    """Return what must be said again, None where the late record says the same."""
    _, _, json, offset, sent_ms = reply
    said = entry_json(record.entry) if record.entry else b""
    return None if json == said else Overruled(json, Origin(int(offset), int(sent_ms)))


def _people(members: list[bytes]) -> Iterator[tuple[str, PassengerRef, Passenger]]:
    for at in range(0, len(members), 2):
        flight, ref = split_member(members[at])
        _, _, raw = members[at + 1].partition(b"|")
        yield flight, PassengerRef(ref), Passenger.model_validate_json(raw)
