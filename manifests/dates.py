"""Dates and times as airlines write them, to ours. What is none gives None, never an error.

Two-digit years: a birth lies before the flight, a document's expiry up to fifty years after it.
"""

from datetime import date

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# Of each month in every year; the 29th of February takes the longer way.
_LAST_DAYS = {f"{month:02d}": "31" for month in (1, 3, 5, 7, 8, 10, 12)}
_LAST_DAYS |= {f"{month:02d}": "30" for month in (4, 6, 9, 11)} | {"02": "28"}
# A flight whose hour is not said: the day's last minute, so that nothing expires too early.
LAST_MINUTE = "23:59"


def local_time(text: str) -> str | None:
    """Return YYMMDDHHMM, CCYYMMDDHHMM, YYMMDD or CCYYMMDD as a local time (codes 201 203 101 102).

    A day alone is taken at its last minute; seconds (CCYYMMDDHHMMSS, 204) are cut off.
    """
    digits = _squeezed(text)
    if not digits.isdecimal() or len(digits) not in (6, 8, 10, 12, 14):
        return None
    digits = digits[:12]
    clock = digits[-4:] if len(digits) > 8 else "2359"
    day = digits[:-4] if len(digits) > 8 else digits
    return _at(_day(_this_century(day)), clock)


def told_moment(text: str) -> str | None:
    """Return what `local_time` does where the text says the hour too, else None."""
    digits = _squeezed(text)
    return local_time(digits) if len(digits) > 8 and _is_clock(digits[:12][-4:]) else None


def day_first_time(day: str, clock: str) -> str | None:
    """Return DDMMYY and HHMM, as PNRGOV writes them, as a local time."""
    digits = _squeezed(day)
    if not digits.isdecimal() or len(digits) != 6:
        return None
    return _at(_day(_this_century(digits[4:6] + digits[2:4] + digits[:2])), clock or "2359")


def birth_date(text: str, *, by: date) -> str | None:
    """Return YYMMDD or CCYYMMDD as a date of birth not after *by*; unknown parts are left out."""
    made = _partial(text, latest=by.year)
    if made is not None and made[:4] == str(by.year) and made > by.isoformat()[: len(made)]:
        return _partial(text, latest=by.year - 1)
    return made


def expiry_date(text: str, *, by: date) -> str | None:
    """Return YYMMDD or CCYYMMDD as a day on which a document ends, seen from *by*."""
    return _partial(text, latest=by.year + 50)


def month_named(text: str) -> str:
    """Return 04JUL80 or 04JUL1980 as 800704 or 19800704, any other text as it is."""
    squeezed = _squeezed(text).upper()
    day, month, year = squeezed[:-5], squeezed[-5:-2], squeezed[-2:]
    if len(squeezed) >= 9:
        day, month, year = squeezed[:-7], squeezed[-7:-4], squeezed[-4:]
    if month not in _MONTHS or not year.isdecimal() or not day.isdecimal() or len(day) > 2:
        return squeezed
    return f"{year}{_MONTHS.index(month) + 1:02d}{day.zfill(2)}"


def _partial(text: str, *, latest: int) -> str | None:
    """Return the date, one of two-digit year in the hundred years up to *latest*."""
    if len(text) == 6 and text.isdecimal() and text.isascii():
        month, day = text[2:4], text[4:]
        if "01" <= day <= _LAST_DAYS.get(month, ""):
            return f"{_up_to(latest, text[:2])}-{month}-{day}"
    digits = _squeezed(text).replace("<", "0").replace("X", "0")
    if not digits.isdecimal() or not digits.isascii() or len(digits) not in (2, 4, 6, 8):
        return None
    if not int(digits):
        return None  # zeros throughout: not known
    if len(digits) == 8 or (len(digits) == 4 and digits[:2] in ("19", "20")):
        return _existing(int(digits[:4]), digits[4:])
    return _existing(_up_to(latest, digits[:2]), digits[2:])


def _up_to(latest: int, two_digits: str) -> int:
    year = latest - latest % 100 + int(two_digits)
    return year if year <= latest else year - 100


def _existing(year: int, rest: str) -> str | None:
    """Return the date as far as it is known; a month or day of zero is not."""
    month, day = int(rest[:2] or 0), int(rest[2:] or 0)
    try:
        known = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    if month and day:
        return known
    return known[:7] if month else known[:4]


def _this_century(digits: str) -> str:
    if len(digits) == 8:
        return digits
    return ("19" if digits >= "70" else "20") + digits


def _day(digits: str) -> str | None:
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}").isoformat()
    except ValueError:
        return None


def _at(day: str | None, clock: str) -> str | None:
    if day is None or not 1970 <= int(day[:4]) < 2200:
        return None
    return f"{day}T{clock[:2]}:{clock[2:]}" if _is_clock(clock) else f"{day}T{LAST_MINUTE}"


def _is_clock(text: str) -> bool:
    digits = len(text) == 4 and text.isdecimal() and text.isascii()
    return digits and text[:2] <= "23" and text[2:] <= "59"


def _squeezed(text: str) -> str:
    return "".join(text.split())
