"""What `tocsin up` makes of the topics of a broker, and says of them."""

import pytest
from kafka.errors import SecurityDisabledError

from streams.commands.loaded import loaded
from streams.installation import Installation, applied
from streams.topics import Grant
from tests.running import Site

LETS_ANYBODY = "the broker has no authorizer, so any user may do anything"


class AdminWithoutAuthorizer:
    """Answers as Apache Kafka does where no authorizer is configured."""

    def describe_topics(self) -> list[dict[str, object]]:
        return []

    def describe_cluster(self) -> dict[str, list[object]]:
        return {"brokers": []}

    def describe_acls(self, _wanted: object) -> None:
        raise SecurityDisabledError


def test_a_broker_that_checks_no_grants_is_told_of_and_worked_with() -> None:
    grant = Grant("User:UA", "topic", "manifests.UA", "WRITE")
    report = applied(AdminWithoutAuthorizer(), [], [grant])
    (warning,) = report.warnings
    assert warning.startswith(LETS_ANYBODY)


def test_what_an_operator_should_look_at_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {**site.variables, "TOCSIN_KAFKA__PARTITIONS": "8"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = loaded()
    installation = Installation(found.settings, found.parties, workers=1)
    with installation:
        told = installation.told
    assert any(one.startswith("warning: ") and "4 partitions, not 8" in one for one in told)
    assert not installation.log_folder.exists()
