"""Where a list is on disk while it is read: in a folder of this process, gone with the reading."""

import os
import re
import shutil
import tempfile
from pathlib import Path

_NAME = "tocsin-import-"


def spool() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that nobody else can look into; whoever asks cleans it up."""
    return tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-")


def forget_left_behind(within: Path | None = None) -> None:
    """Remove what processes left that were killed: lists in the clear.

    For the start of a process: what has its own number is another's then, of the same container.
    """
    for one in (within or Path(tempfile.gettempdir())).glob(f"{_NAME}*"):
        found = re.match(rf"{_NAME}(\d+)-", one.name)
        if found and (int(found[1]) == os.getpid() or not _runs(int(found[1]))):
            shutil.rmtree(one, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
