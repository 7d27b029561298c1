"""The secrets of a destination, read anew for each call: so they can be changed while it runs."""

import logging
from pathlib import Path

from alerts.delivery.signing import BadSecrets, secrets_in

log = logging.getLogger("tocsin.delivery")


class SecretsFile:
    """Remembers the last secrets that could be read, for while the file is being replaced."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._last: tuple[bytes, ...] = ()
        self._complaint = ""

    def secrets(self) -> tuple[bytes, ...]:
        """Return those in force; none where there never were any."""
        complaint = ""
        try:
            self._last = read_secrets(self._path)
        except BadSecrets as problem:
            complaint = str(problem)
        if complaint and complaint != self._complaint:
            held = "those read before stay in force" if self._last else "nothing is sent"
            log.warning("%s: secrets_file %s; %s", self._name, complaint, held)
        self._complaint = complaint
        return self._last


def read_secrets(path: Path) -> tuple[bytes, ...]:
    """Return the secrets in the file. Raises BadSecrets with a sentence that tells none."""
    try:
        text = path.read_text(encoding="ascii")
    except OSError as problem:
        raise BadSecrets(f"cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise BadSecrets("is no plain text") from problem
    return secrets_in(text)
