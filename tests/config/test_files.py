"""parties.yaml and subscriptions.yaml are read strictly: each fault is one sentence with its place.

One bad file for each fault lies in testdata/.
"""

from pathlib import Path

import pytest

from config.files import PartiesFile, SubscriptionsFile, read_yaml
from config.problems import ConfigError

TESTDATA = Path(__file__).parent / "testdata"
NO_FIELD = "is not a field of this contract"
NO_COUNTRY = "is no country code; write an ISO 3166 or ICAO 9303 code such as GBR or GB"


def read(name: str) -> PartiesFile | SubscriptionsFile:
    path = TESTDATA / name
    if name.startswith("parties"):
        return read_yaml(path, PartiesFile)
    return read_yaml(path, SubscriptionsFile)


FAULTS = [
    pytest.param("parties.unknown-key", f": airports: {NO_FIELD}", id="unknown key"),
    pytest.param("parties.misspelt-field", f"agencies.0.juristiction: {NO_FIELD}", id="misspelt"),
    pytest.param("parties.missing-field", "airlines.0.carriers: is required", id="missing field"),
    pytest.param("parties.no-carrier", "carriers: should have at least 1", id="no carrier"),
    pytest.param("parties.carrier-code", "airlines.0.carriers.0: ", id="carrier code"),
    pytest.param("parties.no-country", f"agencies.0.jurisdiction.0: {NO_COUNTRY}", id="country"),
    pytest.param("parties.norway", "agencies.0.jurisdiction.0: ", id="NO without quotes"),
    pytest.param("parties.twice", "agency 'uk-piu' is listed twice; keep one", id="agency twice"),
    pytest.param("parties.id-with-dot", "agencies.0.id: ", id="an id with a dot"),
    pytest.param("parties.empty", "the document: ", id="empty"),
    pytest.param("parties.list", "the document: ", id="a list"),
    pytest.param("parties.not-yaml", "line 4: is not valid YAML", id="not YAML"),
    pytest.param("parties.absent", "cannot be read (No such file or directory)", id="absent"),
    pytest.param("subscriptions.unknown-filter", f"filter.destinations: {NO_FIELD}", id="filter"),
    pytest.param("subscriptions.severity", "min_severity: should be 'low',", id="severity"),
    pytest.param("subscriptions.score", "min_score: should be less than or equal", id="score"),
    pytest.param("subscriptions.airport", "filter.origin_airports.0: ", id="airport"),
    pytest.param("subscriptions.country", f"origin_countries.0: {NO_COUNTRY}", id="no country"),
    pytest.param("subscriptions.twice", "'uk-piu/all' is listed twice", id="subscription twice"),
]


@pytest.mark.parametrize(("name", "said"), FAULTS)
def test_a_fault_is_one_sentence_that_names_file_and_place(name: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(f"{name}.yaml")
    told = str(caught.value)
    assert told.startswith(str(TESTDATA / f"{name}.yaml"))
    assert said in told
    assert "\n" not in told


def test_every_bad_file_has_its_test() -> None:
    tested = {f"{fault.values[0]}.yaml" for fault in FAULTS} - {"parties.absent.yaml"}
    there = {path.name for path in TESTDATA.iterdir() if ".good." not in path.name}
    assert tested == there


@pytest.mark.parametrize("name", ["parties.good.yaml", "subscriptions.good.yaml"])
def test_a_good_file_is_read(name: str) -> None:
    assert read(name)
