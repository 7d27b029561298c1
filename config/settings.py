"""Everything that can be set, from `TOCSIN_*` variables; read once, by the command."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.endpoints import kafka_servers, redis_url
from config.problems import ConfigError, sentence
from config.retention import RetentionSettings

PREFIX = "TOCSIN_"


class KafkaSettings(BaseModel, frozen=True, extra="forbid"):
    """Where Kafka is; without `bootstrap` the embedded broker is started."""

    bootstrap: Annotated[str | None, AfterValidator(kafka_servers)] = None
    security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    username: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    partitions: PositiveInt = 64
    replication: PositiveInt = 1
    idempotent: bool = True
    group: str = "tocsin"
    session_timeout_s: PositiveFloat = 30
    request_timeout_s: PositiveFloat = 40

    @model_validator(mode="after")
    def _sasl_has_both(self) -> "KafkaSettings":
        if self.security.startswith("SASL") and not (self.username and self.password):
            raise ValueError("with SASL set both TOCSIN_KAFKA__USERNAME and TOCSIN_KAFKA__PASSWORD")
        if self.username and not self.security.startswith("SASL"):
            raise ValueError("a username needs TOCSIN_KAFKA__SECURITY=SASL_SSL or SASL_PLAINTEXT")
        if (self.cert_file is None) != (self.key_file is None):
            raise ValueError("set TOCSIN_KAFKA__CERT_FILE and TOCSIN_KAFKA__KEY_FILE together")
        return self


class RedisSettings(BaseModel, frozen=True, extra="forbid"):
    """Where Redis is; without `url` the embedded Valkey is started. `rediss://` means TLS."""

    url: Annotated[SecretStr | None, AfterValidator(redis_url)] = None
    ca_file: Path | None = None
    timeout_s: PositiveFloat = 5.0


class WorkerSettings(BaseModel, frozen=True, extra="forbid"):
    """How a stream worker behaves when something it needs is away, and what it has in hand."""

    give_up_s: PositiveFloat = 120
    backoff_max_s: PositiveFloat = 5
    unexpected_per_minute: PositiveInt = 5
    # Of different flights: a worker works while Redis and the broker do. Of 4 all often wait for
    # the broker at once, and a seventh fewer passengers go through; more than 16 gain nothing.
    manifests_in_hand: PositiveInt = 16
    # As many: where it tells of fewer at once it finds more than it tells of. While so many are in
    # hand, no manifest is begun. Whoever is killed leaves so many to be told twice.
    hits_in_hand: PositiveInt = 16


class HttpSettings(BaseModel, frozen=True, extra="forbid"):
    """Where the HTTP side listens (port 0 takes a free one), and how much a party may ask."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    requests_per_s: PositiveFloat = 50  # of each airline, key or person, at length
    burst: PositiveInt = 200  # of each, at once
    wait_max_s: PositiveFloat = 30  # for an answer before boarding
    acknowledged_s: PositiveFloat = 10  # until the broker has to have what was sent
    streams: PositiveInt = 50  # of each agency, of alerts as they come


class ConsoleSettings(BaseModel, frozen=True, extra="forbid"):
    """How long a session of the console lasts: without use, and at most."""

    idle_min: PositiveFloat = 60
    session_h: PositiveFloat = 12


class DeliverySettings(BaseModel, frozen=True, extra="forbid"):
    """How destinations of delivery.yaml are called, and for how long where they do not answer."""

    linger_s: Annotated[float, Field(ge=0, le=10)] = 0.25  # for more to go with the same call
    call_alerts: Annotated[int, Field(ge=1, le=10_000)] = 100
    call_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    timeout_s: PositiveFloat = 10  # of one call, from looking its name up to the end of the answer
    backoff_s: PositiveFloat = 1
    backoff_max_s: PositiveFloat = 300
    retry_after_max_s: PositiveFloat = 3600  # a destination that asks for more is called by then
    deadline_h: PositiveFloat = 24  # then what could not be delivered is a dead letter
    open_after: PositiveInt = 5  # failures in a row

    @model_validator(mode="after")
    def _backoff_grows(self) -> "DeliverySettings":
        if self.backoff_s > self.backoff_max_s:
            raise ValueError(
                "TOCSIN_DELIVERY__BACKOFF_S is longer than TOCSIN_DELIVERY__BACKOFF_MAX_S"
            )
        return self


