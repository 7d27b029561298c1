"""What all couriers of a process work with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import random

from redis.asyncio import Redis

from alerts.delivery.standing import Pace
from config.settings import Settings
from streams.crash import Crash
from streams.delivering.patience import Patience
from streams.publisher import Publishing
from streams.stats import Stats


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Kit:
    """One of each; *clock* and *chance* are others in tests."""

    settings: Settings
    redis: Redis
    publisher: Publishing
    stats: Stats
    crash: Crash
    patience: Patience
    stop: asyncio.Event
    clock: Callable[[], datetime] = field(default=_now)
    chance: Callable[[], float] = field(default=random)

    @property
    def pace(self) -> Pace:
        """Return when who fails is called again, as the settings say."""
        limits = self.settings.delivery
        return Pace(
            first_s=limits.backoff_s,
            most_s=limits.backoff_max_s,
            retry_after_most_s=limits.retry_after_max_s,
            deadline=timedelta(hours=limits.deadline_h),
            open_after=limits.open_after,
        )
