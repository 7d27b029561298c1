"""Looks for planted values in all of Redis and on all topics; tells places, never a value."""

import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import zstandard
from redis.asyncio import Redis

from config.settings import KafkaSettings
from screening import stored_entry
from screening.flight_record import PACKED, json_in
from screening.record import parted
from streams.held.planted import Planted
from streams.topic_reader import UntilNow

_AT_ONCE = 500  # keys asked about in one go
_PAGE = 1000  # fields of a large key
# Of these the name is made of names or documents of people; of the others, of ids.
_FAMILY = re.compile(rb"tocsin:[^:]*:([^:]*):")
_TELLING = (b"listed", b"listed-long")
_SCANNED = (b"hash", b"set", b"zset")

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A place that holds the value of a line."""

    line: int
    where: str


class UnreadableError(Exception):
    """Redis holds a key that cannot be looked into, so nothing is proved."""


async def found_in_redis(redis: Redis, planted: Planted, at: Advance) -> AsyncIterator[Found]:
    """Yield each place in the database of *redis*; *at* is told how many keys were read."""
    done = 0
    batch: list[bytes] = []
    async for key in redis.scan_iter(count=1000):
        batch.append(key)
        done += 1
        if len(batch) == _AT_ONCE:
            async for one in _found_in(redis, batch, planted):
                yield one
            batch = []
            at(done)
    async for one in _found_in(redis, batch, planted):
        yield one


async def found_on_topics(
    kafka: KafkaSettings, topics: Iterable[str], planted: Planted
) -> AsyncIterator[tuple[str, list[int]]]:
    """Yield the place of each record, and the lines whose values are in it."""
    async for raw in UntilNow(kafka, topics).raw():
        headers = [part for name, value in raw.headers for part in (name.encode(), value)]
        lines = planted.lines_in(raw.key, raw.value, *headers)
        yield f"{raw.topic}/{raw.partition}/{raw.offset}", sorted(lines)


async def _found_in(redis: Redis, keys: list[bytes], planted: Planted) -> AsyncIterator[Found]:
    async with redis.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.type(key)
        kinds = await pipe.execute()
    lines = {key: planted.lines_in(key) for key in keys}
    in_name = {key: frozenset(found) for key, found in lines.items()}
    pages = [(key, kind, 0) for key, kind in zip(keys, kinds, strict=True)]
    while pages:
        async with redis.pipeline(transaction=False) as pipe:
            for page in pages:
                _ask(pipe, *page)
            answers = await pipe.execute()
        for (key, _, _), answer in zip(pages, answers, strict=True):
            lines[key] |= planted.lines_in(*_parts(answer), _unpacked(key, answer))
        pages = [
            (key, kind, answer[0])
            for (key, kind, _), answer in zip(pages, answers, strict=True)
            if kind in _SCANNED and answer[0]
        ]
    for key, found in lines.items():
        for line in sorted(found):
            yield Found(line, _place(key, named=line in in_name[key], hidden=bool(in_name[key])))


def _ask(pipe: Any, key: bytes, kind: bytes, cursor: int) -> None:  # noqa: ANN401  # redis-py's own
    """Ask for what *key* holds; of a hash or set, for the page at *cursor*."""
    if kind == b"hash":
        pipe.hscan(key, cursor, count=_PAGE)
    elif kind == b"set":
        pipe.sscan(key, cursor, count=_PAGE)
    elif kind == b"zset":
        pipe.zscan(key, cursor, count=_PAGE)
    elif kind == b"list":
        pipe.lrange(key, 0, -1)
    elif kind == b"stream":
        pipe.xrange(key)
    elif kind in (b"string", b"none"):  # none: gone since it was listed
        pipe.get(key)
    else:
        raise UnreadableError(f"Redis holds a key of type {kind.decode()}, which cannot be read")


def _parts(answer: Any) -> Iterator[bytes]:  # noqa: ANN401  # whatever Redis answers
    """Yield every string in *answer*, however deep; what is compressed, as it is read too."""
    if isinstance(answer, bytes):
        yield answer
        if answer.startswith(PACKED):
            with suppress(zstandard.ZstdError):  # it may only begin like that
                yield json_in(answer)
    elif isinstance(answer, dict):
        for pair in answer.items():
            yield from _parts(pair)
    elif isinstance(answer, list | tuple | set):
        for one in answer:
            yield from _parts(one)


def _unpacked(key: bytes, answer: Any) -> bytes | None:  # noqa: ANN401  # whatever Redis answers
    """Return what *key* holds in a form that does not say so itself. Raises UnreadableError."""
    family = _FAMILY.match(key)
    unpack = _UNPACKED.get(family[1]) if family else None
    if unpack is None or not isinstance(answer, bytes):
        return None
    try:
        return unpack(answer)
    except (zstandard.ZstdError, zlib.error, ValueError) as problem:
        raise UnreadableError(
            f"{_place(key, named=False, hidden=False)} cannot be unpacked, so nothing is proved "
            "(an older build is deleted by the next worker that starts)"
        ) from problem


def _entry_in(contents: bytes) -> bytes:
    """Return the JSON of the entry in *contents*; raises ValueError where there is none."""
    json = stored_entry.json_in(parted(contents)[1])
    if not json.startswith(b"{"):  # compressed by what another release took entries to have
        raise ValueError("no entry")
    return json


_UNPACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"contents": _entry_in,
    b"import-changes": zlib.decompress,
}


def _place(key: bytes, *, named: bool, hidden: bool) -> str:
    """Name the key, but for what in its name may tell of a person."""
    shown, family = key.decode(errors="backslashreplace"), _FAMILY.match(key)
    if hidden or (family and family[1] in _TELLING):
        shown = f"{family[0].decode()}…" if family else "…"
    return f"Redis {shown}" + (" (in its name)" if named else "")
