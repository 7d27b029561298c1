"""What an airline hands in at the HTTP door goes the way of all, and it can ask about it."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from streams.topics import MAX_RECORD_BYTES
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.test_edifact import paxlst
from tests.acceptance.traffic import day, encoded

WITHIN_S = 60
DAY = day(701, 4, every=3, first=700)
(LEG, *_) = [one for one in DAY.legs if one.carrier == "UA"]


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, for all tests of this module."""
    deployment = deploy()
    deployment.worker()
    deployment.list_people(DAY)
    return deployment


@pytest.fixture(scope="module")
def door(running: Deployment) -> Iterator[Door]:
    with running.door() as found:
        assert running.settled(within_s=WITHIN_S)
        yield found


def as_json(message_id: str, **more: Any) -> bytes:
    return encoded(LEG.manifest(message_id=message_id, **more))


def test_paxlst_and_json_raise_the_same_alerts_as_on_the_topic(
    running: Deployment, door: Door
) -> None:
    for number, leg in enumerate(DAY.legs):
        body = paxlst(leg) if number % 2 else encoded(leg.manifest())
        said = door.push(body, leg.carrier)
        assert (said.status_code, said.json()["people"]) == (202, len(leg.people))
    assert running.alerts.reach(DAY.expected, within_s=WITHIN_S)
    assert running.settled(within_s=WITHIN_S)
    running.alerts.exactly(DAY.expected)


def not_done(door: Door, status: int) -> int:
    """Return how many requests ended so, as /metrics has it."""
    text = door.client.get("/metrics").text
    sample = f'tocsin_http_problems_total{{of="{status}"}} '
    return next((int(float(one.split()[1])) for one in text.splitlines() if sample in one), 0)


def test_what_is_not_done_is_counted_in_the_metrics(door: Door) -> None:
    before = not_done(door, 401)
    assert door.client.post("/v1/manifests", content=b"x").status_code == 401
    until = time.monotonic() + WITHIN_S
    while not_done(door, 401) == before and time.monotonic() < until:
        time.sleep(0.1)
    assert not_done(door, 401) == before + 1


def test_receipt_names_the_message_and_what_became_of_it_can_be_asked(door: Door) -> None:
    said = door.push(as_json("D-1")).json()
    assert said == {
        "messages": [
            {
                "message_id": "D-1",
                "flight": LEG.key,
                "people": len(LEG.people),
                "warnings": [],
                "respond": False,
            }
        ],
        "people": len(LEG.people),
        "warnings": [],
        "refused": [],
        "answers": [],
    }
    found = door.comes_to("screened", "D-1")
    assert (found["flight"], found["people"]) == (LEG.key, len(LEG.people))


