"""An agency sees by HTTP how its webhooks fare, what was given up, and has it delivered again."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.acceptance.agency import AgencyClient, comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment, held_still
from tests.acceptance.door import Door
from tests.acceptance.traffic import day

WITHIN_S = 60
DAY = day(801, 6, every=3, first=800)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
QUICK = {
    "TOCSIN_DELIVERY__BACKOFF_S": "0.1",
    "TOCSIN_DELIVERY__BACKOFF_MAX_S": "0.2",
    "TOCSIN_DELIVERY__OPEN_AFTER": "50",  # else what is refused after the fifth waits
}


class Desk(ThreadingHTTPServer):
    """Refuses every call for good until it is told to take them, and keeps what it took."""

    takes = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server, Desk)
        if self.server.takes:
            self.server.taken += json.loads(body)["data"]["alerts"]
        self.send_response(204 if self.server.takes else 400)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its own name
        """Say nothing."""


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def running(deploy: Deploy, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """Two workers that screen and deliver; everything is refused by uk-piu's desk."""
    desk.takes, desk.taken = False, []  # it is the same one for each kind of broker
    folder: Path = tmp_path_factory.mktemp("delivery")
    (folder / "secret").write_text(SECRET)
    row = {
        "url": f"http://127.0.0.1:{desk.server_port}/in",
        "secrets_file": "secret",
        "allow_insecure": True,
        "allow_private": True,
    }
    agencies = [
        {"agency": "uk-piu", "webhooks": [{**row, "id": "desk"}]},
        {"agency": "fr-piu", "webhooks": [{**row, "id": "bureau", "receives": "escalations"}]},
    ]
    (folder / "delivery.yaml").write_text(json.dumps({"agencies": agencies}))
    deployment = deploy(TOCSIN_DELIVERY_FILE=str(folder / "delivery.yaml"), **QUICK)
    deployment.worker()
    deployment.worker(None, "--delivery")
    deployment.list_people(DAY)
    with deployment.valkey.client() as client:
        names = ("uk-piu/desk", "fr-piu/bureau")
        assert comes_true(
            lambda: all(client.hexists(f"tocsin:delivery:{one}", "position") for one in names)
        )
    deployment.fly(DAY)
    assert deployment.alerts.reach(DAY.expected, within_s=WITHIN_S)
    return deployment


def test_an_agency_sees_its_webhooks_and_what_was_given_up_and_has_it_again(
    running: Deployment, door: Door, desk: Desk
) -> None:
    uk, french = (AgencyClient(door, one) for one in ("uk-piu", "fr-piu"))
    mine = {one["alert_id"] for one in running.alerts.latest.values() if one["agency"] == "uk-piu"}

    def given_up() -> set[str]:
        dead = uk.get("/deliveries/dead", params={"limit": 500}).json()["dead"]
        return {alert["alert_id"] for one in dead for alert in one["alerts"]}

    assert mine
    assert comes_true(lambda: given_up() == mine, within_s=WITHIN_S)
    (shown,) = uk.get("/deliveries").json()["deliveries"]
    assert (shown["webhook"], shown["receives"]) == ("desk", "alerts")
    assert shown["destination"] == f"http://127.0.0.1:{desk.server_port}"
    assert (shown["waiting"], shown["last_success_at"]) == (0, None)
    assert shown["last_failure"].endswith("400")
    one = uk.get("/deliveries/dead", params={"limit": 1}).json()
    assert (len(one["dead"]), one["dead"][0]["webhook"]) == (1, "desk")
    assert uk.get("/deliveries/dead", params={"webhook": "none"}).json() == {
        "dead": [],
        "more": False,
    }
    assert [each["webhook"] for each in french.get("/deliveries").json()["deliveries"]] == [
        "bureau"
    ]
    assert french.get("/deliveries/dead").json() == {"dead": [], "more": False}
    first = min(mine)
    (attempt, *_) = uk.get(f"/alerts/{first}").json()["deliveries"]
    assert (attempt["webhook"], attempt["status"], attempt["version"]) == ("desk", 400, 1)

    desk.takes = True
    again = uk.ask("POST", "/deliveries/desk/redeliver", json={"alert": first})
    assert (again.status_code, again.json()) == (202, {"count": 1}), again.text
    assert comes_true(lambda: {each["alert_id"] for each in desk.taken} == {first})
    assert all(each["replay"] for each in desk.taken)
    again = uk.ask("POST", "/deliveries/desk/redeliver", json={})
    assert again.json() == {"count": len(mine)}
    assert comes_true(lambda: {each["alert_id"] for each in desk.taken} == mine)
    assert comes_true(
        lambda: uk.get("/deliveries").json()["deliveries"][0]["state"] == "delivering"
    )
    never = {"since": "2100-01-01T00:00:00Z"}
    assert uk.ask("POST", "/deliveries/desk/redeliver", json=never).json() == {"count": 0}


def test_a_webhook_of_another_agency_is_none(door: Door) -> None:
    uk = AgencyClient(door, "uk-piu")
    foreign, unknown = (
        uk.ask("POST", f"/deliveries/{one}/redeliver", json={}) for one in ("bureau", "none")
    )
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    refused: tuple[dict[str, object], ...] = (
        {"alert": "3fa9"},
        {"since": "yesterday"},
        {"alerts": []},
    )
    for wrong in refused:
        assert uk.ask("POST", "/deliveries/desk/redeliver", json=wrong).status_code == 400


def test_redelivery_is_on_record_before_it_is_done(running: Deployment, door: Door) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    before = running.sent_to("alerts.uk-piu")
    # Any other process that has a broker publishes what waits, and then it is on record.
    others = (door.pid, *(one.pid for one in running.workers))
    with running.door(**away) as cut_off, held_still(*others):
        uk = AgencyClient(cut_off, "uk-piu")
        refused = uk.ask("POST", "/deliveries/desk/redeliver", json={})
        assert (refused.status_code, "audit" in refused.json()["detail"]) == (503, True)
        assert uk.get("/deliveries/dead").status_code == 503
    assert running.sent_to("alerts.uk-piu") == before
