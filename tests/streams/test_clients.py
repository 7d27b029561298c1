"""What each client is given, out of the settings."""

import ssl
from pathlib import Path

import faust
import pytest
import redis
from aiokafka import AIOKafkaProducer
from faust.auth import SASLCredentials, SSLCredentials
from pydantic import SecretStr

from config.problems import ConfigError
from config.settings import KafkaSettings, RedisSettings
from streams.clients import (
    admin_options,
    async_producer_options,
    consumer_options,
    producer_options,
    tls_context,
)
from streams.faust_options import faust_options
from streams.redis_clients import async_redis_client, redis_client
from streams.topics import MAX_INTERNAL_BYTES, MAX_RECORD_BYTES

CA = Path(__file__).parent / "testdata" / "ca.pem"

PLAIN = KafkaSettings(bootstrap="a:1, b:2")
TLS = KafkaSettings(bootstrap="a:1", security="SSL", ca_file=CA)
SCRAM = KafkaSettings(
    bootstrap="a:1", security="SASL_PLAINTEXT", username="tocsin", password=SecretStr("pw")
)
SCRAM_TLS = SCRAM.model_copy(update={"security": "SASL_SSL", "ca_file": CA})
SASL_PLAIN = SCRAM.model_copy(update={"sasl_mechanism": "PLAIN"})


@pytest.mark.parametrize(
    ("kafka", "protocol", "mechanism", "encrypted"),
    [
        pytest.param(PLAIN, "PLAINTEXT", None, False, id="open"),
        pytest.param(TLS, "SSL", None, True, id="TLS"),
        pytest.param(SCRAM, "SASL_PLAINTEXT", "SCRAM-SHA-512", False, id="SCRAM"),
        pytest.param(SCRAM_TLS, "SASL_SSL", "SCRAM-SHA-512", True, id="SCRAM over TLS"),
        pytest.param(SASL_PLAIN, "SASL_PLAINTEXT", "PLAIN", False, id="PLAIN"),
    ],
)
def test_kafka_python_is_told_how_to_sign_in(
    kafka: KafkaSettings, protocol: str, mechanism: str | None, *, encrypted: bool
) -> None:
    for options in (admin_options(kafka), producer_options(kafka), consumer_options(kafka)):
        assert options["security_protocol"] == protocol
        assert options["sasl_mechanism"] == mechanism
        assert (options["sasl_plain_password"] == "pw") is (mechanism is not None)
        assert (options["ssl_context"] is not None) is encrypted


def test_several_servers_are_told_apart() -> None:
    assert admin_options(PLAIN)["bootstrap_servers"] == ["a:1", "b:2"]
    assert faust_options(PLAIN)["broker"] == ["kafka://a:1", "kafka://b:2"]


def test_senders_refuse_more_than_eight_megabytes_and_readers_take_all_of_ours() -> None:
    assert producer_options(PLAIN)["max_request_size"] == MAX_RECORD_BYTES == 8 * 1024 * 1024
    assert consumer_options(PLAIN)["max_partition_fetch_bytes"] == MAX_INTERNAL_BYTES
    assert async_producer_options(PLAIN)["max_request_size"] == MAX_INTERNAL_BYTES
    assert faust_options(PLAIN)["consumer_max_fetch_size"] == MAX_INTERNAL_BYTES


@pytest.mark.parametrize("idempotent", [True, False])
def test_idempotence_is_as_configured(*, idempotent: bool) -> None:
    kafka = PLAIN.model_copy(update={"idempotent": idempotent})
    assert producer_options(kafka)["enable_idempotence"] is idempotent
    assert async_producer_options(kafka)["enable_idempotence"] is idempotent


async def test_aiokafka_takes_its_options() -> None:
    for kafka in (PLAIN, TLS, SCRAM, SCRAM_TLS, SASL_PLAIN):
        producer = AIOKafkaProducer(**async_producer_options(kafka))
        await producer.stop()


@pytest.mark.parametrize(
    ("kafka", "kind", "protocol"),
    [
        pytest.param(TLS, SSLCredentials, "SSL", id="TLS"),
        pytest.param(SCRAM, SASLCredentials, "SASL_PLAINTEXT", id="SCRAM"),
        pytest.param(SCRAM_TLS, SASLCredentials, "SASL_SSL", id="SCRAM over TLS"),
    ],
)
def test_faust_takes_its_options(kafka: KafkaSettings, kind: type[object], protocol: str) -> None:
    app = faust.App("t", autodiscover=False, **faust_options(kafka))
    credentials = app.conf.broker_credentials
    assert credentials is not None
    assert isinstance(credentials, kind)
    assert credentials.protocol.value == protocol


def test_faust_without_credentials_connects_openly() -> None:
    app = faust.App("t", autodiscover=False, **faust_options(PLAIN))
    assert app.conf.broker_credentials is None
    assert [str(url) for url in app.conf.broker] == ["kafka://a:1", "kafka://b:2"]


def test_a_session_is_never_longer_than_a_request_or_faust_would_not_start() -> None:
    kafka = PLAIN.model_copy(update={"session_timeout_s": 60.0, "request_timeout_s": 10.0})
    options = faust_options(kafka)
    assert options["broker_request_timeout"] >= options["broker_session_timeout"]


def test_tls_checks_the_certificate_and_the_name() -> None:
    context = tls_context(TLS)
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(context.get_ca_certs()) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"ca_file": Path("absent.pem")}, "CA_FILE: absent.pem", id="no CA file"),
        pytest.param({"ca_file": Path(__file__)}, "CA_FILE: .*no PEM", id="a CA file of no use"),
        pytest.param({"cert_file": CA, "key_file": CA}, "KEY_FILE: are no pair", id="no key"),
        pytest.param({"bootstrap": None}, "set TOCSIN_KAFKA__BOOTSTRAP", id="no address"),
    ],
)
def test_what_cannot_work_is_refused_by_its_setting(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        admin_options(TLS.model_copy(update=changes))


@pytest.mark.parametrize(
    ("url", "ca_file", "kind"),
    [
        pytest.param("redis://:pw@r:6379/0", None, "Connection", id="open"),
        pytest.param("rediss://:pw@r:6379/0", None, "SSLConnection", id="TLS"),
        pytest.param("rediss://:pw@r:6379/0", CA, "SSLConnection", id="TLS with our authority"),
    ],
)
def test_both_redis_clients_connect_as_the_url_says(
    url: str, ca_file: Path | None, kind: str
) -> None:
    settings = RedisSettings(url=SecretStr(url), ca_file=ca_file, timeout_s=3)
    for client in (redis_client(settings), async_redis_client(settings)):
        pool = client.connection_pool
        assert pool.connection_class.__name__ == kind
        assert pool.connection_kwargs["socket_timeout"] == 3
        assert pool.connection_kwargs.get("ssl_ca_certs") == (str(ca_file) if ca_file else None)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param(RedisSettings(), "set TOCSIN_REDIS__URL", id="no URL"),
        pytest.param(
            RedisSettings(url=SecretStr("redis://r"), ca_file=CA), "rediss://", id="CA, no TLS"
        ),
    ],
)
def test_redis_settings_that_cannot_work_are_refused(settings: RedisSettings, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        redis_client(settings)


def test_a_client_is_made_without_connecting() -> None:
    assert isinstance(redis_client(RedisSettings(url=SecretStr("redis://r:1/0"))), redis.Redis)
