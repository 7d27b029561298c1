"""Rule 6: no personal data in logs, metrics, health, the quarantine's sentences, the audit trail.

A full run with planted people: workers, `serve` asked rightly and wrongly, the command line, and an
outage of Redis among it all.
"""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from alerts.about import About
from streams.topics import AUDIT
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import SECRET, Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import Day, Leg, Traveller, encoded

pytestmark = pytest.mark.slow  # run by `make test-kafka`, on both brokers

WITHIN_S = 90

NAMES = ("ZYXOPHRENE", "QUILLABRAST", "UMBERTOFF", "VEXILLONK")
DOCUMENT = "PQZ9081726"
BORN = "1951-11-23"
SECRETS = (*NAMES, DOCUMENT, BORN)

LISTED = Traveller("secret-1", NAMES[0], NAMES[1], BORN, DOCUMENT)
OTHER = Traveller("secret-2", NAMES[2], NAMES[3], BORN, DOCUMENT[::-1])
LEG = Leg("UA", 77, ("JFK", "LHR"), (LISTED, OTHER))
TODAY = Day((LEG,), (LISTED,))
QUARANTINED = ("quarantine", "list", "--show-value")


def unreadable() -> list[bytes]:
    """Return manifests that fail at every place where a person is described."""
    row = LISTED.row()
    wrong = [
        {**row, "birth_date": f"{BORN}-{NAMES[0]}"},
        {**row, "sex": NAMES[1]},
        {**row, "nationality": NAMES[2]},
        {**row, "documents": [{"number": DOCUMENT, "issuer": NAMES[3]}]},
        {**row, "surname": [NAMES[0]]},
        {**row, "embark": DOCUMENT},
        {**row, "seat": {NAMES[0]: DOCUMENT}},
        {**row, "contact": NAMES[0]},
    ]
    found = [
        encoded({**LEG.manifest(message_id=f"wrong-{at}"), "passengers": [one]})
        for at, one in enumerate(wrong)
    ]
    return [*found, encoded(LEG.manifest(message_id="cut"))[:-25], NAMES[0].encode()]


@dataclass(frozen=True, slots=True)
class Run:
    """A full run, and everything that it said in the open."""

    deployment: Deployment
    pages: str  # health and metrics at the end
    served: str  # the log of the HTTP side
    problems: str  # what HTTP answered where something was wrong
    commands: str  # what commands said beside what they were asked for
    shown: str  # and what they were asked for


@pytest.fixture(scope="module")
def run(deploy: Deploy) -> Run:
    """Return a full run with an outage in it."""
    deployment = deploy()
    deployment.worker()
    deployment.list_people(TODAY)
    deployment.contribute(LISTED.entry(birth_dates=[NAMES[0]]))
    for one in unreadable():
        deployment.push(one, airline="UA")
    deployment.fly(TODAY)
    assert deployment.alerts.reach(TODAY.expected, within_s=WITHIN_S)
    with deployment.door() as door:
        problems = _wrongly_asked(door)
        ran = _commands(deployment)
        deployment.valkey.pause()
        deployment.push(LEG.manifest(people=[replace(OTHER, given_names=NAMES[1])], minute=1))
        deployment.flush()
        problems.append(door.push(unreadable()[0]).text)
        ran += [_ran(deployment, *one) for one in (("check", "--name", NAMES[0]), QUARANTINED)]
        deployment.valkey.resume()
        assert deployment.alerts.until(lambda: not deployment.alerts.standing(), within_s=WITHIN_S)
        assert deployment.settled(within_s=WITHIN_S)
        return Run(
            deployment=deployment,
            pages=_pages(door),
            served=door.log.read_text(),
            problems="\n".join(problems),
            commands="\n".join(one.stderr for one in ran),
            shown="\n".join(one.stdout for one in ran),
        )


def leaked(text: str) -> list[str]:
    return [one for one in SECRETS if one in text.upper()]


