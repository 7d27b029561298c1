"""Reads one agency's alerts for one destination, and commits what was delivered.

A destination has a consumer group of its own, so one worker at a time holds it; another one
stands by.
"""

import logging
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.abc import ConsumerRebalanceListener
from aiokafka.errors import CommitFailedError, IllegalStateError, UnknownTopicOrPartitionError

from alerts.delivery.progress import TakenOver
from config.settings import KafkaSettings
from streams.clients import async_consumer_options, heartbeat_s
from streams.delivering.destination import Destination
from streams.ends import bounds_of
from streams.record import Record
from streams.starting import start
from streams.topic_reader import FETCH_WAIT_MS, record_of

log = logging.getLogger("tocsin.delivery")

# A call is tried again for hours, and nothing is read meanwhile; that the worker lives, its
# heartbeat says.
_POLL_MAX_MS = 2**31 - 1
_AT_ONCE = 500


class Reader:
    """The one partition of an agency's alerts, while it is ours."""

    def __init__(self, kafka: KafkaSettings, destination: Destination) -> None:
        self._name = destination.name
        self._topic = destination.topic
        self._partition = TopicPartition(destination.topic, 0)
        self._turns = _Turns()
        self._left: deque[Record] = deque()
        self._consumer = AIOKafkaConsumer(
            **async_consumer_options(kafka),
            group_id=destination.group(kafka),
            # An offset that the topic no longer has leads to the oldest record there is.
            auto_offset_reset="earliest",
            session_timeout_ms=round(kafka.session_timeout_s * 1000),
            heartbeat_interval_ms=round(heartbeat_s(kafka) * 1000),
            max_poll_interval_ms=_POLL_MAX_MS,
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )

    async def __aenter__(self) -> Self:
        self._consumer.subscribe([self._topic], listener=self._turns)
        await start(self._consumer)
        if not self._consumer.partitions_for_topic(self._topic):
            await self._consumer.stop()
            raise UnknownTopicOrPartitionError(self._topic)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._consumer.stop()

    @property
    def turn(self) -> int | None:
        """Return which time it is that the partition is ours; None while it is not."""
        return self._turns.current

    async def wait(self, seconds: float) -> None:
        """Return after *seconds* of standing by. Raises KafkaError where the group fails."""
        await self._consumer.getmany(timeout_ms=round(seconds * 1000))

    async def start_at(self, remembered: int | None) -> tuple[int, bool]:
        """Go to the next record to be delivered; return its offset, and whether all is new.

        That is where the group has committed, else where Redis remembers to have been (Kafka
        forgets a group that nobody was in for a week), else the end: what was told before a
        destination came into being is not sent to it. Where the topic was made anew since, all
        that is on it is new.
        """
        committed = await self._consumer.committed(self._partition)
        known = committed if committed is not None else remembered
        bounds = await bounds_of(self._consumer, self._partition)
        first, end = bounds.first, bounds.end
        if known is None:
            start = end
        else:
            start = first if known > end else max(known, first)
            if known < first:
                lost = first - known
                log.error("%s: %d records left the topic undelivered", self._name, lost)
        self.rewind(start)
        if committed != start:
            await self.commit(start)
        return start, known is None

    async def commit(self, offset: int) -> None:
        """Commit that all before *offset* is dealt with. Raises TakenOver, KafkaError."""
        try:
            await self._consumer.commit({self._partition: offset})
        except (CommitFailedError, IllegalStateError) as problem:
            raise TakenOver from problem

    async def next(self, seconds: float, at_most: int = _AT_ONCE) -> list[Record]:
        """Return the next records, at most so many, waiting for the first. Raises KafkaError."""
        if not self._left:
            found = await self._consumer.getmany(
                self._partition, timeout_ms=round(seconds * 1000), max_records=at_most
            )
            self._left.extend(_records(found.get(self._partition, ())))
        return [self._left.popleft() for _ in range(min(at_most, len(self._left)))]

    def rewind(self, offset: int) -> None:
        """Read next what is at *offset*, which was read before."""
        self._consumer.seek(self._partition, offset)
        self._left.clear()

    def put_back(self, records: Iterable[Record]) -> None:
        """Return *records*, the last that were read, to be read next."""
        self._left.extendleft(reversed(list(records)))


class _Turns(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Counts how often the partition became ours."""

    def __init__(self) -> None:
        self._count = 0
        self.current: int | None = None

    async def on_partitions_revoked(self, revoked: object) -> None:
        """Note that it is not ours now."""
        del revoked
        self.current = None

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Note that it is ours, if it is."""
        if assigned:
            self._count += 1
            self.current = self._count


def _records(raw: Iterable[ConsumerRecord]) -> list[Record]:
    return [record_of(one) for one in raw]
