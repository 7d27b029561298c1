"""What is more urgent: how grave, and when the next thing happens to the flight. Pure."""

from dataclasses import dataclass

from alerts.alert import Alert
from manifests.airports import instant
from watchlist.entry import SEVERITIES


@dataclass(frozen=True, slots=True)
class Urgency:
    """What the board sorts by: the graver first, then the sooner; `arrives` 0 where not known."""

    rank: int  # of the severity; 3 is top
    departs: int  # epoch seconds
    arrives: int

    def order(self, now: float) -> tuple[int, float]:
        """Return what sorts alerts at *now*, the most urgent first; flights that are over last."""
        ahead = [one for one in (self.departs, self.arrives) if one > now]
        return (-self.rank, min(ahead, default=float("inf")))


def urgency(alert: Alert) -> Urgency:
    """Return how urgent an alert is."""
    flight = alert.flight
    departs = instant(flight.departure, flight.origin)
    arrives = instant(flight.arrival, flight.destination).timestamp() if flight.arrival else 0
    rank = [*SEVERITIES].index(alert.entry.severity)  # type: ignore[arg-type]  # it is one
    return Urgency(rank, int(departs.timestamp()), int(arrives))
