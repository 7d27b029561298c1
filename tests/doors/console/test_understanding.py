"""One field understands a name, a document, a date of birth or a zone, in any mix."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doors.console.understanding import understood

TODAY = date(2026, 11, 25)
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
)  # ICAO Doc 9303-4, appendix B


@pytest.mark.parametrize(
    ("text", "name", "documents", "born"),
    [
        ("Sabawi al-Tikriti", "Sabawi al-Tikriti", [], None),
        ("Sabawi al-Tikriti 1947", "Sabawi al-Tikriti", [], "1947"),
        ("1947-02-27 Sabawi", "Sabawi", [], "1947-02-27"),
        ("Sabawi, 27.02.1947", "Sabawi", [], "1947-02-27"),
        ("Sabawi 02/27/1947", "Sabawi", [], "1947-02-27"),
        ("Sabawi 3 Feb 1947", "Sabawi", [], "1947-02-03"),
        ("Sabawi 3. February 1947", "Sabawi", [], "1947-02-03"),
        ("M1234567", None, ["M1234567"], None),
        ("M1234567 AK8683202 Sabawi 1947-2", "Sabawi", ["M1234567", "AK8683202"], "1947-02"),
        ("صباوي التكريتي ١٩٤٧", "صباوي التكريتي", [], "1947"),
        ("John 31.02.1990", "John 31.02.1990", [], None),
        ("R2D2", "R2D2", [], None),
    ],
)
def test_parts_are_told_apart(
    text: str, name: str | None, documents: list[str], born: str | None
) -> None:
    question = understood(text, today=TODAY).question
    assert question is not None
    assert question.name == name
    assert [one.number for one in question.documents] == documents
    assert question.birth_date == born


@pytest.mark.parametrize("text", ["27.02.1947", "1947-02-27", "27 Feb 1947"])
def test_date_alone_is_understood_and_asks_nothing(text: str) -> None:
    found = understood(text, today=TODAY)
    assert (found.question, found.day) == (None, "1947-02-27")
    assert understood("", today=TODAY).day is None


def test_date_that_may_be_read_two_ways_says_so() -> None:
    found = understood("Sabawi 03/02/1971", today=TODAY)
    assert found.question is not None
    assert (found.question.birth_date, found.swapped) == ("1971-02-03", "1971-03-02")
    assert understood("Sabawi 03/03/1971", today=TODAY).swapped is None


@pytest.mark.parametrize("text", [TD3, TD3.lower(), TD3.replace("\n", ""), f"\n {TD3}\n\n"])
def test_zone_is_the_whole_question(text: str) -> None:
    found = understood(text, today=TODAY)
    assert found.zone is not None
    assert found.zone.wrong == ()
    assert found.question is not None
    assert found.question.name == "ANNA MARIA ERIKSSON"
    assert [(one.number, one.issuer) for one in found.question.documents] == [("L898902C3", "UTO")]
    assert (found.question.birth_date, found.question.sex) == ("1974-08-12", "F")


def test_zone_with_a_wrong_digit_is_asked_and_named() -> None:
    found = understood(TD3.replace("L898902C36", "L898902C37"), today=TODAY)
    assert found.zone is not None
    assert found.zone.wrong == ("number", "composite")
    assert found.question is not None


def test_piece_of_a_zone_asks_nothing_and_says_so() -> None:
    found = understood(TD3.partition("\n")[0], today=TODAY)
    assert found.question is None
    assert found.broken_zone


@pytest.mark.parametrize("text", ["", "  ", "1947", "27.02.1947"])
def test_there_is_nothing_to_ask_without_name_or_document(text: str) -> None:
    assert understood(text, today=TODAY).question is None


@pytest.mark.parametrize(
    "text",
    ["Sabawi " * 80, " ".join(f"M12345{number:02}" for number in range(11))],
    ids=["a long name", "a list of passports"],
)
def test_more_than_one_person_is_said_to_be_too_much(text: str) -> None:
    found = understood(text, today=TODAY)
    assert (found.question, found.too_much) == (None, True)


@given(st.text(max_size=300))
def test_any_text_is_understood_or_asks_nothing(text: str) -> None:
    understood(text, today=TODAY)
