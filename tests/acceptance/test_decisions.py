"""What agencies decide, with real workers: told once whoever is killed, and before boarding."""

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from manifests.cusres.answer import Answer
from streams.topics import AUDIT
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.reading import all_of, records_of
from tests.acceptance.test_boarding import codes, read
from tests.acceptance.traffic import Leg, day, encoded

WITHIN_S = 60
PEOPLE = [one for leg in day(901, 4, first=900).legs for one in leg.people]
WANTED, PLAIN, OTHER = PEOPLE[:3]
LEG = Leg("UA", 910, ("JFK", "LHR"), (WANTED, PLAIN))
ESCALATES = """
agencies:
  - {agency: fr-piu, escalation: {before_departure_min: 10080, min_severity: low}}
"""


def told(running: Deployment, agency: str) -> list[dict[str, Any]]:
    """Return every version that the agency was told, once, in order."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for _, value in records_of(running.broker.bootstrap, f"alerts.{agency}"):
        one = json.loads(value)
        assert found.setdefault((one["alert_id"], one["version"]), one) == one
    return list(found.values())


def until(look: Callable[[], Any]) -> Any:
    """Return what *look* finds once it finds something."""
    ends = time.monotonic() + WITHIN_S
    while not (found := look()) and time.monotonic() < ends:
        time.sleep(0.1)
    assert found
    return found


def decide(
    running: Deployment, alert: dict[str, Any], action: str, number: int, **more: Any
) -> None:
    said = {
        "schema": "disposition/1",
        "disposition_id": f"D-{number}",
        "alert_id": alert["alert_id"],
        "action": action,
        "by": "officer-7",
        "at": "2026-11-25T08:00:00Z",
        **more,
    }
    running.send(f"dispositions.{alert['agency']}", json.dumps(said).encode())


def latest(running: Deployment, version: int, agency: str = "uk-piu") -> dict[str, Any]:
    """Wait for a version of the agency's one alert, and return it."""
    found = until(lambda: [one for one in told(running, agency) if one["version"] == version])
    return dict(found[-1])


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """Start a worker, and one that answers; a wanted person has been asked about."""
    deployment = deploy()
    deployment.worker()
    deployment.worker(None, "--boarding")
    deployment.contribute(WANTED.entry())
    deployment.flush()
    assert deployment.settled(within_s=WITHIN_S)
    return deployment


def answers(running: Deployment) -> list[Answer]:
    return [read(value) for _, value in running.answers()]


@pytest.mark.slow
def test_decision_changes_the_answer_before_boarding_and_back(running: Deployment) -> None:
    running.send("requests.UA", encoded(LEG.manifest(message_id="Q-1", respond=True)))
    (first,) = until(lambda: answers(running))
    assert codes(first) == {WANTED.id: "1Z", PLAIN.id: "0Z"}
    alert = latest(running, 1)
    decide(running, alert, "dismiss", 1, reason="not_the_same_person", suppress_days=1000)
    latest(running, 2)
    second = until(lambda: answers(running)[1:])[0]
    assert (second.document, codes(second)) == ("132", {WANTED.id: "0Z"})
    assert second.transaction == first.transaction
    running.send("requests.UA", encoded(LEG.manifest(message_id="Q-2", respond=True)))
    third = until(lambda: answers(running)[2:])[0]
    assert (third.document, codes(third)) == ("962", {WANTED.id: "0Z", PLAIN.id: "0Z"})
    lane = running.workers[1]
    lane.kill()
    dying = running.worker({"TOCSIN_CRASH_AT": "amending: before sent"}, "--boarding")
    decide(running, alert, "confirm", 2)
    assert dying.gone(within_s=WITHIN_S)
    running.worker(None, "--boarding")

    def changed() -> list[bytes]:
        return [value for _, value in running.answers() if read(value).document == "132"][1:]

    until(lambda: changed()[1:])  # sent before it was killed, and sent again
    assert len(set(changed())) == 1
    assert codes(read(changed()[0])) == {WANTED.id: "1Z"}
    latest(running, 3)
    owners = told(running, "interpol")[-1]["from_others"]
    assert [(one["agency"], one["said"]) for one in owners] == [("uk-piu", "confirmed")]
    running.workers[-1].kill()
    dying = running.worker({"TOCSIN_CRASH_AT": "amending: before publish"}, "--boarding")
    decide(running, alert, "dismiss", 3, reason="not_the_same_person")
    assert dying.gone(within_s=WITHIN_S)
    running.worker(None, "--boarding")
    until(lambda: codes(answers(running)[-1]) == {WANTED.id: "0Z"})
    running.send("requests.UA", encoded(LEG.manifest(message_id="Q-1", respond=True)))
    until(lambda: codes(answers(running)[-1]) == {WANTED.id: "0Z", PLAIN.id: "0Z"})


