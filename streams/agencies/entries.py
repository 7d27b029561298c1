"""An agency's own entries: checked as intake checks them, and sent to its own topic.

Nothing that comes by HTTP is checked less than what comes by Kafka: intake sees it all again.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId, Parties
from config.problems import sentence
from doors.conditions import Condition
from doors.entries import Sent
from doors.gate import Asking
from doors.problem import Declined
from screening.held_entry import HeldEntries
from screening.space import Space, space_in_force
from streams.agencies.last_sent import GONE, LastSent
from streams.declining import reached
from streams.on_record import OnRecord
from streams.publisher import Outgoing, Publishing, Stored
from streams.topics import MAX_RECORD_BYTES, watchlist_topic
from watchlist.entry import Entry, EntryKey, entry_json, parse_entry
from watchlist.validity import refusal

LARGEST = MAX_RECORD_BYTES - 64 * 1024  # a record is a little more than its value
LOOK_S = 0.05


class NoEntry(Exception):  # noqa: N818  # says what it is
    """What was sent is no entry of the agency's; one sentence: where, what, how to mend it."""


def entry_of(raw: bytes, agency: AgencyId, parties: Parties, item: str | None = None) -> Entry:
    """Return the entry that *raw* is; `schema`, `owner` and a given id may be left out.

    Raises NoEntry.
    """
    try:
        said: Any = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise NoEntry("is not JSON in UTF-8; write one whole JSON object") from problem
    if not isinstance(said, dict):
        raise NoEntry("is not a JSON object; write {...}")
    given = {} if item is None else {"id": item}
    try:
        entry = parse_entry(json.dumps({"schema": "entry/1", "owner": agency, **given, **said}))
    except ValidationError as problem:
        raise NoEntry(sentence(problem)) from problem
    if item is not None and entry.id != item:
        raise NoEntry("id is not the one of the address; make them equal, or leave it out")
    if len(entry_json(entry)) > LARGEST:
        raise NoEntry("is larger than any record may be; leave out names or documents")
    why = refusal(entry, agency, parties.agencies)
    if why is not None:
        raise NoEntry(why)
    return entry


def tag_of(entry: Entry) -> str:
    """Return what tells one content of an entry from another."""
    return hashlib.sha256(entry_json(entry)).hexdigest()[:32]


class OwnEntries:
    """Reads, changes and removes the entries of who asks."""

    def __init__(
        self, redis: Redis, publisher: Publishing, parties: Parties, on_record: OnRecord
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._parties = parties
        self._on_record = on_record
        self._held = HeldEntries(redis)
        self._last_sent = LastSent(redis)

    async def held(self, asking: Asking, item: str) -> tuple[Entry, str] | None:
        """Return the entry as it is in force, and its tag."""
        entry = await reached(self._now(await self._space(), asking.agency, item))
        return None if entry is None else (entry, tag_of(entry))

    async def put(
        self, asking: Asking, item: str, raw: bytes, given: Condition, wait_s: float
    ) -> Sent:
        """Send the entry, if *given* holds; return once the broker has it, or it is in force."""
        try:
            entry = entry_of(raw, asking.agency, self._parties, item)
        except NoEntry as problem:
            raise Declined(400, str(problem)) from problem
        tag = tag_of(entry)
        if await self._has_come_of(asking.agency, item, given, tag):
            return Sent(id=item, tag=tag, in_force=True)
        sent = await self._change(asking, item, given, entry_json(entry), tag)
        in_force = await self._in_force(asking.agency, item, sent, tag, wait_s)
        return Sent(id=item, tag=tag, in_force=in_force)

    async def remove(self, asking: Asking, item: str, given: Condition, wait_s: float) -> Sent:
        """Send the removal, if *given* holds: also of what is sent and not in force yet."""
        sent = await self._change(asking, item, given, None, GONE)
        in_force = await self._in_force(asking.agency, item, sent, GONE, wait_s)
        return Sent(id=item, in_force=in_force)

    async def _has_come_of(self, agency: AgencyId, item: str, given: Condition, tag: str) -> bool:
        """Say whether a change of what was read has taken effect: it is sent again (RFC 9110)."""
        if given.tags is None or tag in given.tags:
            return False
        now = await reached(self._now(await self._space(), agency, item))
        return now is not None and tag_of(now) == tag

    async def _change(
        self, asking: Asking, item: str, given: Condition, value: bytes | None, tag: str
    ) -> Stored:
        agency, thing = asking.agency, f"entry:{asking.agency}/{item}"
        now = await reached(self._now(await self._space(), agency, item))
        before = GONE if now is None else tag_of(now)
        async with self._last_sent.change(thing, given, before, tag):
            await asking.note("changed", "an entry", thing)
            topic = watchlist_topic(agency)
            noted = self._on_record.header(topic, value, f"{agency}/{item}")
            (stored,) = await reached(self._publisher.publish(Outgoing(topic, value, item, noted)))
        return stored

    async def _in_force(
        self, agency: AgencyId, item: str, sent: Stored, tag: str, wait_s: float
    ) -> bool:
        """Say whether *tag* holds once the index has come to what was *sent*, within *wait_s*."""
        until = asyncio.get_running_loop().time() + wait_s
        while wait_s:
            space = await self._space()
            # Not the content alone: the same may have held before what was sent last.
            if await self._is_applied(space, agency, item, sent):
                now = await reached(self._now(space, agency, item))
                return (GONE if now is None else tag_of(now)) == tag
            left_s = until - asyncio.get_running_loop().time()
            if left_s <= 0:
                break
            await asyncio.sleep(min(left_s, LOOK_S))
        return False

    async def _space(self) -> Space:
        return await reached(space_in_force(self._redis))

    async def _is_applied(self, space: Space, agency: AgencyId, item: str, sent: Stored) -> bool:
        """Say whether the index has come to that record of the agency's own topic, or further.

        By place and time: in a topic made anew offsets begin again.
        """
        origin = await reached(self._held.origin(space, EntryKey(f"{agency}/{item}")))
        return origin is not None and (
            origin.offset >= sent.offset and origin.sent_ms >= sent.sent_ms
        )

    async def _now(self, space: Space, agency: AgencyId, item: str) -> Entry | None:
        return await self._held.entry(space, EntryKey(f"{agency}/{item}"))


async def lines_in(chunks: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes | None]:
    """Yield each line without its end; None in place of one that is longer than *most*.

    That one is passed over: whatever is sent, no more than one line is held.
    """
    held, too_long = bytearray(), False
    async for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            held += part
            yield None if too_long or len(held) > most else bytes(held)
            held, too_long = bytearray(), False
        held += rest
        if len(held) > most:
            held, too_long = bytearray(), True
    if held or too_long:
        yield None if too_long else bytes(held)
