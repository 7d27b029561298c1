"""An agency's alerts as they come: each version once, never an older one after a newer one."""

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType

from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord

from access.parties import AgencyId
from alerts.alert import Alert
from streams.alert_reader import News, alert_in
from streams.commands.problems import no_topic
from streams.ends import ends_of
from streams.topics import alerts_topic

POLL_MS = 200


class Stop:
    """Set by Ctrl-C or SIGTERM from its making on; both then end the command in order."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


@dataclass(frozen=True, slots=True)
class Seen:
    """One alert that is news, and its bytes as the agency receives them."""

    alert: Alert
    raw: bytes
    at: str  # the time of day at which it was published, here


def seek(consumer: KafkaConsumer, agency: AgencyId, *, from_beginning: bool) -> str:
    """Point *consumer* at the agency's alerts and return their topic; raises CommandFailed."""
    topic = alerts_topic(agency)
    partitions = [TopicPartition(topic, one) for one in consumer.partitions_for_topic(topic) or ()]
    if not partitions:
        raise no_topic(topic)
    ends = {} if from_beginning else ends_of(consumer, topic)
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    for one in partitions:
        if one.partition in ends:
            consumer.seek(one, ends[one.partition])
    return topic


def follow(
    consumer: KafkaConsumer,
    stop: Stop,
    *,
    idle_s: float | None,
    tell: Callable[[str], None],
    at_most: int | None = None,
) -> Iterator[list[Seen]]:
    """Yield what is news, all that came at once together.

    Until *stop* is asked for, nothing has come for *idle_s*, or it was *at_most*. *tell* is given a
    sentence for each record that is no alert.
    """
    news, last, left = News(), time.monotonic(), at_most
    while not stop.asked and left != 0:
        batches = consumer.poll(timeout_ms=POLL_MS)
        found = []
        for record in (one for batch in batches.values() for one in batch):
            last = time.monotonic()
            seen = _seen(record)
            if seen is None:
                tell(f"offset {record.offset} is no alert; it is not shown")
            elif news.take(seen.alert.alert_id, seen.alert.version):
                found.append(seen)
        if left is not None:
            found = found[:left]
            left -= len(found)
        if found:
            yield found
        if idle_s is not None and time.monotonic() - last > idle_s:
            return


def _seen(record: ConsumerRecord) -> Seen | None:
    raw = record.value or b""
    at = time.strftime("%H:%M:%S", time.localtime(record.timestamp / 1000))
    alert = alert_in(raw)
    return None if alert is None else Seen(alert, raw, at)
