"""The officer's question: who is found, by what, with which reasons, and what the asker is told."""

import shlex
from math import log

import pytest

from screening.score import PRIOR
from tests.streams.checking import Check, check, variables

__all__ = ["check", "variables"]


def test_a_name_spelt_otherwise_and_a_year_find_the_person_with_the_reasons(
    check: Check,
) -> None:
    ran = check.ran("--name", "Muamar Gadafi", "--born", "1942")
    first, *reasons = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert "Muammer AL-QADHAFY  interpol/father  foreign_terrorist_fighter, high" in first
    assert any("name: both parts agree" in one for one in reasons)
    assert "MUAMAR is written MUAMMER" in " ".join(ran.out.split())
    assert any("birth date: born in the same year" in one for one in reasons)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("طارق الدليمى", "arabic"),
        ("Tariq al-Dulaymi", "arabic"),
        ("Евгений Воронцов", "cyrillic"),
        ("王建国", "han"),
        ("박철수", "hangul"),
        ("Δημήτρης Παπαδόπουλος", "greek"),
        ("אברהם גולדברג", "hebrew"),
        ("राजेश शर्मा", "devanagari"),
        ("สมชาย ศรีสุข", "thai"),
        ("გიორგი ბერიძე", "georgian"),
        ("Արամ Պետրոսյան", "armenian"),
        ("PETROSYAN ARAM", "armenian"),
    ],
)
def test_names_are_asked_about_in_any_script_and_order(check: Check, name: str, found: str) -> None:
    assert check.ids("--name", name, "--born", "1961") == [found]


def test_a_rare_name_alone_is_enough(check: Check) -> None:
    assert check.ids("--name", "kratchvili zebulon") == ["rare"]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        pytest.param("C01X00T47", ["stolen"], id="the number alone"),
        pytest.param("D:C01X00T47", ["stolen"], id="with its issuer"),
        pytest.param("DEU:COIX00T47", ["stolen"], id="misread"),
        pytest.param("DEU:01X00T47", ["stolen"], id="without its first letter"),
        pytest.param("DEU:C01X00T478", ["stolen"], id="with its check digit"),
        pytest.param("D<<C01X00T47", ["stolen"], id="with its issuer before it"),
        pytest.param("COIX00T47", ["stolen"], id="misread, and nothing supports it: worth a look"),
        pytest.param("FRA:C01X00T47", [], id="another country's"),
    ],
)
def test_a_document_alone_finds_what_is_reported_stolen(
    check: Check, document: str, found: list[str]
) -> None:
    assert check.ids("--document", document) == found


@pytest.mark.parametrize("number", ["M1243567", "M2134567", "M1234576"])
def test_a_document_with_swapped_neighbours_is_looked_at_and_no_hit_by_itself(
    check: Check, number: str
) -> None:
    asked = ("--document", f"IRQ:{number}")
    (row,) = check.rows(*asked)
    assert (row["id"], row["basis"]) == ("hidden", ["document"])
    assert check.ids(*asked, "--min-score", "0.5") == []


def test_a_document_finds_its_holder_under_another_name_and_says_so(check: Check) -> None:
    ran = check.ran("--name", "Peter Smith", "--document", "IRQ:M1234567")
    assert "hidden" in ran.out
    assert "but it is carried under a wholly different name" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("said", "speaks"),
    [
        pytest.param(("--nationality", "FR"), 1, id="nationality agrees"),
        pytest.param(("--nationality", "IRQ"), -1, id="nationality differs"),
        pytest.param(("--sex", "F"), 1, id="sex agrees"),
        pytest.param(("--sex", "M"), -1, id="sex differs"),
    ],
)
def test_what_is_known_beside_the_name_counts(
    check: Check, said: tuple[str, str], speaks: int
) -> None:
    asked = ("--name", "Kim Haddad Morand", "--min-score", "0")
    (without,), (told,) = check.rows(*asked), check.rows(*asked, *said)
    assert (told["score"] - without["score"]) * speaks > 0
    (reason,) = [one for one in told["explanation"] if f"--{one['feature']}" == said[0]]
    assert reason["contribution"] * speaks > 0


def test_several_matches_come_with_the_likeliest_first(check: Check) -> None:
    asked = ("--name", "Muammer al-Qadhafi", "--min-score", "0")
    assert check.ids(*asked, "--born", "1942-03-14") == ["father", "son"]
    assert check.ids(*asked, "--born", "1944-08-02") == ["son", "father"]


def test_json_is_one_line_a_match_with_the_fields_of_the_contract(check: Check) -> None:
    (row,) = check.rows("--name", "Muamar Gadafi", "--born", "1942")
    assert list(row) == [
        "owner", "id", "names", "category", "severity", "instruction",
        "score", "basis", "explanation",
    ]  # fmt: skip
    assert set(row["explanation"][0]) == {
        "feature", "contribution", "passenger", "entry", "note",
    }  # fmt: skip
    told = PRIOR + sum(one["contribution"] for one in row["explanation"])
    assert log(row["score"] / (1 - row["score"])) == pytest.approx(told, abs=1e-5)


def test_an_agency_is_told_nothing_of_the_fields_it_may_not_see(check: Check) -> None:
    asked = ("--name", "Oloruntobi Bakre", "--document", "IRQ:M1234567", "--min-score", "0")
    (owner,), (other,) = (check.rows(*asked, "--agency", one) for one in ("interpol", "uk-piu"))
    assert (owner["id"], owner["instruction"], "document" in owner["basis"]) == (
        "hidden", "Call", True,
    )  # fmt: skip
    assert (other["owner"], other["id"], other["instruction"]) == (None, None, None)
    assert "document" not in other["basis"]
    (bare,) = check.rows(*asked[:2], "--min-score", "0", "--agency", "uk-piu")
    assert other == bare


def test_help_teaches_by_examples_that_work(check: Check) -> None:
    examples = [
        line.split("  ")[0].removeprefix("tocsin check ")
        for line in map(str.strip, check.ran("--help").out.splitlines())
        if line.startswith("tocsin check ")
    ]
    assert len(examples) >= 4
    for example in examples:
        assert check.ran(*shlex.split(example)).code == 0
