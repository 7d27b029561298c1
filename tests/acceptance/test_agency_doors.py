"""What agencies do by HTTP: ask, follow alerts and decide, contribute, subscribe. A real server."""

import json
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from streams.topics import AUDIT
from tests.acceptance.agency import AgencyClient, comes_true
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment, held_still
from tests.acceptance.door import Door
from tests.acceptance.reading import all_of
from tests.acceptance.traffic import AGENCY_KEYS, Traveller, day, encoded

WITHIN_S = 60
DAY = day(801, 6, every=3, first=800)
UK = [one for one in DAY.expected if one.agency == "uk-piu"]
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, whose agencies have been told of a day's hits."""
    return deploy().told_of(DAY, within_s=WITHIN_S)


@pytest.fixture(scope="module")
def uk(door: Door) -> AgencyClient:
    return AgencyClient(door, "uk-piu")


@pytest.fixture(scope="module")
def interpol(door: Door) -> AgencyClient:
    return AgencyClient(door, "interpol")


def person(number: int, name: str) -> dict[str, Any]:
    one = Traveller(f"H-{number}", name, "ANNA MARIA", "1971-02-03", f"H{number:08}")
    return one.entry()


def an_alert(running: Deployment, agency: str = "uk-piu", *, any_state: bool = False) -> str:
    """Return the id of an alert of the agency, of one that nobody has decided upon."""
    found = [
        one["alert_id"]
        for one in running.alerts.latest.values()
        if one["agency"] == agency and (any_state or not one.get("disposition"))
    ]
    assert found
    return str(found[0])


def test_officer_asks_and_is_told_what_the_agency_may_see(uk: AgencyClient, door: Door) -> None:
    one = DAY.listed[0]
    asked = {"name": f"{one.given_names} {one.surname}", "birth_date": one.birth_date}
    found = AgencyClient(door, "uk-piu", "officer").ask("POST", "/check", json=asked)
    assert found.status_code == 200, found.text
    (match, *_) = found.json()["matches"]
    assert (match["owner"], match["id"]) == ("interpol", f"E-{one.id}")
    assert match["explanation"]
    nobody = uk.ask("POST", "/check", json={"name": "QQQQZZ XXWWVV"})
    assert (nobody.status_code, nobody.json()) == (200, {"matches": []})


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ({}, "name"),
        ({"name": "..."}, "name"),
        ({"name": "A", "birth_date": "1947-13"}, "birth_date"),
        ({"name": "A", "nationality": "ZZZ"}, "nationality"),
        ({"documents": [{"number": "UNKNOWN"}]}, "documents"),
        ({"name": "A", "surname": "B"}, "surname"),
    ],
)
def test_question_that_cannot_be_asked_says_why(
    uk: AgencyClient, asked: dict[str, Any], about: str
) -> None:
    refused = uk.ask("POST", "/check", json=asked)
    assert (refused.status_code, refused.headers["content-type"]) == (400, PROBLEM)
    assert about in refused.json()["detail"]


