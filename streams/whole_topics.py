"""Topics read whole for a person who waits: with progress, and one sentence where it fails."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from aiokafka.errors import KafkaError

from streams.commands.kafka_problems import of_kafka
from streams.commands.problems import CommandFailed
from streams.progress import Meter
from streams.record import Record
from streams.topic_reader import UntilNow

Found = TypeVar("Found")


def read(reading: Coroutine[Any, Any, Found]) -> Found:
    """Return what *reading* returns; raises CommandFailed where the broker does not let it."""
    try:
        return asyncio.run(reading)
    except KafkaError as problem:
        raise CommandFailed(*of_kafka(problem)) from problem


async def metered(reading: UntilNow, meter: Meter, label: str) -> AsyncIterator[Record]:
    """Yield what *reading* yields, and show on *meter* how far it has come. Raises KafkaError."""
    done, reached = 0, dict[tuple[str, int], int]()
    async for record in reading:
        if not reached:
            meter.phase(label, sum(reading.ends.values()))
        place = (record.topic, record.partition)
        done += record.offset + 1 - reached.get(place, 0)
        reached[place] = record.offset + 1
        meter.at(done)
        yield record
