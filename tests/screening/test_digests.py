"""Who has another document is told so by its digest; who may have the listed one never is."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.compiled.digests import DIGEST, digests
from screening.compiled.marking import CERTAIN, IMPOSSIBLE, MARK, POSSIBLE
from screening.document_evidence import slip_between
from screening.judging import marks_against
from screening.packing import packed_person
from screening.prepared import PreparedDocument, prepare_entry, prepare_passenger
from screening.record import Recorded, record
from tests.builders import entry, passenger
from tests.screening.slips import SLIPS, slipped

NUMBER = "M1234567"
NUMBERS = st.from_regex(r"[A-Z]{0,3}[1-9][0-9]{4,6}[A-Z0-9]{0,2}", fullmatch=True)
# Much like each other; and so long that a kind of signs, or the length, is more than is counted.
ALIKE = st.text("OIB018", min_size=1, max_size=40)
LONG = st.integers(250, 260).map("123456789I".__mul__) | st.integers(250, 260).map("7".__mul__)


def documents(numbers: Sequence[str]) -> tuple[PreparedDocument, ...]:
    return tuple(PreparedDocument(one, one, None) for one in numbers)


def mark(sent: Sequence[str], listed: Sequence[str], name: str = "PETROS GEORGIOU") -> int:
    """Return the mark of Bwambale OYELOWOKU with the documents *sent* beside who is *listed*."""
    who = prepare_passenger(passenger("OYELOWOKU", given_names="BWAMBALE"))
    its = entry(names=[{"full": name}], birth_dates=[])
    ready = replace(prepare_entry(its), documents=documents(listed))
    packed = packed_person(who._replace(documents=documents(sent)))
    (found,) = marks_against(Recorded(1, record(its, ready)), [packed], -0.5)
    return found & MARK


@settings(max_examples=400)
@given(NUMBERS | ALIKE | LONG, NUMBERS | ALIKE | LONG, st.sampled_from([*SLIPS, "exact", ""]))
@example("1234567", "XYZ1234567", "")
@example("O" * 17, "0" * 17, "")
def test_nobody_is_ruled_out_whose_document_may_be_the_listed_one(
    listed: str, other: str, slip: str
) -> None:
    sent = slipped(slip, listed) if slip and len(listed) > 4 else other
    if slip_between(sent, listed) is not None:
        assert mark([sent], [listed]) == POSSIBLE
        assert mark([listed], [sent]) == POSSIBLE


@pytest.mark.parametrize("slip", [*SLIPS, "exact"])
def test_each_document_of_either_side_may_be_the_one(slip: str) -> None:
    others = ["B3336662", "C998", "XK44007766"]
    assert mark([*others, slipped(slip, NUMBER)], ["D5550001", NUMBER]) == POSSIBLE
    assert mark(others, ["D5550001", NUMBER]) == IMPOSSIBLE


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("M1239997", id="three characters"),
        pytest.param("ABCDM1234567", id="four more"),
        pytest.param("K5558810", id="another"),
    ],
)
def test_another_document_says_nothing(sent: str) -> None:
    assert mark([sent], [NUMBER]) == IMPOSSIBLE
    assert mark([sent], [NUMBER], "Bwambale OYELOWOKU") == CERTAIN


def test_more_documents_than_are_counted_may_be_any() -> None:
    many = [f"Q{nth:07}" for nth in range(256)]
    assert digests(many) == b"\0"
    assert len(digests(many[1:])) == 1 + DIGEST * 255
    assert mark(many, [NUMBER]) == mark([NUMBER], many) == POSSIBLE
