"""From settings to what faust.App takes about its broker; Faust is slow to import."""

from typing import TypedDict

from faust.auth import Credentials, SASLCredentials, SSLCredentials

from config.settings import KafkaSettings
from streams.clients import heartbeat_s, password_of, servers, tls_context
from streams.topics import MAX_INTERNAL_BYTES


class FaustOptions(TypedDict):
    """For faust.App."""

    broker: list[str]
    broker_credentials: Credentials | None
    broker_request_timeout: float
    broker_session_timeout: float
    broker_rebalance_timeout: float
    broker_heartbeat_interval: float
    consumer_max_fetch_size: int
    producer_max_request_size: int


def faust_options(kafka: KafkaSettings) -> FaustOptions:
    """Return what faust.App takes about its broker.

    The session timeout may not exceed the request timeout; Faust refuses to start then.
    """
    return {
        "broker": [f"kafka://{server}" for server in servers(kafka)],
        "broker_credentials": _credentials(kafka),
        "broker_request_timeout": max(kafka.request_timeout_s, kafka.session_timeout_s),
        "broker_session_timeout": kafka.session_timeout_s,
        "broker_rebalance_timeout": kafka.session_timeout_s,
        "broker_heartbeat_interval": heartbeat_s(kafka),
        "consumer_max_fetch_size": MAX_INTERNAL_BYTES,
        "producer_max_request_size": MAX_INTERNAL_BYTES,
    }


def _credentials(kafka: KafkaSettings) -> Credentials | None:
    context = tls_context(kafka)
    if kafka.username:
        return SASLCredentials(
            username=kafka.username,
            password=password_of(kafka),
            mechanism=kafka.sasl_mechanism,
            ssl_context=context,
        )
    return SSLCredentials(context) if context else None
