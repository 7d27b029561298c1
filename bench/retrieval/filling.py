"""Fills a Redis with a long list through the worker's own script, many entries a round trip."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from redis import Redis

from bench import SPACE
from bench.retrieval.people import entries
from screening.entry_join import SCRIPTS, calls
from screening.entry_record import EntryRecord, arguments
from screening.space import EPOCH, Space, code, text
from watchlist.entry import Entry, parse_entry
from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import Tally, Terms

AT_ONCE = 500
PROCESSES = 2
REAL = ("ofac/sdn_bench.csv", "un/UN_consolidated_2026.xml")


def real_and_invented(count: int, folder: Path) -> Iterator[Entry]:
    """Yield *count* entries: the people of the real lists in *folder* if they are there first."""
    real = [entry for name in REAL if (folder / name).exists() for entry in _read(folder / name)]
    yield from real[:count]
    yield from map(parse_entry, entries(count - len(real)))


def _read(path: Path) -> Iterator[Entry]:
    for row in read_list(recognise(path), Terms(owner="real"), tally=Tally()):
        if isinstance(row, Entry) and row.names:
            yield row


def fill_at_once(redis_url: str, count: int, folder: Path) -> None:
    """Index the long list from two processes, for Redis waits for names; put SPACE in force."""
    processes = get_context("spawn").Pool(PROCESSES)
    with processes as pool:
        pool.starmap(_fill_share, [(redis_url, count, folder, one) for one in range(PROCESSES)])


def _fill_share(redis_url: str, count: int, folder: Path, share: int) -> None:
    redis = Redis.from_url(redis_url, socket_timeout=60)
    mine = _every(PROCESSES, real_and_invented(count, folder), share)
    done, step = share * count, max(AT_ONCE, count // 50)
    while filled := fill(redis, SPACE, islice(mine, step), first=done):
        done += filled
        if not share:
            told = (done - share * count) * PROCESSES * 100 // count
            print(f"\rthe list is {told}% indexed", end="", file=sys.stderr)  # noqa: T201


def _every(nth: int, people: Iterator[Entry], first: int) -> Iterator[Entry]:
    return islice(people, first, None, nth)


def count_listed(redis: Redis, space: Space) -> int:
    """Return how many entries are indexed."""
    lists = [text(name) for name in redis.smembers(space.key("lists"))]
    return sum(int(redis.hlen(space.key("digests", name))) for name in lists)


def fill(redis: Redis, space: Space, people: Iterable[Entry], first: int = 0) -> int:
    """Index *people* and put the space in force; return how many they are."""
    script = redis.script_load(code("screening", *SCRIPTS))
    redis.set(EPOCH, space.epoch)
    rest, done, now = iter(people), first, datetime.now(UTC)
    while batch := list(islice(rest, AT_ONCE)):
        pipeline = redis.pipeline(transaction=False)
        records = [EntryRecord(one.key, one, 0, at, "bench") for at, one in enumerate(batch, done)]
        for some in calls(arguments(records, now)):
            pipeline.evalsha(script, 0, space.epoch, space.prefix, *some)
        pipeline.execute()
        done += len(batch)
    return done - first
