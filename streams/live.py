"""How things stand, in one calm line."""

from rich.text import Text

from doors.health import Status


def standing(status: Status, wanted: int) -> Text:
    """Return the line that `tocsin up` keeps on the screen."""
    if not status.ready:
        return Text(f"waiting: {', '.join(status.in_the_way)}", style="yellow")
    counters = status.counters
    alerts = sum(count for name, count in counters.items() if name.startswith("alerts:"))
    refused = sum(count for name, count in counters.items() if name.startswith("quarantined:"))
    parts = [
        f"{status.workers} of {wanted} workers",
        _counted(counters.get("entries", 0), "watchlist record"),
        _counted(counters.get("manifests", 0), "manifest"),
        _counted(counters.get("passengers", 0), "passenger"),
        _counted(alerts, "alert"),
    ]
    if refused:
        parts.append(f"{refused} in quarantine (tocsin quarantine list)")
    return Text(f"ready: {', '.join(parts)}", style="green")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
