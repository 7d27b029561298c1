"""Who may do what on Apache Kafka once the ACLs are applied; every refusal is the broker's own."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaConsumer
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import KafkaTimeoutError, TopicAuthorizationFailedError

from access.parties import Agency, AgencyId, Parties
from config.problems import ConfigError
from config.retention import RetentionSettings
from config.settings import KafkaSettings
from deploy.kafka.broker import ApacheKafka
from streams.clients import admin_options, producer_options
from streams.provision import Report, apply
from streams.topics import TopicPlan, acls_for, topics_for
from tests.conftest import Tocsin

pytestmark = [pytest.mark.kafka, pytest.mark.usefixtures("provisioned")]


def write(kafka: KafkaSettings, topic: str) -> None:
    producer = KafkaProducer(**producer_options(kafka), max_block_ms=10_000)
    try:
        producer.send(topic, b"a record").get(10)
    finally:
        producer.close(timeout=5)


async def read(kafka: KafkaSettings, topic: str, group: str) -> bytes:
    """Return the first record; aiokafka, because kafka-python is silent when it is refused."""
    signing_in = admin_options(kafka)
    mechanism = kafka.sasl_mechanism
    consumer = AIOKafkaConsumer(
        topic,
        **{**signing_in, "sasl_mechanism": mechanism},
        group_id=group,
        auto_offset_reset="earliest",
    )
    try:
        await consumer.start()
        return bytes((await asyncio.wait_for(consumer.getone(), 15)).value)
    finally:
        await consumer.stop()


def every_acl(kind: ResourceType, name: str) -> ACLFilter:
    pattern = ResourcePatternFilter(kind, name, ACLResourcePatternType.ANY)
    return ACLFilter(None, None, ACLOperation.ANY, ACLPermissionType.ANY, pattern)


@pytest.mark.parametrize(
    ("user", "topic"),
    [
        pytest.param("UA", "manifests.UA", id="an airline, its manifests"),
        pytest.param("UA", "requests.UA", id="an airline, its questions"),
        pytest.param("interpol", "watchlist.interpol", id="an agency, its entries"),
        pytest.param("interpol", "dispositions.interpol", id="an agency, its dispositions"),
        pytest.param("tocsin", "manifests", id="the service, what is internal"),
        pytest.param("tocsin", "alerts.uk", id="the service, an agency's alerts"),
        pytest.param("tocsin", "responses.UA", id="the service, an airline's responses"),
    ],
)
def test_what_a_user_is_to_send_is_taken(broker: ApacheKafka, user: str, topic: str) -> None:
    write(broker.settings(user), topic)


@pytest.mark.parametrize(
    ("user", "topic"),
    [
        pytest.param("UA", "manifests.BA", id="an airline, another's manifests"),
        pytest.param("UA", "responses.UA", id="an airline, its own responses"),
        pytest.param("UA", "requests.BA", id="an airline, another's questions"),
        pytest.param("UA", "watchlist.uk", id="an airline, a watchlist"),
        pytest.param("UA", "manifests", id="an airline, manifests by flight"),
        pytest.param("uk", "watchlist.uk-piu", id="an agency, a list of one named alike"),
        pytest.param("uk", "alerts.uk", id="an agency, its own alerts"),
        pytest.param("uk", "hits", id="an agency, the hits"),
        pytest.param("uk", "watchlist", id="an agency, the list of all"),
        pytest.param("uk", "quarantine", id="an agency, the quarantine"),
        pytest.param("stranger", "manifests.UA", id="a stranger, manifests"),
        pytest.param("stranger", "watchlist", id="a stranger, the list of all"),
    ],
)
def test_what_is_not_a_users_to_send_is_refused(broker: ApacheKafka, user: str, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        write(broker.settings(user), topic)


@pytest.mark.parametrize(
    ("user", "topic", "group"),
    [
        pytest.param("uk", "alerts.uk", "uk", id="an agency, its alerts"),
        pytest.param("uk", "alerts.uk", "uk.desk-2", id="with a second group"),
        pytest.param("UA", "responses.UA", "UA", id="an airline, its responses"),
        pytest.param("tocsin", "manifests.UA", "tocsin", id="the service, manifests"),
        pytest.param("tocsin", "requests.UA", "tocsin.boarding", id="who answers, questions"),
    ],
)
async def test_what_a_user_is_to_read_is_given(
    broker: ApacheKafka, user: str, topic: str, group: str
) -> None:
    write(broker.settings(), topic)
    assert await read(broker.settings(user), topic, group) == b"a record"


@pytest.mark.parametrize(
    ("user", "topic", "group", "refusal"),
    [
        pytest.param("interpol", "alerts.uk", "interpol", "Topic", id="another's alerts"),
        pytest.param("uk", "alerts.uk-piu", "uk", "Topic", id="alerts of one named alike"),
        pytest.param("uk", "watchlist", "uk", "Topic", id="the list of all"),
        pytest.param("uk", "hits", "uk", "Topic", id="the hits"),
        pytest.param("BA", "manifests.UA", "BA", "Topic", id="another's manifests"),
        pytest.param("BA", "manifests.BA", "BA", "Topic", id="its own manifests"),
        pytest.param("stranger", "alerts.uk", "stranger", "Topic", id="a stranger"),
        pytest.param("uk", "alerts.uk", "uk-piu", "Group", id="with another's group"),
        pytest.param("uk", "alerts.uk", "uk-piu.x", "Group", id="with one that begins alike"),
        pytest.param("UA", "responses.UA", "tocsin", "Group", id="with the service's group"),
    ],
)
async def test_what_is_not_a_users_to_read_is_refused(
    broker: ApacheKafka, user: str, topic: str, group: str, refusal: str
) -> None:
    # aiokafka and kafka-python name their errors alike.
    with pytest.raises(Exception, match=f"{refusal}AuthorizationFailedError"):
        await read(broker.settings(user), topic, group)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_both_ways_to_sign_in_work_and_a_wrong_password_does_not(
    broker: ApacheKafka, mechanism: str
) -> None:
    right = broker.settings("UA").model_copy(update={"sasl_mechanism": mechanism})
    wrong = right.model_copy(update={"password": broker.settings("BA").password})
    write(right, "manifests.UA")
    # kafka-python tells why only in its log; what it raises is a timeout.
    with pytest.raises(KafkaTimeoutError):
        KafkaAdminClient(**admin_options(wrong), bootstrap_timeout_ms=1000)


@pytest.mark.parametrize(
    ("password", "command", "said"),
    [
        pytest.param("other", "topics apply", "lets nobody in; see", id="a command"),
        pytest.param("other", "worker --delivery", "lets nobody in; see", id="a worker"),
        pytest.param("UA-password", "quarantine list", "not allow this (Topic", id="no ACL"),
    ],
)
def test_who_is_refused_is_not_told_that_kafka_is_away(
    broker: ApacheKafka, tocsin: Tocsin, password: str, command: str, said: str
) -> None:
    kafka = broker.settings("UA")
    variables = {
        "TOCSIN_KAFKA__BOOTSTRAP": kafka.bootstrap or "",
        "TOCSIN_KAFKA__SECURITY": kafka.security,
        "TOCSIN_KAFKA__USERNAME": "UA",
        "TOCSIN_KAFKA__PASSWORD": password,
        "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "3",
        "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "2",
        "TOCSIN_REDIS__URL": "redis://127.0.0.1:1/0",
        "TOCSIN_ALERT_SECRET": "a secret of the tests, long enough",
    }
    ran = tocsin(*command.split(), variables=variables)
    assert said in ran.err.splitlines()[-1]
    assert (ran.code, "Traceback" in ran.err) == (1, False)


def test_a_party_sees_only_its_own_topics(broker: ApacheKafka) -> None:
    client = KafkaAdminClient(**admin_options(broker.settings("uk")))
    names = set(client.list_topics())
    client.close()
    assert names == {"watchlist.uk", "dispositions.uk", "alerts.uk"}


def test_a_second_run_finds_nothing_to_do(
    admin: KafkaAdminClient,
    provisioned: Report,
    topics: Sequence[TopicPlan],
    parties: Parties,
) -> None:
    again = apply(admin, topics, acls_for(parties))
    assert set(provisioned.created) == {plan.name for plan in topics}
    assert again.nothing_to_do, again.warnings


def test_a_grant_that_nobody_planned_is_told(
    admin: KafkaAdminClient, topics: Sequence[TopicPlan], parties: Parties
) -> None:
    pattern = ResourcePattern(ResourceType.TOPIC, "alerts.", ACLResourcePatternType.PREFIXED)
    extra = ("User:gone", "*", ACLOperation.READ, ACLPermissionType.ALLOW, pattern)
    admin.create_acls([ACL(*extra)])
    try:
        report = apply(admin, topics, acls_for(parties, service="User:tocsin"))
        while not report.warnings:  # enforced a moment after it was accepted
            report = apply(admin, topics, acls_for(parties))
    finally:
        admin.delete_acls([ACLFilter(*extra)])
    assert report.warnings == (
        "User:gone has READ (ALLOW) on alerts., which is not planned; remove it with kafka-acls",
    )


def test_a_party_that_left_is_told_of_with_its_grants_and_its_topics(
    admin: KafkaAdminClient, topics: Sequence[TopicPlan], parties: Parties
) -> None:
    gone = Agency(AgencyId("gone"), frozenset({"*"}))
    before = Parties(parties.airlines, {**parties.agencies, gone.id: gone})
    plans = topics_for(before, RetentionSettings(), partitions=2, replication=1)
    apply(admin, plans, acls_for(before))
    try:
        warnings = apply(admin, topics, acls_for(parties)).warnings
    finally:
        left = [plan.name for plan in plans if plan.name.endswith(".gone")]
        admin.delete_topics(left)
        admin.delete_acls([every_acl(ResourceType.TOPIC, name) for name in left])
        admin.delete_acls([every_acl(ResourceType.GROUP, name) for name in ("gone", "gone.")])
    assert {one.partition(",")[0] for one in warnings if one.startswith("User:gone ")} == {
        "User:gone has READ (ALLOW) on alerts.gone",
        "User:gone has WRITE (ALLOW) on dispositions.gone",
        "User:gone has WRITE (ALLOW) on watchlist.gone",
    }
    said = "of no party in parties.yaml: alerts.gone, dispositions.gone, watchlist.gone; delete"
    assert any(one.startswith(said) for one in warnings)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"replication": 3}, "replication factor", id="more replicas than brokers"),
        pytest.param({"name": "not/a/name"}, "topic not/a/name: ", id="no name for a topic"),
    ],
)
def test_a_topic_that_cannot_be_is_a_sentence(
    admin: KafkaAdminClient, topics: Sequence[TopicPlan], change: dict[str, object], said: str
) -> None:
    wrong = replace(topics[0], **{"name": "impossible", **change})  # type: ignore[arg-type]  # table
    with pytest.raises(ConfigError, match=said):
        apply(admin, [wrong])


def test_the_admin_is_told_when_it_may_not(broker: ApacheKafka) -> None:
    client = KafkaAdminClient(**admin_options(broker.settings("UA")))
    plan = TopicPlan("new", 1, 1, {})
    with pytest.raises(ConfigError, match="topic new: "):
        apply(client, [plan])
    client.close()
