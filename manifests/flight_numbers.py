"""Carrier and number out of what airlines write as one: `UA0123`, `B2740`, `DLH9145A`."""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"0*([0-9]{1,4}[A-Z]?)", re.ASCII)
_CARRIER = re.compile(r"(?=.{0,2}[A-Z])[A-Z0-9]{2,3}", re.ASCII)


class FlightNumber(NamedTuple):
    """The operating carrier's code and its number without leading zeros, suffix kept."""

    carrier: str
    number: str


def flight_number(identifier: str, carrier: str = "") -> FlightNumber | None:
    """Return the flight that *identifier* names, None if it names none.

    *carrier* is what the message says beside it; it may stand before the number or be absent.
    Three letters before the number are an ICAO code, anything else has two characters. A date may
    follow (`UA123/24NOV`).
    """
    text = "".join(identifier.partition("/")[0].split()).upper()
    code = "".join(carrier.split()).upper()
    if not _CARRIER.fullmatch(code):
        code = ""
    if code and (found := _number(text.removeprefix(code))):
        return FlightNumber(code, found)
    length = 3 if text[:3].isalpha() else 2
    found = _number(text[length:])
    if found and _CARRIER.fullmatch(text[:length]):
        return FlightNumber(code or text[:length], found)
    return None


def _number(text: str) -> str | None:
    found = _NUMBER.fullmatch(text)
    return found[1] if found else None
