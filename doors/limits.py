"""How often an airline may ask: a bucket of tokens for each. Pure: the time comes in."""

from collections.abc import Hashable
from math import ceil

MOST = 10_000  # holders; beyond, those whose buckets are full again are forgotten


class Buckets:
    """A holder's bucket fills with *per_s* tokens a second up to *burst*; a request takes one."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._held: dict[Hashable, tuple[float, float]] = {}  # tokens, and when that was

    def left_s(self, holder: Hashable, now: float) -> int:
        """Return what `wait_s` would, and take nothing."""
        held = self._held.get(holder)
        found = self.wait_s(holder, now)
        if held is None:
            del self._held[holder]
        else:
            self._held[holder] = held
        return found

    def wait_s(self, holder: Hashable, now: float) -> int:
        """Take a token and return 0, or return in how many seconds there will be one."""
        if len(self._held) > MOST:
            self._forget_the_full(now)
        tokens, since = self._held.get(holder, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - since) * self._per_s)
        if tokens < 1:
            self._held[holder] = (tokens, now)
            return max(1, ceil((1 - tokens) / self._per_s))
        self._held[holder] = (tokens - 1, now)
        return 0

    def _forget_the_full(self, now: float) -> None:
        self._held = {
            one: (tokens, since)
            for one, (tokens, since) in self._held.items()
            if tokens + (now - since) * self._per_s < self._burst
        }
