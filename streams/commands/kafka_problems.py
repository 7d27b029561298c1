"""What to say of an error of Kafka's, of either client library."""

import socket
from contextlib import suppress

from config.endpoints import host_and_port
from config.settings import load
from streams.clients import servers
from streams.commands.problems import no_topic
from streams.kafka_errors import is_not_allowed

KNOCK_S = 1.0

# What a client raises that reached no broker, or that none let in: kafka-python and aiokafka keep
# to themselves which of the two it was.
_UNREACHED = frozenset(
    {
        *("KafkaConnectionError", "KafkaTimeoutError", "KafkaUnavailableError"),
        *("NoBrokersAvailable", "NodeNotReadyError", "RequestTimedOutError", "TimeoutError"),
    }
)


def of_kafka(problem: Exception) -> tuple[str, int]:
    """Return what to say of *problem*, and the exit code: 2 where the person can mend the call."""
    name = type(problem).__name__
    if name in _UNREACHED:
        return _unreached(), 1
    if name == "UnknownTopicOrPartitionError":
        topic = problem.args[0] if problem.args else ""
        return str(no_topic(str(topic) or "that this needs")), 1
    if name == "KafkaConfigurationError":
        return f"the TOCSIN_KAFKA__ settings do not go together: {problem.args[0]}", 2
    if is_not_allowed(problem):
        return (
            f"Kafka does not allow this ({name}); `tocsin topics apply` by an administrator gives "
            "each user what is its own, see that TOCSIN_KAFKA__USERNAME is the right one"
        ), 1
    return f"Kafka refused: {name}", 1


def _unreached() -> str:
    if _is_listened_at():
        return (
            "what listens at TOCSIN_KAFKA__BOOTSTRAP lets nobody in; see that the broker is up and "
            "TOCSIN_KAFKA__SECURITY, __SASL_MECHANISM, __USERNAME and __PASSWORD are right"
        )
    return "no Kafka broker answers at TOCSIN_KAFKA__BOOTSTRAP; is it running?"


def _is_listened_at() -> bool:
    """Say whether anything takes a connection where Kafka should be."""
    for server in servers(load().kafka):
        with suppress(OSError), socket.create_connection(host_and_port(server), KNOCK_S):
            return True
    return False
