"""How every reader of alerts reads them, and tells news from repetition (rule 2)."""

from pydantic import ValidationError

from alerts.alert import Alert


def alert_in(value: bytes | None) -> Alert | None:
    """Return the alert that a record holds; None where it holds none."""
    try:
        return Alert.model_validate_json(value or b"")
    except ValidationError:
        return None


class News:
    """Takes each version of each alert once, and none that is older than one already taken."""

    def __init__(self) -> None:
        self._latest: dict[str, int] = {}

    def take(self, alert_id: str, version: int) -> bool:
        """Say whether this version is news, and remember it."""
        if version <= self._latest.get(alert_id, 0):
            return False
        self._latest[alert_id] = version
        return True
