"""Records on their way to the broker, and what became of them."""

from collections.abc import Mapping

from kafka import KafkaProducer
from kafka.errors import KafkaError


class Sending:
    """Counts what the broker has taken; what was sent counts only once `finish` has returned."""

    def __init__(self, producer: KafkaProducer) -> None:
        self._producer = producer
        self._failed: list[KafkaError] = []
        self.ends: dict[int, int] = {}  # partition -> offset after the last record sent to it
        self.taken = 0

    def send(
        self,
        topic: str,
        value: bytes | None,
        *,
        key: bytes | None = None,
        headers: Mapping[str, bytes] | None = None,
        timestamp_ms: int | None = None,
    ) -> None:
        """Hand a record over, written now unless *timestamp_ms* says when.

        Raises KafkaError at once where it is too large to be sent.
        """
        future = self._producer.send(
            topic,
            value=value,
            key=key,
            headers=list((headers or {}).items()),
            timestamp_ms=timestamp_ms,
        )
        future.add_callback(self._note)
        future.add_errback(self._failed.append)

    def finish(self) -> None:
        """Return when the broker has everything; raises the first KafkaError if it has not."""
        self._producer.flush()
        if self._failed:
            raise self._failed[0]

    def _note(self, metadata: object) -> None:  # a RecordMetadata; kafka-python has no types
        partition: int = metadata.partition  # type: ignore[attr-defined]
        offset: int = metadata.offset  # type: ignore[attr-defined]
        self.ends[partition] = max(self.ends.get(partition, 0), offset + 1)
        self.taken += 1
