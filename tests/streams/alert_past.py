"""An installation where one alert has a past, and the command asked about it."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kafka import KafkaProducer

from manifests.contract import Manifest
from streams.clients import producer_options
from streams.redis_clients import redis_client
from tests.acceptance.reading import all_of
from tests.builders import entry, manifest, manifest_json, passenger
from tests.conftest import Ran, Tocsin
from tests.running import Site
from watchlist.entry import Entry, entry_json

pytestmark = pytest.mark.timeout(120)

BORN = {"given_names": "OBADIAH", "birth_date": "1961-03-04"}
OBADIAH = entry(
    "9", names=[{"full": "Obadiah ZEBULONSKY"}], birth_dates=["1961-03-04"], nationalities=[]
)


class Traffic:
    """Records sent to a running installation, and the places that they came to."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._producer = KafkaProducer(**producer_options(site.settings.kafka))

    def push(self, one: Manifest) -> str:
        return self.send("manifests.UA", manifest_json(one), None)

    def contribute(self, one: Entry) -> str:
        return self.send("watchlist.interpol", entry_json(one), one.id.encode())

    def remove(self, item: str) -> str:
        return self.send("watchlist.interpol", None, item.encode())

    def applied(self, entry_key: str) -> None:
        """Return once the index has the entry."""
        with redis_client(self.site.settings.redis) as client:
            until(lambda: client.keys(f"tocsin:*:entry:{entry_key}"), "the entry is not applied")

    def told(self, agency: str, version: int, flight: str = "123") -> dict[str, Any]:
        """Return a version about somebody on this flight, once the agency was told it."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            for one in all_of(self.site.endpoints.bootstrap, f"alerts.{agency}"):
                if (one["version"], one["flight"]["number"]) == (version, flight):
                    return one
        raise AssertionError(f"{agency} was not told version {version} on flight {flight}")

    def close(self) -> None:
        self._producer.close(timeout=5)

    def send(self, topic: str, value: bytes | None, key: bytes | None) -> str:
        found = self._producer.send(topic, value, key=key).get(10)
        return f"{found.topic}/{found.partition}/{found.offset}"


class Asking:
    """Asks about alerts and reads the answers."""

    def __init__(self, tocsin: Tocsin, site: Site) -> None:
        self._tocsin = tocsin
        self._site = site

    def ran(self, *arguments: str) -> Ran:
        return self._tocsin("alerts", *arguments, variables=self._site.variables)

    def shown(self, alert_id: str, *flags: str) -> dict[str, Any]:
        ran = self.ran("show", alert_id, "--json", *flags)
        assert ran.code == 0, ran.err
        return dict(json.loads(ran.out))

    def caused(self, *arguments: str) -> list[tuple[str, str, int, str]]:
        ran = self.ran("caused-by", *arguments, "--json")
        assert ran.code == 0, ran.err
        rows = [json.loads(line) for line in ran.out.splitlines()]
        return [(one["how"], one["agency"], one["version"], one["source"]) for one in rows]


@pytest.fixture(scope="module")
def traffic(served: Site) -> Iterator[Traffic]:
    found = Traffic(served)
    yield found
    found.close()


@pytest.fixture
def asking(tocsin: Tocsin, served: Site) -> Asking:
    return Asking(tocsin, served)


@pytest.fixture(scope="module")
def past(traffic: Traffic) -> dict[str, str]:
    """Give one alert a past of four versions; return the places of the records behind them."""
    people = (passenger(), passenger("SMITH", given_names="JOHN"))
    # So that each version has one cause: nobody flies before the entry is there.
    listed = traffic.contribute(entry())
    traffic.applied("interpol/1")
    pushed = traffic.push(manifest("first", *people))
    traffic.told("uk-piu", 1)
    moved = traffic.push(
        manifest("second", passenger(seat="12A"), people[1], sent_at="2026-11-24T08:10:00Z")
    )
    traffic.told("uk-piu", 2)
    raised = traffic.contribute(entry(severity="top", instruction="Detain"))
    told = traffic.told("uk-piu", 3)
    removed = traffic.remove("1")
    traffic.told("uk-piu", 4)
    other = traffic.told("interpol", 4)
    places = {"listed": listed, "pushed": pushed, "moved": moved, "raised": raised}
    return {**places, "removed": removed, "id": told["alert_id"], "other": other["alert_id"]}


def places(said: dict[str, Any]) -> list[str]:
    return [one["source"]["place"] for one in said["versions"]]


def forget(site: Site, alert_id: str) -> None:
    """Let Redis hold nothing of the alert, as after its flight."""
    with redis_client(site.settings.redis) as client:
        for key in client.scan_iter(match=f"*{alert_id}"):
            client.delete(key)


def ledger(site: Site) -> dict[bytes, bytes | None]:
    """Return everything that Redis holds of alerts."""
    with redis_client(site.settings.redis) as client:
        kinds = ("alert", "history", "on-flight", "on-entry", "traced", "source")
        keys = [key for kind in kinds for key in client.scan_iter(match=f"tocsin:*:{kind}:*")]
        return {key: client.dump(key) for key in keys}


def until(holds: Callable[[], object], otherwise: str) -> None:
    """Return once *holds* does."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(otherwise)
