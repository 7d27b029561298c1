"""What documents say: exact ones decide, one slip leaves less, and the sentence says which slip."""

# ruff: noqa: RUF001 - letters that look like Latin ones are read as such

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Passenger
from screening.document_evidence import (
    OTHER_ISSUER,
    SAME_DOCUMENT,
    SAME_NUMBER,
    document_evidence,
    slip_between,
)
from screening.document_numbers import check_digit
from screening.explanation import Match
from screening.finding import Finding
from screening.prepared import PreparedEntry, PreparedPassenger, prepare_entry, prepare_passenger
from screening.score import ALERT_THRESHOLD, compare
from tests.screening.slips import SLIPS, slipped
from watchlist.entry import parse_entry

NAME = "Bosco NTAGANDA"
NUMBER = "M9134567"  # without its letter no run such as 1234567, which is no number
DIGITS = st.text("0123456789", min_size=6, max_size=9)


def sides(
    sent: str, listed: str, *, carrier: str = "ZZYZX", name: str | None = None
) -> tuple[PreparedPassenger, PreparedEntry]:
    """Return who carries a document and who is listed with one, each written ISSUER:NUMBER."""
    carried, reported = ({"number": one.rpartition(":")[2]} for one in (sent, listed))
    for document, text in ((carried, sent), (reported, listed)):
        if ":" in text:
            document["issuer"] = text.partition(":")[0]
    passenger = Passenger.model_validate({"surname": carrier, "documents": [carried]})
    person = {"names": [{"full": name}]} if name else {"category": "travel_document"}
    known = {"schema": "entry/1", "id": "1", "owner": "x", "category": "c", "documents": [reported]}
    return prepare_passenger(passenger), prepare_entry(parse_entry({**known, **person}))


def found(sent: str, listed: str) -> Finding | None:
    return document_evidence(*sides(sent, listed))


def matched(sent: str, listed: str, **who: str) -> Match:
    return compare(*sides(sent, listed, **who))


@pytest.mark.parametrize(
    ("sent", "listed", "note"),
    [
        pytest.param("IRQ:M1234567", "IRQ:M1234567",
                     "the same document: number and issuer agree", id="exact"),
        pytest.param("IRQ:M1234067", "IRQ:M1234O67",
                     "document number agrees but for O read as 0; issuer agrees", id="confused"),
        pytest.param("M1Z34S67", "IRQ:MIZ34567", "document number agrees but for "
                     "I read as 1 and 5 read as S; an issuer is not stated", id="confused twice"),
        pytest.param("IRQ:M1243567", "IRQ:M1234567", "document number agrees but for "
                     "two neighbours, 34 written 43; issuer agrees", id="swapped"),
        pytest.param("IRQ:M1237567", "IRQ:M1234567", "document number agrees but for "
                     "one character, 7 for 4; issuer agrees", id="one character"),
        pytest.param("DEU:01X00T47", "DEU:C01X00T47", "document number agrees but for "
                     "C missing before it; issuer agrees", id="letter missing"),
        pytest.param("IRQ:AB9234567", "IRQ:9234567", "document number agrees but for "
                     "AB added before it; issuer agrees", id="letters added"),
        pytest.param("IRQ:9234567", "IRQ:009234567", "document number agrees but for "
                     "00 missing before it; issuer agrees", id="zeros missing"),
        pytest.param("IRQM1234567", "IRQ:M1234567", "document number agrees but for "
                     "IRQ added before it; IRQ is the issuer", id="the issuing state before it"),
        pytest.param("D<<C01X00T47", "DEU:C01X00T47", "document number agrees but for "
                     "D added before it; D is the issuer", id="one letter for Germany"),
        pytest.param("IRQM1234567", "M1234567", "document number agrees but for "
                     "IRQ added before it; an issuer is not stated", id="nobody states an issuer"),
        pytest.param("C01X00T478", "DEU:C01X00T47", "document number agrees but for "
                     "the check digit 8 added after it; an issuer is not stated", id="check digit"),
        pytest.param("FRA:M1234567", "IRQ:M1234567",
                     "document numbers agree; issuers differ", id="issuers differ"),
        pytest.param("83915", "83915",
                     "document numbers agree; an issuer is not stated", id="a short number"),
    ],
)  # fmt: skip
def test_an_officer_reads_how_two_numbers_differ(sent: str, listed: str, note: str) -> None:
    finding = found(sent, listed)
    assert finding is not None
    assert finding.note == note


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        pytest.param("IRQ:M1234567", "IRQ:X7654321", id="nothing in common"),
        pytest.param("IRQ:M1243576", "IRQ:M1234567", id="two pairs swapped"),
        pytest.param("IRQ:M1239968", "IRQ:M1234567", id="several characters"),
        pytest.param("IRQ:M1534267", "IRQ:M1234567", id="two swapped that are no neighbours"),
        pytest.param("IRQ:M12345679", "IRQ:M1234567", id="a digit after it that checks nothing"),
        pytest.param("IRQ:1M1234567", "IRQ:M1234567", id="a digit before it"),
        pytest.param("IRQ:ABCDM1234567", "IRQ:M1234567", id="four letters before it"),
        pytest.param("IRQ:AB83915", "IRQ:83915", id="letters before a short number"),
        pytest.param("IRQ:A83915", "IRQ:83915", id="a letter before a short number"),
        pytest.param("IRQ:83951", "IRQ:83915", id="a short number, swapped"),
        pytest.param("IRQ:12O45", "IRQ:12045", id="a short number, misread"),
        pytest.param("FRA:83915", "IRQ:83915", id="a short number of another issuer"),
        pytest.param("FRA:M1243567", "IRQ:M1234567", id="swapped, and of another issuer"),
        pytest.param("FRA:M1237567", "IRQ:M1234567", id="mistyped, and of another issuer"),
        pytest.param("FRA:9234567", "IRQ:M9234567", id="a letter less, and of another issuer"),
        pytest.param("N/A", "n/a", id="no number at all"),
    ],
)
def test_documents_that_differ_more_say_nothing(sent: str, listed: str) -> None:
    assert found(sent, listed) is None


