"""The officer's question: who is found, by what, with which reasons, and what the asker is told."""

import asyncio
import json
import re
import shlex
from collections.abc import Iterator
from math import log
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from screening.score import PRIOR
from streams.embedded import Embedded
from streams.offline import filled
from tests.builders import entry
from tests.conftest import Ran, Tocsin
from tests.screening.anything import TEXTS
from watchlist.entry import Entry

HIDING = {"visible_to": ["*"], "redact": ["documents", "instruction", "owner"]}
PASSPORT = {"type": "P", "number": "M1234567", "issuer": "IRQ"}


def person(number: str, *names: str, born: str | None = None, **more: Any) -> Entry:
    """Return an invented person, listed with the names and no more than is said."""
    known: dict[str, Any] = {"birth_dates": [born] if born else [], "nationalities": []}
    return entry(number, names=[{"full": one} for one in names], **{**known, **more})


LISTED = (
    person("father", "Muammer AL-QADHAFY", born="1942-03-14", sex="M", nationalities=["LBY"]),
    person("son", "Hanad Muammer AL-QADHAFY", born="1944-08-02", sex="M", nationalities=["LBY"]),
    person("arabic", "طارق الدليمي", born="1961"),
    person("cyrillic", "Yevgeni VORONTSOV", born="1961"),
    person("han", "WANG Jianguo", born="1961"),
    person("hangul", "PAK Chol Su", born="1961"),
    person("greek", "Dimitris PAPADOPOULOS", born="1961"),
    person("hebrew", "Avraham GOLDBERG", born="1961"),
    person("devanagari", "Rajesh SHARMA", born="1961"),
    person("thai", "Somchai SRISUK", born="1961"),
    person("georgian", "Giorgi BERIDZE", born="1961"),
    person("armenian", "Aram PETROSYAN", born="1961"),
    person("rare", "Zebulon KRATCHVILI"),
    person("woman", "Kim HADDAD-MORAND", sex="F", nationalities=["FRA"]),
    person("hidden", "Oloruntobi BAKRE", documents=[PASSPORT], instruction="Call", sharing=HIDING),
    entry("stolen", names=[], documents=[{"number": "C01X00T47", "issuer": "D"}], birth_dates=[],
          nationalities=[], category="travel_document"),
)  # fmt: skip


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """Yield where an index of LISTED is."""
    with Embedded(bootstrap="unused") as endpoints:
        asyncio.run(_fill(endpoints.redis_url))
        yield {"TOCSIN_REDIS__URL": endpoints.redis_url}


async def _fill(url: str) -> None:
    async with Redis.from_url(url) as redis:
        await filled(redis, LISTED)


class Check:
    """Asks, and reads the answer."""

    def __init__(self, tocsin: Tocsin, variables: dict[str, str]) -> None:
        self._tocsin = tocsin
        self._variables = variables

    def ran(self, *arguments: str) -> Ran:
        return self._tocsin("check", *arguments, variables=self._variables)

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        ran = self.ran(*arguments, "--json")
        assert (ran.code, ran.err) == (0, "")
        return [json.loads(line) for line in ran.out.splitlines()]

    def ids(self, *arguments: str) -> list[str]:
        return [one["id"] for one in self.rows(*arguments)]


@pytest.fixture
def check(tocsin: Tocsin, variables: dict[str, str]) -> Check:
    return Check(tocsin, variables)


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
        pytest.param("COIX00T47", [], id="misread, and nothing supports it"),
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
    (row,) = check.rows(*asked, "--min-score", "0.1")
    assert (row["id"], row["basis"]) == ("hidden", ["document"])
    assert check.ids(*asked) == []


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--name", "😀"), "--name: no letter in it can be read", id="no letter"),
        pytest.param(("--name", "\u202e\u0301"), "--name: no letter", id="marks alone"),
        pytest.param(("--name", "X" * 10_000), "--name: should have at most 512", id="too long"),
        pytest.param(("--name", "\udcff"), "--name: should be a valid string", id="no text"),
        pytest.param(("--name", " "), "--name: should have at least 1", id="blank"),
        pytest.param(("--name", ""), "give --name, --document or both", id="empty"),
        pytest.param(("--document", ""), "--document: should have at least 1", id="no number"),
        pytest.param(("--document", "UNKNOWN"), "--document: stands for no", id="filler"),
        pytest.param(("--document", "0000000"), "--document: stands for no", id="zeros"),
        pytest.param(("--document", "XQZ:M1"), "--document: is no country", id="issuer"),
        pytest.param(("--name", "X", "--born", "1947-02-30"), "--born: no such day", id="day"),
        pytest.param(
            ("--name", "X", "--min-score", "nan"), "nan is no score", id="no number at all"
        ),
        pytest.param(("--name", "X", "--min-score", "2"), "'--min-score'", id="above 1"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    check: Check, arguments: tuple[str, ...], said: str
) -> None:
    ran = check.ran(*arguments)
    assert said in ran.err
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


USUAL: dict[str, tuple[str, ...]] = {
    "--name": ("Muamar Gadafi", "Zebulon Kratchvili"),
    "--born": ("1961", "1942-03-14"),
    "--nationality": ("LBY", "fr"),
    "--sex": ("M", "F", "X", "U"),
    "--document": ("C01X00T47", "D:C01X00T47"),
    "--agency": ("uk-piu",),
    "--min-score": ("0",),
}


def asked_with(odd: str) -> st.SearchStrategy[dict[str, str]]:
    """Return questions in which *odd* may be anything, and all else is as it should be."""
    usual = {name: st.sampled_from(texts) for name, texts in USUAL.items() if name != odd}
    return st.fixed_dictionaries({odd: TEXTS}, optional=usual)


QUESTIONS = st.sampled_from(["--name", "--name", "--document", *USUAL]).flatmap(asked_with)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=120,
)
@given(QUESTIONS, st.booleans())
def test_any_question_has_an_answer_or_one_sentence(
    check: Check, question: dict[str, str], as_json: bool
) -> None:
    ran = check.ran(*(f"{name}={text}" for name, text in question.items()), *["--json"] * as_json)
    if ran.code == 0:
        assert ran.err == ""
        assert as_json or ran.out
        for line in ran.out.splitlines() if as_json else ():
            json.loads(line)
        return
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert re.match(r"tocsin: .", ran.err)


def test_help_teaches_by_examples_that_work(check: Check) -> None:
    examples = [
        line.split("  ")[0].removeprefix("tocsin check ")
        for line in map(str.strip, check.ran("--help").out.splitlines())
        if line.startswith("tocsin check ")
    ]
    assert len(examples) >= 4
    for example in examples:
        assert check.ran(*shlex.split(example)).code == 0
