"""Keeps the score of a demo run: who was found, who was not meant, how fast."""

from collections import Counter, defaultdict
from collections.abc import Collection
from statistics import quantiles

from alerts.alert import Alert
from manifests.contract import Manifest
from streams.demo.summary import Summary
from streams.demo.world import World


class Score:
    """What was pushed and what came of it; `summary` at the end."""

    def __init__(self, world: World, *, aside: Collection[str]) -> None:
        self._aside = aside  # flights that do not count: they are not of the day
        self._planted = {(one.flight_key, one.passenger_id, one.entry_key) for one in world.planted}
        self._found: set[tuple[str, str, str]] = set()
        self._strangers: set[str] = set()
        self._alerts: dict[str, set[str]] = defaultdict(set)
        self._pushed_at: dict[str, list[float]] = defaultdict(list)
        self._latencies_ms: list[float] = []
        self._counts: Counter[str] = Counter()

    def pushed(self, manifest: Manifest, at: float) -> None:
        """Note a manifest on its way at *at*, in epoch seconds."""
        self._counts["manifests"] += 1
        self._counts["passengers"] += len(manifest.passengers)
        self._pushed_at[manifest.flight.key].append(at)

    def arrived(self, alert: Alert, at: float) -> None:
        """Note a version of an alert that its agency could read at *at*."""
        flight = alert.flight.key
        if flight in self._aside:
            return
        earlier = [one for one in self._pushed_at[flight] if one <= at]
        if earlier:
            self._latencies_ms.append((at - earlier[-1]) * 1000)
        if alert.event != "raised":
            return
        self._alerts[alert.agency].add(alert.alert_id)
        entry = f"{alert.entry.owner}/{alert.entry.id}"
        who = (flight, alert.passenger.passenger_id or "", entry)
        if who in self._planted:
            self._found.add(who)
        else:
            self._strangers.add(alert.alert_id)

    def summary(self) -> Summary:
        """Return the figures of the run; latencies from push to readable, in milliseconds."""
        slow = sorted(self._latencies_ms)
        cuts = quantiles(slow, n=100) if len(slow) > 1 else []
        return {
            "manifests": self._counts["manifests"],
            "passengers": self._counts["passengers"],
            "alerts": {agency: len(ids) for agency, ids in sorted(self._alerts.items())},
            "planted": len(self._planted),
            "found": len(self._found),
            "unplanted_alerts": len(self._strangers),
            "latency_ms": {
                "p50": round(cuts[49], 1) if cuts else None,
                "p99": round(cuts[98], 1) if cuts else None,
            },
        }
