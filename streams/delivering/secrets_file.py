"""The secrets of a destination, read anew for each call: so they can be changed while it runs."""

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alerts.delivery.signing import BadSecrets, secrets_in

log = logging.getLogger("tocsin.delivery")

_WITHIN_S = 2.0
_BYTES = 4096


class SecretsFile:
    """Remembers the last secrets that could be read, for while the file is being replaced."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._last: tuple[bytes, ...] = ()
        self._complaint = ""
        # One thread for each destination: a disk that hangs hinders nobody else.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="webhook-secrets")
        self._reading: asyncio.Future[tuple[bytes, ...]] | None = None

    async def secrets(self) -> tuple[bytes, ...]:
        """Return those in force; none where there never were any."""
        complaint = ""
        try:
            self._last = await self._read()
        except TimeoutError:
            complaint = f"cannot be read within {_WITHIN_S:.0f} s"
        except BadSecrets as problem:
            complaint = str(problem)
        if complaint and complaint != self._complaint:
            held = "those read before stay in force" if self._last else "nothing is sent"
            log.warning("%s: secrets_file %s; %s", self._name, complaint, held)
        self._complaint = complaint
        return self._last

    def close(self) -> None:
        """Let go of the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _read(self) -> tuple[bytes, ...]:
        """Return what the file has; a reading that hangs is waited for, not begun again."""
        if self._reading is None:
            loop = asyncio.get_running_loop()
            self._reading = loop.run_in_executor(self._thread, read_secrets, self._path)
        done, _ = await asyncio.wait([self._reading], timeout=_WITHIN_S)
        if not done:
            raise TimeoutError
        reading, self._reading = self._reading, None
        return reading.result()


def read_secrets(path: Path) -> tuple[bytes, ...]:
    """Return the secrets in the file. Raises BadSecrets with a sentence that tells none."""
    try:
        text = _start_of(path).decode("ascii")
    except OSError as problem:
        raise BadSecrets(f"cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise BadSecrets("is no plain text") from problem
    return secrets_in(text)


def _start_of(path: Path) -> bytes:
    """Return the file; of one that is too long for secrets enough to refuse it, and no more.

    Of a pipe what is in it, without waiting for somebody to write.
    """
    place = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(place, _BYTES)
    finally:
        os.close(place)
