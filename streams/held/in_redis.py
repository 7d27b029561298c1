"""What Redis holds, by category of data, found by going through all keys once."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from config.retention import RetentionSettings
from screening.flight_record import json_in
from screening.space import BESIDE, EPOCH, text
from streams.agencies.claims import FOR_S
from streams.agencies.deciding import KEPT
from streams.auditing.outbox import WAITING
from streams.console import kept_imports, sessions
from streams.console.sessions import EVERY
from streams.fates import ANSWERS_S
from streams.held.holding import Holding, Span
from streams.list_versions import KEPT as VERSIONS_KEPT
from streams.list_versions import PREFIX as VERSIONS

_AT_ONCE = 200  # keys asked about in one go; a flight may have 100 KB
_TIME = rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"
_SERVICE = (
    "epoch",
    "rebuild",
    "builds",
    "stats",
    "workers",
    "destinations",
    EVERY.partition(":")[2],
    *BESIDE,
)  # of no build; what is of somebody there is told by its own name
# What the keys are of that begin so, the longest first; "" is told with others.
_CONSOLE = {
    VERSIONS: "imported lists",
    kept_imports.PREFIX + ":": "console imports",
    kept_imports.PREFIX: "",
    sessions.PREFIX: "sessions",
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of key: what it holds, and the field and pattern of when that came."""

    category: str
    field: str | None = None
    came: re.Pattern[bytes] = re.compile(_TIME)
    stays: timedelta | None = None  # where only the expiry tells when it came
    counts: bool = True  # else it goes with what is counted, for as long as it says
    read: Callable[[bytes], bytes] = bytes  # what the field holds, as text


def _kinds(kept: RetentionSettings) -> dict[str, _Kind]:
    return {
        # The order of a word in the state of a flight begins with when it was sent.
        "flight": _Kind(
            "flights", "state", re.compile(rb'"' + _TIME + rb"[.\d]*Z\|"), read=json_in
        ),
        "alert": _Kind("alerts", "payload", re.compile(rb'"raised_at":"' + _TIME)),
        "pattern-of": _Kind("patterns"),
        "fate": _Kind("fates", "at"),
        "receipt": _Kind("receipts", stays=timedelta(days=kept.receipts_days)),
        "answer": _Kind("answers", stays=timedelta(seconds=ANSWERS_S)),
        "answered": _Kind("answers", stays=timedelta(seconds=ANSWERS_S), counts=False),
        "deliveries": _Kind("delivery attempts"),
        "disposition": _Kind("decision ids"),
        "idempotent": _Kind("request keys", stays=KEPT),
        "claim": _Kind("claims", stays=timedelta(seconds=FOR_S)),
        "asked-about": _Kind("answers", stays=timedelta(seconds=ANSWERS_S), counts=False),
    }


# What goes with a category that is counted by other keys.
_PARTS = frozenset(
    {
        *("people", "flights", "expiry", "gone", "tidying", "with-hits", "hits-on"),
        "applied",
        *("history", "decided", "due", "dues", "source", "traced", "on-flight"),
        *("of-agency", "agencies"),
        *("kept-back", "suppressions", "suppressed-on", "suppressions-due", "suppressions-read"),
        *("ended", "ended-by", "answered-on", "untold"),
        *("entry", "on-entry", "held", "held-long", "listed", "contents", "lists", "digests"),
        *("listed-long", "numbered", "clock", "lists-changed", "lists-revised"),
        *("pattern", "pattern-ids", "pattern-leaves", "pattern-lands", "pattern-links"),
        "pattern-revision",
    }
)
UNKNOWN = "unknown"  # keys that no category has: a fault of this command


async def held_in_redis(
    redis: Redis, kept: RetentionSettings, now: datetime, at: Callable[[int], None]
) -> list[Holding]:
    """Return what is held; *at* is told how many keys were gone through."""
    generation, _, _ = text(await redis.get(EPOCH) or b"").partition("@")
    seen = _Seen(redis, f"tocsin:{generation or '?'}:", _kinds(kept))
    done = 0
    batch: list[str] = []
    async for raw in redis.scan_iter(match="tocsin:*", count=1000):
        done += 1
        batch.append(text(raw))
        if len(batch) == _AT_ONCE:
            await seen.look(batch)
            batch = []
            at(done)
    await seen.look(batch)
    return [*await seen.holdings(kept, now)]