def test_the_run_did_see_the_data_that_must_not_leak(run: Run) -> None:
    assert leaked(json.dumps(run.deployment.alerts.shown)) == [*NAMES[:2], DOCUMENT, BORN]
    assert len(run.deployment.quarantine()) >= len(unreadable()) + 1
    assert {*NAMES[:2], DOCUMENT} <= set(leaked(run.shown))
    assert "tocsin_alerts" in run.pages
    assert '"ready":true' in run.pages


def test_logs_hold_no_personal_data(run: Run) -> None:
    logs = run.deployment.logs()
    assert "quarantined" in logs
    assert "Redis is away" in logs
    assert leaked(logs + run.served) == []


def test_http_shows_no_personal_data(run: Run) -> None:
    assert leaked(run.pages) == []


def test_what_is_wrong_is_said_without_personal_data(run: Run) -> None:
    assert "problem" in run.problems
    assert "nothing is shown or done" in run.commands
    assert leaked(run.problems + run.commands) == []


def test_the_sentences_of_the_quarantine_hold_no_personal_data(run: Run) -> None:
    sentences = [one["detail"] + one["reason"] for one in run.deployment.quarantine()]
    assert leaked("\n".join(sentences)) == []


def test_the_audit_trail_names_nobody_and_finds_everybody(run: Run) -> None:
    trail = all_of(run.deployment.broker.bootstrap, AUDIT)
    assert leaked(json.dumps(trail)) == []
    named = {name for record in trail for name in record["about"]}
    asked = About(SECRET.encode()).asked
    assert named & asked(f"{NAMES[1]} {NAMES[0]}")
    assert named & asked(DOCUMENT.lower())
    assert not named & asked(f"{NAMES[2]} {NAMES[3]}")


def _wrongly_asked(door: Door) -> list[str]:
    """Ask the HTTP side for what it must refuse, with people in all of it; return its answers."""
    airline = door.signed("UA")
    asked = [door.push(one) for one in (*unreadable(), b"UNB+UNOA:4+" + NAMES[0].encode())]
    asked += [
        door.client.post("/v1/manifests", content=encoded({"surname": NAMES[0]})),
        door.client.post(f"/v1/{NAMES[0]}", headers=airline),
        door.client.post("/v1/manifests", content=NAMES[0].encode(), headers=airline),
        door.client.get("/v1/manifests", params={"surname": NAMES[1]}, headers=airline),
        door.client.get("/v1/manifests/x", headers={"Authorization": f"Bearer {NAMES[2]}"}),
    ]
    return [f"problem {one.status_code}: {one.text}" for one in asked if one.status_code >= 400]


def _commands(deployment: Deployment) -> "list[subprocess.CompletedProcess[str]]":
    """Run what shows people, and what cannot be done with them."""
    alert = deployment.alerts.shown[0]
    asked = (
        ("check", "--name", f"{NAMES[0]} {NAMES[1]}", "--document", DOCUMENT),
        ("check", "--name", NAMES[0], "--born", f"{BORN}-{NAMES[1]}"),
        ("alerts", "show", str(alert["alert_id"])),
        ("alerts", "tail", "--agency", str(alert["agency"]), "--from-beginning", "--max", "1"),
        ("audit", "show", "--about", f"{NAMES[1]} {NAMES[0]}"),
        ("audit", "verify"),
        QUARANTINED,
    )
    with ThreadPoolExecutor(len(asked)) as at_once:
        return list(at_once.map(lambda one: _ran(deployment, *one), asked))


def _ran(deployment: Deployment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        deployment.command(*arguments),
        env=deployment.full_environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def _pages(door: Door) -> str:
    """Return health and metrics once all is well."""
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        ready, metrics = (door.client.get(f"/{page}").text for page in ("readyz", "metrics"))
        if '"ready":true' in ready:
            return f"{ready}\n{metrics}"
        time.sleep(0.1)
    pytest.fail(f"not ready: {door.log.read_text()}")
