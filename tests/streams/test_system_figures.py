"""What is told of the whole where something is away, or was never at work."""

import asyncio
import time
from pathlib import Path

from redis.asyncio import Redis

from access.parties import parties_of
from config.files import PartiesFile, read_yaml
from config.settings import from_environ
from screening.space import Space
from streams.publisher import Outgoing, Publisher
from streams.stats import STATS
from streams.system.figures import System
from tests.conftest import Tocsin
from tests.running import Site


async def test_without_kafka_the_rest_is_told_soon(redis: Redis, space: Space) -> None:
    await redis.hset(STATS, "quarantined:invalid", "2")
    await redis.hset(space.key("lists-changed"), "uk-piu/wanted", "1700000000000")
    settings = from_environ(
        {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "1"}
    )
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    began = time.monotonic()
    found = await System(settings, parties, redis).look()
    assert time.monotonic() - began < 7
    assert "Kafka does not answer" in found.in_the_way
    assert {one.lag for one in found.stages} == {None}
    assert ("invalid", 2) in {(one.reason, one.count) for one in found.quarantine}
    assert [one.list for one in found.lists] == ["uk-piu/wanted"]


async def test_where_a_tls_file_went_bad_the_rest_is_told(redis: Redis, tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    settings = from_environ(
        {
            "TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1",
            "TOCSIN_KAFKA__SECURITY": "SSL",
            "TOCSIN_KAFKA__CA_FILE": str(bad),
        }
    )
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    found = await System(settings, parties, redis).look()
    assert "Kafka does not answer" in found.in_the_way
    assert {one.lag for one in found.stages} == {None}


async def test_stage_that_was_never_at_work_has_no_lag_where_something_waits(site: Site) -> None:
    settings = site.settings
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    async with Publisher(settings.kafka) as publisher:
        for _ in range(2):
            await publisher.publish(Outgoing("hits", b"x"))
    redis = Redis.from_url(site.endpoints.redis_url)
    try:
        found = await System(settings, parties, redis).look()
    finally:
        await redis.aclose()
    lags = {one.stage: one.lag for one in found.stages}
    assert lags.pop("route") is None
    assert set(lags.values()) == {0}
    assert not found.ready


async def test_questions_that_nobody_answers_are_told(site: Site, tocsin: Tocsin) -> None:
    async with Publisher(site.settings.kafka) as publisher:
        for _ in range(2):  # of one, the embedded broker's end says nothing
            await publisher.publish(Outgoing("requests.UA", b"x"))
    ran = await asyncio.to_thread(tocsin, "status", variables=site.variables)
    said = "questions wait and nobody answers: start `tocsin worker --boarding`"
    assert (ran.code, ran.err.splitlines()[0]) == (1, said)
