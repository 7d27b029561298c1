"""Dates of birth in prose (`circa 1951`, `01 Jan 1961 to 31 Dec 1962`) as partial dates. Pure."""

import re
from calendar import month_abbr

from config.partial_date import partial_date

_MONTHS = {name.casefold(): number for number, name in enumerate(month_abbr) if name}
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?!\d)", re.ASCII)
_WORDED = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})(?!\d)", re.ASCII)
_RANGE = re.compile(r"\b(?:to|and|between)\b|\d{4}\s*[-\u2013]\s*\d{4}", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", re.ASCII)
_HIJRI_YEAR = re.compile(r"(?<!\d)1[34]\d{2}(?!\d)", re.ASCII)
_LONGEST_RANGE = 30  # years; a longer one says its ends, not every year between


def birth_dates_of(text: str) -> tuple[str, ...]:
    """Return what *text* says as YYYY, YYYY-MM or YYYY-MM-DD; () if it names no year.

    A range becomes each of its years. A day that does not exist becomes its month or year.
    A Hijri year becomes the Gregorian years it lies in.
    """
    if "hijri" in text.casefold():
        return tuple(year for found in _HIJRI_YEAR.findall(text) for year in _hijri(int(found)))
    found_years = _YEAR.findall(text)
    if len(found_years) > 1 and _RANGE.search(text) and not _ISO.search(text):
        return years_between(found_years[0], found_years[-1])
    days = [_nearest(one) for one in _ISO.findall(text)]
    worded = [_worded(*one) for one in _WORDED.findall(text)]
    if _RANGE.search(text):  # `between Aug. and Sep. 1977`: the year is all that is sure
        worded = found_years
    return tuple(dict.fromkeys(days or worded or found_years))


def years_between(first: str, last: str) -> tuple[str, ...]:
    """Return every year from *first* to *last*, whichever is written first."""
    low, high = sorted((int(first), int(last)))
    if high - low > _LONGEST_RANGE:
        return (str(low), str(high))
    return tuple(str(year) for year in range(low, high + 1))


def _worded(day: str, month: str, year: str) -> str:
    number = _MONTHS.get(month.casefold())
    if number is None:
        return year
    return _nearest(f"{year}-{number:02}-{int(day):02}" if day else f"{year}-{number:02}")


def _nearest(iso: str) -> str:
    for length in (10, 7):
        try:
            return partial_date(iso[:length])
        except ValueError:
            continue
    return iso[:4]


def _hijri(year: int) -> tuple[str, ...]:
    # The mean lunar year is 354.367 days; day 1 of year 1 was in July 622.
    begin = 622.54 + (year - 1) * 354.367 / 365.2425
    return years_between(str(int(begin)), str(int(begin + 354 / 365.2425)))
