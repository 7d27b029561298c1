"""The decisions that outlast their alerts, in Redis, filled from the topic `suppressions`.

`suppressed-on:ENTRY` has those on one entry and a revision, which every change of them gives it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from redis.asyncio import Redis

from alerts.round_trip import Asked
from alerts.suppression import End, Suppression, Suppressions
from screening.asking import Arguments
from screening.space import NotReady, Space, script, text
from watchlist.entry import EntryKey

AT_ONCE = 100
_ENDED_S = 24 * 60 * 60
_SEPARATOR = "\x1f"
_NOT_READ = -1  # offset of what is put in by whoever publishes it


@dataclass(frozen=True, slots=True)
class InForce:
    """The decisions on some entries, and which revision of each entry's they are."""

    by_entry: Suppressions
    revisions: Mapping[EntryKey, str]


NONE = InForce({}, {})


class SuppressionStore:
    """The decisions of one generation."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._on = script(redis, "alerts", "suppressed")
        self._put = script(redis, "alerts", "suppress")
        self._keep_back = script(redis, "alerts", "screening:home", "stands", "keep_back")

    async def on(self, space: Space, entries: Iterable[EntryKey]) -> InForce:
        """Return the decisions on *entries*. Raises NotReady."""
        wanted = [*entries]
        return await self.those_on(space, wanted).answer() if wanted else NONE

    def those_on(self, space: Space, entries: Iterable[EntryKey]) -> Asked[InForce]:
        """Return what asks for the decisions on *entries*."""
        keys = sorted(set(entries))
        return Asked(self._on, [space.epoch, space.prefix, *keys], partial(_in_force, keys))

    async def put(self, space: Space, one: Suppression, offset: int = _NOT_READ) -> bool:
        """Hold *one* unless it has ended since; say whether it has not. Raises NotReady.

        *offset* is that of its record, where it is read.
        """
        until = datetime.fromisoformat(one.until).timestamp()
        what: Arguments = [one.id, one.entry, suppression_json(one), str(until)]
        return (await self._write(space, offset, what))[0] != b"ended"

    async def end(
        self, space: Space, suppression_id: str, offset: int = _NOT_READ
    ) -> Suppression | None:
        """Hold it no longer; return what it was, also where it was ended just now, if known.

        Raises NotReady.
        """
        _, before = await self._write(space, offset, [suppression_id, "", b"", 0])
        return Suppression.model_validate_json(before) if before else None

    async def note_end(self, space: Space, suppression_id: str, end: End) -> None:
        """Note how it ended, for a day: whoever opens its alert again tells of it."""
        home = space.key("ended-by", suppression_id)
        said = _SEPARATOR.join((end.source, end.cause, end.by))
        await self._redis.set(home, said, ex=_ENDED_S)

    async def ends(self, space: Space, ids: Iterable[str], now: datetime) -> dict[str, End]:
        """Return how each of these ended, as far as that is known."""
        found: dict[str, End] = {}
        for one in ids:
            said = await self._redis.get(space.key("ended-by", one))
            if said:
                source, cause, by = text(said).split(_SEPARATOR, 2)
                found[one] = End(source, "time" if cause == "time" else "disposition", by)
                continue
            held = await self._redis.get(space.key("ended", one))
            before = Suppression.model_validate_json(held) if held else None
            if before is not None and before.over(now):
                found[one] = End(before.source, "time")
        return found

    async def _write(self, space: Space, offset: int, what: Arguments) -> tuple[bytes, bytes]:
        status, *before = await self._put(args=[space.epoch, space.prefix, offset, *what])
        _refuse(status)
        return status, bytes(before[0])

    async def keep_back(
        self, space: Space, flight: str, kept_back: Sequence[Suppression], gone_by: InForce
    ) -> bool:
        """Note on which flight each keeps something back; False where there are others by now.

        Raises NotReady.
        """
        if not kept_back:
            return True
        flat = [
            part for one in kept_back for part in (one.id, one.entry, gone_by.revisions[one.entry])
        ]
        reply = await self._keep_back(args=[space.epoch, space.prefix, flight, *flat])
        _refuse(reply)
        return bool(reply == b"ok")

    async def flights_of(self, space: Space, one: Suppression) -> list[str]:
        """Return the keys of the flights on which it keeps something back, and its own."""
        found = await self._redis.smembers(space.key("kept-back", one.id))
        return sorted({one.flight, *map(text, found)})

    async def all(self, space: Space) -> list[Suppression]:
        """Return all that are in force, the newest last."""
        known = await self._redis.hgetall(space.key("suppressions"))
        by_entry: defaultdict[str, list[str]] = defaultdict(list)
        for name, entry in known.items():
            by_entry[text(entry)].append(text(name))
        found = []
        for entry, names in by_entry.items():
            held = await self._redis.hmget(space.key("suppressed-on", entry), names)
            found += [Suppression.model_validate_json(one) for one in held if one]
        return sorted(found, key=lambda one: (one.at, one.id))

    async def by_entry(self, space: Space) -> Suppressions:
        """Return all that are in force, by the entries that they are on."""
        found: defaultdict[EntryKey, list[Suppression]] = defaultdict(list)
        for one in await self.all(space):
            found[one.entry].append(one)
        return {key: tuple(each) for key, each in found.items()}

    async def over(self, space: Space, now: datetime) -> list[Suppression]:
        """Return up to AT_ONCE whose time is over."""
        names = await self._redis.zrangebyscore(
            space.key("suppressions-due"), "-inf", now.timestamp(), start=0, num=AT_ONCE
        )
        found = []
        for raw in names:
            name = text(raw)  # type: ignore[arg-type]  # asked for without scores
            entry = await self._redis.hget(space.key("suppressions"), name)
            held = entry and await self._redis.hget(space.key("suppressed-on", text(entry)), name)
            if held:
                found.append(Suppression.model_validate_json(held))
        return found


def suppression_json(one: Suppression) -> bytes:
    """Return the decision as one record: equal ones give equal bytes."""
    return one.model_dump_json(by_alias=True).encode()


def _in_force(keys: Sequence[EntryKey], reply: list[Any]) -> InForce:
    """Return what suppressed.lua answered about *keys*; raises NotReady."""
    status, *answer = reply
    _refuse(status)
    found = [tuple(map(Suppression.model_validate_json, one)) for one in answer[1::2]]
    revisions = [text(one) for one in answer[::2]]
    return InForce(
        {key: each for key, each in zip(keys, found, strict=True) if each},
        dict(zip(keys, revisions, strict=True)),
    )


def _refuse(status: bytes) -> None:
    if status == b"not-ready":
        raise NotReady("the ledger was lost or rebuilt")
