"""How long the lane waits for Redis and Kafka; what one courier waits for ends nobody else."""

import logging
from collections.abc import Collection
from time import monotonic

from config.settings import WorkerSettings
from streams.dealing import GiveUp, away_too_long, place_of, what_is_away
from streams.health import Health

log = logging.getLogger("tocsin.delivery")

HEARTBEAT = "the heartbeat"


class Patience:
    """Of one process, for all its couriers; `health` is what its heartbeat tells."""

    def __init__(self, settings: WorkerSettings, couriers: Collection[str]) -> None:
        self._settings = settings
        self._couriers = frozenset(couriers)
        self._since: dict[str, float] = {}
        self.health = Health(has_index=True, has_partitions=True)  # it needs neither

    def away(self, who: str, problem: Exception) -> None:
        """Note that *who* waits. Raises GiveUp when everybody has for too long.

        One courier alone may wait for a topic that is not there yet: the others go on.
        """
        if who not in self._since:
            log.warning(
                "%s waits for %s (%s); retrying", who, what_is_away(problem), _kind(problem)
            )
        self._since.setdefault(who, monotonic())
        if HEARTBEAT not in self._since and not self._couriers <= self._since.keys():
            return
        self.health.waiting_for = what_is_away(problem)
        away_s = monotonic() - self._since.get(HEARTBEAT, max(self._since.values()))
        if away_s > self._settings.give_up_s:
            raise GiveUp(away_too_long(what_is_away(problem), away_s)) from problem

    def well(self, who: str) -> None:
        """Note that *who* goes on."""
        if self._since.pop(who, None) is not None and HEARTBEAT not in self._since:
            self.health.waiting_for = None

    def unexpected(self, who: str, problem: Exception) -> None:
        """Note a fault of ours, without its text; it is tried again, and the health stays red."""
        log.error("unexpected %s in delivery to %s", place_of(problem), who)
        self.health.unexpected += 1


def _kind(problem: Exception) -> str:
    return type(problem).__name__
