"""Whoever asks a process to end that has minutes yet to compile does not wait for that."""

import signal
import time
from pathlib import Path

import pytest

from streams.child import free_port
from streams.demo.officer import demo_officer
from tests.running import Site

WITHIN_S = 60


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        pytest.param("worker", signal.SIGTERM, id="worker"),
        pytest.param("serve", signal.SIGINT, id="serve"),
    ],
)
def test_a_process_that_compiles_ends_when_it_is_asked(
    site: Site, tmp_path: Path, command: str, asked: signal.Signals
) -> None:
    parties = demo_officer(site.settings.parties_file, tmp_path).parties_file
    variables = {
        "NUMBA_CACHE_DIR": str(tmp_path / "compiled"),
        "TOCSIN_HTTP__PORT": str(free_port()),
        "TOCSIN_PARTIES_FILE": str(parties),
    }
    with site.start(command, variables=variables) as process:
        try:
            until = time.monotonic() + WITHIN_S
            while not any(tmp_path.glob("compiled/**/*.nbi")):
                assert time.monotonic() < until, "it does not compile"
                time.sleep(0.1)
            process.send_signal(asked)
            _, said = process.communicate(timeout=WITHIN_S)
        finally:
            process.kill()
    assert process.returncode == 0, said