class _Seen:
    """What was found so far."""

    def __init__(self, redis: Redis, prefix: str, kinds: dict[str, _Kind]) -> None:
        self._redis = redis
        self._prefix = prefix
        self._kinds = kinds
        self._counts: Counter[str] = Counter()
        self._spans: defaultdict[str, Span] = defaultdict(Span)

    async def look(self, keys: list[str]) -> None:
        """Take in what is to be said of *keys*."""
        mine: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            if key.startswith(self._prefix):
                mine[key.removeprefix(self._prefix).partition(":")[0]].append(key)
            elif beside := next(filter(key.startswith, _CONSOLE), None):
                self._counts[_CONSOLE[beside]] += 1
            elif key.split(":")[1] not in _SERVICE:
                self._counts["other builds"] += 1
        self._counts[UNKNOWN] += sum(
            len(mine[kind]) for kind in mine.keys() - self._kinds.keys() - _PARTS
        )
        for kind in mine.keys() & self._kinds.keys():
            await self._look_at(mine[kind], self._kinds[kind])
        self._counts["passengers"] += await self._fields(mine["people"])
        self._counts["entries"] += await self._fields(mine["digests"])

    async def _fields(self, keys: list[str]) -> int:
        """Return how many fields these hashes have together."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.hlen(key)
            return sum(map(int, await pipe.execute()))

    async def _look_at(self, keys: list[str], kind: _Kind) -> None:
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.expiretime(key)
                if kind.field:
                    pipe.hget(key, kind.field)
            answers: list[Any] = await pipe.execute()
        ends = answers[::2] if kind.field else answers
        raws = answers[1::2] if kind.field else [None] * len(answers)
        for over, raw in zip(ends, raws, strict=True):
            if over != -2:  # gone since it was listed
                self._counts[kind.category] += kind.counts
                self._add(kind, over, raw)

    def _add(self, kind: _Kind, over: int, raw: bytes | None) -> None:
        span, until = self._spans[kind.category], _moment(over) if over > 0 else None
        if kind.stays and until:
            span.add(since=until - kind.stays)
        came = min(kind.came.findall(kind.read(raw)), default=None) if raw else None
        if came:
            span.add(since=datetime.fromisoformat(came.decode()).replace(tzinfo=UTC))
        if kind.category != "flights":  # its own expiry is a day later than it is to be swept
            span.add(until=until)

    async def holdings(self, kept: RetentionSettings, now: datetime) -> Iterator[Holding]:
        """Return all of it, also of what there is none."""
        expiry = self._prefix + "expiry"
        last = await self._redis.zrange(expiry, 0, 0, desc=True, withscores=True)
        overdue = int(await self._redis.zcount(expiry, "-inf", now.timestamp()))
        self._counts["suppressions"] = int(await self._redis.hlen(self._prefix + "suppressions"))
        self._counts["audit, waiting"] = int(await self._redis.llen(WAITING))
        due = self._prefix + "suppressions-due"
        longest = await self._redis.zrange(due, 0, 0, desc=True, withscores=True)
        if longest:
            self._spans["suppressions"].add(until=_moment(float(longest[0][1])))
        if last:
            self._spans["flights"].add(until=_moment(float(last[0][1])))
        self._spans["passengers"] = self._spans["flights"]
        return self._rows(_sentences(kept), overdue)

    def _rows(self, kept: dict[str, str], overdue: int) -> Iterator[Holding]:
        for category, sentence in kept.items():
            if category == UNKNOWN and not self._counts[UNKNOWN]:
                continue
            count, span = self._counts[category], self._spans[category]
            late = overdue if category == "flights" else 0
            yield Holding(category, "Redis", count, span.since, span.until, sentence, late)


def _sentences(kept: RetentionSettings) -> dict[str, str]:
    after = f"{kept.after_arrival_h:g} h after landing"
    return {
        "flights": after,
        "passengers": after,
        "alerts": f"{kept.alerts_days:g} days after landing",
        "patterns": f"{kept.patterns_days:g} days after departure",
        "receipts": f"{kept.receipts_days:g} days",
        "fates": f"{kept.receipts_days:g} days",
        "answers": "24 h",
        "suppressions": "until ended, 1095 days at most",
        "delivery attempts": "as their alerts",
        "decision ids": "as their alerts",
        "request keys": "24 h",
        "claims": f"{FOR_S} s",
        "entries": "until removed",
        "sessions": "until signed out, a shift at most",
        "console imports": f"{kept_imports.KEPT_S // 60} min after the last step",
        "imported lists": f"the last {VERSIONS_KEPT} imports of each",
        "audit, waiting": "until published",
        "other builds": "until a rebuild ends, or a worker starts",
        UNKNOWN: "not known; please report it",
    }


def _moment(epoch_s: float) -> datetime:
    return datetime.fromtimestamp(epoch_s, UTC)
