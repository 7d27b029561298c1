"""One Apache Kafka for the whole session, with users; skipped by name where it cannot be had."""

import gc
import os
import warnings
from collections.abc import Iterator

import pytest
from kafka import KafkaAdminClient

from access.parties import Agency, AgencyId, Airline, AirlineId, Parties
from config.retention import RetentionSettings
from deploy.kafka.artifacts import why_unavailable
from deploy.kafka.broker import ADMIN, ApacheKafka
from streams.clients import admin_options
from streams.provision import Report, apply
from streams.topics import TopicPlan, acls_for, topics_for

AIRLINES = ("UA", "BA")
# `uk` begins the name of `uk-piu`: a grant on a prefix would reach too far.
AGENCIES = ("uk-piu", "uk", "interpol")


@pytest.fixture(autouse=True)
def _sockets_are_collected() -> Iterator[None]:
    """Let the sockets that kafka-python leaves open when it is refused go with the test."""
    yield
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed <socket", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def parties() -> Parties:
    return Parties(
        {AirlineId(one): Airline(AirlineId(one), frozenset({one})) for one in AIRLINES},
        {AgencyId(one): Agency(AgencyId(one), frozenset({"*"})) for one in AGENCIES},
    )


@pytest.fixture(scope="session")
def topics(parties: Parties) -> tuple[TopicPlan, ...]:
    return topics_for(parties, RetentionSettings(), partitions=2, replication=1)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApacheKafka]:
    reason = why_unavailable()
    if reason is not None and os.environ.get("CI"):
        pytest.fail(reason)
    if reason is not None:
        pytest.skip(reason)
    users = [ADMIN, "tocsin", "stranger", *AIRLINES, *AGENCIES]
    kafka = ApacheKafka(
        tmp_path_factory.mktemp("kafka"), users={name: f"{name}-password" for name in users}
    )
    try:
        kafka.start()
        yield kafka
    finally:
        kafka.stop()


@pytest.fixture
def admin(broker: ApacheKafka) -> Iterator[KafkaAdminClient]:
    client = KafkaAdminClient(**admin_options(broker.settings(ADMIN)))
    yield client
    client.close()


@pytest.fixture(scope="session")
def provisioned(broker: ApacheKafka, parties: Parties, topics: tuple[TopicPlan, ...]) -> Report:
    """All topics and ACLs of the parties, applied once."""
    client = KafkaAdminClient(**admin_options(broker.settings(ADMIN)))
    try:
        return apply(client, topics, acls_for(parties))
    finally:
        client.close()
