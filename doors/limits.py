"""How often an airline may ask: a bucket of tokens for each. Pure: the time comes in."""

from collections.abc import Hashable
from math import ceil

AT_LEAST = 1_000  # holders before anybody looks whose bucket is full again


class Buckets:
    """A holder's bucket fills with *per_s* tokens a second up to *burst*; a request takes one."""

    def __init__(self, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._held: dict[Hashable, tuple[float, float]] = {}  # tokens, and when that was
        self._look_at = AT_LEAST

    def wait_s(self, holder: Hashable, now: float) -> int:
        """Take a token and return 0, or return in how many seconds there will be one."""
        if len(self._held) >= self._look_at:
            self._drop_full(now)
        tokens, since = self._held.get(holder, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - since) * self._per_s)
        if tokens < 1:
            self._held[holder] = (tokens, now)
            return max(1, ceil((1 - tokens) / self._per_s))
        self._held[holder] = (tokens - 1, now)
        return 0

    def _drop_full(self, now: float) -> None:
        """Forget whoever has rested: a full bucket is what a new holder has."""
        self._held = {
            holder: (tokens, since)
            for holder, (tokens, since) in self._held.items()
            if tokens + (now - since) * self._per_s < self._burst
        }
        self._look_at = max(AT_LEAST, 2 * len(self._held))

    def __len__(self) -> int:
        """Return of how many holders something is held."""
        return len(self._held)
