"""Formats `ofac-csv` and `ofac-xml`: individuals of the SDN list."""

import pytest

from tests.watchlist.list_files import Reads
from watchlist.entry import ListedDocument
from watchlist.formats.rows import ListError

NULLS = ",".join(["-0- "] * 7)
ALT = '7,1,"aka","ROE, Janet",-0- \r\n7,2,"fka","SMITH, Jane",-0- \r\n'
ADD = '7,1,"1 Road","Leeds","United Kingdom",-0- \r\n'


def sdn(remarks: str, number: int = 7, kind: str = "individual") -> str:
    return f'{number},"ROE, Jane",{kind},"SDNT] [SDGT",{NULLS},"{remarks}"\r\n'


def trio(sdn_text: str, alt_text: str = ALT, named: str = "sdn") -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        "alt.csv": alt_text + "\x1a",
        "add.csv": ADD + "\x1a",
        "sdn.csv": sdn_text + "\x1a",
    }
    return files | {f"{named}.csv": files.pop(f"{named}.csv")}


REMARKS = (
    "DOB 03 May 1938; alt. DOB circa 1940; POB Leeds, United Kingdom; nationality Korea, North; "
    "alt. citizen Iraq; Gender Female; Passport RL 1794375 (Lebanon) issued 01 Jan 2000; "
    "alt. National ID No. 12/X(N)01 (Burma); Phone Number 123456789; a.k.a. ''ABD, Jane'; "
    "Linked To: SOME FIRM."
)


def test_a_person_is_joined_from_the_trio(reads: Reads) -> None:
    entry = reads(trio(sdn(REMARKS))).only
    assert [(name.full, name.kind) for name in entry.names] == [
        ("Jane ROE", "primary"),
        ("Janet ROE", "alias"),
        ("Jane SMITH", "alias"),
        ("Jane 'ABD", "weak_alias"),
    ]
    assert (entry.names[0].surname, entry.names[0].given_names) == ("ROE", "Jane")
    assert entry.birth_dates == ("1938-05-03", "1938", "1939", "1940", "1941", "1942")
    assert entry.birth_places == ("Leeds, United Kingdom",)
    assert (entry.nationalities, entry.sex) == (("PRK", "IRQ"), "F")
    assert entry.documents == (
        ListedDocument(type="P", number="RL 1794375", issuer="LBN"),
        ListedDocument(type="I", number="12/X(N)01", issuer="MMR"),
    )
    assert (entry.id, entry.list, entry.category) == ("7", "ofac_sdn", "terrorism")


@pytest.mark.parametrize("named", ["sdn", "alt", "add"])
def test_any_file_of_the_trio_may_be_named(reads: Reads, named: str) -> None:
    assert len(reads(trio(sdn("DOB 1950."), named=named)).only.names) == 3


def test_the_names_may_be_in_capitals_and_have_more_around_them(reads: Reads) -> None:
    files: dict[str, str | bytes] = {
        "MY_ALT_1.CSV": ALT,
        "MY_ADD_1.CSV": ADD,
        "MY_SDN_1.CSV": sdn(""),
    }
    assert reads(files).only.id == "7"


@pytest.mark.parametrize("missing", ["alt", "add"])
def test_a_missing_companion_is_named(reads: Reads, missing: str) -> None:
    files = trio(sdn("DOB 1950."))
    del files[f"{missing}.csv"]
    with pytest.raises(ListError, match=rf"{missing}\.csv is not beside it"):
        reads(files)


@pytest.mark.parametrize(
    ("remark", "number", "issuer"),
    [
        pytest.param("Passport 1084010 (Egypt)", "1084010", "EGY", id="plain"),
        pytest.param("Passport AF465508 Colombia", "AF465508", "COL", id="no brackets"),
        pytest.param("National ID No.: 1372584, Kenya", "1372584", "KEN", id="comma"),
        pytest.param("National ID No. D48(9) (Hong Kong)", "D48(9)", "HKG", id="check digit"),
        pytest.param("Tarjeta Profesional 18 (Abogado) (Colombia)", "18", "COL", id="two"),
        pytest.param("Italian Fiscal Code: KMM03Z352N", "KMM03Z352N", None, id="no country"),
        pytest.param("C.U.R.P. # HESU43 (Mexico)", "HESU43", "MEX", id="number sign"),
        pytest.param(
            "National ID No. CNIC: 35202-9 (Pakistan)", "35202-9", "PAK", id="label twice"
        ),
        pytest.param("SSN 523-33-8386 (United States)", "523-33-8386", "USA", id="ssn"),
    ],
)
def test_papers_in_remarks(reads: Reads, remark: str, number: str, issuer: str | None) -> None:
    (paper,) = reads(trio(sdn(f"{remark}."))).only.documents
    assert (paper.number, paper.issuer) == (number, issuer)