def test_alert_is_shown_to_its_agency_alone(
    running: Deployment, uk: AgencyClient, interpol: AgencyClient
) -> None:
    alert = an_alert(running)
    found = uk.get(f"/alerts/{alert}")
    assert (found.status_code, found.headers["etag"]) == (200, '"1"')
    assert found.json()["alert"] == running.alerts.latest[alert]
    assert [one["event"] for one in found.json()["versions"]] == ["raised"]
    foreign, unknown = interpol.get(f"/alerts/{alert}"), interpol.get(f"/alerts/{'0' * 32}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    decided = interpol.ask("POST", f"/alerts/{alert}/dispositions", json={"action": "confirm"})
    assert (decided.status_code, decided.content) == (404, foreign.content)


def test_decision_takes_effect_and_the_same_key_is_one_decision(
    running: Deployment, uk: AgencyClient
) -> None:
    path = f"/alerts/{an_alert(running)}"
    said = {"action": "confirm", "note": "seen at gate 4"}
    keyed = {"Idempotency-Key": "D-1", "Tocsin-Officer": "4711", "If-Match": '"1"'}
    done = uk.ask("POST", f"{path}/dispositions?wait=20", json=said, headers=keyed)
    assert done.status_code == 200, done.text
    assert done.json()["alert"]["disposition"]["state"] == "confirmed"
    assert done.json()["alert"]["disposition"]["by"] == "4711"
    assert done.headers["etag"] == '"2"'
    again = uk.ask("POST", f"{path}/dispositions?wait=20", json=said, headers=keyed)
    assert (again.status_code, again.json()) == (200, done.json())
    other = uk.ask("POST", f"{path}/dispositions", json={"action": "reopen"}, headers=keyed)
    assert other.status_code == 409
    late = {"If-Match": '"1"'}
    refused = uk.ask("POST", f"{path}/dispositions", json={"action": "reopen"}, headers=late)
    assert refused.status_code == 412
    whole = uk.get(path).json()
    assert [one["event"] for one in whole["versions"]] == ["raised", "updated"]
    assert [one["disposition_id"] for one in whole["decisions"]] == ["D-1"]
    trail = [one for one in all_of(running.broker.bootstrap, AUDIT) if one["action"] == "decided"]
    mine = [one for one in trail if "disposition:uk-piu/D-1" in one["about"]]
    # Asked twice; the worker, which has it by Kafka, does not take it for a decision of its own.
    assert [one["who"]["subject"].endswith("/4711") for one in mine] == [True, True]
    assert running.quarantine() == []


def test_of_two_who_decide_on_the_same_version_one_is_refused(
    running: Deployment, uk: AgencyClient
) -> None:
    running.alerts.poll()
    path = f"/alerts/{an_alert(running)}/dispositions"
    match = {"If-Match": '"1"'}
    first = uk.ask("POST", path, json={"action": "acknowledge"}, headers=match)
    second = uk.ask("POST", path, json={"action": "dismiss", "reason": "data_error"}, headers=match)
    assert (first.status_code, second.status_code) == (202, 412)


def test_alerts_are_listed_by_page_and_as_wanted(running: Deployment, uk: AgencyClient) -> None:
    running.alerts.poll()
    told = {one["alert_id"] for one in running.alerts.latest.values() if one["agency"] == "uk-piu"}
    listed: list[str] = []
    link = "/alerts?limit=1"
    while link:
        page = uk.get(link)
        assert page.status_code == 200, page.text
        listed += [one["alert_id"] for one in page.json()["alerts"]]
        link = page.links.get("next", {}).get("url", "").removeprefix("/v1")
    assert sorted(listed) == sorted(told)
    assert uk.get("/alerts?state=confirmed").json()["alerts"] != []
    assert uk.get("/alerts?event=withdrawn").json() == {"alerts": [], "next": None}
    for wrong in ("limit=201", "cursor=x", "state=lost", "since=yesterday", "flihgt=UA1"):
        assert uk.get(f"/alerts?{wrong}").status_code == 400, wrong


def test_dismissal_is_listed_and_ended(running: Deployment, door: Door) -> None:
    french = AgencyClient(door, "fr-piu")
    path = f"/alerts/{an_alert(running, 'fr-piu')}"
    said = {"action": "dismiss", "reason": "not_the_same_person"}
    done = french.ask("POST", f"{path}/dispositions?wait=20", json=said)
    kept = done.json()["alert"]["disposition"]["suppression"]
    assert comes_true(lambda: french.get("/suppressions").json()["suppressions"] != [])
    (shown,) = french.get("/suppressions").json()["suppressions"]
    assert (shown["id"], shown["entry"].split("/")[0]) == (kept, "interpol")
    assert AgencyClient(door, "uk-piu").get("/suppressions").json() == {"suppressions": []}
    assert AgencyClient(door, "uk-piu").ask("DELETE", f"/suppressions/{kept}").status_code == 404
    assert french.ask("DELETE", f"/suppressions/{kept}").status_code == 202
    assert comes_true(lambda: french.get("/suppressions").json()["suppressions"] == [])
    assert comes_true(lambda: french.get(path).json()["alert"]["disposition"] is None)


@pytest.mark.parametrize(
    "said",
    [
        {"action": "dismiss"},
        {"action": "forget"},
        {"action": "confirm", "reason": "data_error"},
        {"action": "dismiss", "reason": "other"},
        {"action": "dismiss", "reason": "not_the_same_person", "suppress_days": 0},
    ],
)
def test_decision_against_the_contract_is_refused_at_once(
    running: Deployment, uk: AgencyClient, said: dict[str, Any]
) -> None:
    path = f"/alerts/{an_alert(running, 'interpol')}"
    refused = uk.ask("POST", f"/alerts/{'0' * 32}/dispositions", json=said)
    assert refused.status_code in (400, 404)
    owner = AGENCY_KEYS["interpol", "officer"]
    headers = {"Authorization": f"Bearer {owner}"}
    assert uk.ask("POST", f"{path}/dispositions", json=said, headers=headers).status_code == 400


def test_stream_is_cut_and_resumed_without_gap_and_without_double(
    running: Deployment, door: Door, interpol: AgencyClient
) -> None:
    with interpol.stream() as events:
        events.opened()
        assert events.headers["content-type"].startswith("text/event-stream")
        position = events.position
    later = day(802, 5, every=2, first=900)
    running.list_people(later)
    assert running.settled(within_s=WITHIN_S)
    running.fly(later)
    wanted = {one for one in later.expected if one.agency == "interpol"}
    assert running.alerts.reach(wanted, within_s=WITHIN_S)
    told: list[dict[str, Any]] = []
    while len(told) < len(wanted):
        with interpol.stream(position) as events:
            for kind, alert in events:
                assert kind == "alert"
                told.append(alert)
                position = events.position
                break  # cut after each one
    ids = [(one["alert_id"], one["version"]) for one in told]
    assert len({*ids}) == len(ids) == len(wanted)
    assert {one["passenger"]["passenger_id"] for one in told} == {one.passenger for one in wanted}
    assert all(one == running.alerts.latest[one["alert_id"]] for one in told)
    foreign = AgencyClient(door, "uk-piu").get("/alerts/stream", params={"last_event_id": position})
    assert foreign.status_code == 400


def test_entry_is_made_read_changed_and_removed_under_conditions(
    running: Deployment, uk: AgencyClient, door: Door
) -> None:
    mine = {**person(1, "ZORANOVA"), "owner": "uk-piu"}
    del mine["schema"], mine["owner"], mine["id"]
    new = {"If-None-Match": "*"}
    made = uk.ask("PUT", "/entries/H-1?wait=20", json=mine, headers=new)
    assert made.status_code == 200, made.text
    assert uk.ask("PUT", "/entries/H-1", json=mine, headers=new).status_code == 412
    read = uk.get("/entries/H-1")
    assert (read.status_code, read.headers["etag"]) == (200, made.headers["etag"])
    assert read.json()["owner"] == "uk-piu"
    changed = {**mine, "severity": "low"}
    late = {"If-Match": '"another"'}
    assert uk.ask("PUT", "/entries/H-1", json=changed, headers=late).status_code == 412
    match = {"If-Match": read.headers["etag"]}
    done = uk.ask("PUT", "/entries/H-1?wait=20", json=changed, headers=match)
    assert (done.status_code, done.json()["in_force"]) == (200, True)
    assert AgencyClient(door, "fr-piu").get("/entries/H-1").status_code == 404
    assert uk.ask("DELETE", "/entries/H-1?wait=20").status_code == 200
    assert uk.get("/entries/H-1").status_code == 404
    assert uk.ask("DELETE", "/entries/H-1", headers=match).status_code == 412
    assert uk.ask("PUT", "/entries/H-1", json=mine).status_code == 202
    assert uk.ask("DELETE", "/entries/H-1?wait=20").json()["in_force"]  # not in force a moment ago
    assert uk.get("/entries/H-1").status_code == 404


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"owner": "interpol"}, "owner"),
        ({"id": "another"}, "id"),
        ({"names": []}, "documents"),
        ({"sharing": {"visible_to": ["nobody"]}}, "nobody"),
        ({"severity": "worst"}, "severity"),
    ],
)
def test_entry_that_may_not_be_contributed_is_refused(
    uk: AgencyClient, changes: dict[str, Any], about: str
) -> None:
    mine = {**person(2, "ZORANOVA"), "owner": "uk-piu", "id": "H-2", "documents": [], **changes}
    refused = uk.ask("PUT", "/entries/H-2", json=mine)
    assert refused.status_code == 400
    assert about in refused.json()["detail"]


