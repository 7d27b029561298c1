"""Faust's Kafka consumer, made to commit marks alone and to ask the broker more often."""

from collections.abc import Iterable, Iterator

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types import TP

from streams.marks import Marks

# Faust lets a fetch wait 1,500 ms. The embedded broker looks for news only at intervals that grow
# with that wait: a record was then seen 715 ms after it was sent, with 50 ms it is 5 to 10 ms.
FETCH_WAIT_MS = 50


class _Thread(AIOKafkaConsumerThread):
    def _create_worker_consumer(self, transport: Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS  # noqa: SLF001  # Faust has no setting for it
        return consumer


def use_marks(app: faust.App, marks: Marks) -> None:
    """Make the app's consumer commit *marks* and nothing that Faust acknowledged by itself."""

    class MarkedConsumer(Consumer):
        def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
            return _Thread(self, loop=self.loop, beacon=self.beacon)

        def _filter_tps_with_pending_acks(
            self, topics: Iterable[str | TP] | None = None
        ) -> Iterator[TP]:
            wanted = None if topics is None else set(topics)
            for tp in marks.partitions():
                if wanted is None or tp in wanted or tp.topic in wanted:
                    yield tp

        def _new_offset(self, tp: TP) -> int | None:
            return marks.next_offset(tp)

    class MarkedTransport(Transport):
        pass

    MarkedTransport.Consumer = MarkedConsumer
    app.transport = MarkedTransport(app.conf.broker_consumer, app)
