"""`tocsin subscriptions`: what agencies want, and what a change would do to current alerts."""

import json
from pathlib import Path

import pytest
from kafka import KafkaProducer

from streams.clients import producer_options
from tests.builders import entry, manifest, manifest_json
from tests.conftest import Ran, Tocsin
from tests.running import Site
from watchlist.entry import entry_json

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(scope="module")
def alerted(served: Site) -> Site:
    """Bring about an alert on JFK-LHR; no subscription of the United States wants it."""
    producer = KafkaProducer(**producer_options(served.settings.kafka))
    listed = entry("1", severity="medium")
    producer.send("watchlist.interpol", entry_json(listed), key=listed.id.encode())
    producer.flush()
    producer.send("manifests.UA", manifest_json(manifest()))
    producer.flush()
    producer.close(timeout=5)
    return served


def told(tocsin: Tocsin, site: Site, agency: str, *, at_least: int) -> list[str]:
    """Return the events that the agency was told; waits until there are so many."""
    tail = ("alerts", "tail", "--agency", agency, "--json", "--from-beginning", "--idle-s", "60")
    ran = tocsin(*tail, "--max", str(at_least), variables=site.variables)
    return [json.loads(line)["event"] for line in ran.out.splitlines()]


def asked(tocsin: Tocsin, site: Site, *arguments: str) -> Ran:
    return tocsin("subscriptions", *arguments, variables=site.variables)


def test_subscription_is_tried_then_set_then_ended(tocsin: Tocsin, alerted: Site) -> None:
    assert told(tocsin, alerted, "uk-piu", at_least=1) == ["raised"]
    wish = ("set", "us-cbp", "outbound", "--origin-country", "US")
    tried = json.loads(asked(tocsin, alerted, *wish, "--dry-run", "--json").out)
    (brought,) = tried["brings"]
    assert (brought["agency"], brought["entry"], tried["takes"]) == ("us-cbp", "interpol/1", [])
    assert asked(tocsin, alerted, *wish).code == 0
    assert told(tocsin, alerted, "us-cbp", at_least=1) == ["raised"]
    assert "us-cbp/outbound  (command)  origin countries USA" in asked(tocsin, alerted, "list").out

    ended = ("remove", "us-cbp", "outbound")
    tried = json.loads(asked(tocsin, alerted, *ended, "--dry-run", "--json").out)
    assert ([one["agency"] for one in tried["takes"]], tried["brings"]) == (["us-cbp"], [])
    assert asked(tocsin, alerted, *ended).code == 0
    assert told(tocsin, alerted, "us-cbp", at_least=2) == ["raised", "withdrawn"]
    assert "outbound" not in asked(tocsin, alerted, "list").out


def test_file_that_is_to_replace_the_other_can_be_tried(
    tocsin: Tocsin, alerted: Site, tmp_path: Path
) -> None:
    assert told(tocsin, alerted, "uk-piu", at_least=1) == ["raised"]
    file = tmp_path / "new.yaml"
    file.write_text("subscriptions: [{id: everything, agency: interpol}]\n")
    ran = asked(tocsin, alerted, "preview", str(file))
    assert ran.code == 0
    assert "would bring 0 alerts and take away 1" in ran.out
    assert "SABAWI" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("set", "uk-piu", "arrivals"), "is kept in"),
        (("remove", "uk-piu", "arrivals"), "is kept in"),
        (("remove", "uk-piu", "nothing"), "there is no subscription uk-piu/nothing"),
        (("set", "uk-pi", "x"), "did you mean 'uk-piu'?"),
        (("set", "uk-piu", "x", "--min-score", "7"), "filter.min_score"),
        (("set", "uk-piu", "x", "--origin-country", "ZZ"), "origin_countries"),
        (("set", "uk-piu", "x y"), "id"),
        (("set", "uk-piu", "x", "--json"), "--json goes with --dry-run"),
        (("preview", "no-such-file.yaml"), "no-such-file.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    tocsin: Tocsin, site: Site, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = asked(tocsin, site, *arguments)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
