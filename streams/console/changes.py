"""What an import changes, packed: so it is kept between being shown and being applied."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from doors.console.watchlist_desk import Sample
from streams.importing import SHOWN_BAD, Order, Outcome, delta
from watchlist.delta import Put, Removal, Standing
from watchlist.entry import Entry, parse_entry
from watchlist.formats.rows import BadRow

AT_ONCE = 500
SHOWN = 12  # of each kind


class Change(NamedTuple):
    """One record that an import sends; `entry` None removes."""

    kind: str  # added | changed | removed
    list: str
    id: str
    digest: str
    entry: Entry | None


class ListReader:
    """Reads one list whole, in a thread; what it changes comes out packed."""

    def __init__(self, order: Order, held: Mapping[str, str], standing: Standing | None) -> None:
        self._order = order
        self._held = held
        self._standing = standing
        self.samples: defaultdict[str, list[Sample]] = defaultdict(list)

    def read(self, outcome: Outcome) -> bytes:
        """Return the changes; *outcome* counts along. Raises ListError."""
        packing, packed = zlib.compressobj(1), bytearray()
        for found in delta(self._order, self._held, outcome, self._standing):
            if isinstance(found, BadRow):
                outcome.bad += [found] if len(outcome.bad) < SHOWN_BAD else []
                continue
            line = self._line(found)
            packed += packing.compress(json.dumps(line).encode() + b"\n")
        return bytes(packed + packing.flush())

    def _line(self, found: Put | Removal) -> list[str]:
        if isinstance(found, Removal):
            assert self._order.list_name is not None
            self._sample("removed", Sample(id=found.id))
            return ["removed", self._order.list_name, found.id, "", ""]
        entry = found.entry
        kind = "changed" if entry.id in self._held else "added"
        self._sample(kind, Sample(id=entry.id, name=called(entry)))
        return [kind, entry.list, entry.id, found.digest, found.json.decode()]

    def _sample(self, kind: str, one: Sample) -> None:
        if len(self.samples[kind]) < SHOWN:
            self.samples[kind].append(one)


def called(entry: Entry) -> str:
    name = entry.names[0].full if entry.names else entry.documents[0].number
    return name[:120]


def unpacked(packed: bytes) -> Iterator[Change]:
    for line in zlib.decompress(packed).splitlines():
        kind, name, item, digest, raw = json.loads(line)
        yield Change(kind, name, item, digest, parse_entry(raw) if raw else None)


def batches(changes: Iterator[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    for one in changes:
        batch.append(one)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
