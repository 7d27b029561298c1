"""Dates as airlines write them are read in the century they can be of, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.dates import birth_date, day_first_time, expiry_date, local_time, month_named

BY = date(2020, 5, 6)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        pytest.param("321210", "1932-12-10", id="last century"),
        pytest.param("181203", "2018-12-03", id="this century"),
        pytest.param("200506", "2020-05-06", id="on the day itself"),
        pytest.param("200507", "1920-05-07", id="not born yet, so a hundred years before"),
        pytest.param("19560620", "1956-06-20", id="with its century"),
        pytest.param("20210101", "2021-01-01", id="with its century, to come"),
        pytest.param("560600", "1956-06", id="no day"),
        pytest.param("560000", "1956", id="no month"),
        pytest.param("56<<<<", "1956", id="fillers"),
        pytest.param("1956", "1956", id="a year"),
        pytest.param("480229", "1948-02-29", id="a leap day"),
        pytest.param("470229", None, id="no such day"),
        pytest.param("561301", None, id="no such month"),
        pytest.param("000000", None, id="zeros throughout"),
        pytest.param("56061", None, id="five digits"),
        pytest.param("\u0665\u0666\u0660\u0666\u0662\u0660", None, id="other digits"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_birth_lies_before_the_flight(text: str, born: str | None) -> None:
    assert birth_date(text, by=BY) == born


def test_a_document_ends_up_to_fifty_years_after_the_flight() -> None:
    assert expiry_date("700101", by=BY) == "2070-01-01"
    assert expiry_date("710101", by=BY) == "1971-01-01"


@given(st.dates(date(1920, 5, 7), BY))
def test_every_birth_of_a_hundred_years_is_read(day: date) -> None:
    assert birth_date(f"{day:%y%m%d}", by=BY) == day.isoformat()
    assert birth_date(f"{day:%Y%m%d}", by=BY) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        pytest.param("2109011620", "2021-09-01T16:20", id="two-digit year"),
        pytest.param("202109011620", "2021-09-01T16:20", id="four-digit year"),
        pytest.param("9909011620", "1999-09-01T16:20", id="last century"),
        pytest.param("210901", "2021-09-01T23:59", id="a day alone, at its end"),
        pytest.param("2109012460", "2021-09-01T23:59", id="no such hour"),
        pytest.param("2113011620", None, id="no such month"),
        pytest.param("SOON", None, id="no digits"),
    ],
)
def test_a_local_time_is_read(text: str, time: str | None) -> None:
    assert local_time(text) == time


def test_pnrgov_writes_the_day_first() -> None:
    assert day_first_time("241126", "1830") == "2026-11-24T18:30"
    assert day_first_time("241126", "") == "2026-11-24T23:59"
    assert day_first_time("241126", "1") == "2026-11-24T23:59"
    assert day_first_time("321126", "1830") is None
    assert month_named("4JUL80") == "800704"
    assert month_named("04JUL1980") == "19800704"
    assert month_named("04JUX80") == "04JUX80"
