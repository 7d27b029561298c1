"""From settings to what each Kafka client takes: addresses, TLS, SASL and limits."""

import ssl
from typing import Literal, TypedDict

from config.problems import ConfigError
from config.settings import KafkaSettings
from streams.topics import MAX_INTERNAL_BYTES, MAX_RECORD_BYTES

# What a command sends goes together as far as it comes within so long; a flush waits for nothing.
LINGER_MS = 20
BATCH_BYTES = 128 * 1024  # of one partition

# TypedDicts of the clients' own keyword arguments, to be passed with `**`.


class AdminOptions(TypedDict):
    """For kafka.KafkaAdminClient; the base of the others."""

    bootstrap_servers: list[str]
    request_timeout_ms: int
    security_protocol: str
    ssl_context: ssl.SSLContext | None
    sasl_mechanism: str | None
    sasl_plain_username: str | None
    sasl_plain_password: str | None


class ProducerOptions(AdminOptions):
    """For kafka.KafkaProducer."""

    acks: Literal["all"]
    enable_idempotence: bool
    max_request_size: int
    allow_auto_create_topics: Literal[False]
    linger_ms: int
    batch_size: int


class ConsumerOptions(AdminOptions):
    """For kafka.KafkaConsumer; group and offsets are the reader's affair."""

    max_partition_fetch_bytes: int
    session_timeout_ms: int
    heartbeat_interval_ms: int
    enable_auto_commit: Literal[False]
    allow_auto_create_topics: Literal[False]


class AsyncProducerOptions(TypedDict):
    """For aiokafka.AIOKafkaProducer."""

    bootstrap_servers: list[str]
    request_timeout_ms: int
    security_protocol: str
    ssl_context: ssl.SSLContext | None
    sasl_mechanism: str
    sasl_plain_username: str | None
    sasl_plain_password: str | None
    acks: Literal["all"]
    enable_idempotence: bool
    max_request_size: int
    max_batch_size: int


class AsyncClientOptions(TypedDict):
    """For aiokafka's bare client."""

    bootstrap_servers: list[str]
    request_timeout_ms: int
    security_protocol: str
    ssl_context: ssl.SSLContext | None
    sasl_mechanism: str
    sasl_plain_username: str | None
    sasl_plain_password: str | None


class AsyncConsumerOptions(AsyncClientOptions):
    """For aiokafka.AIOKafkaConsumer without a group."""

    max_partition_fetch_bytes: int
    enable_auto_commit: Literal[False]


def admin_options(kafka: KafkaSettings) -> AdminOptions:
    """Return what KafkaAdminClient takes; raises ConfigError when a TLS file is no good."""
    return {
        "bootstrap_servers": servers(kafka),
        "request_timeout_ms": _ms(kafka.request_timeout_s),
        "security_protocol": kafka.security,
        "ssl_context": tls_context(kafka),
        "sasl_mechanism": kafka.sasl_mechanism if kafka.username else None,
        "sasl_plain_username": kafka.username,
        "sasl_plain_password": password_of(kafka),
    }


def producer_options(kafka: KafkaSettings) -> ProducerOptions:
    """Return what KafkaProducer takes; it refuses records above MAX_RECORD_BYTES."""
    return {
        **admin_options(kafka),
        "acks": "all",
        "enable_idempotence": kafka.idempotent,
        "max_request_size": MAX_RECORD_BYTES,
        "allow_auto_create_topics": False,
        "linger_ms": LINGER_MS,
        "batch_size": BATCH_BYTES,
    }


def consumer_options(kafka: KafkaSettings) -> ConsumerOptions:
    """Return what KafkaConsumer takes; it can read every record of ours."""
    return {
        **admin_options(kafka),
        "max_partition_fetch_bytes": MAX_INTERNAL_BYTES,
        "session_timeout_ms": _ms(kafka.session_timeout_s),
        "heartbeat_interval_ms": _ms(heartbeat_s(kafka)),
        "enable_auto_commit": False,
        "allow_auto_create_topics": False,
    }


def async_producer_options(kafka: KafkaSettings) -> AsyncProducerOptions:
    """Return what AIOKafkaProducer takes, for the worker: it may carry internal records."""
    options = admin_options(kafka)
    return {
        **options,
        "sasl_mechanism": kafka.sasl_mechanism,
        "acks": "all",
        "enable_idempotence": kafka.idempotent,
        "max_request_size": MAX_INTERNAL_BYTES,
        "max_batch_size": BATCH_BYTES,
    }


def async_client_options(kafka: KafkaSettings) -> AsyncClientOptions:
    """Return what aiokafka's bare client takes."""
    return {**admin_options(kafka), "sasl_mechanism": kafka.sasl_mechanism}


def async_consumer_options(kafka: KafkaSettings) -> AsyncConsumerOptions:
    """Return what AIOKafkaConsumer takes to read whole topics, without a group."""
    return {
        **async_client_options(kafka),
        "max_partition_fetch_bytes": MAX_INTERNAL_BYTES,
        "enable_auto_commit": False,
    }


def tls_context(kafka: KafkaSettings) -> ssl.SSLContext | None:
    """Return the TLS side of a connection, None without TLS; raises ConfigError on a bad file."""
    if not kafka.security.endswith("SSL"):
        return None
    try:
        context = ssl.create_default_context(cafile=kafka.ca_file)
    except (OSError, ssl.SSLError) as problem:
        raise ConfigError(f"TOCSIN_KAFKA__CA_FILE: {kafka.ca_file} is no PEM file") from problem
    if kafka.cert_file is None:
        return context
    try:
        context.load_cert_chain(kafka.cert_file, kafka.key_file)
    except (OSError, ssl.SSLError) as problem:
        raise ConfigError(
            "TOCSIN_KAFKA__CERT_FILE and TOCSIN_KAFKA__KEY_FILE: are no pair of PEM files"
        ) from problem
    return context


def servers(kafka: KafkaSettings) -> list[str]:
    if kafka.bootstrap is None:
        raise ConfigError("set TOCSIN_KAFKA__BOOTSTRAP, such as kafka-1:9092,kafka-2:9092")
    return [server.strip() for server in kafka.bootstrap.split(",")]


def password_of(kafka: KafkaSettings) -> str | None:
    return kafka.password.get_secret_value() if kafka.password else None


def heartbeat_s(kafka: KafkaSettings) -> float:
    # Kafka asks for a third of the session at most; a sixth lets two beats be lost.
    return kafka.session_timeout_s / 6


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
