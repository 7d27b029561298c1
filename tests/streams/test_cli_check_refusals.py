"""Whatever is asked, `tocsin check` has an answer or one sentence that says what to mend."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.screening.anything import TEXTS
from tests.streams.checking import Check, check, variables

__all__ = ["check", "variables"]


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
