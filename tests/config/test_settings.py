"""Settings come from TOCSIN_ variables alone; a wrong one is one sentence with its name."""

from collections.abc import Mapping

import pytest

from config.problems import ConfigError
from config.settings import load

SASL = {"TOCSIN_KAFKA__SECURITY": "SASL_SSL"}


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param(
            {"TOCSIN_KAFAK__BOOTSTRAP": "x"},
            "KAFAK__BOOTSTRAP is no setting of Tocsin; did you mean TOCSIN_KAFKA__BOOTSTRAP?",
            id="section misspelt",
        ),
        pytest.param(
            {"TOCSIN_PARTY_FILE": "x"}, "did you mean TOCSIN_PARTIES_FILE?", id="top level misspelt"
        ),
        pytest.param(
            {"TOCSIN_REDIS__TIMEOUTS": "1"}, "did you mean TOCSIN_REDIS__TIMEOUT_S?", id="leaf"
        ),
        pytest.param(
            {"TOCSIN_FROBNICATE": "1"}, "`tocsin config check` lists all", id="nothing like it"
        ),
        pytest.param({"TOCSIN_KAFKA": "{}"}, "TOCSIN_KAFKA is no setting", id="a whole section"),
        pytest.param(
            {"TOCSIN_KAFKA__PARTITIONS": "0"},
            "TOCSIN_KAFKA__PARTITIONS: should be greater than 0",
            id="out of range",
        ),
        pytest.param(
            {"TOCSIN_HTTP__PORT": "http"},
            "TOCSIN_HTTP__PORT: should be a valid integer",
            id="no number",
        ),
        pytest.param(
            {"TOCSIN_SCREENING__MIN_SCORE": "1"},
            "TOCSIN_SCREENING__MIN_SCORE: should be less than 1",
            id="a score nothing reaches",
        ),
        pytest.param(
            {"TOCSIN_KAFKA__SECURITY": "TLS"},
            "TOCSIN_KAFKA__SECURITY: should be 'PLAINTEXT', 'SSL'",
            id="no kind of security",
        ),
        pytest.param(
            {"TOCSIN_RETENTION__PUSHES_DAYS": "0.9"},
            "PUSHES_DAYS is shorter than TOCSIN_RETENTION__AFTER_ARRIVAL_H (24 h)",
            id="pushes that are gone before their flight",
        ),
        pytest.param(
            {"TOCSIN_RETENTION__ALERTS_DAYS": "1", "TOCSIN_RETENTION__AFTER_ARRIVAL_H": "25"},
            "set 1.1 or more",
            id="alerts that are gone before their flight",
        ),
        pytest.param(
            {"TOCSIN_RETENTION__FACTS_DAYS": "0"},
            "TOCSIN_RETENTION__FACTS_DAYS: should be greater than 0",
            id="facts that are not kept",
        ),
        pytest.param(SASL, "set both TOCSIN_KAFKA__USERNAME and", id="SASL without a user"),
        pytest.param(
            {"TOCSIN_KAFKA__USERNAME": "tocsin"},
            "a username needs TOCSIN_KAFKA__SECURITY=SASL_SSL",
            id="a user without SASL",
        ),
        pytest.param(
            {"TOCSIN_KAFKA__CERT_FILE": "c.pem"},
            "set TOCSIN_KAFKA__CERT_FILE and TOCSIN_KAFKA__KEY_FILE together",
            id="a certificate without a key",
        ),
        pytest.param(
            {"TOCSIN_ALERT_SECRET": "short"}, "shorter than 32 characters", id="a short secret"
        ),
        pytest.param(
            {"TOCSIN_ALERT_SECRET": ""},
            "TOCSIN_ALERT_SECRET is set and empty; give it a value or remove it",
            id="an empty secret",
        ),
        pytest.param({"TOCSIN_REDIS__URL": " "}, "__URL is set and empty", id="an empty address"),
        pytest.param(
            {"tocsin_http__port": "9000"},
            "tocsin_http__port is no setting of Tocsin; did you mean TOCSIN_HTTP__PORT?",
            id="small letters",
        ),
        pytest.param(
            {"Tocsin_Http__Prot": "9000"}, "did you mean TOCSIN_HTTP__PORT?", id="and misspelt"
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence_with_its_name(
    variables: Mapping[str, str], said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(variables)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "bootstrap",
    ["kafka:", "kafka:90x2", "kafka:0", "kafka:90920", "k1:9092,", "SASL_SSL://k:9092", "a b:9092"],
)
def test_an_address_of_kafka_that_is_none_is_told(bootstrap: str) -> None:
    with pytest.raises(ConfigError, match="TOCSIN_KAFKA__BOOTSTRAP: is no list of host:port"):
        load({"TOCSIN_KAFKA__BOOTSTRAP": bootstrap})


@pytest.mark.parametrize("bootstrap", ["kafka", "k-1:9092, k_2.example:19092", "[::1]:9092"])
def test_an_address_of_kafka_is_taken_as_it_is(bootstrap: str) -> None:
    assert load({"TOCSIN_KAFKA__BOOTSTRAP": bootstrap}).kafka.bootstrap == bootstrap


@pytest.mark.parametrize(
    "url",
    [
        "localhost:6379",
        "http://:hunter2@redis:6379/0",
        "redis://:hunter2/cd@redis:6379/0",
        "redis://:hunter2#cd@redis:6379/0",
        "redis://:hunter2?cd@redis:6379/0",
        pytest.param("redis://:99/hunter2@redis:6379/0", id="as if 99 were the port"),
        "redis://:hunter2@[::1:6379/0",
        "redis://:hunter2@redis:90x2/0",
        pytest.param("redis://redis:6379/tocsin", id="a database by name"),
        "redis://",
    ],
)
def test_an_address_of_redis_that_is_none_is_told_without_it(url: str) -> None:
    with pytest.raises(ConfigError, match=r"TOCSIN_REDIS__URL: is no URL as redis://") as caught:
        load({"TOCSIN_REDIS__URL": url})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:p%2Fw@d@redis:6379/0",
        "rediss://user:password@redis.example",
        "redis://[::1]:6379/3?health_check_interval=30",
        "unix:///run/redis.sock",
    ],
)
def test_an_address_of_redis_is_taken_as_it_is(url: str) -> None:
    found = load({"TOCSIN_REDIS__URL": url}).redis.url
    assert found is not None
    assert found.get_secret_value() == url


