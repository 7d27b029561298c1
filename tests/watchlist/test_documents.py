"""Numbers and kinds of papers out of prose."""

import pytest

from watchlist.formats.documents import document_number, document_type


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(" 381310014", "381310014", id="bare"),
        pytest.param("A 0139243", "A 0139243", id="series apart"),
        pytest.param("Libya B/002210", "B/002210", id="country before"),
        pytest.param("R00012098, South Sudan", "R00012098", id="country after"),
        pytest.param("No. H0044232 (Iraqi)", "H0044232", id="no. and demonym"),
        pytest.param("No34409/129", "34409/129", id="No without a space"),
        pytest.param("Afghan passport number SE 012820", "SE 012820", id="label"),
        pytest.param("national identity card number 44103-5251752-5", "44103-5251752-5", id="id"),
        pytest.param("563210184 (Expires 18 Jun. 2018)", "563210184", id="expiry in brackets"),
        pytest.param("Social Security Number 423-31-3021 (US)", "423-31-3021", id="ssn"),
        pytest.param("04643632 issued on 18 Jun. 1999", "04643632", id="issue"),
        pytest.param("CAR diplomatic passport no. D00000897", "D00000897", id="capitals in label"),
        pytest.param("issued in 1993, under another name", None, id="only an issue date"),
        pytest.param("Birth certificate", None, id="no digit"),
    ],
)
def test_the_number_comes_without_the_words(text: str, number: str | None) -> None:
    assert document_number(text) == number


@pytest.mark.parametrize(
    ("label", "code"),
    [
        pytest.param("Diplomatic Passport", "P", id="passport"),
        pytest.param("Numéro de passeport", "P", id="French"),
        pytest.param("Driver's License No.", "DL", id="licence"),
        pytest.param("SSN", "SSN", id="ssn"),
        pytest.param("R.F.C.", "TAX", id="tax"),
        pytest.param("Cedula No.", "I", id="identity"),
        pytest.param("", "I", id="nothing said"),
    ],
)
def test_the_label_gives_the_kind(label: str, code: str) -> None:
    assert document_type(label) == code
