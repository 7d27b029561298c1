"""Who takes part: which airline may speak for which carrier, which agency looks after where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

from config.files import PartiesFile

AirlineId = NewType("AirlineId", str)
AgencyId = NewType("AgencyId", str)


@dataclass(frozen=True, slots=True)
class Airline:
    """An airline, the carrier codes it may report flights of, the hashes of its API keys."""

    id: AirlineId
    carriers: frozenset[str]
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency and the countries it answers for (ICAO codes, or `*`)."""

    id: AgencyId
    jurisdiction: frozenset[str]

    def touched_by(self, countries: Iterable[str]) -> bool:
        """Say whether a flight touching *countries* lies in the jurisdiction."""
        return "*" in self.jurisdiction or not self.jurisdiction.isdisjoint(countries)


@dataclass(frozen=True, slots=True)
class Parties:
    """Every party, by id."""

    airlines: dict[AirlineId, Airline]
    agencies: dict[AgencyId, Agency]


def parties_of(file: PartiesFile) -> Parties:
    """Return the parties that the file names."""
    airlines = [
        Airline(AirlineId(row.id), frozenset(row.carriers), frozenset(row.keys))
        for row in file.airlines
    ]
    agencies = [Agency(AgencyId(row.id), frozenset(row.jurisdiction)) for row in file.agencies]
    return Parties({one.id: one for one in airlines}, {one.id: one for one in agencies})
