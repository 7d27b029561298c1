"""A Redis that holds a long list and nothing else, before every run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import filterfalse, islice
from multiprocessing import get_context

from redis import Redis

from bench import SPACE
from bench.load import listed
from bench.retrieval.filling import PROCESSES, fill
from streams.embedded import Embedded
from watchlist.entry import parse_entry


class LongList:
    """The list in one Redis; it only grows, and what was there stays."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url
        self.length = 0
        self._kinds: frozenset[bytes] = frozenset()

    def grow(self, length: int) -> None:
        """Let the list have *length* entries; those that it lacks are written as a worker does.

        Raises ValueError where it is longer already.
        """
        if length < self.length:
            raise ValueError(f"the list has {self.length:,} entries, and only grows")
        if length == self.length:
            return
        self.alone()
        print(f"the list grows to {length:,}", file=sys.stderr)  # noqa: T201
        with get_context("spawn").Pool(PROCESSES) as pool:
            shares = [(self.redis_url, length, self.length, one) for one in range(PROCESSES)]
            pool.starmap(_fill_share, shares)
        self.length = length
        if not self._kinds:
            with Redis.from_url(self.redis_url, socket_timeout=60) as redis:
                self._kinds = frozenset(map(_kind, redis.scan_iter(count=10_000)))

    def alone(self) -> None:
        """Forget what workers left, such as flights and alerts: the list is there, nothing else."""
        with Redis.from_url(self.redis_url, socket_timeout=60) as redis:
            keys = redis.scan_iter(count=10_000)
            left = list(filterfalse(lambda key: _kind(key) in self._kinds, keys))
            for at in range(0, len(left), 10_000):
                redis.unlink(*left[at : at + 10_000])

    def memory(self) -> int:
        """Return how many bytes Redis has in use."""
        with Redis.from_url(self.redis_url, socket_timeout=60) as redis:
            return int(redis.info("memory")["used_memory"])

    @property
    def pid(self) -> int:
        """Return the process id of the Redis."""
        with Redis.from_url(self.redis_url, socket_timeout=60) as redis:
            return int(redis.info("server")["process_id"])


@contextmanager
def long_list() -> Iterator[LongList]:
    """Yield an empty list in a Redis of its own."""
    with Embedded(bootstrap="127.0.0.1:1") as endpoints:  # no broker: each run has its own
        yield LongList(endpoints.redis_url)


def _fill_share(redis_url: str, length: int, first: int, share: int) -> None:
    rows = islice(listed(length, first), share, None, PROCESSES)
    with Redis.from_url(redis_url, socket_timeout=60) as redis:
        fill(redis, SPACE, map(parse_entry, rows), first=first + share * (length - first))


def _kind(key: bytes) -> bytes:
    """Return `tocsin:bench:listed` of `tocsin:bench:listed:...`: what kind of key it is."""
    return b":".join(key.split(b":", 3)[:3])
