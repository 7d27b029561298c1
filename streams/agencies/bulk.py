"""Any number of entries in one request: read, checked, sent and answered some at a time."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import IO

from redis.asyncio import Redis
from starlette.requests import ClientDisconnect

from access.parties import Parties
from doors.body import BODY_S
from doors.entries import Line
from doors.gate import Asking
from doors.problem import Declined
from streams.agencies.entries import LARGEST, NoEntry, entry_of, lines_in, tag_of
from streams.agencies.last_sent import LastSent
from streams.declining import reached
from streams.on_record import OnRecord
from streams.publisher import Outgoing, Publishing
from streams.topics import watchlist_topic
from watchlist.entry import Entry, entry_json

AT_ONCE = 500  # lines that are noted and acknowledged together
AT_ONCE_BYTES = 4 * 1024 * 1024
SPOOL_BYTES = 1024 * 1024  # of answers that nobody has taken yet, in memory; more goes to a file
_TOO_LONG = f"the line is longer than {LARGEST} bytes; leave out names or documents"


@dataclass(slots=True)
class _Spool:
    """Answers that wait to be taken: the client may send all before it reads any."""

    file: IO[bytes] = field(
        default_factory=lambda: tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115
    )
    taken: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    whole: bool = False
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def put(self, lines: list[Line]) -> None:
        async with self.busy:
            await asyncio.to_thread(self._write, lines)
        self.news.set()

    def _write(self, lines: list[Line]) -> None:
        self.file.seek(0, 2)
        self.file.write(b"".join(one.model_dump_json().encode() + b"\n" for one in lines))

    def end(self) -> None:
        self.whole = True
        self.news.set()

    async def take(self) -> list[Line]:
        async with self.busy:
            return await asyncio.to_thread(self._read)

    def _read(self) -> list[Line]:
        self.file.seek(self.taken)
        raw = self.file.readlines(64 * 1024)
        self.taken = self.file.tell()
        return [Line.model_validate_json(one) for one in raw]


@dataclass(slots=True)
class _Batch:
    """Lines read and not yet answered: each is an entry or what is wrong with it."""

    rows: list[tuple[Line, Entry | None]] = field(default_factory=list)
    size: int = 0

    @property
    def full(self) -> bool:
        return len(self.rows) >= AT_ONCE or self.size >= AT_ONCE_BYTES

    @property
    def entries(self) -> list[Entry]:
        return [entry for _, entry in self.rows if entry is not None]


class Bulk:
    """Takes in the lines of one request after another."""

    def __init__(
        self, redis: Redis, publisher: Publishing, parties: Parties, on_record: OnRecord
    ) -> None:
        self._last_sent = LastSent(redis)
        self._publisher = publisher
        self._parties = parties
        self._on_record = on_record

    async def lines(
        self, asking: Asking, chunks: AsyncIterator[bytes]
    ) -> AsyncGenerator[list[Line]]:
        """Yield what became of each line; reading goes on whether or not the answers are taken."""
        spool = _Spool()
        reading = asyncio.create_task(self._read(asking, chunks, spool))
        try:
            while True:
                spool.news.clear()
                whole = spool.whole  # before it is looked whether anything is left
                found = await spool.take()
                if found:
                    yield found
                elif whole:
                    await reading  # raises what nobody foresaw: half an answer is none
                    return
                else:
                    await spool.news.wait()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            spool.file.close()

    async def _read(self, asking: Asking, chunks: AsyncIterator[bytes], spool: _Spool) -> None:
        number, batch = 0, _Batch()
        try:
            async for raw in lines_in(_in_time(chunks), LARGEST):
                number += 1
                if raw is None or raw.strip():
                    batch.rows.append(self._row(asking, number, raw))
                    batch.size += len(raw or b"")
                if batch.full:
                    await self._send(asking, batch, spool)
                    batch = _Batch()
            await self._send(asking, batch, spool)
        except Declined as problem:
            first = batch.rows[0][0].line if batch.rows else number
            told = f"from line {first} on nothing was taken in: {problem.problem.detail}"
            await spool.put([Line(line=0, error=told)])
        except ClientDisconnect:
            pass  # what was acknowledged is taken in; the client does not hear of it
        finally:
            spool.end()

    def _row(self, asking: Asking, number: int, raw: bytes | None) -> tuple[Line, Entry | None]:
        if raw is None:
            return Line(line=number, error=_TOO_LONG), None
        try:
            entry = entry_of(raw.removeprefix(b"\xef\xbb\xbf"), asking.agency, self._parties)
        except NoEntry as problem:
            return Line(line=number, error=str(problem)), None
        return Line(line=number, id=entry.id, sent=True), entry

    def _record(self, topic: str, entry: Entry) -> Outgoing:
        value = entry_json(entry)
        return Outgoing(topic, value, entry.id, self._on_record.header(topic, value, entry.key))

    async def _send(self, asking: Asking, batch: _Batch, spool: _Spool) -> None:
        entries, agency = batch.entries, asking.agency
        if entries:
            tags = {f"entry:{one.key}": tag_of(one) for one in entries}
            await asking.note("changed", "entries", *tags)
            await self._last_sent.note(tags)
            records = (self._record(watchlist_topic(agency), one) for one in entries)
            await reached(self._publisher.publish(*records))
        await spool.put([line for line, _ in batch.rows])


async def _in_time(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks; raises Declined where the next one does not come in time."""
    following = aiter(chunks)
    while True:
        try:
            async with asyncio.timeout(BODY_S):
                chunk = await anext(following)
        except StopAsyncIteration:
            return
        except TimeoutError as slow:
            raise Declined(408, f"nothing came for {BODY_S} s; send the rest again") from slow
        yield chunk