def test_prose_behind_a_number_is_counted_and_not_told(reads: Reads) -> None:
    got = reads(trio(sdn("Passport 1084010 Jane Somebody.")))
    assert got.only.documents == (ListedDocument(type="P", number="1084010"),)
    assert got.tally.left_out == {"issuer that is no country": 1}


def test_two_papers_in_one_remark_are_two(reads: Reads) -> None:
    remark = "Passport OR801168 and Kuwaiti National ID No. 281020505755 issued under another name"
    papers = reads(trio(sdn(f"{remark}."))).only.documents
    assert [(one.type, one.number) for one in papers] == [("P", "OR801168"), ("I", "281020505755")]


@pytest.mark.parametrize(
    "remark",
    [
        pytest.param("Phone Number 9647821757598", id="phone"),
        pytest.param("Chinese Commercial Code 1728 4320", id="name code"),
        pytest.param("Digital Currency Address - XBT 1K2", id="wallet"),
        pytest.param("U.S.A. Passport issued 21 Jun 1992 in Amman", id="only an issue date"),
        pytest.param("Minister of Public Security 2", id="an office"),
    ],
)
def test_what_is_no_paper_of_the_person(reads: Reads, remark: str) -> None:
    assert reads(trio(sdn(f"{remark}."))).only.documents == ()


def test_remarks_cut_off_do_not_give_half_a_number(reads: Reads) -> None:
    remarks = "DOB 1950; " + "x" * 960 + "; Passport B12345678901234567"
    got = reads(trio(sdn(remarks.ljust(1000, "9"))))
    assert got.only.documents == ()
    assert got.tally.left_out["remark cut off at 1,000 characters"] == 1


def test_other_types_are_skipped(reads: Reads) -> None:
    got = reads(trio(sdn("", kind="vessel") + sdn("", number=8)))
    assert got.only.id == "8"
    assert got.tally.skipped == 1


def test_bad_rows_name_file_and_line(reads: Reads) -> None:
    alt = '7,1,"aka","ROE, Janet"\r\n' + ALT
    got = reads(trio(sdn("") + 'x,"ROE",individual\r\n' + sdn("", number=9), alt))
    assert [entry.id for entry in got.entries] == ["7", "9"]
    assert [row.where for row in got.bad] == ["alt.csv line 1", "sdn.csv line 2"]


XML = """<?xml version="1.0"?><sdnList xmlns="urn:sdn"><publshInformation/>
<sdnEntry><uid>7</uid><firstName>Jane</firstName><lastName>ROE</lastName>
<sdnType>Individual</sdnType><programList><program>SDNTK</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>RL 1794375</idNumber>
<idCountry>Lebanon</idCountry></id>
<id><uid>2</uid><idType>Gender</idType><idNumber>Female</idNumber></id>
<id><uid>3</uid><idType>Email Address</idType><idNumber>a1@example.org</idNumber></id></idList>
<akaList><aka><uid>4</uid><type>a.k.a.</type><category>strong</category>
<lastName>ROE</lastName><firstName>Janet</firstName></aka>
<aka><uid>5</uid><type>a.k.a.</type><category>weak</category><lastName>JR</lastName></aka></akaList>
<nationalityList><nationality><uid>6</uid><country>Iraq</country></nationality></nationalityList>
<citizenshipList><citizenship><uid>7</uid><country>Burma</country></citizenship></citizenshipList>
<dateOfBirthList><dateOfBirthItem><uid>8</uid><dateOfBirth>1951 to 1952</dateOfBirth>
</dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>9</uid><placeOfBirth>Leeds</placeOfBirth>
</placeOfBirthItem></placeOfBirthList></sdnEntry>
<sdnEntry><uid>8</uid><lastName>SHIP</lastName><sdnType>Vessel</sdnType></sdnEntry>
<sdnEntry><uid>9</uid><sdnType>Individual</sdnType></sdnEntry>
</sdnList>"""


def test_the_xml_list_says_the_same(reads: Reads) -> None:
    got = reads({"SDN.XML": XML})
    (entry,) = got.entries
    assert [(name.full, name.kind) for name in entry.names] == [
        ("Jane ROE", "primary"),
        ("Janet ROE", "alias"),
        ("JR", "weak_alias"),
    ]
    assert (entry.birth_dates, entry.sex) == (("1951", "1952"), "F")
    assert (entry.nationalities, entry.birth_places) == (("IRQ", "MMR"), ("Leeds",))
    assert entry.documents == (ListedDocument(type="P", number="RL 1794375", issuer="LBN"),)
    assert (entry.id, entry.category) == ("7", "narcotics")
    assert got.tally.skipped == 1
    assert [(row.where, row.id) for row in got.bad] == [("uid 9", "9")]
