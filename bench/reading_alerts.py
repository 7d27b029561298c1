"""An agency's own consumer, a process apart: when each alert could be read."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from multiprocessing import Event, Manager, Process
from multiprocessing.managers import DictProxy
from multiprocessing.synchronize import Event as Stop

from kafka import KafkaConsumer, TopicPartition

from config.settings import KafkaSettings
from manifests.contract import Flight
from streams.clients import consumer_options

QUIET_MS = 2_000  # the topic has been read by then

Came = dict[str, float]  # by passenger_id: when the first alert about them was read


@contextmanager
def reading(kafka: KafkaSettings, agency: str) -> Iterator["DictProxy[str, float]"]:
    """Yield when alerts came, by passenger_id; filled until it is left."""
    with Manager() as manager:
        came, begun, stop = manager.dict(), Event(), Event()
        process = Process(target=_read, args=(kafka, agency, came, begun, stop), daemon=True)
        process.start()
        if not begun.wait(30):
            raise RuntimeError("the agency's consumer does not start")
        try:
            yield came
        finally:
            stop.set()
            process.join()


def told_of(kafka: KafkaSettings, agency: str) -> set[tuple[str, str]]:
    """Return flight and passenger_id of every alert on the agency's topic by now."""
    consumer = KafkaConsumer(**consumer_options(kafka), group_id=None)
    partition = TopicPartition(f"alerts.{agency}", 0)
    consumer.assign([partition])
    consumer.seek_to_beginning(partition)
    found = set()
    while batch := consumer.poll(timeout_ms=QUIET_MS):
        for record in chain.from_iterable(batch.values()):
            said = json.loads(record.value)
            flight = Flight.model_validate(said["flight"]).key
            found.add((flight, said["passenger"]["passenger_id"]))
    consumer.close()
    return found


def _read(
    kafka: KafkaSettings, agency: str, came: "DictProxy[str, float]", begun: Stop, stop: Stop
) -> None:
    consumer = KafkaConsumer(**consumer_options(kafka), group_id=None, fetch_max_wait_ms=20)
    partition = TopicPartition(f"alerts.{agency}", 0)
    consumer.assign([partition])
    consumer.seek_to_end(partition)
    consumer.position(partition)
    begun.set()
    seen: Came = {}
    while not stop.is_set():
        new: Came = {}
        for records in consumer.poll(timeout_ms=50).values():
            now = time.perf_counter()
            for record in records:
                who = json.loads(record.value)["passenger"]["passenger_id"]
                if who not in seen:
                    seen[who] = new[who] = now
        if new:
            came.update(new)
    consumer.close()
