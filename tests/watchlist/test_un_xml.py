"""Format `un-xml`: individuals of the UN consolidated list."""

import pytest

from tests.watchlist.list_files import Reads
from watchlist.entry import ListedDocument, Sharing
from watchlist.formats.rows import ListError, Terms


def listed(*people: str) -> dict[str, str | bytes]:
    head = '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST><INDIVIDUALS>'
    rest = "</INDIVIDUALS><ENTITIES><ENTITY><DATAID>9</DATAID></ENTITY></ENTITIES>"
    return {"un.xml": f"{head}{''.join(people)}{rest}</CONSOLIDATED_LIST>"}


def person(inside: str = "", dataid: str = "1", name: str = "JANE") -> str:
    return (
        f"<INDIVIDUAL><DATAID>{dataid}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        f"<UN_LIST_TYPE>DPRK</UN_LIST_TYPE>{inside}</INDIVIDUAL>"
    )


def birth(inside: str) -> str:
    return person(f"<INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>")


def alias(quality: str, name: str) -> str:
    return (
        f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>"
        "</INDIVIDUAL_ALIAS>"
    )


def test_names_are_joined_and_graded(reads: Reads) -> None:
    inside = (
        "<SECOND_NAME> van </SECOND_NAME><THIRD_NAME/><FOURTH_NAME>ROE</FOURTH_NAME>"
        "<NAME_ORIGINAL_SCRIPT>جين رو</NAME_ORIGINAL_SCRIPT>"
        + alias("Good", "Janet Roe; J. Roe")
        + alias("Low", "JR")
        + alias("Good", "أبو دعاء")
        + alias("Good", "Abu Dua (original script: Иди Ящ; Ящ)")
        + alias("", "")
    )
    names = reads(listed(person(inside))).only.names
    assert [(name.full, name.kind) for name in names] == [
        ("JANE van ROE", "primary"),
        ("جين رو", "original_script"),
        ("Janet Roe", "alias"),
        ("J. Roe", "alias"),
        ("JR", "weak_alias"),
        ("أبو دعاء", "original_script"),
        ("Abu Dua", "alias"),
        ("Иди Ящ", "original_script"),
        ("Ящ", "original_script"),
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        pytest.param("Al Roe (previously listed as)", ["Al Roe"], id="a remark"),
        pytest.param("Al Roe (born 1951), Jr (third)", ["Al Roe , Jr"], id="two of them"),
        pytest.param(
            "Al Roe (Row); Bo (birth name)", ["Al Roe", "Bo (birth name)", "Bo"], id="two"
        ),
        pytest.param("(Sheikh) Al Roe", ["Al Roe"], id="before the name"),
        pytest.param(") Al Roe", [], id="half a bracket"),
        pytest.param("(unknown)", [], id="nothing but a remark"),
    ],
)
def test_an_alias_is_also_read_without_what_stands_in_brackets(
    reads: Reads, written: str, found: list[str]
) -> None:
    primary, first, *others = reads(listed(person(alias("Good", written)))).only.names
    assert (primary.full, first.full) == ("JANE", written.partition(";")[0])
    assert [(one.full, one.kind) for one in others] == [(one, "alias") for one in found]


def test_what_stands_for_no_name_is_no_part_of_one(reads: Reads) -> None:
    inside = "<SECOND_NAME>Na</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>"
    assert reads(listed(person(inside))).only.names[0].full == "JANE Na"


def test_the_language_of_a_script_is_no_part_of_the_name(reads: Reads) -> None:
    inside = "<NAME_ORIGINAL_SCRIPT>ኤርሚኣስ (Tigrinya)</NAME_ORIGINAL_SCRIPT>"
    names = reads(listed(person(inside))).only.names
    assert [one.full for one in names] == ["JANE", "ኤርሚኣስ (Tigrinya)", "ኤርሚኣስ"]
    assert {one.kind for one in names[1:]} == {"original_script"}


