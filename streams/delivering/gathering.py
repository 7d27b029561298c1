"""From records on the topic to the next call: what is there within a moment goes at once."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.delivery.calls import Arrived, Call, arrived, call, fitting, is_for
from alerts.delivery.standing import Begun
from config.settings import DeliverySettings
from streams.delivering.destination import Destination
from streams.delivering.reader import Reader
from streams.record import Record

log = logging.getLogger("tocsin.delivery")

POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Gathered:
    """What comes next: a call, or None where all that was read is passed over up to *end*."""

    call: Call | None
    end: int


class Gathering:
    """Reads the records of one destination while they are ours to deliver."""

    def __init__(
        self, reader: Reader, destination: Destination, settings: DeliverySettings
    ) -> None:
        self._reader = reader
        self._destination = destination
        self._settings = settings

    async def fresh(self, position: int, before: int = 0) -> Gathered | None:
        """Return what comes next from *position* on; None where nothing has come yet.

        What lies before offset *before* goes without what comes from there on.
        """
        records = await self._reader.next(POLL_S)
        if not records:
            return None
        whole = records[0].offset < before
        if whole:
            records = self._up_to(before, records)
        until: float | None = None
        while True:
            wanted = [one for one in map(self._meant, records) if one]
            if not wanted:
                return Gathered(None, records[-1].offset + 1)
            count = self._fitting(wanted)
            if whole or count < len(wanted) or count == self._settings.call_alerts:
                break
            now = asyncio.get_running_loop().time()
            until = until or now + self._settings.linger_s
            more = await self._reader.next(until - now) if now < until else []
            if not more:
                break
            records += more
        if count < len(wanted):
            kept = next(at for at, one in enumerate(records) if one.offset == wanted[count].offset)
            self._reader.put_back(records[kept:])
            records = records[:kept]
        return self._gathered((position, records[-1].offset + 1), wanted[:count])

    async def again(self, begun: Begun, goes_on: Callable[[], bool]) -> Gathered | None:
        """Return the call that was begun, with the same records; None once it is not to go on."""
        records: list[Record] = []
        while not records or records[-1].offset + 1 < begun.end:
            if not goes_on():
                return None
            found = await self._reader.next(POLL_S)
            mine = self._up_to(begun.end, found)
            records += mine
            if len(mine) < len(found):
                break
        wanted = [one for one in map(self._meant, records) if one]
        return self._gathered((begun.first, begun.end), wanted)

    def _up_to(self, end: int, found: Sequence[Record]) -> list[Record]:
        """Return those before offset *end*; the others are read next."""
        mine = [one for one in found if one.offset < end]
        self._reader.put_back(found[len(mine) :])
        return mine

    def _gathered(self, bounds: tuple[int, int], wanted: Sequence[Arrived]) -> Gathered:
        if not wanted:
            return Gathered(None, bounds[1])
        row = self._destination.row
        return Gathered(
            call(self._destination.agency, row.id, row.receives, bounds, wanted), bounds[1]
        )

    def _meant(self, record: Record) -> Arrived | None:
        """Return the alert in *record* if the destination receives it."""
        found = arrived(record.offset, record.value, record.timestamp_ms)
        if found is None:
            log.warning("%s is no alert; passed over", record.source)
            return None
        row = self._destination.row
        return found if is_for(found, record.headers, row.id, row.receives) else None

    def _fitting(self, wanted: Sequence[Arrived]) -> int:
        limits = self._settings
        sizes = (len(one.value) for one in wanted)
        return fitting(sizes, alerts=limits.call_alerts, size=limits.call_bytes)
