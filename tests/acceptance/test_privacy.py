"""Rule 6: no personal data in logs, metrics, health or the sentences of the quarantine."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

from streams.child import Child, free_port
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Day, Leg, Traveller, encoded

WITHIN_S = 90

NAMES = ("ZYXOPHRENE", "QUILLABRAST", "UMBERTOFF", "VEXILLONK")
DOCUMENT = "PQZ9081726"
BORN = "1951-11-23"
SECRETS = (*NAMES, DOCUMENT, BORN)

LISTED = Traveller("secret-1", NAMES[0], NAMES[1], BORN, DOCUMENT)
OTHER = Traveller("secret-2", NAMES[2], NAMES[3], BORN, DOCUMENT[::-1])
LEG = Leg("UA", 77, ("JFK", "LHR"), (LISTED, OTHER))
TODAY = Day((LEG,), (LISTED,))


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


@pytest.fixture(scope="module")
def run(deploy: Deploy) -> tuple[Deployment, str]:
    """Return a full run with an outage in it, and what the HTTP side said at its end."""
    deployment = deploy(TOCSIN_HTTP__PORT=str(free_port()))
    deployment.worker()
    deployment.list_people(TODAY)
    deployment.contribute(LISTED.entry(birth_dates=[NAMES[0]]))
    for one in unreadable():
        deployment.push(one, airline="UA")
    deployment.fly(TODAY)
    assert deployment.alerts.reach(TODAY.expected, within_s=WITHIN_S)
    deployment.valkey.pause()
    deployment.push(LEG.manifest(people=[replace(OTHER, given_names=NAMES[1])], minute=1))
    deployment.flush()
    deployment.alerts.until(lambda: False, within_s=3)
    deployment.valkey.resume()
    assert deployment.alerts.until(lambda: not deployment.alerts.standing(), within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    return deployment, _said_over_http(deployment)


def leaked(text: str) -> list[str]:
    return [one for one in SECRETS if one in text.upper()]


def test_the_run_did_see_the_data_that_must_not_leak(run: tuple[Deployment, str]) -> None:
    deployment, said = run
    assert leaked(json.dumps(deployment.alerts.shown)) == [*NAMES[:2], DOCUMENT, BORN]
    assert len(deployment.quarantine()) == len(unreadable()) + 1
    assert "tocsin_alerts" in said
    assert '"ready":true' in said


def test_logs_hold_no_personal_data(run: tuple[Deployment, str]) -> None:
    logs = run[0].logs()
    assert "quarantined" in logs
    assert "Redis is away" in logs
    assert leaked(logs) == []


def test_http_shows_no_personal_data(run: tuple[Deployment, str]) -> None:
    assert leaked(run[1]) == []


def test_the_sentences_of_the_quarantine_hold_no_personal_data(
    run: tuple[Deployment, str],
) -> None:
    sentences = [one["detail"] + one["reason"] for one in run[0].quarantine()]
    assert leaked("\n".join(sentences)) == []


def _said_over_http(deployment: Deployment) -> str:
    log = deployment.workers[0].log.with_name("serve.log")
    server = Child(deployment.command("serve"), log=log, environ=deployment.full_environ)
    server.start()
    address = f"http://127.0.0.1:{deployment.settings.http.port}"
    until = time.monotonic() + WITHIN_S
    try:
        while time.monotonic() < until:
            said = [_get(f"{address}/{page}") for page in ("readyz", "metrics")]
            if all(said) and '"ready":true' in said[0]:
                return "\n".join([*said, log.read_text()])
            time.sleep(0.1)
        pytest.fail(f"not ready: {log.read_text()}")
    finally:
        server.stop()


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own address
            return str(answer.read().decode())
    except (urllib.error.URLError, OSError):
        return ""
