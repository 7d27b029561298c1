"""Applying the plan to the embedded broker, which has topics but neither ACLs nor cleaning."""

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import MessageSizeTooLargeError

from config.problems import ConfigError
from config.settings import KafkaSettings
from streams.clients import admin_options, consumer_options, producer_options
from streams.embedded import Embedded
from streams.provision import apply
from streams.replicas import Standing, replica_warnings
from streams.topics import IN_SYNC, MAX_RECORD_BYTES, Grant, TopicPlan
from tests.streams.administering import AdminWithoutAuthorizer


@pytest.fixture(scope="module")
def kafka() -> Iterator[KafkaSettings]:
    with Embedded(redis_url="redis://unused") as endpoints:
        yield KafkaSettings(bootstrap=endpoints.bootstrap)


@pytest.fixture
def admin(kafka: KafkaSettings) -> Iterator[KafkaAdminClient]:
    client = KafkaAdminClient(**admin_options(kafka))
    yield client
    client.close()


def plan(partitions: int = 2) -> TopicPlan:
    configs = {"cleanup.policy": "compact", "max.message.bytes": str(MAX_RECORD_BYTES)}
    return TopicPlan(f"test-{uuid.uuid4().hex}", partitions, 1, configs)


def test_missing_topics_are_created_and_a_second_run_finds_nothing_to_do(
    admin: KafkaAdminClient,
) -> None:
    plans = [plan(1), plan(8)]
    names = tuple(one.name for one in plans)
    first, second = apply(admin, plans), apply(admin, plans)
    assert (first.created, first.present, first.warnings) == (names, (), ())
    assert (second.created, second.present, second.nothing_to_do) == ((), names, True)
    described = {one["name"]: len(one["partitions"]) for one in admin.describe_topics(names)}
    assert list(described.values()) == [1, 8]


def test_another_number_of_partitions_is_told_and_left(admin: KafkaAdminClient) -> None:
    there = plan(2)
    apply(admin, [there])
    report = apply(admin, [replace(there, partitions=4)])
    assert len(admin.describe_topics([there.name])[0]["partitions"]) == 2
    (warning,) = report.warnings
    assert warning.startswith(f"{there.name} has 2 partitions, not 4; it is left so")


def test_a_config_that_differs_is_altered_and_told(admin: KafkaAdminClient) -> None:
    there = plan()
    apply(admin, [replace(there, configs={**there.configs, "retention.ms": "5000"})])
    wanted = replace(there, configs={**there.configs, "retention.ms": "1000"})
    report = apply(admin, [wanted])
    assert report.altered == (f"{there.name}: retention.ms is 1000, was 5000",)
    assert not report.nothing_to_do
    assert apply(admin, [wanted]).nothing_to_do


def test_fewer_replicas_than_planned_are_told_and_nothing_is_asked_of_them(
    admin: KafkaAdminClient,
) -> None:
    there = plan(1)
    apply(admin, [replace(there, configs={**there.configs, IN_SYNC: "1"})])
    # With two asked of the one that there is, nothing could be written any more.
    wanted = replace(there, replication=3, configs={**there.configs, IN_SYNC: "2"})
    report = apply(admin, [wanted])
    assert (report.altered, report.nothing_to_do) == ((), False)
    (warning,) = report.warnings
    assert warning.startswith(f"1 of 3 replicas in sync: {there.name}; let their brokers catch up")


@pytest.mark.parametrize(
    ("brokers", "replication", "told"),
    [
        pytest.param(1, 1, False, id="one broker"),
        pytest.param(3, 1, True, id="a cluster, and one copy of each topic"),
        pytest.param(3, 3, False, id="a cluster that is used"),
    ],
)
def test_a_cluster_that_holds_each_topic_once_is_told_of(
    brokers: int, replication: int, told: bool
) -> None:
    plans = [TopicPlan("audit", 1, replication, {})]
    there = {"audit": Standing(partitions=1, in_sync=replication)}
    said = list(replica_warnings(plans, there, brokers))
    assert [one.startswith("there are 3 brokers and TOCSIN_K") for one in said] == [True] * told


def test_grants_on_a_broker_that_checks_none_are_refused() -> None:
    grant = Grant("User:UA", "topic", "manifests.UA", "WRITE")
    with pytest.raises(ConfigError, match="the broker has no authorizer"):
        apply(AdminWithoutAuthorizer(), [], [grant])


def test_headers_null_values_and_the_largest_record_come_back_as_sent(
    kafka: KafkaSettings, admin: KafkaAdminClient
) -> None:
    there = plan(1)
    apply(admin, [there])
    producer = KafkaProducer(**producer_options(kafka))
    largest = b"x" * (MAX_RECORD_BYTES - 100)
    sent = [(b"k", b"v", [("trace", b"1")]), (b"k", None, []), (b"k", largest, [])]
    for key, value, headers in sent:
        producer.send(there.name, key=key, value=value, headers=headers).get(10)
    with pytest.raises(MessageSizeTooLargeError):
        producer.send(there.name, value=b"x" * MAX_RECORD_BYTES)
    producer.close(timeout=5)
    consumer = KafkaConsumer(**consumer_options(kafka), auto_offset_reset="earliest")
    consumer.assign([TopicPartition(there.name, 0)])
    got = [next(consumer) for _ in sent]
    consumer.close()
    assert [(one.key, one.value, list(one.headers)) for one in got] == sent
