"""A client of Kafka that is given up while it starts leaves no connection open."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaConnectionError

from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.starting import start
from tests.running import Site
from tests.streams.connected import connected


async def test_cancelled_at_any_moment_nothing_stays_open(site: Site) -> None:
    before = len(connected())
    for ms in range(30):
        consumer = AIOKafkaConsumer(**async_consumer_options(site.settings.kafka))
        starting = asyncio.create_task(start(consumer))
        await asyncio.sleep(ms / 2_000)
        if starting.cancel():
            with pytest.raises(asyncio.CancelledError):
                await starting
        else:
            await consumer.stop()
    assert len(connected()) == before


async def test_where_nobody_answers_it_says_so() -> None:
    kafka = KafkaSettings(bootstrap="127.0.0.1:1")
    with pytest.raises(KafkaConnectionError):
        await start(AIOKafkaConsumer(**async_consumer_options(kafka)))