@pytest.mark.parametrize(
    ("inside", "dates"),
    [
        pytest.param("<DATE>1964-07-17</DATE>", ("1964-07-17",), id="exact day"),
        pytest.param("<DATE>1960-01-01-05:00</DATE>", ("1960-01-01",), id="with an offset"),
        pytest.param("<YEAR>1971</YEAR>", ("1971",), id="year"),
        pytest.param(
            "<FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1957</TO_YEAR><NOTE>Approximately</NOTE>",
            ("1955", "1956", "1957"),
            id="between",
        ),
        pytest.param(
            "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR>",
            ("1956", "1957", "1958", "1959", "1960"),
            id="about a year",
        ),
        pytest.param(
            "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><DATE>1958-03-01</DATE>",
            ("1956", "1957", "1958", "1959", "1960"),
            id="about a day",
        ),
        pytest.param("<NOTE>Sep.</NOTE><YEAR>1958</YEAR>", ("1958-09",), id="month in the note"),
        pytest.param("<NOTE>Nov. 1973</NOTE>", ("1973-11",), id="only a note"),
        pytest.param("<TYPE_OF_DATE/>", (), id="nothing"),
    ],
)
def test_dates_of_birth(reads: Reads, inside: str, dates: tuple[str, ...]) -> None:
    got = reads(listed(birth(inside)))
    assert got.only.birth_dates == dates
    assert not got.tally.left_out


def test_a_date_that_cannot_be_read_is_counted(reads: Reads) -> None:
    got = reads(listed(birth("<NOTE>29 years old</NOTE>")))
    assert got.only.birth_dates == ()
    assert got.tally.left_out["date of birth without a year"] == 1


def test_the_date_of_an_alias_is_a_date_of_the_person(reads: Reads) -> None:
    inside = "<INDIVIDUAL_ALIAS><DATE_OF_BIRTH>1980-08-08</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>"
    assert reads(listed(person(inside))).only.birth_dates == ("1980-08-08",)


def test_the_place_of_birth_of_an_alias_is_a_place_of_the_person(reads: Reads) -> None:
    inside = (
        "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Leeds</CITY></INDIVIDUAL_PLACE_OF_BIRTH>"
        "<INDIVIDUAL_ALIAS><CITY_OF_BIRTH>Baghdad</CITY_OF_BIRTH>"
        "<COUNTRY_OF_BIRTH>Iraq</COUNTRY_OF_BIRTH></INDIVIDUAL_ALIAS>"
    )
    assert reads(listed(person(inside))).only.birth_places == ("Leeds", "Baghdad, Iraq")


@pytest.mark.parametrize(
    ("quality", "note", "found"),
    [
        pytest.param(
            "Good", "original script: Иди Ящ", [("Иди Ящ", "original_script")], id="script"
        ),
        pytest.param("Low", "original script: Ящ", [("Ящ", "weak_alias")], id="of a weak alias"),
        pytest.param(
            "Good", "Previously listed as. In Arabic: رو", [("رو", "original_script")], id="Arabic"
        ),
        pytest.param("Good", "previously listed as", [], id="a remark"),
    ],
)
def test_the_original_script_of_an_alias_may_stand_in_its_note(
    reads: Reads, quality: str, note: str, found: list[tuple[str, str]]
) -> None:
    inside = alias(quality, "Idi Y").replace("</ALIAS_NAME>", f"</ALIAS_NAME><NOTE>{note}</NOTE>")
    got = reads(listed(person(inside)))
    assert [(one.full, one.kind) for one in got.only.names[2:]] == found
    assert not got.tally.left_out


def test_what_else_the_note_of_an_alias_says_is_counted(reads: Reads) -> None:
    inside = "<INDIVIDUAL_ALIAS><NOTE>Passport number: 215215</NOTE></INDIVIDUAL_ALIAS>"
    got = reads(listed(person(inside)))
    assert got.tally.left_out["note of an alias with numbers in it"] == 1


