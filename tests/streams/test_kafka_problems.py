"""What is said of an error of Kafka's: away, refused or not there are three things."""

import aiokafka.errors
import kafka.errors
import pytest

from streams.commands.kafka_problems import of_kafka
from streams.dealing import what_is_away
from streams.kafka_errors import is_of_kafka


@pytest.mark.parametrize("errors", [kafka.errors, aiokafka.errors], ids=["commands", "workers"])
@pytest.mark.parametrize(
    ("name", "about", "said"),
    [
        pytest.param(
            "UnknownTopicOrPartitionError",
            "audit",
            "the broker has no topic audit; run `tocsin topics apply`",
            id="no topic",
        ),
        pytest.param(
            "TopicAuthorizationFailedError",
            "alerts.uk-piu",
            "Kafka does not allow this (TopicAuthorizationFailedError); `tocsin topics apply` by",
            id="no ACL",
        ),
        pytest.param(
            "GroupAuthorizationFailedError",
            "tocsin",
            "Kafka does not allow this (Group",
            id="group",
        ),
        pytest.param("NotControllerError", "", "Kafka refused: NotControllerError", id="other"),
    ],
)
def test_a_refusal_is_told_by_its_kind(errors: object, name: str, about: str, said: str) -> None:
    problem = getattr(errors, name)(about)
    assert is_of_kafka(problem)
    assert of_kafka(problem)[0].startswith(said)


def test_an_error_of_another_library_is_none_of_kafkas() -> None:
    assert not is_of_kafka(RuntimeError("other"))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        pytest.param("KafkaConnectionError", "Kafka", id="away"),
        pytest.param(
            "UnknownTopicOrPartitionError", "a topic (run `tocsin topics apply`)", id="no topic"
        ),
        pytest.param(
            "TopicAuthorizationFailedError",
            "leave at Kafka (run `tocsin topics apply`)",
            id="no ACL",
        ),
    ],
)
def test_a_worker_waits_for_what_an_operator_can_mend(name: str, what: str) -> None:
    assert what_is_away(getattr(aiokafka.errors, name)()) == what
