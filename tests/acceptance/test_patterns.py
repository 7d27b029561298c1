"""Where hits travel, from a real worker to HTTP and the command; killed in between it counts on."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.acceptance.agency import AgencyClient, comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import Leg, day
from tests.conftest import Tocsin

WITHIN_S = 60
DAY = day(971, 6, every=3, first=970)
WANTED = day(972, 1, first=980).legs[0].people[0]
SPAN = {"from": "2031-05-01T00:00:00Z", "to": "2031-05-20T00:00:00Z"}
FIRST = Leg("UA", 990, ("JFK", "LHR"), (WANTED,))
SECOND = Leg("BA", 991, ("LHR", "CDG"), (WANTED,))


def pushed(leg: Leg, departure: str, arrival: str) -> dict[str, Any]:
    said = leg.manifest()
    return {**said, "flight": {**said["flight"], "departure": departure, "arrival": arrival}}


def travel(deployment: Deployment) -> None:
    """Let listed people fly, one of them on from where they landed."""
    deployment.list_people(DAY)
    deployment.contribute(WANTED.entry())
    deployment.fly(DAY)
    deployment.push(pushed(FIRST, "2031-05-05T18:30", "2031-05-06T06:30"))
    deployment.push(pushed(SECOND, "2031-05-07T06:00", "2031-05-07T08:10"))
    deployment.flush()


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    deployment = deploy()
    deployment.worker()
    travel(deployment)
    assert deployment.settled(within_s=WITHIN_S)
    return deployment


def standing(running: Deployment, agency: str) -> list[dict[str, Any]]:
    every = [one for one in running.alerts.latest.values() if one["agency"] == agency]
    return [one for one in every if one["event"] != "withdrawn"]


def route_of(alert: dict[str, Any]) -> str:
    return f"{alert['flight']['origin']}-{alert['flight']['destination']}"


@pytest.mark.parametrize("agency", ["interpol", "uk-piu", "fr-piu"])
def test_each_agency_sees_its_own_alerts_counted_once(
    running: Deployment, door: Door, agency: str
) -> None:
    agrees(running, door, agency)


def agrees(running: Deployment, door: Door, agency: str) -> None:
    mine = standing(running, agency)
    found = AgencyClient(door, agency, "officer").get("/patterns", params=SPAN)
    assert found.status_code == 200, found.text
    said = found.json()
    assert mine
    assert said["total"] == len(mine)
    counts = {one["value"]: one["count"] for one in said["figures"]}
    assert counts == dict(Counter(map(route_of, mine)))
    for one in said["figures"]:
        behind = AgencyClient(door, agency).get(one["alerts"].removeprefix("/v1"))
        expected = [alert["alert_id"] for alert in mine if route_of(alert) == one["value"]]
        assert sorted(behind.json()["alerts"]) == sorted(expected)


def test_journey_goes_on_the_day_after(running: Deployment, door: Door) -> None:
    found = AgencyClient(door, "interpol", "officer").get("/patterns/journeys", params=SPAN)
    (journey,) = [
        one for one in found.json()["journeys"] if one["entry"] == f"interpol/E-{WANTED.id}"
    ]
    assert [one["route"] for one in journey["stages"]] == ["JFK-LHR", "LHR-CDG"]
    ids = {one["alert_id"] for one in standing(running, "interpol")}
    assert {each for one in journey["stages"] for each in one["alerts"]} <= ids
    # the United Kingdom was told of the first flight alone, so it sees no journey
    assert (
        AgencyClient(door, "uk-piu").get("/patterns/journeys", params=SPAN).json()["journeys"] == []
    )


def test_who_looks_is_on_record(running: Deployment, door: Door) -> None:
    purpose = {"Tocsin-Purpose": "who travels"}
    shown = AgencyClient(door, "interpol").get("/patterns/journeys", params=SPAN, headers=purpose)
    noted = all_of(running.broker.bootstrap, "audit")[-1]
    assert (noted["action"], noted["what"], noted["purpose"]) == ("saw", "journeys", "who travels")
    seen = {each for one in shown.json()["journeys"] for s in one["stages"] for each in s["alerts"]}
    assert {f"alert:{one}" for one in seen} <= set(noted["about"])


def test_same_answer_is_not_sent_twice(door: Door) -> None:
    uk = AgencyClient(door, "uk-piu")
    first = uk.get("/patterns", params=SPAN)
    again = uk.get("/patterns", params=SPAN, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({"by": "seat"}, "by"),
        ({"from": "2031-05-05"}, "from"),
        ({"from": "2031-05-05T00:00:00Z", "to": "2031-05-05T00:00:00Z"}, "to"),
        ({"from": "2021-05-05T00:00:00Z", "to": "2031-05-05T00:00:00Z"}, "to"),
        ({**SPAN, "from": "2031-01-01T00:00:00Z", "window": "hour"}, "window"),
    ],
)
def test_question_that_cannot_be_answered_says_why(
    door: Door, asked: dict[str, str], about: str
) -> None:
    refused = AgencyClient(door, "uk-piu").get("/patterns", params=asked)
    assert refused.status_code == 400
    assert about in refused.json()["detail"]


def test_withdrawn_alert_is_taken_back_out(running: Deployment, door: Door) -> None:
    uk = AgencyClient(door, "uk-piu")
    before = uk.get("/patterns", params=SPAN)
    running.remove(WANTED.entry())
    running.flush()

    def less() -> bool:
        after = uk.get("/patterns", params=SPAN)
        changed = after.headers["etag"] != before.headers["etag"]
        return changed and after.json()["total"] == before.json()["total"] - 1

    assert comes_true(less)


def test_command_says_the_same(running: Deployment, door: Door, tocsin: Tocsin) -> None:
    span = ("--since", SPAN["from"], "--until", SPAN["to"])
    shown = tocsin("patterns", "--agency", "fr-piu", *span, variables=running.environ)
    assert shown.code == 0, shown.err
    said = AgencyClient(door, "fr-piu").get("/patterns", params=SPAN).json()
    assert f"{said['total']} hits" in shown.out
    assert all(f"{one['value']}  {one['count']}" in shown.out for one in said["figures"])
    machine = tocsin("patterns", "--agency", "fr-piu", *span, "--json", variables=running.environ)
    assert machine.out.startswith('{"by":"route"')
    journeys = tocsin(
        "patterns", "--agency", "interpol", "--by", "journeys", *span, variables=running.environ
    )
    assert (journeys.code, "journeys that depart" in journeys.out) == (0, True)


def test_retention_report_knows_every_key_of_patterns(running: Deployment, tocsin: Tocsin) -> None:
    ran = tocsin("retention", "report", "--json", variables=running.environ)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    held = {one["category"]: one["count"] for one in rows if one["where"] == "Redis"}
    assert held["patterns"] > 0
    assert "unknown" not in held


@pytest.mark.slow
def test_workers_killed_before_and_after_they_count_leave_each_alert_counted_once(
    deploy: Deploy,
) -> None:
    deployment = deploy()
    travel(deployment)
    for point in ("patterns: before count", "patterns: before ack"):
        assert deployment.worker({"TOCSIN_CRASH_AT": point}).gone(within_s=WITHIN_S)
    deployment.worker()
    assert deployment.settled(within_s=WITHIN_S)
    with deployment.door() as door:
        for agency in ("interpol", "uk-piu", "fr-piu"):
            agrees(deployment, door, agency)
