"""Named points at which a fault test lets a worker kill itself, as `kill -9` would."""

import os
import signal

POINTS = (
    "intake: before publish",
    "intake: before ack",
    "screen: before publish",
    "screen: before ack",
    "rescreen: before publish",
    "rescreen: before ack",
    "route: before pending",
    "route: before publish",
    "route: before sent",
    "route: before ack",
)


class Crash:
    """Does nothing, unless the settings name a point (`TOCSIN_CRASH_AT`)."""

    def __init__(self, point: str | None) -> None:
        self._point = point

    def at(self, point: str) -> None:
        """Die here, without any clean-up, if this is the point."""
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)
