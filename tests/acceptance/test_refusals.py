"""What can never be taken in is refused with a reason a person understands; the rest flows on."""

import base64
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError

from streams.topics import MAX_RECORD_BYTES
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import day, encoded

WITHIN_S = 60

LEG = day(501, 1).legs[0]
PERSON = LEG.people[0]


def manifest(**more: Any) -> dict[str, Any]:
    """Return a manifest of UA that nobody has sent yet."""
    flight = {
        "carrier": "UA",
        "number": "55",
        "origin": "JFK",
        "destination": "LHR",
        "departure": "2031-05-05T18:30",
    }
    sent = LEG.manifest(message_id="refused-1")
    return {**sent, "sender": "UA", "flight": {**flight, **more.pop("flight", {})}, **more}


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    deployment = deploy()
    deployment.worker()
    return deployment


def refused(deployment: Deployment, value: bytes | None) -> list[dict[str, Any]]:
    """Return the quarantine's records about *value*."""
    text = None if value is None else base64.b64encode(value).decode()
    return [one for one in deployment.quarantine() if one["value_base64"] == text]


@pytest.mark.parametrize(
    ("value", "reason", "sentence"),
    [
        pytest.param(b"\x00\xffnothing", "unreadable", "holds no message", id="unreadable"),
        pytest.param(b"", "empty", "has no value", id="empty"),
        pytest.param(
            encoded(manifest(schema="manifest/9")), "invalid", "schema: ", id="wrong schema"
        ),
        pytest.param(
            encoded(manifest(colour="red")), "invalid", "colour: is not a field", id="unknown field"
        ),
        pytest.param(
            encoded(manifest(sender="BA")),
            "foreign_sender",
            "sender is 'BA' but the topic belongs to 'UA'",
            id="in another's name",
        ),
        pytest.param(
            encoded(manifest(flight={"carrier": "QQ"})),
            "foreign_carrier",
            "carrier 'QQ' is not one of 'UA'",
            id="another's flight",
        ),
    ],
)
def test_a_manifest_that_cannot_be_taken_in_is_refused_with_a_sentence(
    running: Deployment, value: bytes, reason: str, sentence: str
) -> None:
    running.push(value, airline="UA")
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    [found] = refused(running, value)
    assert found["reason"] == reason
    assert sentence in found["detail"]
    assert found["topic"] == "manifests.UA"


@pytest.mark.parametrize(
    ("entry", "reason", "sentence"),
    [
        pytest.param(
            PERSON.entry("fr-piu"), "not_allowed", "owner is 'fr-piu'", id="of a foreign owner"
        ),
        pytest.param(
            PERSON.entry(sharing={"visible_to": ["atlantis"]}),
            "not_allowed",
            "unknown agency 'atlantis'",
            id="shared with nobody we know",
        ),
        pytest.param(PERSON.entry(names=[], documents=[]), "invalid", "both empty", id="nobody"),
    ],
)
def test_an_entry_that_cannot_be_taken_in_is_refused_with_a_sentence(
    running: Deployment, entry: dict[str, Any], reason: str, sentence: str
) -> None:
    running.contribute(entry, agency="interpol")
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    [found] = refused(running, encoded(entry))
    assert found["reason"] == reason
    assert sentence in found["detail"]
    assert found["topic"] == "watchlist.interpol"


def test_a_recycled_message_id_is_refused_and_a_repetition_is_not(running: Deployment) -> None:
    first = manifest(message_id="recycled-1")
    other = manifest(message_id="recycled-1", flight={"number": "56"})
    for one in (first, first, other):
        running.push(one)
    running.flush()
    assert running.settled(within_s=WITHIN_S)
    assert refused(running, encoded(first)) == []
    [found] = refused(running, encoded(other))
    assert found["reason"] == "recycled_message_id"
    assert "under a new message_id" in found["detail"]


def test_a_record_above_the_limit_is_refused_by_the_client(running: Deployment) -> None:
    with pytest.raises(MessageSizeTooLargeError):
        running.push(b"x" * (MAX_RECORD_BYTES + 1), airline="UA")


def test_a_record_above_the_limit_is_refused_whatever_the_client(
    running: Deployment, broker_kind: str
) -> None:
    value = b"x" * (MAX_RECORD_BYTES + 1)
    careless = KafkaProducer(
        bootstrap_servers=running.broker.bootstrap,
        enable_idempotence=False,
        max_request_size=2 * MAX_RECORD_BYTES,
    )
    sent = careless.send("manifests.UA", value)
    if broker_kind == "kafka":
        with pytest.raises(MessageSizeTooLargeError):
            sent.get(timeout=WITHIN_S)
        careless.close()
        return
    sent.get(timeout=WITHIN_S)
    careless.close()
    assert running.settled(within_s=WITHIN_S)
    [found] = refused(running, value)
    assert found["reason"] == "too_large"
    assert "split it" in found["detail"]


def test_the_rest_flows_on(running: Deployment) -> None:
    today = day(502, 10, every=4, first=800)
    before, garbled, after = today.legs[:5], b"garbled", today.legs[5:]
    running.list_people(today)
    for leg in before:
        running.push(leg.manifest())
    running.push(garbled, airline="UA")
    running.push(garbled, airline="BA")
    for leg in after:
        running.push(leg.manifest())
    running.flush()
    assert running.alerts.reach(today.expected, within_s=WITHIN_S)
    assert len(refused(running, garbled)) == 2
