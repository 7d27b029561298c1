"""Reads the counts of where hits travel: figures, the alerts behind each, and journeys."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from alerts.journeys import Journey, journeys
from alerts.pattern_changes import counted_in, links_on, listed_in
from alerts.patterns import (
    DAY_S,
    HOUR_S,
    By,
    Hits,
    Kept,
    Leg,
    Size,
    Window,
    alert_in,
    covering,
    days_of,
    hits_in,
    hours_of,
    member_from,
    window_of,
)
from screening.space import Space, text

MOST_LINKS = 2000  # of one answer; the latest
_AT_ONCE = 200  # keys asked about in one go
_END = "\x20"  # sorts right after what ends a value in a list


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose alerts, that depart from one moment up to another: epoch seconds, whole hours."""

    agency: str
    begin: int
    end: int

    def __post_init__(self) -> None:
        assert self.begin % HOUR_S == self.end % HOUR_S == 0


@dataclass(frozen=True, slots=True)
class Value:
    """What alerts are counted by, and one value of it."""

    by: By
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How often one value counts, and in which windows; those without any are left out."""

    value: str
    count: int
    windows: tuple[tuple[Window, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The most frequent values; all others together."""

    top: tuple[Figure, ...]
    others: int  # how many values there are beside
    others_count: int
    total: int  # alerts, each once


@dataclass(frozen=True, slots=True)
class Place:
    """Up to where a list was read: a day, and the hour and alert in it."""

    day: int  # since 1970
    hour: int
    alert_id: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The alerts behind a figure, by departure; where to go on, None at the end."""

    alerts: tuple[str, ...]
    left_at: Place | None


@dataclass(slots=True)
class _Sums:
    counts: Counter[str] = field(default_factory=Counter)
    windows: defaultdict[str, dict[Window, int]] = field(default_factory=lambda: defaultdict(dict))


class PatternReading:
    """The counts of one agency at a time."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def revision(self, space: Space, agency: str) -> str:
        """Return what is another one once anything of *agency* counts differently."""
        return text(await self._redis.get(space.key("pattern-revision", agency)) or b"0")

    async def figures(
        self, space: Space, scope: Scope, by: By, *, size: Size | None, top: int
    ) -> Figures:
        """Return the *top* values in scope, over windows of *size* where that is given."""
        windows = [*_windows(scope, size)]
        sums = await self._sums(space, scope.agency, by, windows, size)
        hours = (
            sums if by == "hour" else await self._sums(space, scope.agency, "hour", windows, None)
        )
        order = sorted(sums.counts, key=lambda one: (-sums.counts[one], one))
        shown, others = order[:top], order[top:]
        return Figures(
            top=tuple(
                Figure(one, sums.counts[one], tuple(sums.windows[one].items())) for one in shown
            ),
            others=len(others),
            others_count=sum(sums.counts[one] for one in others),
            total=hours.counts.total(),
        )

    async def together(self, space: Space, scope: Scope) -> tuple[Hits, ...]:
        """Return the hits of the days of *scope*, those that are alike in everything together."""
        days = [Window(day * DAY_S, "day") for day in days_of(scope.begin, scope.end - 1)]
        held = await self._held(space, scope.agency, "together", days)
        return tuple(
            hits_in(day, text(raw), int(count))
            for day, counts in held
            for raw, count in counts.items()
        )

    async def alerts(
        self,
        space: Space,
        scope: Scope,
        what: Value,
        *,
        after: Place | None = None,
        limit: int = 500,
    ) -> Listed:
        """Return the alerts that count as *what* in scope, after *after*."""
        found: list[str] = []
        for day in days_of(scope.begin, scope.end - 1):
            if after is not None and day < after.day:
                continue
            low, high = _bounds(what.value, scope, day)
            if after is not None and day == after.day:
                low = "(" + member_from(what.value, after.hour, after.alert_id)
            key = space.key(listed_in(scope.agency, what.by, Window(day * DAY_S, "day")))
            rows = await self._redis.zrangebylex(key, low, high, start=0, num=limit - len(found))
            for raw in rows:
                hour, alert_id = alert_in(text(raw))
                found.append(alert_id)
                last = Place(day, hour, alert_id)
            if len(found) == limit:
                return Listed(tuple(found), last)
        return Listed(tuple(found), None)

    async def journeys(self, space: Space, scope: Scope) -> tuple[list[Journey], int]:
        """Return the journeys that went on in scope, and how many links were left out.

        Of more than MOST_LINKS the latest are taken.
        """
        pairs: list[tuple[str, str]] = []
        left_out = 0
        for day in reversed(days_of(scope.begin, scope.end - 1)):
            key = space.key(links_on(scope.agency, day))
            bounds = scope.begin, f"({scope.end}"
            rows: Any = await self._redis.zrevrangebyscore(
                key, bounds[1], bounds[0], start=0, num=MOST_LINKS - len(pairs)
            )
            pairs += [_pair(text(raw)) for raw in rows]
            left_out += int(await self._redis.zcount(key, *bounds)) - len(rows)
        legs = await self._legs(space, {one for pair in pairs for one in pair})
        links = [(legs[one], legs[two]) for one, two in pairs if one in legs and two in legs]
        return journeys(link for link in links if link[0].leads_to(link[1])), left_out

    async def _sums(
        self, space: Space, agency: str, by: By, windows: Sequence[Window], size: Size | None
    ) -> _Sums:
        found = _Sums()
        for window, held in await self._held(space, agency, by, windows):
            for raw, count in held.items():
                value = text(raw)
                found.counts[value] += int(count)
                if size is not None:
                    whole = window_of(window.start, size)
                    each = found.windows[value]
                    each[whole] = each.get(whole, 0) + int(count)
        return found

    async def _held(
        self, space: Space, agency: str, by: Kept, windows: Sequence[Window]
    ) -> list[tuple[Window, Any]]:
        found: list[tuple[Window, Any]] = []
        for at in range(0, len(windows), _AT_ONCE):
            some = windows[at : at + _AT_ONCE]
            async with self._redis.pipeline(transaction=False) as pipe:
                for one in some:
                    pipe.hgetall(space.key(counted_in(agency, by, one)))
                found += zip(some, await pipe.execute(), strict=True)
        return found

    async def _legs(self, space: Space, alert_ids: Iterable[str]) -> dict[str, Leg]:
        names = sorted(alert_ids)
        found: dict[str, Leg] = {}
        for at in range(0, len(names), _AT_ONCE):
            some = names[at : at + _AT_ONCE]
            async with self._redis.pipeline(transaction=False) as pipe:
                for one in some:
                    pipe.hget(space.key("pattern-of", one), "leg")
                raws = await pipe.execute()
            legs = [Leg.model_validate_json(raw) for raw in raws if raw]
            found |= {one.alert_id: one for one in legs}
        return found


def _windows(scope: Scope, size: Size | None) -> Iterator[Window]:
    """Yield the windows to be read; by the hour they are not to be taken together."""
    for one in covering(scope.begin, scope.end):
        yield from hours_of(one) if size == "hour" else (one,)


def _bounds(value: str, scope: Scope, day: int) -> tuple[str, str]:
    """Return between which places of a day's list those of *value* in scope are."""
    first = max(scope.begin - day * DAY_S, 0) // HOUR_S
    last = (scope.end - day * DAY_S) // HOUR_S
    low = member_from(value, first)
    high = member_from(value, last) if last < 24 else value + _END
    return f"[{low}", f"({high}"


def _pair(listed: str) -> tuple[str, str]:
    first, _, second = listed.partition("\x1f")
    return first, second
