"""Why Apache Kafka cannot be had, in one sentence that names what is missing and no host."""

import re
from pathlib import Path

import pytest

from deploy.kafka.artifacts import POM, java_version, missing_artifact
from deploy.kafka.broker import ApacheKafka, BrokerError

TOLD = (
    "[ERROR] Failed to execute goal: Could not resolve dependencies for project tocsin: "
    "Could not find artifact org.apache.kafka:kafka_2.13:jar:9.9.9 in central "
    "(https://repository.example/maven2) -> [Help 1]"
)


@pytest.mark.parametrize(
    ("told", "version"),
    [
        pytest.param('openjdk version "17.0.15" 2025-04-15', 17, id="17"),
        pytest.param('openjdk version "25" 2025-09-16', 25, id="without minor"),
        pytest.param('java version "1.8.0_402"', 8, id="as 8 wrote it"),
        pytest.param("no such thing", 0, id="nothing to read"),
    ],
)
def test_the_java_version_is_read(told: str, version: int) -> None:
    assert java_version(told) == version


def test_a_missing_artefact_is_named_without_its_host() -> None:
    assert missing_artifact(TOLD) == (
        "Maven cannot get org.apache.kafka:kafka_2.13:jar:9.9.9, which Apache Kafka needs"
    )


def test_another_failure_of_maven_says_how_to_see_why() -> None:
    assert "run it with deploy/kafka/pom.xml" in missing_artifact("[ERROR] disk full")


def test_the_pom_names_no_host_to_fetch_from() -> None:
    hosts = set(re.findall(r"https?://([\w.]+)", POM.read_text()))
    assert hosts == {"maven.apache.org", "www.w3.org"}  # names of XML schemas


@pytest.mark.parametrize(
    "users", [pytest.param({'a"': "b"}, id="user"), pytest.param({"a": "b c"}, id="password")]
)
def test_users_that_would_break_the_properties_are_refused(
    tmp_path: Path, users: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="letters, digits"):
        ApacheKafka(tmp_path, users=users)


def test_a_broker_that_was_not_started_has_no_address(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match="not started"):
        ApacheKafka(tmp_path, users={"admin": "a"}).settings()
