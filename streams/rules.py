"""What routing goes by, and how a change of it takes effect while the workers run.

parties.yaml, subscriptions.yaml and the subscriptions made by command are looked at every second.
After a change the hits that are known are routed again, in the order of their flights' records.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from access.parties import Parties
from alerts.known_hits import KnownHits
from alerts.routing import Rules, subscriptions_by_agency
from config.problems import ConfigError
from screening.facts import Again
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.subscription_log import SubscriptionLog, together
from streams.topics import HITS

log = logging.getLogger("tocsin.rules")

WAIT_MS = 1_000  # a subscription made by command is read at once; files are looked at so often

Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The files behind the rules, and how to read them anew; *read* raises ConfigError."""

    paths: Sequence[Path]
    read: Callable[[], Rules]


class RulesInForce:
    """The rules of this process; routing asks for them with every record."""

    def __init__(self, rules: Rules) -> None:
        self.now = rules


class Book(Protocol):
    """Whoever knows the rules as they are now."""

    async def current(self, wait_ms: int = 0) -> Rules: ...
    async def close(self) -> None: ...


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


class RulesWatch:
    """Puts changed rules in force and has the known hits routed again."""

    def __init__(
        self, equipment: Equipment, hits: KnownHits, rules: RulesInForce, book: Book
    ) -> None:
        self._with = equipment
        self._hits = hits
        self._rules = rules
        self._book = book
        # True at the start: whoever routed before may have gone by others.
        self._to_be_told = True

    async def close(self) -> None:
        await self._book.close()

    async def look(self) -> None:
        """Look once, for WAIT_MS at most. Raises KafkaError, RedisError, NotReady."""
        found = await self._book.current(WAIT_MS)
        if found != self._rules.now:
            self._rules.now = found
            self._to_be_told = True
        if self._to_be_told:
            self._with.crash.at("rules: before telling")
            space = await self._with.indexes.space()
            flights = await self._hits.flights(space)
            await self._with.publisher.publish(*map(_again, flights))
            self._to_be_told = False


def _again(flight: str) -> Outgoing:
    return Outgoing(HITS, Again(flight=flight).model_dump_json(by_alias=True).encode(), flight)


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