def test_same_message_again_has_the_same_receipt_and_is_not_sent_again(
    running: Deployment, door: Door
) -> None:
    first, again = (door.push(as_json("D-2")) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.content == again.content
    assert running.sent_to("manifests.UA").count("D-2") == 1


def test_other_content_under_the_same_id_is_a_conflict(door: Door) -> None:
    assert door.push(as_json("D-3")).status_code == 202
    refused = door.push(as_json("D-3", people=LEG.people[:1]))
    assert refused.status_code == 409
    assert refused.json()["refused"][0]["reason"] == "recycled_message_id"
    assert door.comes_to("screened", "D-3")["people"] == len(LEG.people)


def test_broken_message_is_refused_with_segment_and_reason(door: Door) -> None:
    refused = door.push(paxlst(LEG).replace(b"TDT+20", b"TDX+20"))
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "segment 1 (UNH) of message 1: no TDT names a flight"
    assert refused.json()["refused"][0]["segment"] == 1


def test_broken_message_beside_a_good_one_goes_to_quarantine_and_is_told(
    running: Deployment, door: Door
) -> None:
    before = len(running.quarantine())
    said = door.push(paxlst(LEG, when="0900", broken=True))
    assert said.status_code == 202
    assert [one["reason"] for one in said.json()["refused"]] == ["broken_message"]
    door.comes_to("screened", said.json()["messages"][0]["message_id"])
    assert running.settled(within_s=WITHIN_S)
    assert len(running.quarantine()) == before + 1


def test_broken_message_beside_one_that_is_known_already_goes_to_quarantine_too(
    running: Deployment, door: Door
) -> None:
    first = paxlst(LEG, when="1000", broken=True)
    assert door.push(first).status_code == 202
    assert running.settled(within_s=WITHIN_S)
    before = len(running.quarantine())
    begin, _, end = first.rpartition(b"LOC+91+IRQ")  # of the broken one
    said = door.push(begin + b"LOC+91+SYR" + end)
    assert [one["reason"] for one in said.json()["refused"]] == ["broken_message"]
    assert running.settled(within_s=WITHIN_S)
    assert len(running.quarantine()) == before + 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(as_json("D-4", sender="BA"), "foreign_sender", id="another's name"),
        pytest.param(encoded({"schema": "manifest/2"}), "invalid", id="another contract"),
        pytest.param(b"\x00 nonsense", "unreadable", id="nonsense"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_what_may_not_be_sent_is_refused_at_once(
    door: Door, body: bytes, reason: str | None
) -> None:
    refused = door.push(body)
    assert refused.status_code == 400
    assert [one["reason"] for one in refused.json().get("refused", [])] == (
        [reason] if reason else []
    )


def test_larger_than_a_record_is_refused(door: Door) -> None:
    assert door.push(b" " * (MAX_RECORD_BYTES + 1)).status_code == 413


@pytest.mark.parametrize("key", [None, "Bearer tocsin_guessed", "Basic dTp1"])
def test_nobody_enters_without_a_key(door: Door, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    refused = door.client.post("/v1/manifests", content=as_json("D-5"), headers=headers)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert door.client.get("/v1/manifests/D-5", headers=headers).status_code == 401


def test_anothers_message_and_one_that_never_was_are_told_alike(door: Door) -> None:
    assert door.push(as_json("D-6")).status_code == 202
    foreign, unknown = door.fate("D-6", "BA"), door.fate("no-such", "BA")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_what_comes_by_kafka_can_be_asked_about_too(running: Deployment, door: Door) -> None:
    running.push(LEG.manifest(message_id="K-1"))
    other = {**LEG.manifest(message_id="K-2")["flight"], "carrier": "BA"}
    running.push(LEG.manifest(message_id="K-2", flight=other))
    running.flush()
    door.comes_to("screened", "K-1")
    assert door.comes_to("quarantined", "K-2")["reason"] == "foreign_carrier"


def test_nothing_is_promised_that_the_broker_has_not_acknowledged(running: Deployment) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    with running.door(**away) as door:
        refused = door.push(as_json("D-7"))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert door.fate("D-7").status_code == 404
    with running.door() as door:
        assert door.push(as_json("D-7")).status_code == 202
        door.comes_to("screened", "D-7")


def test_too_many_requests_are_told_when_to_come_again(running: Deployment) -> None:
    few = {"TOCSIN_HTTP__REQUESTS_PER_S": "0.01", "TOCSIN_HTTP__BURST": "2"}
    with running.door(**few) as door:
        codes = [door.fate("none").status_code for _ in range(3)]
        assert codes == [404, 404, 429]
        assert int(door.fate("none").headers["retry-after"]) > 1
        assert door.fate("none", "BA").status_code == 404  # each airline has its own bucket


def test_the_page_describes_the_door(door: Door) -> None:
    described = json.loads(door.client.get("/openapi.json").content)
    told = described["paths"]["/v1/manifests"]["post"]["responses"]
    assert {"200", "202", "400", "401", "409", "413", "429", "503"} <= set(told)
    page = door.client.get("/docs")
    assert page.status_code == 200
    assert "POST /v1/manifests" in page.text
    assert "src=" not in page.text  # loads nothing from elsewhere


def test_logs_of_the_door_hold_no_people_and_no_keys(door: Door) -> None:
    said = door.log.read_text()
    hidden = [one.surname for one in LEG.people] + [door.signed("UA")["Authorization"][7:]]
    assert [one for one in hidden if one in said] == []