def test_subscription_is_tried_out_made_and_ended(
    running: Deployment, uk: AgencyClient, door: Door
) -> None:
    listed = uk.get("/subscriptions").json()["subscriptions"]
    assert [(one["id"], one["kept"]) for one in listed] == [("arrivals", "file")]
    wish = {"origin_countries": ["GB"]}
    asked = {"id": "departures", "filter": wish}
    effect = uk.ask("POST", "/subscriptions/preview", json=asked)
    assert effect.status_code == 200, effect.text
    wanted = {one.flight for one in DAY.expected if one.flight.split("/")[1].startswith("LHR")}
    assert {one["flight"] for one in effect.json()["brings"]} >= wanted
    assert effect.json()["takes"] == []
    new = {"If-None-Match": "*"}
    made = uk.ask("PUT", "/subscriptions/departures", json=wish, headers=new)
    assert made.status_code == 200, made.text
    assert uk.ask("PUT", "/subscriptions/departures", json={}, headers=new).status_code == 412
    read = uk.get("/subscriptions/departures")
    assert (read.headers["etag"], read.json()) == (made.headers["etag"], made.json())
    assert uk.ask("PUT", "/subscriptions/arrivals", json={}).status_code == 409
    assert AgencyClient(door, "fr-piu").get("/subscriptions/departures").status_code == 404
    match = {"If-Match": made.headers["etag"]}
    ended = uk.ask("DELETE", "/subscriptions/departures", headers=match)
    assert ended.status_code == 204
    assert uk.get("/subscriptions/departures").status_code == 404