class ScreeningSettings(BaseModel, frozen=True, extra="forbid"):
    """From which score on a comparison is a hit. The default is documented in docs/."""

    min_score: Annotated[float, Field(gt=0, lt=1)] = 0.5


class Settings(BaseSettings):
    """All settings of one process; frozen."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__"
    )

    kafka: KafkaSettings = KafkaSettings()
    redis: RedisSettings = RedisSettings()
    worker: WorkerSettings = WorkerSettings()
    http: HttpSettings = HttpSettings()
    console: ConsoleSettings = ConsoleSettings()
    screening: ScreeningSettings = ScreeningSettings()
    delivery: DeliverySettings = DeliverySettings()
    retention: RetentionSettings = RetentionSettings()
    parties_file: Path = Path(__file__).parent / "parties.yaml"
    subscriptions_file: Path = Path(__file__).parent / "subscriptions.yaml"
    boarding_file: Path = Path(__file__).parent / "boarding.yaml"
    delivery_file: Path = Path(__file__).parent / "delivery.yaml"
    alert_secret: SecretStr | None = None
    # Names a crash point at which a worker kills itself; fault tests set it.
    crash_at: str | None = None

    @model_validator(mode="after")
    def _secret_is_long(self) -> "Settings":
        # An empty SecretStr is falsy, and as a key the worst of all.
        if self.alert_secret is not None and len(self.alert_secret.get_secret_value()) < 32:
            raise ValueError("TOCSIN_ALERT_SECRET is shorter than 32 characters; make it longer")
        return self

    def secret(self) -> bytes:
        """Return the secret behind alert ids; raises ConfigError when it is not set."""
        if self.alert_secret is None:
            raise ConfigError(
                "set TOCSIN_ALERT_SECRET (32 or more random characters, the same for every "
                "worker, kept for good): alert ids depend on it"
            )
        return self.alert_secret.get_secret_value().encode()


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of *environ*; raises ConfigError with one sentence.

    pydantic-settings lets a mistyped top-level variable pass in silence, reads names in any case
    and takes an empty value for one; here each is refused.
    """
    given = os.environ if environ is None else environ
    names = tuple(_variable_names())
    for name in sorted(one for one in given if one.upper().startswith(PREFIX)):
        if name not in names:
            near = get_close_matches(name.upper(), names, n=1, cutoff=0.7)
            hint = f"did you mean {near[0]}?" if near else "`tocsin config check` lists all"
            raise ConfigError(f"{name} is no setting of Tocsin; {hint}")
        if not given[name].strip():
            raise ConfigError(f"{name} is set and empty; give it a value or remove it")
    try:
        return Settings() if environ is None else from_environ(environ)
    except ValidationError as problem:
        raise ConfigError(_as_variable(sentence(problem))) from problem


def from_environ(environ: Mapping[str, str]) -> Settings:
    """Build from *environ* instead of the process's own, for tests and child processes."""
    tree: dict[str, object] = {}
    for name, value in environ.items():
        if not name.startswith(PREFIX):
            continue
        *path, leaf = name.removeprefix(PREFIX).lower().split("__")
        node = tree
        for part in path:
            node = node.setdefault(part, {})  # type: ignore[assignment]  # a dict by construction
        node[leaf] = value
    return Settings(**tree)  # type: ignore[arg-type]  # pydantic checks every value


def _variable_names() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            for leaf in section.model_fields:
                yield f"{PREFIX}{name.upper()}__{leaf.upper()}"
        else:
            yield f"{PREFIX}{name.upper()}"


def _as_variable(text: str) -> str:
    """Write the path of a problem as the variable that a person would set."""
    where, colon, what = text.partition(":")
    if where == "the document" or not colon:
        return what.strip() or text
    return f"{PREFIX}{where.upper().replace('.', '__')}:{what}"
