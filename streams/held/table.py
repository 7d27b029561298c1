"""What is held, as a table for people."""

from collections.abc import Iterable
from datetime import datetime

from rich.table import Table

from streams.held.holding import Holding

_COLUMNS = ("CATEGORY", "WHERE", "HELD", "SINCE", "UNTIL", "KEPT")


def holding_table(found: Iterable[Holding], now: datetime) -> Table:
    """Return a row for each holding; times in UTC, to the minute."""
    table = Table(*_COLUMNS, box=None)
    table.columns[2].justify = "right"
    for column in table.columns[:-1]:
        column.no_wrap = True
    for one in found:
        late = f" ({one.overdue} overdue)" if one.overdue else ""
        table.add_row(
            one.category,
            one.where,
            f"{one.count:,}",
            _minute(one.since),
            _minute(one.until),
            one.kept + late,
            style="red" if one.overdue else None,
        )
    table.caption = f"as of {_minute(now)}"
    return table


def _minute(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%MZ") if moment else ""
