"""Named points at which a fault test lets a worker kill or stop itself."""

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
# Of the lane that delivers to webhooks.
DELIVERY_POINTS = (
    "delivery: before attempt",
    "delivery: after attempt",
    "delivery: before commit",
)


PAUSE = "pause at "  # before a point: stop there once, as SIGSTOP would, instead of dying


class Crash:
    """Does nothing, unless the settings name a point (`TOCSIN_CRASH_AT`)."""

    def __init__(self, point: str | None) -> None:
        self._point = point

    def at(self, point: str) -> None:
        """Die here, without any clean-up, or stop until SIGCONT, if this is the point."""
        if self._point == point:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._point == PAUSE + point:
            self._point = None
            os.kill(os.getpid(), signal.SIGSTOP)