def decided(running: Deployment) -> list[str]:
    """Return the decisions that `tocsin audit show` tells."""
    ran = subprocess.run(
        running.command("audit", "show", "--who", "uk-piu/officer-7", "--json"),
        env=running.full_environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = [json.loads(line)["about"] for line in ran.stdout.splitlines()]
    return [name for about in found for name in about if name.startswith("disposition:")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "point",
    [
        "disposing: before publish",
        "disposing: before ack",
        "decide: before the owner",
        "decide: before the alert",
        "suppressing: before publish",
    ],
)
def test_worker_killed_while_a_decision_is_on_its_way_loses_and_repeats_nothing(
    deploy: Deploy, point: str
) -> None:
    deployment = deploy()
    first = deployment.worker({"TOCSIN_CRASH_AT": point})
    deployment.contribute(WANTED.entry())
    other = replace(LEG, number=911)
    for leg in (LEG, other):
        deployment.push(leg.manifest())
    deployment.flush()
    alert = until(lambda: told(deployment, "uk-piu")[1:] and told(deployment, "uk-piu"))[0]
    decide(deployment, alert, "dismiss", 1, reason="not_the_same_person", suppress_days=1000)
    assert first.gone(within_s=WITHIN_S)
    deployment.worker()
    until(lambda: len(told(deployment, "uk-piu")) == 4)
    assert deployment.settled(within_s=WITHIN_S)
    record = all_of(deployment.broker.bootstrap, AUDIT)
    noted = [one for one in record if "disposition:uk-piu/D-1" in one["about"]]
    assert len(noted) in ((2,) if point.startswith("disposing") else (1, 2))
    assert decided(deployment) == ["disposition:uk-piu/D-1"]
    found = told(deployment, "uk-piu")
    events = {(one["alert_id"] == alert["alert_id"], one["version"], one["event"]) for one in found}
    assert events == {
        (True, 1, "raised"),
        (True, 2, "updated"),
        (False, 1, "raised"),
        (False, 2, "withdrawn"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("point", ["escalating: before publish", "escalate: before pending"])
def test_worker_killed_while_it_escalates_does_so_once(
    deploy: Deploy, point: str, tmp_path: Any
) -> None:
    file = tmp_path / "delivery.yaml"
    file.write_text(ESCALATES.replace("10080", "1"))
    deployment = deploy(TOCSIN_DELIVERY_FILE=str(file))
    first = deployment.worker({"TOCSIN_CRASH_AT": point})
    leg = Leg("UA", 912, ("LHR", "CDG"), (OTHER,))
    deployment.contribute(OTHER.entry())
    past = {**leg.manifest()["flight"], "departure": "2026-11-20T10:00", "arrival": None}
    record = {**leg.manifest(), "flight": {key: one for key, one in past.items() if one}}
    deployment.push(record)
    deployment.flush()
    assert first.gone(within_s=WITHIN_S)
    deployment.worker()
    escalated = latest(deployment, 2, "fr-piu")
    assert (escalated["escalated"], escalated["cause"]) == (True, "time")
    assert deployment.settled(within_s=WITHIN_S)
    assert [one["version"] for one in told(deployment, "fr-piu")] == [1, 2]
