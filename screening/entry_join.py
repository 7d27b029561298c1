"""A watchlist entry against everybody on their way: writes the entry, then reads passengers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from redis.asyncio import Redis

from manifests.contract import Flight
from screening.entry_facts import Alerted, Asked, entry_facts
from screening.entry_record import EntryRecord, arguments
from screening.facts import Facts
from screening.home import Origin
from screening.space import NotReady, Space, held_flights, script, text
from screening.stored_entry import json_in
from watchlist.entry import EntryKey, entry_json

# Which one Lua script is put together of.
SCRIPTS = ("candidates", "held", "on_the_way", "home", "apply_entry")
_AT_ONCE = 1000  # ids asked about in one call
OF_A_CALL = 16  # entries: others wait no longer for Redis than for a manifest
_BYTES_AT_ONCE = 1_000_000  # of entries written


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
        self._script = script(redis, "screening", *SCRIPTS)
        self._redis = redis
        self._min_score = min_score

    async def apply(
        self, space: Space, records: Sequence[EntryRecord], alerted: Alerted, now: datetime
    ) -> list[Applied]:
        """Write the entries in their order; return for each its facts on every flight it concerns.

        *alerted* gives the flights that have alerts on the entries, asked after the write; they
        are told also where nobody matches any more, but of a changed entry only while they are
        held: once their people are forgotten, nobody can match. An older version, and one
        that a worker handed on late, change nothing: no facts. Raises NotReady, and where anything
        fails, any of the entries may be written.
        """
        replies = await self.write(space, records, now)
        written = [
            one.key for one, reply in zip(records, replies, strict=True) if reply[0] == b"ok"
        ]
        told = await alerted(space, written) if written else {}
        held = await self._held_of(space, records, told)
        return [
            self._applied(one, reply, _to_tell(one, told, held), now)
            for one, reply in zip(records, replies, strict=True)
        ]

    async def write(
        self, space: Space, records: Sequence[EntryRecord], now: datetime
    ) -> list[list[Any]]:
        """Write the entries in their order and return the script's answers. Raises NotReady.

        A call takes a few, so that Redis serves others in between; many go at once.
        """
        replies: list[list[Any]] = []
        for some in _at_once(arguments(records, now)):
            async with self._redis.pipeline(transaction=False) as pipe:
                for of_a_call in calls(some):
                    await self._script(args=[space.epoch, space.prefix, *of_a_call], client=pipe)
                answers = await pipe.execute()
            if any(said[0] == b"not-ready" for said in answers):
                raise NotReady("the index was lost or rebuilt")
            replies += (reply for _, *its in answers for reply in its)
        return replies

    def _applied(
        self, record: EntryRecord, reply: list[Any], told: list[Flight], now: datetime
    ) -> Applied:
        if reply[0] == b"stale":
            return Applied()
        if reply[0] == b"late":
            return Applied(overruled=_overruled(record, reply))
        asked = Asked(record.key, record.entry, record.source, now)
        return Applied(entry_facts(asked, told, reply, self._min_score))

    async def _held_of(
        self, space: Space, records: Sequence[EntryRecord], told: Mapping[EntryKey, list[Flight]]
    ) -> frozenset[str]:
        """Return the flights told of a changed entry whose people are in the index."""
        flights = {
            flight.key
            for one in records
            if one.entry is not None
            for flight in told.get(one.key, ())
        }
        return await held_flights(self._redis, space, sorted(flights)) if flights else frozenset()

    async def note_applied(self, space: Space, ends: Mapping[int, int]) -> None:
        """Note that each partition of `watchlist` is indexed up to its end."""
        if ends:
            await self._redis.hset(
                space.key("applied"), mapping={str(one): str(end) for one, end in ends.items()}
            )

    async def digests(self, space: Space, owner: str, list_name: str | None) -> dict[str, str]:
        """Return id to digest of what *owner* holds on one list, or on all of them."""
        names = await self.lists(space, owner) if list_name is None else [list_name]
        found: dict[str, str] = {}
        for one in names:
            key = space.key("digests", f"{owner}/{one}")
            async for item, digest in self._redis.hscan_iter(key, count=_AT_ONCE):
                found[text(item)] = _digest(digest)
        return found

    async def digests_of(
        self, space: Space, owner: str, list_name: str, ids: Sequence[str]
    ) -> dict[str, str]:
        """Return the same of some *ids* of one list, "" for what is not on it."""
        key, found = space.key("digests", f"{owner}/{list_name}"), dict[str, str]()
        for first in range(0, len(ids), _AT_ONCE):
            some = list(ids[first : first + _AT_ONCE])
            raw: list[Any] = await self._redis.hmget(key, some)
            found |= {
                item: _digest(one) if one else "" for item, one in zip(some, raw, strict=True)
            }
        return found

    async def lists(self, space: Space, owner: str) -> list[str]:
        """Return the names of the lists on which *owner* has entries."""
        known = map(text, await self._redis.smembers(space.key("lists")))
        return sorted(one.removeprefix(f"{owner}/") for one in known if one.startswith(f"{owner}/"))

    async def applied(self, space: Space) -> dict[int, int]:
        """Return, for each partition of `watchlist`, the offset up to which it is indexed."""
        raw = await self._redis.hgetall(space.key("applied"))
        return {int(partition): int(offset) for partition, offset in raw.items()}


def _digest(raw: bytes) -> str:
    return raw.hex()


async def lists_changed(redis: Redis, space: Space) -> dict[str, int]:
    """Return when each list, owner/list, last changed, in epoch milliseconds."""
    raw = await redis.hgetall(space.key("lists-changed"))
    return {text(name): int(at) for name, at in raw.items()}


async def lists_revised(redis: Redis, space: Space) -> dict[str, int]:
    """Return the revision of each list, owner/list: another one whenever it changed."""
    raw = await redis.hgetall(space.key("lists-revised"))
    return {text(name): int(revision) for name, revision in raw.items()}


async def still_held(redis: Redis, space: Space, flights: list[Flight]) -> list[Flight]:
    """Return those of *flights* whose people are in the index."""
    held = await held_flights(redis, space, [one.key for one in flights])
    return [one for one in flights if one.key in held]


def calls(entries: list[bytes]) -> list[list[bytes]]:
    """Return what goes in one call each."""
    return [entries[at : at + OF_A_CALL] for at in range(0, len(entries), OF_A_CALL)]


def _at_once(entries: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield what goes in one round trip: entries may be large."""
    some, size = list[bytes](), 0
    for one in entries:
        if some and size + len(one) > _BYTES_AT_ONCE:
            yield some
            some, size = [], 0
        some.append(one)
        size += len(one)
    if some:
        yield some


def _to_tell(
    record: EntryRecord, told: Mapping[EntryKey, list[Flight]], held: frozenset[str]
) -> list[Flight]:
    flights = told.get(record.key, [])
    return flights if record.entry is None else [one for one in flights if one.key in held]


def _overruled(record: EntryRecord, reply: list[Any]) -> Overruled | None:
    """Return what must be said again, None where the late record says the same."""
    _, _, held, offset, sent_ms = reply
    json = json_in(held) if held else b""
    said = entry_json(record.entry) if record.entry else b""
    return None if json == said else Overruled(json, Origin(int(offset), int(sent_ms)))
