"""Who asks before boarding is answered, by HTTP and on a topic, whatever else there is."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from manifests.cusres.answer import Answer
from manifests.reading import understood
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment, held_still
from tests.acceptance.door import Door
from tests.acceptance.test_edifact import group
from tests.acceptance.traffic import Leg, Traveller, day, encoded
from tests.manifests.messages import interchange, message

WITHIN_S = 60
PEOPLE = [one for leg in day(801, 4, first=800).legs for one in leg.people]
WANTED, HIDDEN, PLAIN, UNKNOWN = PEOPLE[:4]
LEG = Leg("UA", 810, ("JFK", "LHR"), (WANTED, PLAIN))
NOT_OURS = Leg("UA", 811, ("LHR", "CDG"), (WANTED,))


def question(leg: Leg, *rows: tuple[str, ...], control: str) -> bytes:
    """Return a PAXLST that asks for an answer."""
    flight = (
        f"TDT+20+{leg.carrier}{leg.number}",
        f"LOC+125+{leg.route[0]}",
        "DTM+189:3105051830:201",
        f"LOC+87+{leg.route[1]}",
    )
    body = ["BGM+745", f"RFF+TN:{control}", *flight, *(line for one in rows for line in one)]
    return interchange(message(body), control=control, application="IAPI", when=("261124", "0800"))


def without(one: Traveller, *tags: str) -> tuple[str, ...]:
    return tuple(line for line in group(one) if not line.startswith(tags))


def read(cusres: bytes) -> Answer:
    (said,) = understood(cusres, received_at=datetime.now(UTC), sender="UA").answers
    return said


def codes(said: Answer) -> dict[str | None, str]:
    return {one.passenger_id: one.code for one in said.people}


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """Start a worker, and one that answers."""
    deployment = deploy()
    deployment.worker()
    deployment.contribute(WANTED.entry())
    deployment.contribute(HIDDEN.entry(sharing={"visible_to": ["*"], "hidden_from": ["uk-piu"]}))
    deployment.flush()
    assert deployment.settled(within_s=WITHIN_S)
    deployment.worker(None, "--boarding")
    return deployment


def asked(door: Door, body: bytes) -> dict[str, Any]:
    """Return the answer to one message."""
    said = door.push(body, params={"wait": 30})
    assert said.status_code == 200, said.text
    (answer,) = said.json()["answers"]
    return dict(answer)


def answered(running: Deployment, message_id: str) -> list[bytes]:
    """Wait for the answer to a message; return all of them."""
    until = time.monotonic() + WITHIN_S
    found: list[bytes] = []
    while not found and time.monotonic() < until:
        found = [value for key, value in running.answers() if key == message_id]
    return found


def test_each_person_is_answered_by_http_and_on_the_topic(running: Deployment, door: Door) -> None:
    rows = (
        group(WANTED),
        group(HIDDEN),
        group(PLAIN),
        without(UNKNOWN, "DTM+329", "DOC", "LOC+91"),
    )
    said = asked(door, question(LEG, *rows, control="Q1"))
    assert {one["passenger_id"]: one["code"] for one in said["people"]} == {
        WANTED.id: "1Z",
        HIDDEN.id: "0Z",  # the United Kingdom may not know of that entry
        PLAIN.id: "0Z",
        UNKNOWN.id: "4Z",
    }
    texts = {one["code"]: one.get("text") for one in said["people"]}
    assert texts["4Z"] == "MISSING DATE OF BIRTH, DOCUMENT"
    assert texts["1Z"] == "DO NOT BOARD"
    (cusres,) = answered(running, said["message_id"])
    assert cusres.decode() == said["cusres"]
    answer = read(cusres)
    assert (answer.document, answer.transaction) == ("962", "Q1")
    assert codes(answer) == {one["passenger_id"]: one["code"] for one in said["people"]}


def test_whoever_asked_is_screened_as_all_others(running: Deployment, door: Door) -> None:
    said = asked(door, question(LEG, group(WANTED), control="Q2"))
    door.comes_to("screened", said["message_id"])
    expected = LEG.expected([WANTED])
    assert running.alerts.reach(expected, within_s=WITHIN_S)


def test_question_on_the_airlines_own_topics_is_answered(running: Deployment) -> None:
    for topic, message_id in (("manifests", "K-1"), ("requests", "K-2")):
        running.send(f"{topic}.UA", encoded(LEG.manifest(message_id=message_id, respond=True)))
        (cusres,) = answered(running, message_id)
        assert codes(read(cusres)) == {WANTED.id: "1Z", PLAIN.id: "0Z"}
    assert running.settled(within_s=WITHIN_S)
    assert running.quarantine() == []


def test_list_that_does_not_ask_is_not_answered(running: Deployment, door: Door) -> None:
    said = door.push(encoded(LEG.manifest(message_id="N-1")), params={"wait": 30})
    assert said.status_code == 202
    running.send("requests.UA", encoded(LEG.manifest(message_id="N-2")))
    door.comes_to("screened", "N-2")
    asked(door, question(LEG, group(PLAIN), control="Q3"))  # behind it in the lane
    assert {"N-1", "N-2"}.isdisjoint(key for key, _ in running.answers())


def test_flight_for_which_no_state_answers_is_an_exception(door: Door) -> None:
    said = asked(door, question(NOT_OURS, group(WANTED), control="Q4"))
    assert (said["code"], said["people"]) == ("1", [])


def test_cusres_alone_is_given_to_who_accepts_edifact(door: Door) -> None:
    body = question(LEG, group(PLAIN), control="Q5")
    headers = {**door.signed("UA"), "Accept": "application/edifact"}
    said = door.client.post("/v1/manifests?wait=30", content=body, headers=headers)
    assert said.headers["content-type"] == "application/edifact"
    assert codes(read(said.content)) == {PLAIN.id: "0Z"}


def test_same_question_again_has_the_same_answer(door: Door) -> None:
    body = question(LEG, group(WANTED), control="Q6")
    assert asked(door, body) == asked(door, body)


def test_answers_come_while_no_manifest_is_screened(running: Deployment, door: Door) -> None:
    screening = running.workers[0]
    with held_still(screening.pid):
        assert screening.paused(within_s=5)
        for leg in day(802, 20, first=820).legs:
            running.push(leg.manifest(), airline=leg.carrier)
        running.flush()
        said = asked(door, question(LEG, group(WANTED), control="Q7"))
        assert [one["code"] for one in said["people"]] == ["1Z"]
        assert door.fate(said["message_id"]).json()["state"] == "received"
    door.comes_to("screened", said["message_id"])


@pytest.mark.parametrize(
    ("foreign", "reason"),
    [
        pytest.param(
            encoded(LEG.manifest(message_id="F-1", respond=True, sender="BA")),
            "foreign_sender",
            id="JSON in another's name",
        ),
        pytest.param(
            question(Leg("BA", 812, ("JFK", "LHR"), ()), group(WANTED), control="F2"),
            "foreign_carrier",
            id="PAXLST on another's flight",
        ),
    ],
)
def test_foreign_question_is_not_answered_and_quarantined_once(
    running: Deployment, door: Door, foreign: bytes, reason: str
) -> None:
    before = len(running.answers())
    running.send("requests.UA", foreign)
    asked(door, question(LEG, group(PLAIN), control=f"Q-{reason}"))  # behind it in the lane
    assert running.settled(within_s=WITHIN_S)
    assert [one["reason"] for one in running.quarantine()].count(reason) == 1
    assert len(running.answers()) == before + 1


@pytest.mark.parametrize("moment", ["boarding: before publish", "boarding: before ack"])
@pytest.mark.slow
def test_killed_at_any_moment_it_answers_again_with_the_same_bytes(
    running: Deployment, moment: str
) -> None:
    (lane,) = running.workers[1:2]
    if lane.exit_code is None:
        lane.kill()
    dying = running.worker({"TOCSIN_CRASH_AT": moment}, "--boarding")
    message_id = f"X-{moment[-3:]}"
    running.send("requests.UA", encoded(LEG.manifest(message_id=message_id, respond=True)))
    assert dying.gone(within_s=WITHIN_S)
    healthy = running.worker(None, "--boarding")
    found = answered(running, message_id)
    assert len(set(found)) == 1
    assert codes(read(found[0])) == {WANTED.id: "1Z", PLAIN.id: "0Z"}
    healthy.stop()


def test_workers_said_nothing_of_the_people(running: Deployment) -> None:
    hidden = [one.surname for one in (WANTED, HIDDEN, PLAIN, UNKNOWN)]
    assert [one for one in hidden if one in running.logs().upper()] == []
    assert json.dumps([one["detail"] for one in running.quarantine()]).count(WANTED.surname) == 0
