"""`tocsin suppressions` with a worker at work: what a dismissal keeps back, and how that ends."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from kafka import KafkaProducer

from streams.clients import producer_options
from tests.builders import entry, manifest, manifest_json, passenger
from tests.conftest import Ran, Tocsin
from tests.running import Site
from tests.streams.alert_past import forget, places
from watchlist.entry import entry_json

pytestmark = pytest.mark.timeout(90)
AGENCY = "uk-piu"


@pytest.fixture(scope="module")
def producer(served: Site) -> Any:
    made = KafkaProducer(**producer_options(served.settings.kafka))
    yield made
    made.close(timeout=5)


def told(tocsin: Tocsin, site: Site, at_least: int) -> list[dict[str, Any]]:
    tail = ("alerts", "tail", "--agency", AGENCY, "--json", "--from-beginning", "--idle-s", "40")
    ran = tocsin(*tail, "--max", str(at_least), variables=site.variables)
    return [json.loads(line) for line in ran.out.splitlines()]


def ends_are_traced(ask: Callable[..., Ran], site: Site, alert_id: str, end: str) -> None:
    """Assert that the end of a suppression leads to the last version, and back."""

    def source() -> str:
        shown = json.loads(ask("alerts", "show", alert_id, "--json").out)
        return str(places(shown)[-1])

    place = source()
    assert place.startswith("suppressions/")
    caused = ask("alerts", "caused-by", place)
    assert caused.code == 0, caused.err
    assert f"end of suppression {end}" in caused.out
    assert alert_id in caused.out
    forget(site, alert_id)
    assert source() == place


@pytest.mark.slow
def test_dismissal_is_listed_traced_and_ended(
    tocsin: Tocsin, served: Site, producer: KafkaProducer
) -> None:
    def ask(*arguments: str) -> Ran:
        return tocsin(*arguments, variables=served.variables)

    producer.send("watchlist.interpol", entry_json(entry("s1")), key=b"s1").get(10)
    people = (passenger(), passenger("SMITH", given_names="JOHN"))
    pushed = manifest("S1", *people)
    flight = pushed.flight.model_copy(update={"number": "961"})
    producer.send("manifests.UA", manifest_json(pushed.model_copy(update={"flight": flight})))
    alert = told(tocsin, served, 1)[-1]
    said = {
        "schema": "disposition/1",
        "disposition_id": "T-1",
        "alert_id": alert["alert_id"],
        "action": "dismiss",
        "reason": "not_the_same_person",
        "by": "officer-7",
        "at": "2026-11-25T08:00:00Z",
        "suppress_days": 1095,
    }
    sent = producer.send(f"dispositions.{AGENCY}", json.dumps(said).encode()).get(10)
    dismissed = told(tocsin, served, 2)[-1]
    assert (dismissed["version"], dismissed["disposition"]["state"]) == (2, "dismissed")

    late = {"disposition_id": "T-2", "action": "acknowledge", "by": "officer-8"}
    kept = {name: said[name] for name in ("schema", "alert_id", "at")}
    producer.send(f"dispositions.{AGENCY}", json.dumps({**kept, **late}).encode())
    until = time.monotonic() + 30
    idle = "acknowledge by officer-8 (T-2)"
    while idle not in ask("alerts", "show", alert["alert_id"], "--agency", AGENCY).out:
        assert time.monotonic() < until

    (row,) = ask("suppressions", "list", "--agency", AGENCY, "--json").out.splitlines()
    listed = json.loads(row)
    assert listed["id"] == dismissed["disposition"]["suppression"]
    assert (listed["entry"], listed["by"]) == ("interpol/s1", "officer-7")
    assert "TIKRITI" not in row.upper()
    assert "until 2029-11-24" in ask("suppressions", "list", "--purpose", "case 17").out
    place = f"dispositions.{AGENCY}/0/{sent.offset}"
    caused = ask("alerts", "caused-by", place)
    assert caused.code == 0, caused.err
    assert "dismiss of uk-piu, T-1" in caused.out
    shown = ask("alerts", "show", alert["alert_id"])
    assert f"{place}: dismiss of uk-piu, T-1" in " ".join(shown.out.split())
    assert "dismissed by officer-7: not_the_same_person" in " ".join(shown.out.split())

    wrong = ask("suppressions", "end", listed["id"], "--agency", "fr-piu", "--by", "officer-8")
    assert (wrong.code, "fr-piu has no suppression" in wrong.err) == (2, True)
    ended = ask(
        "suppressions",
        "end",
        listed["id"][:8],
        "--agency",
        AGENCY,
        "--by",
        "officer-8",
        "--purpose",
        "case 18",
    )
    assert ended.code == 0, ended.err
    about = ("--about", listed["id"])
    trail = [json.loads(line) for line in ask("audit", "show", *about, "--json").out.splitlines()]
    did = [(one["action"], one["what"], one["purpose"]) for one in trail if one["what"] != "audit"]
    assert did[:2] == [("saw", "suppressions", None), ("saw", "suppressions", "case 17")]
    assert did[2:] == [("changed", "suppression: ended", "case 18")]
    decided = ask("audit", "show", "--about", "uk-piu/T-1").out
    assert "uk-piu/officer-7 (officer)  decided an alert: dismiss" in decided
    again = told(tocsin, served, 3)[-1]
    assert (again["version"], again["disposition"]) == (3, None)
    assert ask("suppressions", "list").out == ""
    ends_are_traced(ask, served, alert["alert_id"], f"{AGENCY}/{listed['id']} by officer-8")
