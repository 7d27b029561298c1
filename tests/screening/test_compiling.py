"""What is compiled runs wherever it is installed, and as plain Python too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.compiled.compiling import VERSIONS
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
    said = _said(_SCALED, variables)
    assert float(said) == pytest.approx(3.0 + TELLS_MORE * (3.0 - TELLING))


def test_what_is_compiled_in_part_or_for_another_processor_counts_as_not_compiled(
    tmp_path: Path,
) -> None:
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    asked = "from screening.compiled.compiling import is_compiled, note_compiled"
    assert _said(f"{_SCALED}; {asked}; print(is_compiled())", kept).split()[-1] == "False"
    assert _said(f"{asked}; note_compiled(); print(is_compiled())", kept) == "True"
    assert _said(f"{asked}; print(is_compiled())", kept | {"NUMBA_CPU_NAME": "other"}) == "False"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("import numba; numba.__version__ += '.1'", id="Numba"),
        pytest.param(
            "import sys; sys.dont_write_bytecode = True; sys.implementation.cache_tag += '0'",
            id="Python",
        ),
    ],
)
def test_what_another_release_compiled_counts_as_not_compiled(tmp_path: Path, other: str) -> None:
    kept = {"NUMBA_CACHE_DIR": str(tmp_path)}
    asked = "from screening.compiled.compiling import is_compiled, note_compiled"
    assert _said(f"{asked}; note_compiled(); print(is_compiled())", kept) == "True"
    assert _said(f"{other}; {asked}; print(is_compiled())", kept) == "False"


def test_versions_of_long_ago_are_not_kept(tmp_path: Path) -> None:
    for nth in range(9):
        old = tmp_path / f"compiled-{nth}"
        old.mkdir()
        os.utime(old, (nth, nth))
    code = "from screening.compiled.compiling import note_compiled; note_compiled()"
    _said(code, {"NUMBA_CACHE_DIR": str(tmp_path)})
    left = {one.name for one in tmp_path.iterdir()}
    assert left > {"compiled-5", "compiled-6", "compiled-7", "compiled-8"}
    assert len(left) == VERSIONS


def _said(code: str, variables: dict[str, str]) -> str:
    ran = subprocess.run(  # ourselves
        [sys.executable, "-c", code],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()
