"""What came out is held against what was sent flight by flight, and a hit against its entry."""

import time
from collections import Counter

import pytest
from kafka import KafkaProducer

from bench.hits import missing, outcome, reading_hits
from streams.clients import producer_options
from streams.topics import HITS
from tests.running import site

WITHIN_S = 30
FOUND = b'{"hits":[{"passenger":{"passenger_id":"L5-0000001"},"entry":{"id":"0000001"}}]}'


@pytest.mark.parametrize(
    ("screened", "count"),
    [
        pytest.param({"A": 1, "B": 2}, 0, id="all of them"),
        pytest.param({"A": 2, "B": 1}, 1, id="one twice makes up for none of another flight"),
        pytest.param({"A": 1, "B": 2, "C": 5}, 0, id="what nobody sent"),
        pytest.param({}, 3, id="none"),
    ],
)
def test_manifests_are_missing_by_flight(screened: dict[str, int], count: int) -> None:
    assert missing(Counter({"A": 1, "B": 2}), Counter(screened)) == count


def test_found_is_who_is_a_hit_on_the_entry_that_they_were_drawn_from() -> None:
    pairs = {("L5-0000001", "0000001"), ("L5-0000001", "0000009"), ("L6-0000002", "0000009")}
    assert outcome(pairs) == (0, 1)


def test_false_alarms_are_people_who_are_not_listed_however_many_their_hits() -> None:
    assert outcome({("T1", "0000001"), ("T1", "0000002"), ("T2", "0000001")}) == (2, 0)


def test_what_is_screened_twice_counts_once_and_what_asks_to_route_again_never() -> None:
    with site(TOCSIN_KAFKA__PARTITIONS="1") as here, reading_hits(here.settings) as hits:
        producer = KafkaProducer(**producer_options(here.settings.kafka))
        for source in (b"manifests/0/1", b"manifests.BA/0/2", b"manifests/0/1", b"watchlist/0/1"):
            producer.send(HITS, FOUND, key=b"BA0001", headers=[("source", source)])
        producer.send(HITS, b'{"flight":"BA0001"}', key=b"BA0001")
        producer.close()
        until = time.monotonic() + WITHIN_S
        while not hits.again and time.monotonic() < until:
            hits.published()
        assert hits.published() == 2
        assert hits.again == 1
        assert hits.flights == {"BA0001": 2}
        assert hits.pairs == {("L5-0000001", "0000001")}
