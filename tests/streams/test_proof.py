"""Whoever is listed, or about to be, is found in Redis by every word that was sent of them."""

import json
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.space import Space
from screening.stored_entry import stored
from streams.held.planted import Planted
from streams.held.proof import UnreadableError, found_in_redis
from tests.manifests.building import entry
from tests.running import Site

SPACE = Space("7", "test", building=True)
WORDS = ("ZYXOPHRENE", "QUILLABRAST", "PQZ9081726", "VEXILLONK", "WIMBLEPOT")
LISTED = entry(
    "1",
    names=[{"full": f"{WORDS[0]} {WORDS[1]}"}],
    documents=[{"type": "P", "number": WORDS[2], "issuer": "IRQ"}],
    birth_places=[WORDS[3]],
    instruction=WORDS[4],
)
PLANTED = Planted(enumerate(WORDS, 1))


@pytest.fixture
async def redis(site: Site) -> AsyncIterator[Redis]:
    async with Redis.from_url(site.endpoints.redis_url) as client:
        await client.flushall()
        yield client


async def lines_in(redis: Redis, family: str) -> set[int]:
    """Return the lines that are found in keys of a family."""
    found = [one async for one in found_in_redis(redis, PLANTED, lambda _: None)]
    return {one.line for one in found if f":{family}:" in one.where}


async def test_every_word_of_an_entry_in_the_index_is_found(redis: Redis) -> None:
    record = EntryRecord(key=LISTED.key, entry=LISTED, partition=0, offset=1, source="x")
    await EntryJoin(redis, min_score=0.5).write(SPACE, [record], datetime.now(UTC))
    assert await lines_in(redis, "contents") == {1, 2, 3, 4, 5}


async def test_every_word_of_an_import_that_was_not_applied_yet_is_found(redis: Redis) -> None:
    line = ["added", "default", "1", "", LISTED.model_dump_json(by_alias=True)]
    packed = zlib.compress(json.dumps(line).encode() + b"\n", 1)
    await redis.set("tocsin:console:import-changes:uk-piu:1", packed)
    assert await lines_in(redis, "import-changes") == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param(b"x", id="no record"),
        pytest.param(b"\x01\x08\x00\x00\x00xyz\n" + b"\xff" * 9, id="not ours"),
        pytest.param(b"\x01\x08\x00\x00\x00xyz\n" + stored(b"no JSON"), id="no entry"),
    ],
)
async def test_where_an_entry_cannot_be_unpacked_nothing_is_proved(
    redis: Redis, contents: bytes
) -> None:
    await redis.set("tocsin:6:contents:1", contents)
    with pytest.raises(UnreadableError, match="tocsin:6:contents:1 cannot be unpacked"):
        await lines_in(redis, "contents")


@pytest.mark.parametrize(("family", "is_shown"), [("held", True), ("listed-long", False)])
async def test_name_of_a_key_is_shown_where_it_is_not_made_of_names(
    redis: Redis, family: str, *, is_shown: bool
) -> None:
    await redis.sadd(f"tocsin:7:{family}:XKLT", WORDS[0])
    (found,) = [one async for one in found_in_redis(redis, PLANTED, lambda _: None)]
    assert ("XKLT" in found.where) is is_shown
