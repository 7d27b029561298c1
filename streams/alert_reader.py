"""How every reader of alerts reads them, and tells news from repetition (rule 2)."""

from pydantic import ValidationError

from alerts.alert import Alert, read_alert


def alert_in(value: bytes | None) -> Alert | None:
    """Return the alert that a record holds; None where it holds none."""
    try:
        return read_alert(value or b"")
    except ValidationError:
        return None


REMEMBERED = 10_000  # alerts; a version told again after so many others is told twice


class News:
    """Takes each version of each alert once, and none that is older than one already taken.

    Of so many alerts as *most*: beyond, those are forgotten that nothing was told of for longest.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._latest: dict[str, int] = {}  # those that were told last come last
        self._most = most

    def take(self, alert_id: str, version: int) -> bool:
        """Say whether this version is news, and remember it."""
        if version <= self._latest.get(alert_id, 0):
            return False
        self._latest.pop(alert_id, None)
        self._latest[alert_id] = version
        if len(self._latest) > self._most:
            del self._latest[next(iter(self._latest))]
        return True

    def __len__(self) -> int:
        """Return of how many alerts something is remembered."""
        return len(self._latest)