@pytest.mark.parametrize(
    ("inside", "paper"),
    [
        pytest.param(
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 381310014</NUMBER>"
            "<ISSUING_COUNTRY>Tunisian</ISSUING_COUNTRY><COUNTRY_OF_ISSUE>Italy</COUNTRY_OF_ISSUE>",
            ListedDocument(type="P", number="381310014", issuer="TUN"),
            id="the authority is the issuer",
        ),
        pytest.param(
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Libya B014995</NUMBER>",
            ListedDocument(type="P", number="B014995", issuer="LBY"),
            id="country within the number",
        ),
        pytest.param(
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
            "<NUMBER>Russian foreign travel passport number 51</NUMBER>"
            "<COUNTRY_OF_ISSUE>Egypt</COUNTRY_OF_ISSUE>",
            ListedDocument(type="P", number="51", issuer="RUS"),
            id="country within the number before that of its consulate",
        ),
        pytest.param(
            "<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
            "<TYPE_OF_DOCUMENT2>Afghan card (tazkira) number 44323</TYPE_OF_DOCUMENT2>",
            ListedDocument(type="I", number="44323", issuer="AFG"),
            id="number in the second type",
        ),
        pytest.param(
            "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
            "<NOTE>Tunisian passport number L723315, issued on 5 May 1998</NOTE>",
            ListedDocument(type="P", number="L723315", issuer="TUN"),
            id="number in the note",
        ),
    ],
)
def test_papers(reads: Reads, inside: str, paper: ListedDocument) -> None:
    got = reads(listed(person(f"<INDIVIDUAL_DOCUMENT>{inside}</INDIVIDUAL_DOCUMENT>")))
    assert got.only.documents == (paper,)


def test_nationality_sex_and_place(reads: Reads) -> None:
    inside = (
        "<NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>na</VALUE></NATIONALITY>"
        "<GENDER>FEMALE</GENDER><INDIVIDUAL_PLACE_OF_BIRTH><CITY>Leeds</CITY>"
        "<COUNTRY>United Kingdom</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
    )
    got = reads(listed(person(inside)))
    assert (got.only.nationalities, got.only.sex) == (("IRN",), "F")
    assert got.only.birth_places == ("Leeds, United Kingdom",)
    assert got.tally.left_out["unknown country 'na'"] == 1


def test_terms_replace_what_the_format_says(reads: Reads) -> None:
    wide = Sharing(visible_to=("*",))
    usual = reads(listed(person())).only
    assert (usual.list, usual.category, usual.severity) == ("un_sc", "proliferation", "high")
    assert usual.sharing == Sharing()
    terms = Terms(owner="x", list_name="l", category="c", severity="low", sharing=wide)
    given = reads(listed(person()), terms).only
    assert (given.owner, given.list, given.category, given.severity) == ("x", "l", "c", "low")
    assert given.sharing == wide


def test_a_bad_person_costs_only_itself_and_entities_are_skipped(reads: Reads) -> None:
    got = reads(listed(person(), person(dataid="2", name=""), person(dataid="", name="X")))
    assert [entry.id for entry in got.entries] == ["1"]
    assert [(row.where, row.id) for row in got.bad] == [
        ("DATAID 2", "2"),
        ("individual number 3", None),
    ]
    assert got.tally.skipped == 1


def test_a_file_cut_off_is_not_taken_for_the_whole_list(reads: Reads) -> None:
    whole = str(listed(person(), person(dataid="2"))["un.xml"])
    with pytest.raises(ListError, match="not well-formed XML"):
        reads({"un.xml": whole[:-60]})


@pytest.mark.parametrize("encoding", ["foo", "gb2312"])
def test_an_encoding_that_cannot_be_read_is_said(reads: Reads, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?><CONSOLIDATED_LIST/>'
    with pytest.raises(ListError, match="save it in UTF-8"):
        reads({"un.xml": declared})


def test_entities_that_expand_are_refused(reads: Reads) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>'
    with pytest.raises(ListError, match="fetch it again from its publisher"):
        reads({"un.xml": bomb}, format_name="un-xml")