def test_nobody_does_what_is_above_their_role(door: Door, running: Deployment) -> None:
    alert = an_alert(running, "interpol")
    officer, analyst, admin = (AgencyClient(door, "fr-piu", one) for one in _ROLES)
    table = [
        ("POST", "/check", "officer"),
        ("GET", f"/alerts/{alert}", "officer"),
        ("POST", f"/alerts/{alert}/dispositions", "officer"),
        ("GET", "/alerts", "officer"),
        ("GET", "/suppressions", "analyst"),
        ("DELETE", f"/suppressions/{'0' * 32}", "analyst"),
        ("GET", "/subscriptions", "analyst"),
        ("GET", "/subscriptions/none", "analyst"),
        ("POST", "/subscriptions/preview", "analyst"),
        ("PUT", "/subscriptions/preview", "admin"),
        ("DELETE", "/subscriptions/none", "admin"),
        ("GET", "/deliveries", "analyst"),
        ("GET", "/deliveries/dead", "analyst"),
        ("POST", "/deliveries/none/redeliver", "admin"),
        ("GET", "/entries/none", "analyst"),
        ("PUT", "/entries/none", "admin"),
        ("DELETE", "/entries/none", "admin"),
        ("POST", "/entries", "admin"),
    ]
    for method, path, least in table:
        may = [one.ask(method, path).status_code != 403 for one in (officer, analyst, admin)]
        assert may == [_ROLES.index(one) >= _ROLES.index(least) for one in _ROLES], (method, path)


_ROLES = ("officer", "analyst", "admin")


def test_airlines_key_opens_no_door_of_agencies_nor_the_reverse(door: Door) -> None:
    airline = door.signed("UA")
    assert door.client.get("/v1/subscriptions", headers=airline).status_code == 401
    key = {"Authorization": f"Bearer {AGENCY_KEYS['uk-piu', 'admin']}"}
    assert door.client.post("/v1/manifests", content=b"{}", headers=key).status_code == 401


