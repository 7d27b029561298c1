"""A moment on the command line: a time with its offset, or how long ago."""

import re
from datetime import UTC, datetime, timedelta

import click

_AGO = re.compile(r"(\d{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Moment(click.ParamType):
    """Takes `2026-11-24T08:00:00Z`, or `90m`, `2h`, `3d` before now."""

    name = "time"

    def convert(
        self,
        value: str | datetime,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Return the moment in UTC."""
        if isinstance(value, datetime):
            return value
        ago = _AGO.fullmatch(value)
        try:
            if ago:
                return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
            found = datetime.fromisoformat(value)
        except (ValueError, OverflowError):
            found = None
        if found is None or found.tzinfo is None:
            self.fail(
                f"{value!r}: write a time with its offset, such as 2026-11-24T08:00:00Z, "
                "or how long ago, such as 90m, 2h or 3d",
                param,
                ctx,
            )
        return found.astimezone(UTC)


MOMENT = Moment()
