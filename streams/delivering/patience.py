"""How long the lane waits for Redis and Kafka, and how many faults of its own it lives with."""

import logging
from collections import deque
from time import monotonic

from config.settings import WorkerSettings
from streams.edge import GiveUp, Health, away_too_long, place_of, what_is_away

log = logging.getLogger("tocsin.delivery")


class Patience:
    """Of one process, for all its couriers; `health` is what its heartbeat tells."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._since: dict[str, float] = {}
        self._unexpected: deque[float] = deque()
        self.health = Health(has_index=True, has_partitions=True)  # it needs neither

    def away(self, who: str, problem: Exception) -> None:
        """Note that *who* waits. Raises GiveUp when it has for too long."""
        what = what_is_away(problem)
        since = self._since.setdefault(who, monotonic())
        away_s = monotonic() - since
        if away_s > self._settings.give_up_s:
            raise GiveUp(away_too_long(what, away_s)) from problem
        if self.health.waiting_for is None:
            log.warning("%s is away (%s); retrying", what, type(problem).__name__)
        self.health.waiting_for = what

    def well(self, who: str) -> None:
        """Note that *who* goes on."""
        self._since.pop(who, None)
        if not self._since:
            self.health.waiting_for = None

    def unexpected(self, who: str, problem: Exception) -> None:
        """Note a fault of ours, without its text. Raises GiveUp when there are too many."""
        log.error("unexpected %s in delivery to %s", place_of(problem), who)
        self.health.unexpected += 1
        now = monotonic()
        self._unexpected.append(now)
        while self._unexpected[0] < now - 60:
            self._unexpected.popleft()
        if len(self._unexpected) > self._settings.unexpected_per_minute:
            raise GiveUp("too many unexpected errors within a minute; see the log") from problem
