"""Fills a Redis with a long list through the worker's own script, many entries a round trip."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path

from redis import Redis

from bench.retrieval.people import entries
from screening.entry_join import EntryRecord, arguments
from screening.space import EPOCH, Space
from watchlist.entry import Entry, parse_entry
from watchlist.formats.reading import read_list
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import Tally, Terms

AT_ONCE = 500
REAL = ("ofac/sdn_bench.csv", "un/UN_consolidated_2026.xml")


def long_list(count: int, folder: Path) -> Iterator[Entry]:
    """Yield *count* entries: the people of the real lists in *folder* if they are there first."""
    real = [entry for name in REAL if (folder / name).exists() for entry in _read(folder / name)]
    yield from real[:count]
    yield from map(parse_entry, entries(count - len(real)))


def _read(path: Path) -> Iterator[Entry]:
    for row in read_list(recognise(path), Terms(owner="real"), tally=Tally()):
        if isinstance(row, Entry) and row.names:
            yield row


def fill(redis: Redis, space: Space, people: Iterable[Entry], first: int = 0) -> int:
    """Index *people* and put the space in force; return how many they are."""
    lua = files("screening") / "lua"
    code = "".join((lua / f"{one}.lua").read_text() for one in ("candidates", "apply_entry"))
    script = redis.script_load(code)
    redis.set(EPOCH, space.epoch)
    rest, done = iter(people), first
    while batch := list(islice(rest, AT_ONCE)):
        pipeline = redis.pipeline(transaction=False)
        for one in batch:
            done += 1
            record = EntryRecord(one.key, one, 0, done, "bench")
            pipeline.evalsha(script, 0, *arguments(space, record))
        pipeline.execute()
    return done - first
