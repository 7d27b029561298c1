"""`tocsin serve` as a process."""

import signal
import time

import httpx

from streams.child import free_port
from tests.running import Site

START_S = 60


def test_serve_that_is_asked_to_end_has_done_its_work(site: Site) -> None:
    port = free_port()
    with site.start("serve", variables={"TOCSIN_HTTP__PORT": str(port)}) as process:
        try:
            answers(f"http://127.0.0.1:{port}/healthz")
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, said) == (0, b"")


def answers(url: str) -> None:
    """Return once it is 200."""
    deadline = time.monotonic() + START_S
    while True:
        try:
            assert httpx.get(url).status_code == 200
        except httpx.TransportError:
            assert time.monotonic() < deadline, "it does not start"
            time.sleep(0.1)
        else:
            return
