"""The alerts of one agency by page, the newest first, as it is told them. Reads only.

`of-agency:AGENCY` orders them by the index clock at their last version.
"""

import base64
import binascii
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.disposition import word_of
from alerts.history import Told, told_in
from screening.space import Space, text
from watchlist.entry import SEVERITIES

_AT_ONCE = 200  # alerts asked about in one go
_LOOKED_AT = 2_000  # at most for one page: then the page is short, and the next goes on there


class BadCursorError(Exception):
    """The cursor is none of this listing, or of before Redis was filled anew; begin again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the alerts of a page must be; what is not set is not asked for.

    `state` is open, acknowledged, confirmed, dismissed or asked; `entry` is owner/id as the agency
    sees it (an id alone where the owner is withheld); `since` is ISO 8601, UTC, as `told_at`.
    """

    state: str | None = None
    event: str | None = None  # raised, updated or withdrawn; "standing" is either of the first two
    flight: str | None = None
    entry: str | None = None
    min_severity: str | None = None
    category: str | None = None
    min_score: float | None = None
    since: str | None = None
    escalated: bool | None = None
    group_id: str | None = None

    def takes(self, told: Told) -> bool:
        """Say whether an alert is one of them."""
        one = told.alert
        shown = f"{one.entry.owner}/{one.entry.id}" if one.entry.owner else one.entry.id
        return (
            self.state in (None, word_of(one.disposition))
            and self.event in (None, one.event, _standing(one))
            and self.flight in (None, one.flight.key)
            and self.entry in (None, shown)
            and (self.min_severity is None or _rank(one.entry.severity) >= _rank(self.min_severity))
            and self.category in (None, one.entry.category)
            and (self.min_score is None or one.score >= self.min_score)
            and (self.since is None or told.at >= self.since)
            and self.escalated in (None, one.escalated)
            and self.group_id in (None, one.group_id)
        )


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Page:
    """Alerts as last told, or being told, the newest first; `cursor` leads on, None at the end."""

    alerts: tuple[Told, ...]
    cursor: str | None


class Listing:
    """Reads what agencies were told, from the ledger."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def page(
        self,
        space: Space,
        agency: str,
        *,
        cursor: str | None = None,
        limit: int = 50,
        wanted: Wanted = ALL,
    ) -> Page:
        """Return up to *limit* alerts that are *wanted*, after *cursor*; raises BadCursorError.

        What comes meanwhile is before the first page, so no page repeats or skips what stays. A
        page may be short of its limit, or empty, where few are wanted: while there is a cursor,
        there is more to look through.
        """
        found: list[Told] = []
        looked, last = 0, _read(cursor, space) if cursor else None
        async for place, told in self._after(space, agency, last):
            looked, last = looked + 1, place
            if told is not None and wanted.takes(told):
                found.append(told)
            if len(found) == limit or looked == _LOOKED_AT:
                return Page(tuple(found), _written(last, space))
        return Page(tuple(found), None)

    async def _after(
        self, space: Space, agency: str, last: "_Place | None"
    ) -> AsyncIterator[tuple["_Place", Told | None]]:
        home = space.key("of-agency", agency)
        while True:
            places = await self._places(home, last)
            if not places:
                return
            told = await self._told(space, [one.alert_id for one in places])
            gone = [
                one.alert_id
                for one, seen in zip(places, told, strict=True)
                if seen is None and not await self._redis.exists(space.key("alert", one.alert_id))
            ]
            if gone:
                await self._redis.zrem(home, *gone)
            for place, seen in zip(places, told, strict=True):
                yield place, seen
            last = places[-1]

    async def _places(self, home: str, last: "_Place | None") -> list["_Place"]:
        highest = "+inf" if last is None else f"({last.clock}"  # each has a clock of its own
        rows: Any = await self._redis.zrevrangebyscore(
            home, highest, "-inf", start=0, num=_AT_ONCE, withscores=True
        )
        return [_Place(int(score), text(name)) for name, score in rows]

    async def _told(self, space: Space, ids: list[str]) -> list[Told | None]:
        """Return the last version of each, which may be on its way to the topic still.

        Who reads from some place of the topic on, and what came before it from here, would miss
        what is on the topic and not noted as sent yet. It is never taken back.
        """
        async with self._redis.pipeline(transaction=False) as pipe:
            for one in ids:
                pipe.lindex(space.key("history", one), -1)
            return [None if raw is None else told_in(raw) for raw in await pipe.execute()]


@dataclass(frozen=True, slots=True)
class _Place:
    clock: int
    alert_id: str


def _written(place: _Place, space: Space) -> str:
    raw = f"{space.generation}:{place.clock}".encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(cursor: str, space: Space) -> _Place:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        generation, _, clock = raw.partition(":")
        place = _Place(int(clock), "")
    except (ValueError, binascii.Error) as problem:
        raise BadCursorError("the cursor is none of this listing; begin without one") from problem
    if generation != space.generation:
        raise BadCursorError("the list was built anew since; begin without a cursor")
    return place


def _standing(alert: Alert) -> str:
    return alert.event if alert.event == "withdrawn" else "standing"


def _rank(severity: str) -> int:
    return [*SEVERITIES].index(severity)  # type: ignore[arg-type]  # an alert has it as text
