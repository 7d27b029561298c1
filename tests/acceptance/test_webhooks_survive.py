"""`kill -9` of the lane that delivers: the same call again, with the same id and bytes."""

import json
import signal
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from kafka import KafkaProducer

from alerts.ledger import payload
from streams.clients import producer_options
from streams.crash import DELIVERY_POINTS
from streams.redis_clients import redis_client
from tests.builders import alert
from tests.running import Site

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WITHIN_S = 40


class Desk(ThreadingHTTPServer):
    """Takes every call, and keeps its id and body."""

    calls: list[tuple[str, bytes]]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server, Desk)
        self.server.calls.append((self.headers["webhook-id"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its own name
        """Say nothing."""


@pytest.fixture
def desk() -> Iterator[Desk]:
    server = Desk(("127.0.0.1", 0), _Handler)
    server.calls = []
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def until(holds: object, within_s: float = WITHIN_S) -> None:
    assert callable(holds)
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def delivery_file(folder: Path, desk: Desk, name: str) -> str:
    (folder / "secret").write_text(SECRET)
    row = {
        "id": name,
        "url": f"http://127.0.0.1:{desk.server_port}/",
        "secrets_file": "secret",  # beside delivery.yaml
        "allow_insecure": True,
        "allow_private": True,
    }
    path = folder / "delivery.yaml"
    path.write_text(json.dumps({"agencies": [{"agency": "uk-piu", "webhooks": [row]}]}))
    return str(path)


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(one, marks=() if one == "delivery: after attempt" else pytest.mark.slow)
        for one in DELIVERY_POINTS
    ],
)
def test_a_lane_killed_around_a_call_makes_the_same_call_again(
    site: Site, desk: Desk, tmp_path: Path, point: str
) -> None:
    name = point.split(": ")[1].replace(" ", "-")
    variables = {
        "TOCSIN_DELIVERY_FILE": delivery_file(tmp_path, desk, name),
        "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "2",
    }
    producer = KafkaProducer(**producer_options(site.settings.kafka))

    def tell(*numbers: int) -> None:
        for one in numbers:
            said = alert(alert_id=f"{one:032x}")
            producer.send("alerts.uk-piu", payload(said), key=said.alert_id.encode())
        producer.flush()

    def taken_up() -> bool:
        with redis_client(site.settings.redis) as client:
            return bool(client.hexists(f"tocsin:delivery:uk-piu/{name}", "position"))

    first = site.start("worker", "--delivery", variables={**variables, "TOCSIN_CRASH_AT": point})
    until(taken_up)
    tell(1, 2, 3)
    first.communicate(timeout=WITHIN_S)
    assert first.returncode == -signal.SIGKILL
    before = list(desk.calls)
    # More comes while it is down: it does not join the call that was begun.
    tell(4)
    with site.running("worker", "--delivery", variables=variables):
        until(lambda: len(desk.calls) >= len(before) + 2)
        tell(5)
        until(lambda: len(desk.calls) >= len(before) + 3)
    ids = [[one["alert_id"][-1] for one in json.loads(body)["data"]["alerts"]]
           for _, body in desk.calls]  # fmt: skip
    assert len(before) == (0 if point == "delivery: before attempt" else 1)
    assert ids == [["1", "2", "3"]] * (len(before) + 1) + [["4"], ["5"]]
    assert len({call for call in desk.calls if call[0] == desk.calls[0][0]}) == 1
    producer.close(timeout=5)
