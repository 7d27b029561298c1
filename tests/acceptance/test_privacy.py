"""Rule 6: no personal data in logs, metrics, health, the quarantine's sentences, the audit trail.

A full run with planted people: workers, a lane whose destinations are dead,
`serve` asked by airlines and agencies, rightly and wrongly, the command line, and an outage of
Redis among it all.
"""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from alerts.about import About
from streams.child import free_port
from streams.topics import AUDIT, DEAD_LETTERS
from tests.acceptance.agency import AgencyClient, comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import SECRET, Deployment
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import Day, Leg, Traveller, encoded

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]  # by `make test-kafka`, on both brokers
WITHIN_S = 90
QUICK = {
    "TOCSIN_DELIVERY__BACKOFF_S": "0.1",
    "TOCSIN_DELIVERY__BACKOFF_MAX_S": "0.2",
    "TOCSIN_DELIVERY__DEADLINE_H": "0.0003",
}

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
    answers: str  # what agencies were answered
    asked: str  # method and path of every request of an agency
    dead: str  # the dead letters
    held: list[dict[str, Any]]  # what `tocsin retention report` says
    commands: str  # what commands said beside what they were asked for
    shown: str  # and what they were asked for


@pytest.fixture(scope="module")
def run(deploy: Deploy, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a full run with an outage in it."""
    folder: Path = tmp_path_factory.mktemp("delivery")
    deployment = deploy(TOCSIN_DELIVERY_FILE=delivered(folder), **QUICK)
    deployment.worker()
    deployment.worker(None, "--boarding")
    deployment.worker(None, "--delivery")
    with deployment.valkey.client() as client:
        homes = [f"tocsin:delivery:uk-piu/{one}" for one in ("nobody", "silent")]
        assert comes_true(lambda: all(client.hexists(one, "position") for one in homes))
    deployment.list_people(TODAY)
    deployment.contribute(LISTED.entry(birth_dates=[NAMES[0]]))
    for one in unreadable():
        deployment.push(one, airline="UA")
    deployment.fly(TODAY)
    assert deployment.alerts.reach(TODAY.expected, within_s=WITHIN_S)
    with deployment.door() as door:
        problems = _wrongly_asked(door)
        asked = Asked(door)
        _agencies(asked, deployment)
        deployment.send("requests.UA", encoded(LEG.manifest(message_id="Q-1", respond=True)))
        assert comes_true(lambda: bool(deployment.answers()), within_s=WITHIN_S)
        report = _ran(deployment, "retention", "report", "--json")
        held = [json.loads(line) for line in report.stdout.splitlines()]
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
            problems="\n".join([*problems, *asked.problems]),
            answers="\n".join(asked.answers),
            asked="\n".join(asked.lines),
            dead=json.dumps(all_of(deployment.broker.bootstrap, DEAD_LETTERS)),
            held=held,
            commands="\n".join(one.stderr for one in ran),
            shown="\n".join(one.stdout for one in ran),
        )


def delivered(folder: Path) -> str:
    """Write delivery.yaml: two destinations that are dead, one of them by a telling path."""
    (folder / "secret").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    row = {"secrets_file": "secret", "allow_insecure": True, "allow_private": True}
    webhooks = [
        {**row, "id": "nobody", "url": f"http://127.0.0.1:{free_port()}/{NAMES[0]}"},
        {**row, "id": "silent", "url": f"http://127.0.0.1:{free_port()}/in"},
    ]
    path = folder / "delivery.yaml"
    path.write_text(json.dumps({"agencies": [{"agency": "uk-piu", "webhooks": webhooks}]}))
    return str(path)


class Asked:
    """What agencies ask, and what they are answered."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.lines: list[str] = []
        self.answers: list[str] = []
        self.problems: list[str] = []

    def __call__(
        self, agency: str, method: str, path: str, *, key: str | None = None, **more: Any
    ) -> httpx.Response:
        client = AgencyClient(self.door, agency)
        headers = more.pop("headers", {}) | ({"Authorization": f"Bearer {key}"} if key else {})
        found = client.ask(method, path, headers=headers, **more)
        self.lines.append(f"{method} {found.request.url.raw_path.decode()}")
        (self.problems if found.status_code >= 400 else self.answers).append(found.text)
        return found


def _agencies(ask: Asked, deployment: Deployment) -> None:
    """Let agencies do everything that they may, and what they may not, with people in all of it."""
    told = next(one for one in deployment.alerts.shown if one["agency"] == "uk-piu")
    alert = f"/alerts/{told['alert_id']}"
    noted = {"Idempotency-Key": "P-1", "Tocsin-Officer": "4711", "Tocsin-Purpose": "control"}
    named = {"name": f"{NAMES[0]} {NAMES[1]}", "documents": [{"number": DOCUMENT}]}
    dismissal = {"action": "dismiss", "reason": "not_the_same_person", "note": NAMES[2]}
    entry = {**LISTED.entry(), "owner": "uk-piu", "id": "P-1", "sharing": {"visible_to": ["*"]}}
    lines = [encoded(entry), NAMES[0].encode(), encoded({"id": "P-2", "names": [NAMES[1]]})]
    ask("uk-piu", "POST", "/check", json=named)
    ask("uk-piu", "POST", "/check", json={**named, "birth_date": f"{BORN}-{NAMES[1]}"})
    ask("uk-piu", "POST", "/check", json={**named, NAMES[1]: DOCUMENT})
    ask("uk-piu", "GET", "/alerts")
    ask("uk-piu", "GET", alert)
    match = {"If-Match": '"1"'}
    done = ask("uk-piu", "POST", f"{alert}/dispositions?wait=20", json=dismissal,
               headers={**noted, **match})  # fmt: skip
    assert done.status_code == 200, done.text
    ask("uk-piu", "POST", f"{alert}/dispositions", json={**dismissal, "reason": NAMES[3]})
    ask("uk-piu", "POST", f"{alert}/dispositions", json={"action": NAMES[3]}, headers=noted)
    (kept,) = ask("uk-piu", "GET", "/suppressions").json()["suppressions"]
    ask("uk-piu", "DELETE", f"/suppressions/{kept['id']}")
    bulk = ask("uk-piu", "POST", "/entries", content=b"\n".join(lines))
    assert [("error" in json.loads(one)) for one in bulk.text.splitlines()] == [False, True, True]
    ask.problems += [one for one in bulk.text.splitlines() if "error" in one]
    ask("uk-piu", "PUT", "/entries/P-1", json={**entry, "severity": NAMES[0]})
    ask("uk-piu", "PUT", "/subscriptions/one", json={"origin_airports": [NAMES[0]]})
    ask("uk-piu", "GET", "/deliveries")
    ask("uk-piu", "GET", "/deliveries/dead")
    ask("uk-piu", "POST", "/deliveries/nobody/redeliver", json={"alert": NAMES[0]})
    ask("uk-piu", "POST", "/deliveries/nobody/redeliver", json={})
    for key in (f"{NAMES[0]}.{DOCUMENT}", f"eyJ.{NAMES[1]}.x", NAMES[2]):
        refused = ask("uk-piu", "GET", "/alerts", key=key)
        assert refused.status_code == 401
    with AgencyClient(ask.door, "uk-piu").stream() as events:
        events.opened()
    said = {"schema": "disposition/1", "disposition_id": "K-1", "alert_id": told["alert_id"]}
    more = {"action": "confirm", "note": NAMES[3], "by": "officer-7", "at": "2026-11-25T08:00:00Z"}
    deployment.send("dispositions.uk-piu", encoded({**said, **more}))
    deployment.send("dispositions.uk-piu", encoded({**said, **more, "by": [NAMES[3]]}))


def leaked(text: str) -> list[str]:
    return [one for one in SECRETS if one in text.upper()]


def test_the_run_did_see_the_data_that_must_not_leak(run: Run) -> None:
    assert leaked(json.dumps(run.deployment.alerts.shown)) == [*SECRETS]
    assert len(run.deployment.quarantine()) >= len(unreadable()) + 1
    assert {*NAMES[:2], DOCUMENT} <= set(leaked(run.shown))
    assert "tocsin_alerts" in run.pages
    assert '"ready":true' in run.pages
    assert {*NAMES[:2], DOCUMENT} <= set(leaked(run.answers))
    assert "POST /v1/check" in run.asked


def test_logs_hold_no_personal_data(run: Run) -> None:
    logs = run.deployment.logs()
    assert "quarantined" in logs
    assert "Redis is away" in logs
    assert "uk-piu/nobody" in logs
    assert leaked(logs + run.served) == []


def test_http_shows_no_personal_data(run: Run) -> None:
    assert leaked(run.pages) == []


def test_no_request_of_an_agency_names_anybody_in_its_line(run: Run) -> None:
    assert leaked(run.asked) == []


def test_dead_letters_name_nobody(run: Run) -> None:
    assert "uk-piu" in run.dead
    assert leaked(run.dead) == []


def test_every_kind_of_key_that_a_full_run_leaves_is_known_to_retention(run: Run) -> None:
    held = {one["category"]: one["count"] for one in run.held if one["where"] == "Redis"}
    assert "unknown" not in held
    used = ("claims", "request keys", "decision ids", "delivery attempts", "answers")
    assert [one for one in used if not held[one]] == []


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
    assert {"looked_up", "saw", "changed", "decided", "exported"} <= {
        one["action"] for one in trail
    }
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
        timeout=120,  # seven at once, on whatever machine
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
