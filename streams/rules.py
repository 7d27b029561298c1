"""What routing goes by, and how a change of it takes effect while the workers run.

parties.yaml, subscriptions.yaml and the subscriptions made by command are looked at every second.
After a change the hits that are known are routed again, in the order of their flights' records.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from access.parties import Parties
from alerts.known_hits import KnownHits
from alerts.routing import Rules, subscriptions_by_agency
from config.problems import ConfigError
from screening.facts import Again
from streams.equipment import Equipment
from streams.indexes import Indexes
from streams.publisher import Outgoing
from streams.subscription_log import SubscriptionLog, together
from streams.topics import HITS

log = logging.getLogger("tocsin.rules")

RULED = "ruled"  # a header within Tocsin: the tick at which the rules were current
WAIT_MS = 1_000  # a subscription made by command is read at once; files are looked at so often

Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The files behind the rules, and how to read them anew; *read* raises ConfigError."""

    paths: Sequence[Path]
    read: Callable[[], Rules]


class Book(Protocol):
    """Whoever knows the rules as they are now."""

    async def current(self, wait_ms: int = 0) -> Rules: ...


class RuleBook:
    """Reads the rules from files and from the topic, again where a file has changed."""

    def __init__(self, files: RuleFiles, made: SubscriptionLog) -> None:
        self._files = files
        self._made = made
        self._stamp: Stamp = ()
        self._from_files: Rules | None = None
        self._served: Parties | None = None

    async def current(self, wait_ms: int = 0) -> Rules:
        """Return the rules as they are now; waits up to *wait_ms* for a change.

        Raises ConfigError the first time, KafkaError. A file that cannot be read any more is said
        in the log, and what it said before still counts.
        """
        await self._made.catch_up(wait_ms)
        stamp = _stamp(self._files.paths)
        if self._from_files is None:
            self._from_files = self._files.read()
            self._served = self._from_files.parties
        elif stamp != self._stamp:
            self._from_files = self._read_again(self._from_files)
        self._stamp = stamp
        file_rows = [one for rows in self._from_files.subscriptions.values() for one in rows]
        rows = together(file_rows, self._made.rows)
        return replace(
            self._from_files,
            subscriptions=subscriptions_by_agency(rows[key] for key in sorted(rows)),
        )

    async def close(self) -> None:
        await self._made.close()

    def _read_again(self, before: Rules) -> Rules:
        try:
            found = self._files.read()
        except ConfigError as problem:
            log.warning("still going by what was read before: %s", problem)
            return before
        assert self._served is not None
        new = sorted(found.parties.agencies.keys() - self._served.agencies.keys())
        if new:
            log.warning(
                "%s: new; run `tocsin topics apply` and start the workers again", ", ".join(new)
            )
        known = {key: one for key, one in found.parties.agencies.items() if key not in new}
        return replace(found, parties=replace(self._served, agencies=known))


class RulesInForce:
    """The rules of this process; routing asks for them with every record."""

    def __init__(self, indexes: Indexes, book: Book, rules: Rules) -> None:
        self._indexes = indexes
        self._book = book
        self._reading = asyncio.Lock()
        self.now = rules
        self.as_of = 0  # tick of the index clock at which they were current

    async def read(self, wait_ms: int = 0) -> None:
        """Read them anew; waits up to *wait_ms* for a change. Raises KafkaError, NotReady."""
        async with self._reading:
            tick = await self._indexes.tick()
            self.now = await self._book.current(wait_ms)
            self.as_of = tick

    async def catch_up(self, as_of: int) -> None:
        """Read them anew if they are older than that. Raises KafkaError, NotReady."""
        if as_of > self.as_of:
            await self.read()


class RulesWatch:
    """Keeps the rules current and has the known hits routed again when they change."""

    def __init__(self, equipment: Equipment, hits: KnownHits, rules: RulesInForce) -> None:
        self._with = equipment
        self._hits = hits
        self._rules = rules
        # Nothing at the start: whoever routed before may have gone by others.
        self._told: Rules | None = None

    async def look(self) -> None:
        """Look once, for WAIT_MS at most. Raises KafkaError, RedisError, NotReady."""
        await self._rules.read(WAIT_MS)
        found = self._rules.now
        if found == self._told:
            return
        self._with.crash.at("rules: before telling")
        flights = await self._hits.flights(await self._with.indexes.space())
        as_of = self._rules.as_of
        await self._with.publisher.publish(*(_again(one, as_of) for one in flights))
        self._told = found


def _again(flight: str, as_of: int) -> Outgoing:
    """Return what has a flight routed again, by rules at least as new: a reader may be late."""
    asked = Again(flight=flight).model_dump_json(by_alias=True).encode()
    return Outgoing(HITS, asked, flight, {RULED: str(as_of)})


def ruled_in(headers: Mapping[str, str]) -> int:
    """Return how new the rules must be that a record asks for; 0 where it does not."""
    said = headers.get(RULED, "")
    return int(said) if said.isdecimal() else 0


def _stamp(paths: Sequence[Path]) -> Stamp:
    """Return what changes whenever one of the files does; a missing file counts as empty."""
    found = []
    for path in paths:
        try:
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size))
        except OSError:
            found.append((0, 0))
    return tuple(found)
