"""An answer is written as a CUSRES, and a CUSRES is read as the answer it gives."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.cusres.answer import Answer, PersonAnswer
from manifests.cusres.writing import Envelope, answer_to, cusres, reply_envelope
from manifests.edifact.separators import Separators
from manifests.reading import understood
from tests.manifests.building import manifest
from tests.manifests.messages import interchange, message, only, paxlst, read

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ENVELOPE = Envelope(
    sender="PIU", recipient="UA:ZZ", prepared_at=NOW, interchange="REF1", message="1"
)


def test_questions_that_name_no_reference_are_answered_under_one_of_their_own() -> None:
    ids = ["Q-1", "UA-20261124-000123", "UA-20261124-000124"]
    references = [reply_envelope(manifest(message_id=one), NOW).interchange for one in ids]
    assert references[0] == "Q-1"
    assert len(set(references)) == 3
    assert all(len(one) <= 14 for one in references)


def test_the_reply_to_a_list_carries_its_references_back() -> None:
    asked = only(paxlst(application="IAPI", group="G1"))
    people = (PersonAnswer("0Z", "10001", "QX7ABC", "OK TO BOARD"), PersonAnswer("4Z", "10002"))
    text = cusres(answer_to(asked, people), reply_envelope(asked, NOW)).decode()
    assert text.split("'") == [
        "UNB+UNOA:4+PIU+UA+261124:0830+REF1++IAPI",
        "UNG+CUSRES+PIU+UA+261124:0830+G1+UN+D:05B",
        "UNH+1+CUSRES:D:05B:UN:IATA++01:F",
        "BGM+962",
        "RFF+AF:UA123",
        "DTM+189:2611241830:201",
        "DTM+232:2611250625:201",
        "LOC+125+JFK",
        "LOC+87+LHR",
        "ERP+2",
        "RFF+AVF:QX7ABC",
        "RFF+ABO:10001",
        "ERC+0Z",
        "FTX+AAP+++OK TO BOARD",
        "ERP+2",
        "RFF+ABO:10002",
        "ERC+4Z",
        "UNT+16+1",
        "UNE+1+G1",
        "UNZ+1+REF1",
        "",
    ]


def test_the_reply_is_written_in_the_separators_of_the_question() -> None:
    asked = only(paxlst(separators=Separators(":", "*", "?", "$")))
    text = cusres(answer_to(asked, (PersonAnswer("0Z", "1"),)), reply_envelope(asked, NOW))
    assert text.startswith(b"UNA:*.? $UNB*UNOA:4*PIU*UA*")
    (answer,) = read(text).answers
    assert answer.people == (PersonAnswer("0Z", "1"),)


def test_a_change_of_an_answer_and_a_verdict_on_the_whole_are_read_back() -> None:
    said = Answer("132", "UA", "123", code="1", text="LATE", people=(PersonAnswer("1Z", "7"),))
    assert read(cusres(said, ENVELOPE)).answers == (said,)


def test_everything_said_of_a_person_is_one_text() -> None:
    told = ["ERP+2", "ERC+2Z", "FTX+AAP+++CALL:NOW", "FTX+AAP+++GATE 7"]
    data = interchange(message(["BGM+962", "RFF+AF:UA1", *told], kind="CUSRES:D:05B:UN:IATA"))
    (answer,) = read(data).answers
    assert answer.people == (PersonAnswer("2Z", text="CALL NOW GATE 7"),)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(["BGM+962"], "RFF+AF names no flight", id="no flight"),
        pytest.param(["BGM+1", "RFF+AF:UA1"], "is no answer (962)", id="no answer"),
    ],
)
def test_an_answer_about_nothing_is_refused(lines: list[str], why: str) -> None:
    (one,) = read(interchange(message(lines, kind="CUSRES:D:05B:UN:IATA"))).refused
    assert why in str(one)


def test_an_answer_beside_a_list_is_refused_alone_where_airlines_send() -> None:
    answer = cusres(Answer("962", "UA", "1"), ENVELOPE)
    found = understood(paxlst() + answer, received_at=NOW, sender="UA", answers=False)
    assert [one.flight.number for one in found.manifests] == ["123"]
    (one,) = found.refused
    assert (one.code, found.answers) == ("unsupported_message", ())
    assert one.raw.startswith(b"UNA")
    assert b"CUSRES" in one.raw
    assert read(paxlst() + answer).answers != ()


def test_an_answer_is_no_manifest() -> None:
    found = read(cusres(Answer("962", "UA", "1"), ENVELOPE))
    assert (found.formats, found.manifests) == (("CUSRES",), ())


_TEXT = st.text(
    st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=30
).filter(lambda text: text == text.strip())
_PERSON = st.builds(
    PersonAnswer,
    code=st.sampled_from(["0Z", "1Z", "2Z", "4Z"]),
    passenger_id=st.none() | _TEXT,
    record_locator=st.none() | _TEXT,
    text=st.none() | _TEXT,
)
_LOCAL = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)).map(  # noqa: DTZ001  # local
    lambda moment: f"{moment:%Y-%m-%dT%H:%M}"
)
_ANSWER = st.builds(
    Answer,
    document=st.sampled_from(["962", "132"]),
    carrier=st.sampled_from(["UA", "B2", "DLH"]),
    number=st.from_regex(r"[1-9][0-9]{0,3}[A-Z]?", fullmatch=True),
    origin=st.none() | st.sampled_from(["JFK", "LHR"]),
    destination=st.none() | st.sampled_from(["CDG", "SIN"]),
    departure=st.none() | _LOCAL,
    arrival=st.none() | _LOCAL,
    transaction=st.none() | _TEXT,
    people=st.lists(_PERSON, max_size=4).map(tuple),
)
_SEPARATORS = st.lists(
    st.sampled_from("!#$%&*+:;<=>?@^|~'"), min_size=4, max_size=4, unique=True
).map(lambda four: Separators(*four))


@given(answer=_ANSWER, separators=_SEPARATORS)
def test_what_is_answered_reads_back(answer: Answer, separators: Separators) -> None:
    envelope = Envelope("PIU", "UA", NOW, "REF1", "1", group="1", separators=separators)
    assert read(cusres(answer, envelope)).answers == (answer,)
