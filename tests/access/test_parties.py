"""Parties as the domain sees them: what the file says, and where an agency is concerned."""

import pytest

from access.parties import Agency, AgencyId, AirlineId, parties_of
from config.files import PartiesFile

FILE = PartiesFile.model_validate(
    {
        "airlines": [{"id": "BA", "name": "British Airways", "carriers": ["BA", "CJ"]}],
        "agencies": [
            {"id": "uk", "name": "UK", "jurisdiction": ["GB"]},
            {"id": "interpol", "name": "INTERPOL", "jurisdiction": ["*"]},
        ],
    }
)


def test_parties_are_those_of_the_file() -> None:
    found = parties_of(FILE)
    assert found.airlines[AirlineId("BA")].carriers == {"BA", "CJ"}
    assert found.agencies[AgencyId("uk")].jurisdiction == {"GBR"}


@pytest.mark.parametrize(
    ("jurisdiction", "countries", "touched"),
    [
        pytest.param({"GBR"}, {"USA", "GBR"}, True, id="one of them"),
        pytest.param({"GBR", "FRA"}, {"USA"}, False, id="none of them"),
        pytest.param({"*"}, {"USA"}, True, id="everywhere"),
        pytest.param({"*"}, set(), True, id="everywhere, also where no country is known"),
        pytest.param({"GBR"}, set(), False, id="no country is known"),
    ],
)
def test_jurisdiction(jurisdiction: set[str], countries: set[str], *, touched: bool) -> None:
    agency = Agency(AgencyId("x"), frozenset(jurisdiction))
    assert agency.touched_by(countries) is touched
