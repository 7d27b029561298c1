"""Where every version of an alert came from, and which alerts a record led to. Reads only.

`history:ALERT` holds for each version: source US place of the entry's record US time US payload.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from redis.asyncio import Redis

from alerts.alert import Alert, read_alert
from screening.home import home_in
from screening.space import Space, text

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Told:
    """One version as the agency was told it, and what it rests on.

    `source` is the record that led to it (topic/partition/offset, `time/ENTRY`, `rebuild/...`), ""
    where Redis was lost since. `listed_at` is the record of the entry as it stood (partition/offset
    in `watchlist`), "" where that is not known. `at` is when it was told, in UTC.
    """

    alert: Alert
    at: str
    source: str = ""
    listed_at: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest record of an entry (partition/offset in `watchlist`), and whether it is listed."""

    at: str
    listed: bool


class History:
    """What the ledger keeps of the past of its alerts."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def of(self, space: Space, alert_id: str) -> list[Told]:
        """Return every version told of the alert, oldest first; none where it is not held."""
        items: Iterable[bytes] = await self._redis.lrange(  # type: ignore[assignment]  # bytes
            space.key("history", alert_id), 0, -1
        )
        return [told_in(one) for one in items]

    async def entry_of(self, space: Space, alert_id: str) -> str:
        """Return the key of the entry that the alert is on, "" where it is not held."""
        return text(await self._redis.hget(space.key("alert", alert_id), "entry") or b"")

    async def ids(self, space: Space, beginning: str) -> list[str]:
        """Return the ids of the alerts held that begin with these hex digits."""
        homes = [
            space.key("of-agency", text(one))
            for one in await self._redis.smembers(space.key("agencies"))
        ]
        found = {
            text(alert_id)
            for home in homes
            async for alert_id, _ in self._redis.zscan_iter(home, f"{beginning}*", count=5_000)
        }
        held = [one for one in found if await self._redis.exists(space.key("history", one))]
        return sorted(held)

    async def on_entry(self, space: Space, entry: str) -> list[str]:
        """Return the ids of the alerts held on the entry of this key."""
        return sorted(map(text, await self._redis.smembers(space.key("on-entry", entry))))

    async def standing(self, space: Space, entry: str) -> Standing | None:
        """Return what is the latest of an entry; None where the index knows none."""
        home = home_in(await self._redis.get(space.key("entry", entry)))
        if home is None:
            return None
        return Standing(f"{home.partition}/{home.version}", listed=home.number is not None)

    async def source(self, space: Space, trace_id: str) -> str | None:
        """Return the record that a trace leads to; None where it is not known here."""
        found = await self._redis.get(space.key("source", trace_id))
        return None if found is None else text(found)

    async def led_to(self, space: Space, trace_id: str) -> list[str]:
        """Return the ids of the alerts that a record led to some version of."""
        return sorted(map(text, await self._redis.smembers(space.key("traced", trace_id))))


def item(told: Told, payload: bytes) -> bytes:
    """Return one version as the history holds it; *payload* is the alert as it was sent."""
    return _SEPARATOR.join((told.source, told.listed_at, told.at, "")).encode() + payload


def told_in(raw: bytes) -> Told:
    """Return one version from how the history holds it."""
    source, listed_at, at, payload = raw.split(_SEPARATOR.encode(), 3)
    alert = read_alert(payload)
    return Told(alert, at.decode(), source.decode(), listed_at.decode())
