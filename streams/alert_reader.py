"""How every reader of alerts tells news from repetition (rule 2)."""


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
