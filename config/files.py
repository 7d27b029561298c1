"""The models of parties.yaml and subscriptions.yaml, and how they are read: strictly."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from config.countries import country_code
from config.problems import ConfigError, sentence

PartyId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
CarrierCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,3}$")]
AirportCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
CountryCode = Annotated[str, AfterValidator(country_code)]
KeyHash = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _jurisdiction(value: str) -> str:
    return value if value == "*" else country_code(value)


def secure_url(value: str) -> str:
    """Return *value* if it is an https URL, or http on the loopback; raises ValueError."""
    where = urlsplit(value)
    plain = where.scheme == "http" and where.hostname in LOOPBACK
    if not where.hostname or not (where.scheme == "https" or plain):
        raise ValueError("is no https URL; write it as in https://login.example.org")
    if where.username or where.query or where.fragment:
        raise ValueError("holds more than host and path; write it as in https://login.example.org")
    return value


class Strict(BaseModel, frozen=True, extra="forbid"):
    """Frozen, and refuses a key it does not know."""


class AirlineRow(Strict):
    """One airline: the topic it owns is `manifests.<id>`."""

    id: PartyId
    name: str
    carriers: Annotated[tuple[CarrierCode, ...], Field(min_length=1)]
    keys: tuple[KeyHash, ...] = ()  # of its API keys, which nobody but the airline has


class AgencyKeyRow(Strict):
    """The hash of one API key of an agency, and what its holder may do."""

    hash: KeyHash
    role: Literal["officer", "analyst", "admin"]


class OidcRow(Strict):
    """Who signs the tokens of an agency's people (OpenID Connect), and where a token has the role.

    `issuer` and `audience` are compared with `iss` and `aud` letter by letter.
    """

    issuer: Annotated[str, AfterValidator(secure_url)]
    audience: Annotated[str, Field(min_length=1)] = "tocsin"
    role_claim: Annotated[str, Field(min_length=1)] = "tocsin_role"


class AgencyRow(Strict):
    """One agency; `jurisdiction` lists countries, or `*`: flights that touch them."""

    id: PartyId
    name: str
    jurisdiction: Annotated[
        tuple[Annotated[str, AfterValidator(_jurisdiction)], ...], Field(min_length=1)
    ]
    keys: tuple[AgencyKeyRow, ...] = ()
    oidc: OidcRow | None = None


class OperatorKeyRow(Strict):
    """The hash of one API key of an operator; there is one role."""

    hash: KeyHash
    role: Literal["operator"] = "operator"


class OperatorRow(Strict):
    """Who looks after the installation: sees how it is, and nothing of anybody."""

    id: PartyId
    name: str
    keys: tuple[OperatorKeyRow, ...] = ()


class PartiesFile(Strict):
    """All of parties.yaml; ids are unique."""

    airlines: tuple[AirlineRow, ...]
    agencies: tuple[AgencyRow, ...]
    operators: tuple[OperatorRow, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "PartiesFile":
        refuse_doubles("airline", (row.id for row in self.airlines))
        refuse_doubles("agency", (row.id for row in self.agencies))
        airlines = [key for row in self.airlines for key in row.keys]
        agencies = [key.hash for row in self.agencies for key in row.keys]
        refuse_doubles("operator", (row.id for row in self.operators))
        operators = [key.hash for row in self.operators for key in row.keys]
        refuse_doubles("key", [*airlines, *agencies, *operators])
        refuse_doubles("issuer", (row.oidc.issuer for row in self.agencies if row.oidc))
        return self


class Filter(Strict):
    """What a subscription wants; every field that is set must hold. Empty wants everything."""

    categories: tuple[Slug, ...] = ()
    min_severity: Literal["low", "medium", "high", "top"] = "low"
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    origin_countries: tuple[CountryCode, ...] = ()
    origin_airports: tuple[AirportCode, ...] = ()
    destination_countries: tuple[CountryCode, ...] = ()
    destination_airports: tuple[AirportCode, ...] = ()
    carriers: tuple[CarrierCode, ...] = ()


class SubscriptionRow(Strict):
    """One subscription of one agency; `filter` absent means all it may see."""

    id: PartyId
    agency: PartyId
    filter: Filter = Filter()


class SubscriptionsFile(Strict):
    """All of subscriptions.yaml; (agency, id) is unique."""

    subscriptions: tuple[SubscriptionRow, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "SubscriptionsFile":
        refuse_doubles("subscription", (f"{row.agency}/{row.id}" for row in self.subscriptions))
        return self


def refuse_doubles(what: str, ids: Iterable[str]) -> None:
    """Raise ValueError where one of *ids* is there twice."""
    doubled = [one for one, times in Counter(ids).items() if times > 1]
    if doubled:
        raise ValueError(f"{what} {doubled[0]!r} is listed twice; keep one")


Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Return the file as *model*; raises ConfigError with one sentence naming file, key and fix."""
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read ({problem.strerror})") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f" line {where.line + 1}" if where else ""
        raise ConfigError(f"{path}{line}: is not valid YAML; check indent and quotes") from problem
    try:
        return model.model_validate(raw)
    except ValidationError as problem:
        raise ConfigError(f"{path}: {sentence(problem)}") from problem
