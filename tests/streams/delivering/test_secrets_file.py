"""The secrets of a destination: read beside the loop, and within bounds."""

import asyncio
import base64
import os
import time
from pathlib import Path, PosixPath
from time import monotonic

import pytest

from alerts.delivery.signing import BadSecrets
from streams.delivering.secrets_file import SecretsFile, read_secrets
from tests.streams.delivering.lane import SECRET

BYTES = base64.b64decode(SECRET.removeprefix("whsec_"))


class Hanging(PosixPath):
    """A path on a disk that does not answer for a moment."""

    def __fspath__(self) -> str:
        time.sleep(0.5)
        return super().__fspath__()


async def test_a_disk_that_hangs_holds_up_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    secrets = SecretsFile("uk-piu/desk", Hanging(tmp_path / "secret"))
    reading = asyncio.create_task(secrets.secrets())
    began = monotonic()
    for _ in range(5):
        await asyncio.sleep(0.01)
    assert monotonic() - began < 0.3
    assert not reading.done()
    assert await reading == (BYTES,)
    secrets.close()


@pytest.mark.parametrize("kind", ["endless", "pipe", "folder", "missing"])
def test_what_is_no_file_of_secrets_is_said_soon(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    match kind:
        case "endless":
            path = Path("/dev/zero")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
    with pytest.raises(BadSecrets):
        read_secrets(path)
