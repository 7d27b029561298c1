"""A real Valkey for tests, and in it one generation for each test, as a rebuild leaves it."""

import time
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis

from screening.space import EPOCH, Space, text
from streams.embedded import Embedded


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    with Embedded(bootstrap="unused") as endpoints:
        yield endpoints.redis_url


@pytest.fixture
async def redis(valkey_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(valkey_url)
    yield client
    await client.aclose()


@pytest.fixture
async def space(redis: Redis) -> Space:
    """Return a generation in force, its clock as high as a rebuild starts it."""
    return await fresh_space(redis)


async def fresh_space(redis: Redis) -> Space:
    """Put an empty generation in force."""
    found = Space(uuid.uuid4().hex, "test")
    await redis.set(found.key("clock"), time.time_ns() // 1000)
    await redis.set(EPOCH, found.epoch)
    return found


async def contents(redis: Redis, space: Space) -> dict[str, object]:
    """Return everything that is indexed in *space*: no clock, no versions, stamps and numbers."""
    found: dict[str, object] = {}
    keys, whole = await _entries(redis, space)
    async for raw in redis.scan_iter(match=f"{space.prefix}*", count=1000):
        name = text(raw).removeprefix(space.prefix)
        kind = text(await redis.type(raw))
        # Whose number is none, is nobody; a list is revised once for all that come together.
        if name.startswith("held") or name in ("gone", "lists-revised"):
            continue
        if kind == "set":
            found[name] = await redis.smembers(raw)
        elif kind == "zset":
            found[name] = await redis.zrange(raw, 0, -1)
        elif kind == "hash":
            found[name] = _plain(name, await redis.hgetall(raw))
        elif name.startswith(("listed:", "listed-long:")):
            found[name] = _postings(await redis.get(raw), keys)
        elif name.startswith("entry:"):
            found[name] = _known(await redis.get(raw))
    found["numbered"] = sorted(keys.values())
    found["whole"] = sorted(whole)
    found["held"] = await held(redis, space)
    found["flights"] = sorted(await redis.hvals(space.key("flights")))
    return found


async def held(redis: Redis, space: Space) -> list[tuple[str, bytes, bytes]]:
    """Return place, flight and what follows it of each posting of somebody on their way."""
    numbers: Any = await redis.hgetall(space.key("flights"))
    places: list[tuple[str, bytes]] = []
    async for raw in redis.scan_iter(match=f"{space.prefix}held:*", count=1000):
        name = text(raw).removeprefix(f"{space.prefix}held:")
        if ":" in name:
            members: Any = await redis.smembers(raw)
            places += [(name, one) for one in members]
            continue
        packed: Any = await redis.get(raw)
        each = [packed[at : at + 17] for at in range(0, len(packed), 17)]
        places += [(f"{name}:{one[:2].hex()}", one[2:]) for one in each]
    there = [one for one in places if one[1][:4] in numbers]
    return sorted((place, numbers[one[:4]], one[4:]) for place, one in there)


async def _entries(redis: Redis, space: Space) -> tuple[dict[bytes, bytes], list[bytes]]:
    """Return the keys of all entries by number, and every entry behind the keys it lies under."""
    keys, whole = dict[bytes, bytes](), list[bytes]()
    async for raw in redis.scan_iter(match=f"{space.prefix}contents:*"):
        one: Any = await redis.get(raw)
        length = int.from_bytes(one[1:5], "little")
        keys[raw.rpartition(b":")[2]] = one[:length].split(b"\n")[1]
        whole.append(one[length:])
    return keys, whole


def _known(line: bytes | str | None) -> list[str]:
    """Return what an entry's line says but for version, stamp and number."""
    assert line is not None
    said = text(line).split(" ")
    return [said[1], *said[4:7]]


def _postings(packed: bytes | str | None, keys: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Return entry key and the rest of each posting; raises KeyError for a number of no entry."""
    assert isinstance(packed, bytes)
    each = [packed[at : at + 8] for at in range(0, len(packed), 8)]
    assert each == sorted(each, key=lambda one: one[:4])
    return sorted((keys[b"%d" % int.from_bytes(one[:4])], one[4:]) for one in each)


def _plain(name: str, fields: Any) -> dict[bytes, bytes]:  # redis-py cannot say: bytes
    if name.startswith("people:"):  # stamp|record
        return {ref: record.partition(b"|")[2] for ref, record in fields.items()}
    if name.startswith("alert:"):  # by which facts is not known any more after a rebuild
        unknown = {b"as_of"} | ({b"view"} if fields[b"event"] == b"withdrawn" else set())
        return {field: value for field, value in fields.items() if field not in unknown}
    passing = {b"version", b"number"} if name.startswith("flight:") else set()
    return {field: value for field, value in fields.items() if field not in passing}
