"""What the operator sees of a system at work: over HTTP, in /metrics and by command."""

import json
from typing import Any

import httpx
import pytest

from tests.acceptance.agency import AgencyClient, comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import OPERATOR_KEY, day
from tests.conftest import Tocsin

WITHIN_S = 60
DAY = day(981, 6, every=3, first=940)


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    deployment = deploy()
    deployment.worker()
    deployment.list_people(DAY)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.fly(DAY)
    deployment.push(b"{", airline="UA")
    deployment.flush()
    assert deployment.settled(within_s=WITHIN_S)
    return deployment


def figures(door: Door) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {OPERATOR_KEY}"}
    found = door.client.get("/v1/system", headers=headers)
    assert found.status_code == 200, found.text
    return dict(found.json())


def test_operator_sees_what_went_through_and_what_did_not(running: Deployment, door: Door) -> None:
    alerts = len(running.alerts.latest)

    def counted() -> bool:  # workers write what they counted every moment
        found = figures(door)
        return bool(found["latency"]["alerts"] >= alerts and found["quarantine"])

    assert comes_true(counted)
    found = figures(door)
    assert (found["ready"], found["in_the_way"]) == (True, [])
    assert found["latency"]["alerts"] == sum(one["alerts"] for one in found["minutes"]) == alerts
    assert 0 < found["latency"]["p50_s"] <= found["latency"]["p99_s"] < WITHIN_S
    (refused,) = found["quarantine"]
    assert (refused["reason"], refused["count"], refused["replayed"]) == ("invalid", 1, 0)
    assert refused["replay"] == "tocsin quarantine replay --reason invalid"
    assert [(one["lane"], one["learning"]) for one in found["workers"]] == [("screening", False)]
    assert found["lists"]
    assert all(0 <= one["age_s"] < 600 for one in found["lists"])
    lags = {one["stage"]: one["lag"] for one in found["stages"]}
    assert (lags.pop("answering"), lags.pop("amending")) == (0, 0)  # nobody asked, none decided
    assert set(lags.values()) == {0}


@pytest.mark.slow
def test_what_waits_is_told_by_stage(running: Deployment, door: Door) -> None:
    (worker,) = running.workers
    assert worker.stop() == 0
    for _ in range(3):  # the embedded broker does not count all of its last batch
        running.push(DAY.legs[0].manifest(message_id="late"))
        running.flush()

    def waits() -> bool:
        lags = {one["stage"]: one["lag"] for one in figures(door)["stages"]}
        return bool(lags["intake"] >= 2 and lags["screen"] == 0)

    assert comes_true(waits)
    assert figures(door)["ready"] is False
    running.worker()
    assert running.settled(within_s=WITHIN_S)


def test_operator_alone_is_let_in_and_sees_nobodys_alerts(door: Door) -> None:
    nobody = door.client.get("/v1/system")
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
    assert AgencyClient(door, "interpol", "admin").get("/system").status_code == 401
    headers = {"Authorization": f"Bearer {OPERATOR_KEY}"}
    for path in ("/v1/alerts", "/v1/patterns", "/v1/suppressions"):
        assert door.client.get(path, headers=headers).status_code == 401


def test_nothing_of_anybody_is_told(door: Door, running: Deployment) -> None:
    told = json.dumps(figures(door)) + door.client.get("/metrics").text
    words = {word for one in DAY.listed for word in (one.surname, one.document, one.birth_date)}
    assert words
    assert not [one for one in words if one in told]


def test_metrics_have_the_histogram_and_lag(door: Door) -> None:
    text = door.client.get("/metrics").text
    assert 'tocsin_manifest_to_alert_seconds_bucket{le="+Inf"}' in text
    assert 'tocsin_lag{of="screen"} 0.0' in text
    assert 'tocsin_records_total{of="route"}' in text
    assert "tocsin_list_changed_seconds{" in text


def test_command_says_the_same(running: Deployment, tocsin: Tocsin) -> None:
    shown = tocsin("status", variables=running.environ)
    assert shown.code == 0, shown.err
    assert "in quarantine: 1 invalid; tocsin quarantine replay --reason invalid" in shown.out
    assert "from manifest to alert, last hour:" in shown.out
    said = json.loads(tocsin("status", "--json", variables=running.environ).out)
    assert {one["stage"] for one in said["stages"]} >= {"intake", "route", "patterns"}


def test_refused_record_is_sent_again_on_record(running: Deployment, door: Door) -> None:
    headers = {"Authorization": f"Bearer {OPERATOR_KEY}", "Tocsin-Purpose": "mended"}

    def replayed(reason: str, **more: object) -> httpx.Response:
        said = {"reason": reason, **more}
        return door.client.post("/v1/system/quarantine/replay", json=said, headers=headers)

    assert replayed("no_such_reason").json() == {"sent": 0}
    assert replayed("invalid", topic="manifests.BA").json() == {"sent": 0}
    done = replayed("invalid")
    assert (done.status_code, done.json()) == (200, {"sent": 1})
    noted = all_of(running.broker.bootstrap, "audit")[-1]
    refused = running.quarantine()[0]
    place = f"{refused['topic']}/{refused['partition']}/{refused['offset']}"
    assert (noted["who"]["role"], noted["action"], noted["about"], noted["purpose"]) == (
        *("operator", "changed", [f"record:{place}"], "mended"),
    )

    def refused_again() -> bool:
        (found,) = figures(door)["quarantine"]
        return bool((found["count"], found["replayed"]) == (2, 1))

    assert comes_true(refused_again)
    assert replayed("invalid").json() == {"sent": 1}  # what came back; the first was sent already
    assert replayed("invalid").json()["sent"] <= 1
    assert replayed("invalid", again=True).json()["sent"] >= 2
    unasked = door.client.post("/v1/system/quarantine/replay", json={"reason": "invalid"})
    assert unasked.status_code == 401
