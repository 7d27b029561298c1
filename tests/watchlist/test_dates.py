"""Dates of birth in prose."""

import re
from calendar import month_abbr
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.partial_date import partial_date
from watchlist.formats.dates import birth_dates_of, years_between


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("10 Dec 1948", ("1948-12-10",), id="day"),
        pytest.param("Mar 1945", ("1945-03",), id="month"),
        pytest.param("August 1961", ("1961-08",), id="month in full"),
        pytest.param("Nov. 1973", ("1973-11",), id="month with a dot"),
        pytest.param("1946", ("1946",), id="year"),
        pytest.param("circa 1951", ("1949", "1950", "1951", "1952", "1953"), id="circa"),
        pytest.param(
            "circa 07 Jul 1966", ("1964", "1965", "1966", "1967", "1968"), id="circa a day"
        ),
        pytest.param(
            "Approximately 1962, 1963",
            ("1960", "1961", "1962", "1963", "1964", "1965"),
            id="about one year or another",
        ),
        pytest.param("12 Aug 1961 or 1962", ("1961-08-12", "1962"), id="a day, or a year"),
        pytest.param("1960-65", ("1960", "1961", "1962", "1963", "1964", "1965"), id="-65"),
        pytest.param("1960/61", ("1960", "1961"), id="/61"),
        pytest.param("1960-12", ("1960-12",), id="a month, no range"),
        pytest.param("1960s", tuple(str(year) for year in range(1960, 1970)), id="a decade"),
        pytest.param("between 1960-01-01 and 1961-12-31", ("1960", "1961"), id="range in ISO"),
        pytest.param("1960-01-01 and 1961-12-31", ("1960-01-01", "1961-12-31"), id="two days"),
        pytest.param("1951 to 1953", ("1951", "1952", "1953"), id="range of years"),
        pytest.param("circa 1979-1982", ("1979", "1980", "1981", "1982"), id="hyphened range"),
        pytest.param("01 Jan 1961 to 31 Dec 1962", ("1961", "1962"), id="range of days"),
        pytest.param("01 Jan 1961 to 31 Dec 1961", ("1961",), id="range within a year"),
        pytest.param("Mar 1962 to Feb 1963", ("1962", "1963"), id="range of months"),
        pytest.param("Between Aug. and Sep. 1977", ("1977",), id="range within one year"),
        pytest.param("1947-02-27", ("1947-02-27",), id="ISO"),
        pytest.param("1960-01-01-05:00", ("1960-01-01",), id="ISO with an offset"),
        pytest.param("1971-00-00", ("1971",), id="no month"),
        pytest.param("1971-05-00", ("1971-05",), id="no day"),
        pytest.param("30 Feb 1970", ("1970-02",), id="no such day"),
        pytest.param("24/06/1402 (Hijri Calendar)", ("1981", "1982"), id="Hijri"),
        pytest.param("1940 to 1990", ("1940", "1990"), id="a long range says its ends"),
        pytest.param("19\u0665\u0665", (), id="digits of two scripts"),
        pytest.param("29 years old", (), id="an age is no date"),
    ],
)
def test_prose_becomes_partial_dates(text: str, dates: tuple[str, ...]) -> None:
    assert birth_dates_of(text) == dates


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31)))
def test_a_written_day_is_read_back(day: date) -> None:
    assert birth_dates_of(day.isoformat()) == (day.isoformat(),)
    assert birth_dates_of(f"{day.day:02} {month_abbr[day.month]} {day.year}") == (day.isoformat(),)


@given(st.text(alphabet="0123456789 -/.JanFebDectoand", max_size=40))
def test_whatever_is_read_is_a_partial_date_and_no_year_is_lost(text: str) -> None:
    read = birth_dates_of(text)
    assert [partial_date(found) for found in read] == list(read)
    years = sorted(re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text))
    if years and int(years[-1]) - int(years[0]) > 30:  # perhaps a range, which says its ends
        years = [years[0], years[-1]]
    assert set(years) <= {found[:4] for found in read}


@given(st.integers(1900, 2026), st.sampled_from(["{}", "1 Mar {}", "{}-03-01"]))
def test_what_is_approximate_is_never_a_day(year: int, written: str) -> None:
    around = tuple(str(near) for near in range(year - 2, year + 3))
    assert birth_dates_of(f"circa {written.format(year)}") == around


@given(st.integers(1900, 2026), st.integers(1900, 2026))
def test_a_range_keeps_both_ends_in_either_order(first: int, last: int) -> None:
    years = years_between(str(first), str(last))
    assert years == years_between(str(last), str(first))
    assert {str(first), str(last)} <= set(years)
