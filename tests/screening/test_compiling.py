"""What is compiled runs wherever it is installed, and as plain Python too."""

import os
import subprocess
import sys

import pytest

from screening.compiled.scaling import TELLING, TELLS_MORE

_SCALED = "from screening.compiled.scaling import scaled; print(scaled(3.0, 0.0))"


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({}, id="kept"),
        pytest.param({"NUMBA_CACHE_DIR": f"{os.devnull}/nowhere"}, id="nowhere to keep it"),
        pytest.param({"NUMBA_DISABLE_JIT": "1"}, id="uncompiled"),
    ],
)
def test_what_is_compiled_says_the_same_everywhere(variables: dict[str, str]) -> None:
    ran = subprocess.run(  # ourselves
        [sys.executable, "-c", _SCALED],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert float(ran.stdout) == pytest.approx(3.0 + TELLS_MORE * (3.0 - TELLING))
