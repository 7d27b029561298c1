"""What a killed server left of lists on disk goes with the next start."""

import os
import subprocess
import sys
from pathlib import Path

from streams.console.spool import forget_left_behind, spool


def test_lists_that_killed_processes_left_are_removed_and_no_others(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, mine = f"tocsin-import-{gone.pid}-a", f"tocsin-import-{os.getpid()}-b"
    for name in (left, mine, f"tocsin-import-{os.getppid()}-c", "tocsin-import-other", "x"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list").write_text("Jane Roe")
    forget_left_behind(tmp_path)
    kept = sorted(one.name for one in tmp_path.iterdir())
    assert kept == sorted([f"tocsin-import-{os.getppid()}-c", "tocsin-import-other", "x"])


def test_folder_of_a_reading_names_its_process() -> None:
    with spool() as name:
        assert Path(name).name.startswith(f"tocsin-import-{os.getpid()}-")
