"""Machine readable zones are read with every check digit, and written as ICAO 9303 says."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.mrz.check_digits import agrees, check_digit
from manifests.mrz.letters import written
from manifests.mrz.names import MrzName, can_be, name_field, name_in
from manifests.mrz.reading import zone
from manifests.mrz.writing import lines_of
from manifests.mrz.zone import LAYOUTS, NoZone, Zone

BY = date(2026, 11, 24)
ZONE = Zone(
    size="TD3",
    type="P",
    issuer="UTO",
    number="X1234567",
    nationality="UTO",
    birth_date="1985-12-10",
    sex="F",
    expires="2031-01-31",
    name=MrzName("LOVELACE", "ADA KING", may_be_cut=False),
)


def text_of(one: Zone) -> str:
    return "\n".join(lines_of(one))


def changed(**more: object) -> Zone:
    said = {name: getattr(ZONE, name) for name in ZONE.__slots__}
    return Zone(**{**said, **more})


def test_a_passport_is_written_in_its_two_lines() -> None:
    assert lines_of(ZONE) == (
        "P<UTOLOVELACE<<ADA<KING<<<<<<<<<<<<<<<<<<<<<",
        "X1234567<7UTO8512109F3101311<<<<<<<<<<<<<<<2",
    )


def test_the_specimen_of_the_standard_has_no_wrong_digit() -> None:
    text = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    )
    one = zone(text, by=date(2012, 1, 1))
    assert (one.number, one.birth_date, one.expires) == ("L898902C3", "1974-08-12", "2012-04-15")
    assert (one.optional, one.wrong) == ("ZE184226B", ())
    assert lines_of(one) == tuple(text.splitlines())


@pytest.mark.parametrize("size", LAYOUTS)
def test_every_size_reads_back(size: str) -> None:
    one = changed(size=size, type="V" if size.startswith("MRV") else "P")
    assert zone(text_of(one), by=BY) == one
    assert zone(text_of(one).replace("\n", ""), by=BY) == one
    assert zone(text_of(one).lower(), by=BY) == one


def test_the_holder_is_a_passenger_with_a_document() -> None:
    holder = zone(text_of(changed(nationality="GBR", issuer="GBR")), by=BY).passenger
    assert (holder.surname, holder.given_names) == ("LOVELACE", "ADA KING")
    assert (holder.nationality, holder.birth_date, holder.sex) == ("GBR", "1985-12-10", "F")
    (document,) = holder.documents
    assert (document.type, document.number, document.expires) == ("P", "X1234567", "2031-01-31")
    assert holder.verified is True


def test_a_holder_whose_check_digits_disagree_is_not_verified() -> None:
    first, second = text_of(changed()).split("\n")
    misread = ("Y" if second[0] == "X" else "X") + second[1:]
    assert zone(f"{first}\n{misread}", by=BY).passenger.verified is False


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        pytest.param(0, ("number", "composite"), id="number"),
        pytest.param(13, ("birth_date", "composite"), id="birth"),
        pytest.param(21, ("expires", "composite"), id="expiry"),
        pytest.param(28, ("optional", "composite"), id="optional data"),
        pytest.param(43, ("composite",), id="the last digit"),
    ],
)
def test_a_character_misread_is_found_by_its_check_digit(
    column: int, wrong: tuple[str, ...]
) -> None:
    first, second = lines_of(ZONE)
    other = "7" if second[column] != "7" else "8"
    found = zone(f"{first}\n{second[:column]}{other}{second[column + 1 :]}", by=BY)
    assert found.wrong == wrong
    assert found.name.surname == "LOVELACE"


@pytest.mark.parametrize("size", ["TD1", "TD2"])
def test_a_number_of_more_than_nine_characters_goes_on_in_the_optional_data(size: str) -> None:
    one = changed(size=size, number="X12345678901", optional="")
    assert lines_of(one)[0 if size == "TD1" else 1][14 if size == "TD1" else 9] == "<"
    assert zone(text_of(one), by=BY) == one


@pytest.mark.parametrize(
    "born",
    [
        pytest.param("1985-12", id="no day"),
        pytest.param("1985", id="no month"),
        pytest.param(None, id="not known"),
    ],
)
def test_unknown_parts_of_a_birth_date_are_fillers(born: str | None) -> None:
    assert zone(text_of(changed(birth_date=born)), by=BY).birth_date == born


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("P<UTO", id="too short"),
        pytest.param("P<UTO" + "<" * 39, id="one line"),
        pytest.param("P" + "?" * 43 + "\n" + "<" * 44, id="other characters"),
    ],
)
def test_other_text_is_no_zone(text: str) -> None:
    with pytest.raises(NoZone):
        zone(text, by=BY)


@pytest.mark.parametrize(
    ("field", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("<<<<<<", "0"), ("A", "0"), ("Z", "5")],
)
def test_check_digits_weigh_seven_three_one(field: str, digit: str) -> None:
    assert check_digit(field) == digit
    assert agrees(field, digit)
    assert not agrees(field, str((int(digit) + 1) % 10))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("d'Artagnan", "DARTAGNAN", id="apostrophe joins"),
        pytest.param("Smith-Jones", "SMITH JONES", id="hyphen parts"),
        pytest.param("St. John", "ST JOHN", id="full stop is left out"),
        pytest.param("Müller Größe", "MUELLER GROESSE", id="German"),
        pytest.param("Åse Łódź Ñandú", "AASE LODZ NANDU", id="marks"),
        pytest.param("Щербаков", "SHCHERBAKOV", id="Cyrillic"),
        pytest.param("محمّد", "MXHMMD", id="Arabic, doubled"),
        pytest.param("فاطمة", "FAXTTMXAH", id="Arabic, at the end of a name"),
        pytest.param("Louis XIV 3", "LOUIS XIV ", id="digits"),
    ],
)
def test_letters_are_those_of_the_tables(name: str, letters: str) -> None:
    assert written(name) == letters


@pytest.mark.parametrize(
    ("surname", "given", "field"),
    [
        pytest.param("LOVELACE", "ADA", "LOVELACE<<ADA<", id="fits"),
        pytest.param("LOVELACE", "AUGUSTA", "LOVELACE<<AUGU", id="cut at the end"),
        pytest.param("LOVELACE", "ADA KING", "LOVELACE<<AD<K", id="an initial more"),
        pytest.param("LOVELACE KING", "ADA", "LOVELACE<KI<<A", id="two names before it"),
        pytest.param("ARKFREITHARKFREITH", "", "ARKFREITHARKFR", id="one name"),
        pytest.param("SUKARNO", "", "SUKARNO<<<<<<<", id="a single name"),
    ],
)
def test_a_name_that_does_not_fit_is_cut(surname: str, given: str, field: str) -> None:
    assert name_field(surname, given, 14) == field
    assert name_in(field).may_be_cut == (field[-1] != "<")
    assert can_be(field, surname, given)


def test_a_name_that_has_room_is_whole() -> None:
    assert not can_be("LOVELACE<<AD<<", "LOVELACE", "ADA")
    assert can_be("LOVELACE<<ADAM", "LOVELACE", "ADAMINA")
    assert not can_be("LOVELACE<<EVE<", "LOVELACE", "ADA")


_NAME = st.lists(
    st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=2, max_size=15),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(surname=_NAME, given=_NAME, length=st.sampled_from([30, 31, 39]))
def test_what_is_written_can_be_the_name(surname: str, given: str, length: int) -> None:
    field = name_field(surname, given, length)
    assert len(field) == length
    assert can_be(field, surname, given)
    found = name_in(field)
    assert found.may_be_cut or (found.surname, found.given_names) == (surname, given)


@given(st.text(max_size=100))
def test_any_text_is_a_zone_or_none(text: str) -> None:
    try:
        zone(text, by=BY)
    except NoZone as problem:
        assert str(problem)  # noqa: PT017  # either is right; anything else raised is not


_VECTORS = Path(__file__).resolve().parents[3] / "shared/standards/icao9303_name_vectors.json"
_SAID = json.loads(_VECTORS.read_text(encoding="utf-8")) if _VECTORS.is_file() else []


@pytest.mark.skipif(not _SAID, reason="the name vectors of ../shared/standards are not here")
def test_all_name_vectors_are_there() -> None:
    assert len(_SAID) == 61


@pytest.mark.parametrize(
    ("shown", "mrz", "part"), [(one["viz"], one["mrz"], one["part"]) for one in _SAID]
)
def test_a_name_of_the_standard_is_read_and_written(shown: str, mrz: str, part: str) -> None:
    surname, _, given = shown.partition(", ")
    field = mrz if part == "5" else mrz[5:]
    found = name_in(field)
    assert can_be(field, surname, given)
    if found.may_be_cut:
        mine = name_field(surname, given, len(field))
        assert can_be(mine, surname, given)
        assert mine[-1] != "<"
        return
    assert name_field(surname, given, len(field)) == field
    assert found.surname == written(surname)
    assert (found.given_names or "") == written(given)
