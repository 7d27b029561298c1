"""Dates as people know them: a year, a month, or a day."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_PARTIAL = re.compile(_PATTERN)


def partial_date(value: str) -> str:
    """Return *value* if it is a year, a year and month, or a day that exists.

    Raises ValueError with a sentence that says how to write it.
    """
    if _is_day(value):
        return value
    if not _PARTIAL.match(value):
        raise ValueError("write a date as 1947, 1947-02 or 1947-02-27")
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError as problem:
        raise ValueError("no such day; write a date as 1947, 1947-02 or 1947-02-27") from problem
    return value


def _is_day(value: str) -> bool:
    """Say whether *value* is a whole date, as nearly all are; the pattern takes twice as long."""
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return False  # that is, nor a week's day, which fromisoformat takes
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


PartialDate = Annotated[
    str,
    AfterValidator(partial_date),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
