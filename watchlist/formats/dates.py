"""Dates of birth in prose (`circa 1951`, `01 Jan 1961 to 31 Dec 1962`) as partial dates. Pure."""

import re
from calendar import month_abbr
from collections.abc import Iterator

from config.partial_date import partial_date

_MONTHS = {name.casefold(): number for number, name in enumerate(month_abbr) if name}
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?!\d)", re.ASCII)
_WORDED = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})(?!\d)", re.ASCII)
_RANGE = re.compile(r"\b(?:to|and|between)\b|\d{4}\s*[-\u2013]\s*\d{4}", re.IGNORECASE)
_RANGE_OF_ISO = re.compile(r"\b(?:to|between)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:approx|approximately|circa|about)\b", re.IGNORECASE)
_DECADE = re.compile(r"(?<!\d)((?:1[89]|20)\d)0s\b", re.ASCII)
_SHORT_RANGE = re.compile(r"(?<!\d)(1[89]|20)(\d{2})\s*[-\u2013/]\s*(\d{2})(?![-\d])", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)", re.ASCII)
_HIJRI_YEAR = re.compile(r"(?<!\d)1[34]\d{2}(?!\d)", re.ASCII)
_LONGEST_RANGE = 30  # years; a longer one says its ends, not every year between
_ABOUT_YEARS = 2  # an approximate date may be off by so many, either way


def birth_dates_of(text: str) -> tuple[str, ...]:
    """Return what *text* says as YYYY, YYYY-MM or YYYY-MM-DD; () if it names no year.

    A range becomes each of its years, an approximate date those around it. A day that does not
    exist becomes its month or year. A Hijri year becomes the Gregorian years it lies in.
    """
    if "hijri" in text.casefold():
        return tuple(year for found in _HIJRI_YEAR.findall(text) for year in _hijri(int(found)))
    text = _SHORT_RANGE.sub(_spelt_out, _DECADE.sub(r"\g<1>0 to \g<1>9", text))
    years = _YEAR.findall(text)
    if years and _is_range(text):
        return years_between(min(years), max(years))
    if _ABOUT.search(text):
        return tuple(dict.fromkeys(near for year in years for near in years_about(year)))
    dates = [_nearest(one) for one in _ISO.findall(text)] or list(_worded(text))
    told = {date[:4] for date in dates}
    return tuple(dict.fromkeys((*dates, *(year for year in years if year not in told))))


def years_about(year: str) -> tuple[str, ...]:
    """Return the years that somebody born about *year* may be born in."""
    return years_between(str(int(year) - _ABOUT_YEARS), str(int(year) + _ABOUT_YEARS))


def years_between(first: str, last: str) -> tuple[str, ...]:
    """Return every year from *first* to *last*, whichever is written first."""
    low, high = sorted((int(first), int(last)))
    if high - low > _LONGEST_RANGE:
        return (str(low), str(high))
    return tuple(str(year) for year in range(low, high + 1))


def _is_range(text: str) -> bool:
    # Between two days in ISO, `and` may part one from the other as well.
    words = _RANGE_OF_ISO if _ISO.search(text) else _RANGE
    return words.search(text) is not None


def _spelt_out(short: re.Match[str]) -> str:
    century, first, last = short.groups()
    # `1960-12` is a month.
    return f"{century}{first} to {century}{last}" if last > max(first, "12") else short[0]


def _worded(text: str) -> Iterator[str]:
    for day, name, year in _WORDED.findall(text):
        number = _MONTHS.get(name.casefold())
        if number is not None:
            month = f"{year}-{number:02}"
            yield _nearest(f"{month}-{int(day):02}" if day else month)


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
