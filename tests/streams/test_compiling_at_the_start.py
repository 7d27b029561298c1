"""Whoever asks a process to end that has minutes yet to compile does not wait for that."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from streams.child import Child, free_port
from streams.demo.officer import demo_officer
from tests.running import ROOT, Site

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
        **site.variables,
        "NUMBA_CACHE_DIR": str(tmp_path / "compiled"),
        "TOCSIN_HTTP__PORT": str(free_port()),
        "TOCSIN_PARTIES_FILE": str(parties),
        "PYTHONPATH": str(ROOT),
    }
    child = Child(
        [sys.executable, "-m", "streams", command],
        log=tmp_path / "log",
        environ={**os.environ, **variables},
    )
    child.start()
    try:
        until = time.monotonic() + WITHIN_S
        while not any(tmp_path.glob("compiled/**/*.nbi")) and time.monotonic() < until:
            time.sleep(0.1)
        os.kill(child.pid, asked)
        while child.exit_code is None and time.monotonic() < until + 15:
            time.sleep(0.1)
        assert child.exit_code == 0, (tmp_path / "log").read_text()
    finally:
        child.kill()