FILLERS = (
    "PENDING", "APPLIED", "NOTAPPLICABLE", "NOT APPLICABLE", "NOT AVAILABLE", "NOTREPORTED",
    "PASSPORT", "NO PASSPORT", "NONUMBER", "EXPIRED", "INFANT", "REFUGEE", "ABCDEFG", "UNK", "LOST",
    "VISA", "MR", "TBC", "НЕТ", "XXXXXX", "XXX000", "00000X", "P0000000", "A00000000", "X9999999",
    "000001", "0000001", "12", "12345", "123456", "1234567", "123456789", "1234567890",
    "0123456789",
)  # fmt: skip


@pytest.mark.parametrize("filler", FILLERS)
def test_what_is_written_for_want_of_a_number_says_nothing(filler: str) -> None:
    assert found(f"IRQ:{filler}", f"IRQ:{filler}") is None


@pytest.mark.parametrize(
    "number",
    [
        "M1234567",
        "B0000006",
        "2345678",
        "12345678901",
        "100000",
        "AB110011",
        "SPECXYZ24",
        "CKLMNPRTV",
        "CKLMXYZ07",
    ],
)
def test_a_number_that_only_looks_made_up_counts(number: str) -> None:
    exact = found(f"IRQ:{number}", f"IRQ:{number}")
    assert exact is not None
    assert exact.nats == SAME_DOCUMENT


@pytest.mark.parametrize(
    ("sent", "listed"),
    [
        pytest.param("BLR:НВ2345678", "BLR:HB2345678", id="Cyrillic"),
        pytest.param("UKR:С9134567", "UKR:C9134567", id="Cyrillic, S as it is heard"),
        pytest.param("BLR:MР2345678", "BLR:MP2345678", id="Cyrillic beside Latin"),
        pytest.param("GRC:ΑΗ234567", "GRC:AH234567", id="Greek"),
        pytest.param("BLR:нв 2345678", "BLR:HB2345678", id="small letters, a blank"),
    ],
)
def test_letters_that_look_latin_are_read_as_they_are_printed(sent: str, listed: str) -> None:
    exact = found(sent, listed)
    assert exact is not None
    assert exact.note == "the same document: number and issuer agree"


STOLEN: dict[str, str] = {}
OTHER_NAME = {"name": NAME}
SAME_NAME = {"name": NAME, "carrier": "NTAGANDA BOSCO"}


