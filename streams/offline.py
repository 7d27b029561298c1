"""Screening without Kafka: a list into an index, then passengers against it, row by row."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from redis.asyncio import Redis

from manifests.contract import Manifest, Passenger
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.ranking import Found, ranked
from screening.space import EPOCH, Space
from watchlist.entry import Entry

AT_ONCE = 64  # entries on their way to the index at the same time
PEOPLE = 400  # of one round trip
_CLUSTER = "offline"


@dataclass(frozen=True, slots=True)
class Row:
    """One passenger as sent: `index` counts from 0 within the manifest."""

    message_id: str
    index: int
    passenger: Passenger


@dataclass(frozen=True, slots=True)
class OfflineHit:
    """A row and an entry that the passenger may be."""

    row: Row
    found: Found


def rows_of(manifest: Manifest) -> Iterator[Row]:
    """Yield every passenger of the manifest, also where it cancels or repeats."""
    for index, passenger in enumerate(manifest.passengers):
        yield Row(manifest.message_id, index, passenger)


async def filled(redis: Redis, entries: Iterable[Entry]) -> Space:
    """Return the space in which all *entries* are indexed, as the worker indexes them."""
    building = Space("offline", _CLUSTER, building=True)
    join = EntryJoin(redis, min_score=1)
    now = datetime.now(UTC)
    records = (
        EntryRecord(entry.key, entry, 0, offset, "offline") for offset, entry in enumerate(entries)
    )
    while some := list(islice(records, AT_ONCE)):
        await join.write(building, some, now)
    space = Space(building.generation, _CLUSTER)
    await redis.set(EPOCH, space.epoch)
    return space


async def hits(
    redis: Redis, space: Space, rows: Iterable[Row], *, min_score: float, day: date
) -> AsyncIterator[OfflineHit]:
    """Yield the hits of each row in the order of the rows, the best of a row first."""
    lookup = Lookup(redis, space)
    for batch in _batches(rows):
        people = [prepare_passenger(row.passenger) for row in batch]
        answers = await lookup.likely(people, min_score, day)
        for row, person, candidates in zip(batch, people, answers, strict=True):
            for found in ranked(person, candidates, asker=None, min_score=min_score, day=day):
                yield OfflineHit(row, found)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == PEOPLE:
            yield batch
            batch = []
    if batch:
        yield batch
