"""What workers put on `hits`: how many records, of which flights, and who is a hit on whom."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kafka import KafkaConsumer, TopicPartition

from bench.load import is_wanted, listed_as
from config.settings import Settings
from streams.clients import consumer_options
from streams.topics import HITS, MANIFESTS

LOOK_MS = 50
AT_MOST_S = 0.2  # of one look, however fast records come
Pair = tuple[str, str]  # passenger_id, and the id of the entry


class Hits:
    """A reader of the whole topic: each manifest that is screened leads to a record there."""

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer
        self._with_hits: list[bytes] = []
        # By the record of a manifest, its airline's or of `manifests`.
        self._flight_of: dict[str, str] = {}
        self.again = 0  # manifests that had been screened before

    def published(self) -> int:
        """Return how many manifests are screened as far as was read, each of them once.

        Read, as the embedded broker's ends fall short.
        """
        until = time.monotonic() + AT_MOST_S
        while found := self._consumer.poll(timeout_ms=LOOK_MS):
            for records in found.values():
                for one in records:
                    source = dict(one.headers).get("source", b"").decode()
                    if source.startswith(MANIFESTS):  # others ask to route a flight again
                        self._note(one.key, one.value, source)
            if time.monotonic() > until:
                break
        return len(self._flight_of)

    def waiting(self, sent: Counter[str]) -> int:
        """Read on; return how many manifests of *sent* are not screened yet."""
        self.published()
        return missing(sent, self.flights)

    def _note(self, key: bytes, value: bytes, source: str) -> None:
        if b'"passenger":' in value:
            self._with_hits.append(value)
        self.again += source in self._flight_of
        self._flight_of[source] = key.decode()

    @property
    def flights(self) -> Counter[str]:
        """Return how many manifests were screened of each flight."""
        return Counter(self._flight_of.values())

    @property
    def pairs(self) -> set[Pair]:
        """Return who is a hit on which entry, of all that was read."""
        return {
            (one["passenger"]["passenger_id"], one["entry"]["id"])
            for facts in map(json.loads, self._with_hits)
            for one in facts["hits"]
        }


def missing(sent: Counter[str], screened: Counter[str]) -> int:
    """Return how many manifests of *sent* are not *screened*, flight by flight.

    A manifest that is screened twice makes up for none that is lost, but one of its own flight.
    """
    return (sent - screened).total()


def outcome(pairs: set[Pair]) -> tuple[int, int]:
    """Return how many people of *pairs* are not listed, and how many are found as whom they are."""
    wrong = {who for who, _ in pairs if not is_wanted(who)}
    return len(wrong), len(recognised(pairs))


def recognised(pairs: set[Pair]) -> set[str]:
    """Return who is a hit on the entry that they were drawn from."""
    return {who for who, entry in pairs if listed_as(who) == entry}


@contextmanager
def reading_hits(settings: Settings) -> Iterator[Hits]:
    """Yield the reader; its connection ends with the block."""
    consumer = KafkaConsumer(**consumer_options(settings.kafka), group_id=None)
    partitions = [TopicPartition(HITS, one) for one in range(settings.kafka.partitions)]
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    try:
        yield Hits(consumer)
    finally:
        consumer.close()