@pytest.mark.parametrize("kind", SLIPS)
def test_one_slip_and_no_issuer_is_a_hit_only_with_the_name(kind: str) -> None:
    sent, listed = slipped(kind, NUMBER), NUMBER
    scores = [matched(sent, listed, **who).score for who in (STOLEN, OTHER_NAME, SAME_NAME)]
    assert [score >= ALERT_THRESHOLD for score in scores] == [False, False, True]


@pytest.mark.parametrize(
    ("sent", "stolen", "other_name"),
    [
        pytest.param(NUMBER, True, True, id="exact"),
        pytest.param("M9I34567", True, True, id="confused: no other document has that number"),
        pytest.param("9134567", True, False, id="a letter missing"),
        pytest.param(NUMBER + check_digit(NUMBER), True, False, id="check digit"),
        pytest.param("M9143567", False, False, id="swapped: another document has that number"),
        pytest.param("M9137567", False, False, id="one character: another document has it"),
    ],
)
def test_with_the_issuer_a_slip_that_makes_no_other_number_is_a_hit(
    sent: str, *, stolen: bool, other_name: bool
) -> None:
    scores = [
        matched(f"IRQ:{sent}", f"IRQ:{NUMBER}", **who).score
        for who in (STOLEN, OTHER_NAME, SAME_NAME)
    ]
    assert [score >= ALERT_THRESHOLD for score in scores] == [stolen, other_name, True]


@pytest.mark.parametrize("sent", ["M1234567", "MI234567"])
def test_a_document_that_decides_says_whose_name_it_does_not_bear(sent: str) -> None:
    (document,) = [
        one
        for one in matched(f"IRQ:{sent}", "IRQ:M1234567", **OTHER_NAME).explanation
        if one.feature == "document"
    ]
    assert document.note.endswith("; but it is carried under a wholly different name")


def test_a_short_number_stays_weak() -> None:
    assert matched("83915", "83915", **STOLEN).score < 0.05
    assert matched("IRQ:83915", "IRQ:83915", **OTHER_NAME).score < 0.1
    assert matched("IRQ:83915", "IRQ:83915", **STOLEN).score >= ALERT_THRESHOLD


def test_the_shorter_a_number_the_less_it_weighs() -> None:
    found_by = [found(f"IRQ:{one}", f"IRQ:{one}") for one in ("839154", "83915", "8391", "839")]
    nats = [one.nats if one else 0.0 for one in found_by]
    assert nats == sorted(nats, reverse=True)
    assert len(set(nats)) == 4
    assert matched("IRQ:83", "IRQ:83", **STOLEN).score < 0.05


def test_the_document_that_agrees_best_counts() -> None:
    sent = Passenger.model_validate(
        {"surname": "X", "documents": [{"number": one} for one in ("M1243567", "M1234567")]}
    )
    _, entry = sides("1", "IRQ:M1234567")
    finding = document_evidence(prepare_passenger(sent), entry)
    assert finding is not None
    assert (finding.sent, finding.nats) == ("M1234567", SAME_NUMBER)


@given(st.sampled_from([*SLIPS, "exact"]), st.sampled_from(["", "IRQ:", "FRA:"]))
def test_more_agreement_never_weighs_less(kind: str, issuer: str) -> None:
    sent = slipped(kind, NUMBER)
    ranks = [found(f"{one}{sent}", f"IRQ:{NUMBER}") for one in ("FRA:", "", "IRQ:")]
    nats = [one.nats if one else 0.0 for one in ranks]
    assert nats == sorted(nats)
    exact = found(f"{issuer}{NUMBER}", f"IRQ:{NUMBER}")
    slip = found(f"{issuer}{sent}", f"IRQ:{NUMBER}")
    assert exact is not None
    assert exact.nats in (SAME_DOCUMENT, SAME_NUMBER, OTHER_ISSUER)
    assert (slip.nats if slip else 0.0) <= exact.nats


@given(DIGITS, DIGITS)
def test_a_slip_is_the_same_from_both_sides(one: str, other: str) -> None:
    swapped = one[1] + one[0] + one[2:]
    for sent, listed in ((one, other), (one, swapped), (one, one + check_digit(one))):
        there, back = slip_between(sent, listed), slip_between(listed, sent)
        assert (there and there.nats) == (back and back.nats)
