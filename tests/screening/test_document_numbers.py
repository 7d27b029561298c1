"""However a number was misread or mistyped, both sides share a key; strangers do not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.compiled.keyring import MAX_KEY
from screening.document_numbers import as_misread, check_digit, core
from screening.keys import passenger_keys
from screening.prepared import PreparedDocument, prepare_passenger

NUMBERS = st.from_regex(r"[A-Z]{0,3}[1-9][0-9]{6}[A-Z0-9]{0,2}", fullmatch=True)
# Of what is longer than a key, with the letter before it, there is a digest.
ANYTHING = st.text("ABISO0158X", min_size=1, max_size=MAX_KEY - 1)


def document_keys(number: str) -> set[str]:
    """Return the keys of nobody with a number."""
    nobody = prepare_passenger(Passenger(surname="FNU"))
    document = PreparedDocument(number, number, None)
    return set(passenger_keys(nobody._replace(documents=(document,))))


def shared(one: str, other: str) -> set[str]:
    return document_keys(one) & document_keys(other)


@pytest.mark.parametrize(
    ("number", "digit"), [("L898902C3", "6"), ("D23145890", "7"), ("C01X00T47", "8")]
)
def test_check_digits_are_those_of_printed_specimens(number: str, digit: str) -> None:
    assert check_digit(number) == digit


@given(NUMBERS)
def test_swapped_neighbours_share_a_key_wherever_they_stand(number: str) -> None:
    bare = core(number)
    before = number.removesuffix(bare)
    for at, (one, other) in enumerate(pairwise(bare)):
        swapped = f"{before}{bare[:at]}{other}{one}{bare[at + 2 :]}"
        if core(swapped) == swapped.removeprefix(before):  # else a letter went among those before
            assert shared(number, swapped)


@given(NUMBERS, st.from_regex(r"[A-Z]{1,3}|0{1,3}", fullmatch=True))
def test_letters_and_zeros_before_a_number_change_one_key_alone(number: str, before: str) -> None:
    assert len(shared(number, before + number)) >= 2


@given(NUMBERS)
def test_a_check_digit_after_a_number_leaves_the_number_a_key(number: str) -> None:
    assert f"D{as_misread(number)}" in shared(number, number + check_digit(number))


@given(ANYTHING)
def test_keys_are_few_and_those_of_the_number_as_it_is_misread(number: str) -> None:
    keys = document_keys(number)
    assert len(keys) <= 4
    assert all(key[0] == "D" and " " not in key for key in keys)
    assert f"D{as_misread(number)}" in keys


@pytest.mark.parametrize("number", ["1", "12345", "AB123"])
def test_a_short_number_is_found_whole_or_not_at_all(number: str) -> None:
    assert document_keys(number) == {f"D{as_misread(number)}"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("AB12345", "CD12345", id="five digits are left without their letters"),
        pytest.param("1234567", "7654321", id="the same digits"),
        pytest.param("12345678", "1234", id="the beginning"),
        pytest.param("M1234567", "M1234568", id="the next number"),
    ],
)
def test_what_strangers_share_is_no_key(one: str, other: str) -> None:
    assert not shared(one, other)
