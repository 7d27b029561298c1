"""A message that cannot be taken in: at which of its segments, and why."""


class Broken(Exception):  # noqa: N818  # says what is the case
    """The message can never be read; *segment* counts from UNH = 1. No personal data."""

    def __init__(self, reason: str, *, segment: int | None = None, tag: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.segment = segment
        self.tag = tag
        self.code = "broken_message"


class Unsupported(Broken):
    """The message is whole but of a kind that is no passenger list."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, segment=1, tag="UNH")
        self.code = "unsupported_message"
