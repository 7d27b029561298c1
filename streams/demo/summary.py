"""What a demo run came to, and how that looks. Pure."""

from typing import TypedDict

from rich import box
from rich.table import Table
from rich.text import Text


class Latency(TypedDict):
    """Milliseconds from push to alert; None where nothing was measured."""

    p50: float | None
    p99: float | None


class Summary(TypedDict):
    """What `tocsin up --demo` ends with."""

    manifests: int
    passengers: int
    alerts: dict[str, int]
    planted: int
    found: int
    unplanted_alerts: int
    latency_ms: Latency


def summary_table(summary: Summary) -> Table:
    """Return what the day came to: volumes, alerts by agency, planted people, latency."""
    table = Table(title="Summary", box=box.SIMPLE, show_header=False, title_justify="left")
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_row("Manifests", f"{summary['manifests']:,}")
    table.add_row("Passengers", f"{summary['passengers']:,}")
    table.add_row("Alerts", f"{sum(summary['alerts'].values()):,}")
    for agency, count in sorted(summary["alerts"].items()):
        table.add_row(Text(f"  {agency}"), f"{count:,}")
    table.add_row("Planted people found", f"{summary['found']} of {summary['planted']}")
    table.add_row("Alerts for nobody planted", f"{summary['unplanted_alerts']:,}")
    table.add_row("Latency, median", _milliseconds(summary["latency_ms"]["p50"]))
    table.add_row("Latency, 99th percentile", _milliseconds(summary["latency_ms"]["p99"]))
    return table


def _milliseconds(value: float | None) -> str:
    return "not measured" if value is None else f"{value:,.0f} ms"