@pytest.mark.slow
def test_ten_thousand_lines_are_taken_in_and_each_is_answered(
    running: Deployment, uk: AgencyClient
) -> None:
    def lines() -> Iterator[bytes]:
        for number in range(10_000):
            entry = {**person(number, "BULKOVA"), "owner": "uk-piu", "id": f"B-{number}"}
            if number % 1_000 == 7:
                entry["severity"] = "worst"
            yield encoded(entry) + b"\n"
        yield b"nonsense\n\n" + encoded({"id": "B-x"})

    said = uk.ask("POST", "/entries", content=lines())
    answers = [json.loads(one) for one in said.text.splitlines()]
    assert said.status_code == 200
    assert [one["line"] for one in answers] == [*range(1, 10_002), 10_003]
    bad = [one for one in answers if "error" in one]
    assert [one["line"] for one in bad] == [*range(8, 10_001, 1_000), 10_001, 10_003]
    assert "severity" in bad[0]["error"]
    assert answers[0] == {"line": 1, "id": "B-0", "sent": True}
    sent = [one for one in running.sent_to("watchlist.uk-piu") if one.startswith("B-")]
    assert sent == [one["id"] for one in answers if one.get("sent")]
    assert comes_true(lambda: uk.get("/entries/B-0").status_code == 200, within_s=WITHIN_S)
    assert uk.get("/entries/B-7").status_code == 404


def test_server_that_is_to_end_lets_its_streams_go_at_once(running: Deployment) -> None:
    with running.door() as door, AgencyClient(door, "interpol").stream() as events:
        events.opened()
        os.kill(door.pid, signal.SIGTERM)
        began = time.monotonic()
        assert list(events) == []
        assert time.monotonic() - began < 5


def test_nothing_is_told_or_done_that_cannot_be_put_on_record(
    running: Deployment, door: Door
) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    # Any other process that has a broker publishes what waits, and then it is on record.
    others = (door.pid, *(one.pid for one in running.workers))
    with running.door(**away) as alone, held_still(*others):
        uk = AgencyClient(alone, "uk-piu")
        for method, path, body in (
            ("GET", f"/alerts/{an_alert(running, 'uk-piu', any_state=True)}", None),
            ("GET", "/alerts", None),
            ("PUT", "/entries/H-9", person(9, "ZORANOVA") | {"owner": "uk-piu", "id": "H-9"}),
        ):
            refused = uk.ask(method, path, json=body)
            assert refused.status_code == 503, (method, path, refused.text)
            assert "audit" in refused.json()["detail"]
            assert [one.surname for one in DAY.listed if one.surname in refused.text] == []


@pytest.mark.slow
def test_an_officer_is_answered_while_kafka_is_away_and_that_is_published_later(
    running: Deployment,
) -> None:
    away = {"TOCSIN_KAFKA__BOOTSTRAP": "127.0.0.1:1", "TOCSIN_HTTP__ACKNOWLEDGED_S": "1"}
    purpose = {"Tocsin-Purpose": "lane 4, Kafka away"}
    with running.door(**away) as door:
        uk = AgencyClient(door, "uk-piu", "officer")
        person = {"name": DAY.listed[0].surname, "birth_date": DAY.listed[0].birth_date}
        found = uk.ask("POST", "/check", json=person, headers=purpose)
        assert (found.status_code, len(found.json()["matches"]) > 0) == (200, True), found.text

    def noted() -> list[str]:
        trail = all_of(running.broker.bootstrap, AUDIT)
        return [one["what"] for one in trail if one["purpose"] == purpose["Tocsin-Purpose"]]

    assert comes_true(lambda: noted() == ["a person"])  # a worker sees what waits


def test_logs_hold_no_people_no_keys_and_no_questions(door: Door) -> None:
    said = door.log.read_text()
    hidden = ["BULKOVA", "ZORANOVA", "QQQQZZ", "gate 4", *(one.surname for one in DAY.listed)]
    assert [one for one in [*hidden, *AGENCY_KEYS.values()] if one in said] == []
    metrics = door.client.get("/metrics").text
    assert [one for one in hidden if one in metrics] == []
