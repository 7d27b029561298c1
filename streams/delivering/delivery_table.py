"""Destinations as a table for people."""

from collections.abc import Iterable

from rich.table import Table

from streams.delivering.overview import Delivery

_COLUMNS = ("WEBHOOK", "STATE", "WAITING", "LAST SUCCESS", "LAST FAILURE", "DESTINATION")
_STYLES = {"open": "red", "retrying": "yellow"}


def delivery_table(found: Iterable[Delivery]) -> Table:
    """Return a row for each destination; times in UTC."""
    table = Table(*_COLUMNS, box=None)
    table.columns[2].justify = "right"
    for column in table.columns[:3]:
        column.no_wrap = True
    for one in found:
        failure = f"{one.last_failure_at} {one.last_failure}" if one.last_failure_at else ""
        in_a_row = f" ({one.failures} failures)" if one.failures else ""
        table.add_row(
            f"{one.agency}/{one.webhook}",
            f"{one.state}{in_a_row}",
            "" if one.waiting is None else f"{one.waiting:,}",
            one.last_success_at or "",
            failure,
            one.destination,
            style=_STYLES.get(one.state),
        )
    return table
