"""What an agency was sent is sent again, marked, and nothing else changes."""

import json
import time
from collections.abc import Iterator

import pytest
from kafka import KafkaProducer

from alerts.alert import Alert
from alerts.ledger import payload
from streams.clients import producer_options
from tests.acceptance.reading import records_of
from tests.builders import alert
from tests.conftest import Tocsin
from tests.running import Site

pytestmark = pytest.mark.timeout(60)
HOUR_MS = 60 * 60 * 1000
OTHER = {"alert_id": "ba" * 16}
# Something that reads like the mark stands in a name: it must stay as it is.
TRICKY = alert(1, passenger=alert().passenger.model_copy(update={"given_names": '"replay":false'}))

Record = tuple[bytes | None, bytes]


@pytest.fixture(scope="module")
def producer(site: Site) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**producer_options(site.settings.kafka))
    yield producer
    producer.close(timeout=5)


class Topic:
    """One agency's alerts, as they were sent at given hours before now."""

    def __init__(self, site: Site, producer: KafkaProducer, agency: str) -> None:
        self._site = site
        self._producer = producer
        self.agency = agency

    def send(self, *sent: Alert, hours_ago: int = 0) -> None:
        for one in sent:
            made = one.model_copy(update={"agency": self.agency})
            self._producer.send(
                f"alerts.{self.agency}",
                payload(made),
                key=one.alert_id.encode(),
                timestamp_ms=round(time.time() * 1000) - hours_ago * HOUR_MS,
            )
        self._producer.flush()

    def records(self) -> list[Record]:
        return records_of(self._site.endpoints.bootstrap, f"alerts.{self.agency}")


def which(records: list[Record]) -> list[tuple[str, int]]:
    said = [json.loads(value) for _, value in records]
    return [(one["alert_id"][:2], one["version"]) for one in said]


def test_each_version_is_sent_again_once_in_order_with_the_same_bytes_but_the_mark(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    topic = Topic(site, producer, "us-cbp")
    topic.send(TRICKY, TRICKY, alert(1, **OTHER), alert(2))
    before = topic.records()
    replay = ("alerts", "replay", "--agency", "us-cbp")
    ran = tocsin(*replay, variables=site.variables)
    assert (ran.code, ran.out, ran.err) == (0, "3 sent again\n", "")
    again = topic.records()[len(before) :]
    assert which(again) == [("ab", 1), ("ba", 1), ("ab", 2)]
    originals = [before[0], *before[2:]]
    for (key, was), (key_now, now) in zip(originals, again, strict=True):
        assert key_now == key
        assert now != was
        assert json.loads(now) == json.loads(was) | {"replay": True}
        assert now.replace(b'"replay":true', b'"replay":false') == was

    assert tocsin(*replay, variables=site.variables).out == "3 sent again\n"  # no replay of it


def test_only_what_was_sent_in_the_time_is_sent_again(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    topic = Topic(site, producer, "ke-dci")
    for version, hours_ago in (1, 72), (2, 40), (3, 10), (4, 1):
        topic.send(alert(version), hours_ago=hours_ago)
    replay = ("alerts", "replay", "--agency", "ke-dci")
    asked = {
        (): [1, 2, 3, 4],
        ("--since", "2d"): [2, 3, 4],
        ("--until", "5h"): [1, 2, 3],
        ("--since", "41h", "--until", "39h"): [2],
        ("--since", time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())): [],
        ("--alert", "ab" * 4): [1, 2, 3, 4],
        ("--alert", "ba" * 16): [],
    }
    for options, versions in asked.items():
        ran = tocsin(*replay, *options, "--dry-run", variables=site.variables)
        *lines, count = ran.out.splitlines()
        assert [line.split()[1:3] for line in lines] == [["ab" * 16, f"v{one}"] for one in versions]
        assert count == f"{len(versions)} would be sent again"
    assert len(topic.records()) == 4  # a dry run sends nothing
    ran = tocsin(*replay, "--since", "2d", variables=site.variables)
    assert ran.out == "3 sent again\n"
    assert which(topic.records()[4:]) == [("ab", 2), ("ab", 3), ("ab", 4)]
    ran = tocsin(*replay, "--since", "5m", variables=site.variables)
    assert ran.out == "0 sent again\n"  # what came in that time was itself sent again


def test_readers_show_each_version_once_whether_sent_again_or_not(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    Topic(site, producer, "gulf-desk").send(alert(1), alert(2), alert(1, **OTHER))
    replay = ("alerts", "replay", "--agency", "gulf-desk")
    tail = ("alerts", "tail", "--agency", "gulf-desk", "--from-beginning", "--idle-s", "0.5")
    assert tocsin(*replay, variables=site.variables).code == 0
    shown = tocsin(*tail, "--json", variables=site.variables).out.splitlines()
    said = [json.loads(line) for line in shown]
    assert [(one["version"], one["replay"]) for one in said] == [(1, False), (2, False), (1, False)]


def test_tail_says_of_an_alert_that_it_was_sent_again(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    Topic(site, producer, "tr-border").send(alert(1, replay=True))
    tail = ("alerts", "tail", "--agency", "tr-border", "--from-beginning", "--max", "1")
    assert "sent again; terrorism" in tocsin(*tail, variables=site.variables).out


def test_what_is_no_alert_is_passed_over(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    for value in (b"{}", b"garbage", None):
        producer.send("alerts.de-bka", value, key=b"k")
    producer.flush()
    ran = tocsin("alerts", "replay", "--agency", "de-bka", variables=site.variables)
    assert (ran.code, ran.out) == (0, "0 sent again\n")
