"""Acceptance tests run on the embedded broker, and with `-m kafka` on Apache Kafka."""

import gc
import os
import uuid
import warnings
from collections.abc import Callable, Iterator

import pytest

from deploy.kafka.artifacts import why_unavailable
from deploy.kafka.broker import ADMIN, ApacheKafka
from streams.embedded import Embedded
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.services import Broker, Valkey, emptied, forget_topics

Deploy = Callable[..., Deployment]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let each test of a deployment run once on each kind of broker."""
    if "broker_kind" in metafunc.fixturenames:
        embedded = pytest.param("embedded", id="embedded")
        kafka = pytest.param("kafka", id="kafka", marks=pytest.mark.kafka)
        only_kafka = metafunc.definition.get_closest_marker("kafka")
        params = [kafka] if only_kafka else [embedded, kafka]
        metafunc.parametrize("broker_kind", params, scope="module")


@pytest.fixture(autouse=True)
def _sockets_are_collected() -> Iterator[None]:
    """Let the sockets that kafka-python leaves open when it is refused go with the test."""
    yield
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed <socket", ResourceWarning)
        gc.collect()


@pytest.fixture(autouse=True)
def _logs_are_shown(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print what the workers of the last deployment wrote; pytest shows it where a test failed."""
    yield
    if "deploy" in request.fixturenames:
        for one in request.getfixturevalue("deployments")[-1:]:
            print(one.logs())  # noqa: T201


@pytest.fixture(scope="session")
def apache_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApacheKafka]:
    """One Apache Kafka for all acceptance tests."""
    reason = why_unavailable()
    if reason is not None and os.environ.get("CI"):
        pytest.fail(reason)
    if reason is not None:
        pytest.skip(reason)
    kafka = ApacheKafka(tmp_path_factory.mktemp("apache-kafka"), users={ADMIN: "admin-password"})
    try:
        kafka.start()
        yield kafka
    finally:
        kafka.stop()


@pytest.fixture(scope="module")
def broker(broker_kind: str, request: pytest.FixtureRequest) -> Iterator[Callable[[], Broker]]:
    """Return a function that gives a broker without topics."""
    if broker_kind == "kafka":
        kafka: ApacheKafka = request.getfixturevalue("apache_kafka")
        found = Broker("kafka", f"127.0.0.1:{kafka.ports.open}", session_timeout_s=6)

        def emptied_kafka() -> Broker:
            forget_topics(found)
            return found

        yield emptied_kafka
        return
    started: list[Embedded] = []

    def fresh() -> Broker:
        started.append(Embedded(redis_url="redis://unused"))
        return Broker("embedded", started[-1].start().bootstrap, session_timeout_s=2)

    yield fresh
    for one in started:
        one.stop()


@pytest.fixture(scope="module")
def deployments() -> Iterator[list[Deployment]]:
    """Yield the deployments that run, one at most; they end with the module."""
    running: list[Deployment] = []
    yield running
    _end(running)


@pytest.fixture(scope="module")
def deploy(
    broker: Callable[[], Broker],
    deployments: list[Deployment],
    tmp_path_factory: pytest.TempPathFactory,
) -> Deploy:
    """Return a function that makes a deployment of its own topics and its own Redis.

    The one before it ends first. On a shared broker its workers would go on working on the topics
    of the next: they would deliver what that one lost, or repeat what it delivered.
    """

    def make(*, persistent: bool = False, **environ: str) -> Deployment:
        _end(deployments)
        directory = tmp_path_factory.mktemp("deployment")
        valkey = Valkey(emptied(directory / "valkey"), persistent=persistent)
        valkey.start()
        group = f"tocsin-{uuid.uuid4().hex[:8]}"
        deployments.append(Deployment(directory, broker(), valkey, group=group, **environ))
        return deployments[-1]

    return make


def _end(deployments: list[Deployment]) -> None:
    while deployments:
        one = deployments.pop()
        one.close()
        one.valkey.stop()


@pytest.fixture(scope="module")
def door(running: Deployment) -> Iterator[Door]:
    """Yield the HTTP side of the module's own `running`."""
    with running.door() as found:
        yield found