@pytest.mark.parametrize("name", ["TOCSIN_ALERT_SECRET", "TOCSIN_KAFKA__PASSWORD"])
def test_a_secret_is_in_no_sentence(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({name: "hunter2", "TOCSIN_KAFKA__SECURITY": "SASL_SSL"})
    assert "hunter2" not in str(caught.value)


def test_nothing_set_means_embedded_services_on_the_loopback() -> None:
    settings = load({"PATH": "/bin"})
    assert (settings.kafka.bootstrap, settings.redis.url) == (None, None)
    assert settings.http.host == "127.0.0.1"
    assert settings.parties_file.exists()
    assert settings.subscriptions_file.exists()


def test_what_is_set_is_what_is_read() -> None:
    settings = load({"TOCSIN_KAFKA__BOOTSTRAP": "k:9092", "TOCSIN_REDIS__TIMEOUT_S": "2.5"})
    assert (settings.kafka.bootstrap, settings.redis.timeout_s) == ("k:9092", 2.5)


def test_the_environment_of_the_process_is_read_where_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOCSIN_HTTP__PORT", "9000")
    assert load().http.port == 9000
    monkeypatch.setenv("TOCSIN_HTTP__PROT", "9000")
    with pytest.raises(ConfigError, match=r"did you mean TOCSIN_HTTP__PORT\?"):
        load()


def test_without_a_secret_a_worker_is_told_to_set_one() -> None:
    with pytest.raises(ConfigError, match="set TOCSIN_ALERT_SECRET"):
        load({}).secret()
