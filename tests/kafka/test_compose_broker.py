"""The broker of docker-compose.yml without Docker: its environment, through Kafka's own wrapper."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion
from kafka.errors import KafkaError, TopicAuthorizationFailedError
from pydantic import SecretStr

from access.parties import Parties
from config.retention import RetentionSettings
from config.settings import KafkaSettings
from deploy.kafka.artifacts import LIB
from deploy.kafka.broker import ApacheKafka
from streams.child import Child, free_port
from streams.clients import admin_options, producer_options
from streams.provision import apply
from streams.topics import acls_for, topics_for

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[2]
JAVA = shutil.which("java") or "java"
LOG4J = ROOT / "deploy" / "kafka" / "log4j2.properties"
PASSWORDS = {"KAFKA_ADMIN_PASSWORD": "admin0", "KAFKA_TOCSIN_PASSWORD": "tocsin0"}


def environment(data: Path) -> dict[str, str]:
    """Return the environment of the compose file, on free ports of this machine."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found: dict[str, str] = compose["services"]["kafka"]["environment"]
    moved = {"9092": str(free_port()), "9093": str(free_port()), "9094": str(free_port())}

    def here(value: str) -> str:
        value = re.sub(r"\$\{KAFKA_EXTERNAL:-([^}]*)\}", r"\1", value)
        value = re.sub(r"\$\{(\w+)[^}]*\}", lambda name: PASSWORDS[name[1]], value)
        value = re.sub(r"\b909[234]\b", lambda port: moved[port[0]], value)
        return value.replace("//kafka:", "//localhost:").replace("//:", "//127.0.0.1:")

    return {name: here(value) for name, value in found.items()} | {"KAFKA_LOG_DIRS": str(data)}


def address(environ: dict[str, str], listener: str) -> str:
    listening = re.search(rf"{listener}://localhost:(\d+)", environ["KAFKA_ADVERTISED_LISTENERS"])
    assert listening is not None
    return f"127.0.0.1:{listening[1]}"


def set_up(folder: Path, environ: dict[str, str]) -> Path:
    """Do what the image does before it starts Kafka: write the properties, format the storage."""
    folders = [folder / name for name in ("default", "mounted", "final")]
    for one in folders:
        one.mkdir()
    for name in ("server.properties", "log4j2.yaml", "tools-log4j2.yaml"):
        (folders[0] / name).touch()
    options = [word for flag, one in zip("DMF", folders, strict=True) for word in (f"-{flag}", one)]
    subprocess.run(
        [JAVA, "-cp", f"{LIB}/*", "kafka.docker.KafkaDockerWrapper", "setup", *options],
        env={"PATH": os.environ["PATH"], **environ},
        check=True,
        capture_output=True,
        timeout=60,
    )
    return folders[2] / "server.properties"


@pytest.fixture(scope="module")
def environ(
    broker: ApacheKafka, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Start a broker as the compose file has it; `broker` has said when Kafka cannot be had."""
    folder = tmp_path_factory.mktemp("compose")
    found = environment(folder / "data")
    properties = set_up(folder, found)
    java = [JAVA, "-Xmx512m", f"-Dlog4j2.configurationFile={LOG4J}"]
    command = [*java, "-cp", f"{LIB}/*", "kafka.Kafka", str(properties)]
    child = Child(command, log=folder / "broker.log")
    child.start()
    try:
        _wait_for(found, child)
        yield found
    finally:
        child.stop(grace_s=30)


def _wait_for(environ: dict[str, str], child: Child) -> None:
    deadline = time.monotonic() + 60
    while child.exit_code is None and time.monotonic() < deadline:
        try:
            options = admin_options(signed_in(environ, "CLIENT", "admin", "admin0"))
            KafkaAdminClient(**options, bootstrap_timeout_ms=2000).close()
        except KafkaError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the broker of docker-compose.yml does not start (exit {child.exit_code})")


def signed_in(environ: dict[str, str], listener: str, user: str, password: str) -> KafkaSettings:
    return KafkaSettings(
        bootstrap=address(environ, listener),
        security="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN" if listener == "CLIENT" else "SCRAM-SHA-512",
        username=user,
        password=SecretStr(password),
    )


def write(kafka: KafkaSettings, topic: str) -> None:
    producer = KafkaProducer(**producer_options(kafka), max_block_ms=5000)
    try:
        producer.send(topic, b"a record").get(10)
    finally:
        producer.close(timeout=5)


def test_the_service_and_a_party_reach_what_is_theirs_and_no_more(
    environ: dict[str, str], parties: Parties
) -> None:
    admin = KafkaAdminClient(**admin_options(signed_in(environ, "CLIENT", "admin", "admin0")))
    plans = topics_for(parties, RetentionSettings(), partitions=2, replication=1)
    report = apply(admin, plans, acls_for(parties))
    new = UserScramCredentialUpsertion("UA", ScramMechanism.SCRAM_SHA_512, "ua-password")
    admin.alter_user_scram_credentials([new])
    admin.close()
    airline = signed_in(environ, "EXTERNAL", "UA", "ua-password")
    time.sleep(1)  # the new user is known a moment after it was accepted
    write(signed_in(environ, "CLIENT", "tocsin", "tocsin0"), "manifests")
    write(airline, "manifests.UA")
    with pytest.raises(TopicAuthorizationFailedError):
        write(airline, "manifests.BA")
    assert len(report.created) == len(plans)


@pytest.mark.parametrize("listener", ["CLIENT", "EXTERNAL"])
def test_nobody_comes_in_without_signing_in(environ: dict[str, str], listener: str) -> None:
    nobody = KafkaSettings(bootstrap=address(environ, listener))
    with pytest.raises(KafkaError):
        KafkaAdminClient(**admin_options(nobody), bootstrap_timeout_ms=1000)
