"""What Apache Kafka's log does for us: compaction, tombstones, idempotence, restarts, limits."""

import asyncio
import time
import uuid
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import MessageSizeTooLargeError

from config.settings import KafkaSettings
from deploy.kafka.broker import ApacheKafka
from streams.clients import (
    admin_options,
    async_producer_options,
    consumer_options,
    producer_options,
)
from streams.connections import consuming
from streams.provision import apply
from streams.topics import MAX_RECORD_BYTES, WATCHLIST, TopicPlan

pytestmark = pytest.mark.kafka

Record = tuple[bytes | None, bytes | None]


def planned(topics: tuple[TopicPlan, ...], name: str, **configs: str) -> TopicPlan:
    """Return the plan of *name* under a name of its own, with one partition."""
    plan = next(one for one in topics if one.name == name)
    return replace(
        plan,
        name=f"test-{uuid.uuid4().hex}",
        partitions=1,
        configs={**plan.configs, **configs},
    )


def records(kafka: KafkaSettings, topic: str) -> list[Record]:
    """Return all that the log holds, oldest first."""
    consumer = KafkaConsumer(**consumer_options(kafka), auto_offset_reset="earliest")
    partition = TopicPartition(topic, 0)
    consumer.assign([partition])
    end = consumer.end_offsets([partition])[partition]
    found: list[Record] = []
    while consumer.position(partition) < end:
        for batch in consumer.poll(1000).values():
            found += [(one.key, one.value) for one in batch]
    consumer.close()
    return found


def send(kafka: KafkaSettings, topic: str, what: list[Record]) -> None:
    producer = KafkaProducer(**producer_options(kafka))
    for key, value in what:
        producer.send(topic, key=key, value=value)
    producer.flush(30)
    producer.close(timeout=5)


def test_compaction_keeps_the_last_of_each_entry_and_drops_the_removed(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...]
) -> None:
    kafka = broker.settings()
    # Segments of a moment, or nothing would be old enough to be cleaned in a test.
    quick = {"segment.ms": "200", "min.cleanable.dirty.ratio": "0.01", "delete.retention.ms": "100"}
    plan = planned(topics, WATCHLIST, **quick)
    apply(admin, [plan])
    keys = [f"interpol/{number}".encode() for number in range(10)]
    send(kafka, plan.name, [(key, b"%d" % turn) for turn in range(200) for key in keys])
    send(kafka, plan.name, [(key, None) for key in keys[:3]])
    expected = dict.fromkeys(keys[3:], b"199")
    deadline = time.monotonic() + 60
    found = records(kafka, plan.name)
    while len(found) > 20 or {key for key, _ in found} & {*keys[:3]}:
        assert time.monotonic() < deadline, f"{len(found)} records are left uncleaned"
        time.sleep(0.5)
        # The last segment is never cleaned; a new record closes the one before it.
        send(kafka, plan.name, [(b"interpol/tick", b"")])
        found = records(kafka, plan.name)
    rebuilt = {key: value for key, value in found if key != b"interpol/tick"}
    assert rebuilt == expected


@pytest.mark.parametrize(
    "how", [pytest.param("restart", id="in good order"), pytest.param("kill", id="by kill -9")]
)
async def test_what_is_sent_while_the_broker_goes_and_comes_is_there_once_in_order(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...], how: str
) -> None:
    kafka = broker.settings()
    plan = planned(topics, "hits")
    apply(admin, [plan])
    sent = [b"%d" % number for number in range(2000)]
    producer = AIOKafkaProducer(**async_producer_options(kafka))
    await producer.start()
    pending = [await producer.send(plan.name, value, partition=0) for value in sent[:1000]]
    if how == "kill":
        broker.kill()
        starting = asyncio.create_task(asyncio.to_thread(broker.start))
    else:
        starting = asyncio.create_task(asyncio.to_thread(broker.restart))
    pending += [await producer.send(plan.name, value, partition=0) for value in sent[1000:]]
    await asyncio.gather(*pending)
    await starting
    await producer.stop()
    assert [value for _, value in records(kafka, plan.name)] == sent


def test_a_restarted_broker_keeps_records_and_topics(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...]
) -> None:
    kafka = broker.settings()
    plan = planned(topics, WATCHLIST)
    apply(admin, [plan])
    what: list[Record] = [(b"interpol/1", b"one"), (b"interpol/2", None)]
    send(kafka, plan.name, what)
    broker.restart()
    assert records(kafka, plan.name) == what
    # A new client, as a new run has: kafka-python's old one may not know its broker any more.
    again = KafkaAdminClient(**admin_options(kafka))
    report = apply(again, [plan])  # others have topics on this broker, of which it warns
    assert (report.created, report.present, report.altered) == ((), (plan.name,), ())
    again.close()


@pytest.mark.parametrize("name", ["manifests.UA", "watchlist.uk", "dispositions.uk"])
def test_the_largest_record_that_a_client_sends_is_taken(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...], name: str
) -> None:
    plan = planned(topics, name)
    apply(admin, [plan])
    producer = KafkaProducer(**producer_options(broker.settings()))
    size = MAX_RECORD_BYTES
    with pytest.raises(MessageSizeTooLargeError):
        producer.send(plan.name, b"x" * size)
    while True:  # the client counts its own overhead: find the largest value that it lets pass
        size -= 10
        try:
            sending = producer.send(plan.name, b"x" * size)
            break
        except MessageSizeTooLargeError:
            continue
    sending.get(30)
    producer.close(timeout=5)
    assert MAX_RECORD_BYTES - size < 200


async def test_the_worker_can_quarantine_the_largest_inbound_record(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...]
) -> None:
    plan = planned(topics, "quarantine")
    apply(admin, [plan])
    in_base64 = b"x" * (MAX_RECORD_BYTES * 4 // 3 + 1000)
    async with AIOKafkaProducer(**async_producer_options(broker.settings())) as producer:
        await producer.send_and_wait(plan.name, in_base64)
    ((_, value),) = records(broker.settings(), plan.name)
    assert value == in_base64


def test_whoever_stood_where_nothing_is_left_goes_on_with_the_oldest(
    broker: ApacheKafka, admin: KafkaAdminClient, topics: tuple[TopicPlan, ...]
) -> None:
    plan = planned(topics, "alerts.uk")
    apply(admin, [plan])
    send(broker.settings(), plan.name, [(None, b"a"), (None, b"b"), (None, b"c")])
    partition = TopicPartition(plan.name, 0)
    admin.delete_records({partition: 2})
    with consuming(broker.settings()) as consumer:
        consumer.assign([partition])
        consumer.seek(partition, 0)
        deadline = time.monotonic() + 10
        found: list[bytes] = []
        while not found and time.monotonic() < deadline:
            found = [one.value for batch in consumer.poll(500).values() for one in batch]
    assert found == [b"c"]
