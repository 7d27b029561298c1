"""Who takes part: which airline may speak for which carrier, which agency looks after where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NewType

from config.files import AgencyRow, PartiesFile

AirlineId = NewType("AirlineId", str)
AgencyId = NewType("AgencyId", str)


@dataclass(frozen=True, slots=True)
class Airline:
    """An airline, the carrier codes it may report flights of, the hashes of its API keys."""

    id: AirlineId
    carriers: frozenset[str]
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgencyKey:
    """The hash of one API key, and the role of whoever holds it."""

    hash: str
    role: Literal["officer", "analyst", "admin"]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs the tokens of an agency's people, for whom, and which claim says the role."""

    url: str
    audience: str
    role_claim: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, the countries it answers for (ICAO codes, or `*`), and who speaks for it."""

    id: AgencyId
    jurisdiction: frozenset[str]
    keys: tuple[AgencyKey, ...] = ()
    issuer: Issuer | None = None

    def touched_by(self, countries: Iterable[str]) -> bool:
        """Say whether a flight touching *countries* lies in the jurisdiction."""
        return "*" in self.jurisdiction or not self.jurisdiction.isdisjoint(countries)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who looks after the installation, and the hashes of their API keys."""

    id: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parties:
    """Every party, by id."""

    airlines: dict[AirlineId, Airline]
    agencies: dict[AgencyId, Agency]
    operators: dict[str, Operator] = field(default_factory=dict)


def parties_of(file: PartiesFile) -> Parties:
    """Return the parties that the file names."""
    airlines = [
        Airline(AirlineId(row.id), frozenset(row.carriers), frozenset(row.keys))
        for row in file.airlines
    ]
    agencies = [_agency(row) for row in file.agencies]
    operators = [
        Operator(row.id, frozenset(key.hash for key in row.keys)) for row in file.operators
    ]
    return Parties(
        {one.id: one for one in airlines},
        {one.id: one for one in agencies},
        {one.id: one for one in operators},
    )


def _agency(row: AgencyRow) -> Agency:
    signed = row.oidc
    return Agency(
        AgencyId(row.id),
        frozenset(row.jurisdiction),
        tuple(AgencyKey(one.hash, one.role) for one in row.keys),
        Issuer(signed.issuer, signed.audience, signed.role_claim) if signed else None,
    )
