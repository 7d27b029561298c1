"""When an alert that nobody has taken up is escalated. Pure."""

from datetime import datetime, timedelta

from alerts.alert import Alert
from config.delivery_file import EscalationRow
from manifests.airports import instant
from watchlist.entry import SEVERITIES


def due(alert: Alert, row: EscalationRow | None) -> datetime | None:
    """Return when *alert* is to be escalated, None where it is not; a time in the past means now.

    The earlier of so many minutes since nobody has taken it up, and so many before departure.
    """
    if row is None or alert.event == "withdrawn" or alert.escalated or alert.disposition:
        return None
    if _rank(alert.entry.severity) < _rank(row.min_severity):
        return None
    moments = []
    if row.unacknowledged_min is not None:
        waits = datetime.fromisoformat(alert.open_since or alert.raised_at)
        moments.append(waits + timedelta(minutes=row.unacknowledged_min))
    if row.before_departure_min is not None:
        departs = instant(alert.flight.departure, alert.flight.origin)
        moments.append(departs - timedelta(minutes=row.before_departure_min))
    return min(moments)


def due_text(alert: Alert, row: EscalationRow | None) -> str:
    """Return the same in epoch seconds, as the ledger has it; "" for never."""
    moment = due(alert, row)
    return "" if moment is None else f"{moment.timestamp():.3f}"


def lifted(before: Alert, after: Alert, row: EscalationRow | None) -> bool:
    """Say whether it has only now grown severe enough to be escalated."""
    if row is None:
        return False
    least = _rank(row.min_severity)
    return _rank(before.entry.severity) < least <= _rank(after.entry.severity)


def _rank(severity: str) -> int:
    return [*SEVERITIES].index(severity)  # type: ignore[arg-type]  # an alert has it as text
