"""Whatever arrives is understood or refused: no exception, no hang, nothing lost."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Manifest
from tests.manifests.messages import read
from tests.manifests.mutations import mutated, seeds

FEW, MANY = 1_000, 120_000
SLOW_S = 5.0  # far above what the machine's own pauses add; a hang takes longer


def hold(messages: Iterable[bytes]) -> None:
    for data in messages:
        begun = time.monotonic()
        found = read(data)
        assert found.manifests or found.answers or found.refused, data
        for one in found.manifests:
            assert Manifest.model_validate_json(one.model_dump_json(by_alias=True)) == one
        for refusal in found.refused:
            assert refusal.raw or not data
            again = read(refusal.raw)
            assert again.refused or again.manifests or again.answers
        assert time.monotonic() - begun < SLOW_S, data


def test_mutated_messages_are_understood_or_refused() -> None:
    hold(mutated(FEW, seed=4))


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_many_mutated_messages_are_understood_or_refused() -> None:
    hold(mutated(MANY, seed=2026))


def test_a_message_cut_off_anywhere_is_understood_or_refused() -> None:
    hold(one[:end] for one in seeds()[:6] for end in range(len(one)))


@given(st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(data: bytes) -> None:
    hold([data])


@given(st.text(st.sampled_from("UNABHGTZ:+.?'\r\n $*01{}[]\""), max_size=60))
def test_any_signs_of_syntax_are_understood_or_refused(text: str) -> None:
    hold([text.encode()])


_LENGTH = 100_000


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"UNB+UNOA:4+" + b"?" * _LENGTH, id="releases"),
        pytest.param(b"UNB+UNOA:4+" + b"?'" * _LENGTH, id="released terminators"),
        pytest.param(b"UNB+UNOA:4+A'" + b"?\r\n" * _LENGTH, id="released line ends"),
        pytest.param(b"UNA:+.? '" * _LENGTH, id="service strings"),
        pytest.param(b"UNA" + b":" * _LENGTH, id="a service string without end"),
        pytest.param(b"UNB+UNOA:1'UNZ'" * _LENGTH, id="interchanges"),
        pytest.param(b"UNB+UNOA:1'U\nNZ'" * 20_000, id="wrapped interchanges"),
        pytest.param(b"UNH+1'" * _LENGTH, id="messages"),
        pytest.param(b"UNB" + b" " * _LENGTH, id="blanks"),
        pytest.param(b"UNH+1+PAXLST'" + b"NAD+FL+++A'" * 30_000, id="people"),
        pytest.param(b"UNH+1+PNRGOV'TVL+241126+JFK+LHR+UA+1'" + b"SRC'" * 30_000, id="records"),
        pytest.param(
            b"UNH+1+PNRGOV'MSG+:22'TVL+241126+JFK+LHR+UA+1'SRC'"
            + b"TIF+A+B:A:1'" * 3_000
            + b"SSR+DOCS:HK:1:UA:::::/P/GBR/1/GBR/10DEC85/F//A/B'" * 3_000,
            id="a crowd on one reservation",
        ),
        pytest.param(
            b"UNH+1+PNRGOV'TVL+241126+JFK+LHR+UA+1'SRC'SSR+INFT:::::::" + b"A/" * _LENGTH + b"'",
            id="an endless infant",
        ),
        pytest.param(
            b"UNH+1+PAXLST'BGM+745'TDT+20+UA1'" + b"LOC+92+JFK'DTM+189:2611241830'" * 20_000,
            id="stops",
        ),
        pytest.param(
            b"UNH+1+PAXLST'BGM+745'TDT+20+UA1'"
            + b"LOC+92+JFK'DTM+189:2611241830'LOC+92+LHR'" * 10_000
            + b"NAD+FL+++A'" * 10_000,
            id="stops and people",
        ),
        pytest.param(
            b"UNH+1+PNRGOV'MSG+:22'TVL+241126+JFK+LHR+UA+1'SRC'TIF+A+B:A:1'"
            + b"".join(b"SSR+OTHS:::::::::%d'" % number for number in range(30_000)),
            id="services of one traveller",
        ),
        pytest.param(b"UNH+1+CUSRES'BGM+962'RFF+AF:UA1'" + b"ERP+2'" * 30_000, id="verdicts"),
        pytest.param(b"[" * _LENGTH, id="nested JSON"),
        pytest.param(b"{" * _LENGTH, id="nested JSON objects"),
    ],
)
@pytest.mark.timeout(60)
def test_no_repetition_takes_for_ever(data: bytes) -> None:
    found = read(data)
    assert found.manifests or found.answers or found.refused
