"""A PAXLST becomes manifests: function, flight and people, and nobody is dropped for a count."""

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.contract import Manifest
from manifests.edifact.writing import written
from manifests.fold import fold
from tests.manifests.messages import (
    ADA,
    ALAN,
    FLIGHT,
    NOW,
    interchange,
    message,
    only,
    passengers,
    paxlst,
    read,
)


def with_flight(*lines: str, people: tuple[str, ...] = ADA) -> bytes:
    return interchange(message(["BGM+745", *lines, *people]))


def refused(data: bytes) -> str:
    found = read(data)
    assert found.manifests == ()
    (one,) = found.refused
    return str(one)


def test_everything_said_of_a_person_has_its_field() -> None:
    (ada,) = only(paxlst(ADA)).passengers
    assert ada.model_dump(exclude_defaults=True) == {
        "surname": "LOVELACE",
        "given_names": "ADA",
        "sex": "F",
        "birth_date": "1985-12-10",
        "embark": "JFK",
        "debark": "LHR",
        "nationality": "GBR",
        "record_locator": "QX7ABC",
        "passenger_id": "10001",
        "documents": (
            {"type": "P", "number": "X1234567", "issuer": "GBR", "expires": "2031-01-31"},
        ),
    }


def test_the_flight_is_read_with_its_local_times() -> None:
    flight = only(paxlst()).flight
    assert flight.key == "UA0123/JFK-LHR/2026-11-24"
    assert (flight.departure, flight.arrival) == ("2026-11-24T18:30", "2026-11-25T06:25")


@pytest.mark.parametrize(
    ("bgm", "function", "source", "status"),
    [
        pytest.param("BGM+745", "full", "api", None, id="list"),
        pytest.param("BGM+745+CP", "update", "api", None, id="change"),
        pytest.param("BGM+745+XR", "cancel_passengers", "api", None, id="cancel reservation"),
        pytest.param("BGM+745+RP", "cancel_passengers", "api", None, id="reduction in party"),
        pytest.param("BGM+266+CLOB", "close", "api", "closed", id="close, on board"),
        pytest.param(
            "BGM+266+CLNB", "cancel_passengers", "api", "closed", id="close, not on board"
        ),
        pytest.param("BGM+266+CL", "update", "api", "closed", id="close"),
        pytest.param("BGM+266+XF", "cancel_flight", "api", None, id="flight cancelled"),
        pytest.param("BGM+266+CF", "update", "api", "changed", id="flight changed"),
        pytest.param("BGM+250+C", "full", "crew", None, id="crew"),
        pytest.param("BGM+250+CC", "update", "crew", None, id="crew change"),
        pytest.param("BGM+250+A", "full", "crew", None, id="overflight crew"),
        pytest.param("BGM+745+CLOB", "close", "api", "closed", id="a status under 745"),
        pytest.param("BGM+266+CP", "update", "api", None, id="a change under 266"),
        pytest.param("BGM+745+UA123-2411+9", "full", "api", None, id="a number of its own"),
        pytest.param("BGM+745+ZZ", "update", "api", None, id="unknown function"),
    ],
)
def test_each_function_code_does_what_it_says(
    bgm: str, function: str, source: str, status: str | None
) -> None:
    found = only(paxlst(ADA, bgm=bgm))
    assert (found.function, found.source, found.flight.status) == (function, source, status)
    assert [one.surname for one in found.passengers] == ["LOVELACE"]
    assert ("ZZ" in bgm) == any("no function" in one for one in found.warnings)


@pytest.mark.parametrize(
    ("bgm", "function"),
    [
        pytest.param("BGM+266+CL", "update", id="close"),
        pytest.param("BGM+266+CLOB", "update", id="close, on board"),
        pytest.param("BGM+266+CLNB", "update", id="close, not on board"),
        pytest.param("BGM+266+XF", "cancel_flight", id="flight cancelled"),
        pytest.param("BGM+266+CF", "update", id="flight changed"),
    ],
)
def test_a_status_that_names_nobody_lets_nobody_leave(bgm: str, function: str) -> None:
    found = only(interchange(message([bgm, *FLIGHT])))
    assert (found.function, found.passengers) == (function, ())


def test_a_list_that_awaits_an_answer_names_only_those_at_the_desk() -> None:
    found = only(paxlst(application="IAPI"))
    assert (found.respond, found.function) == (True, "update")
    assert not only(paxlst()).respond


def test_the_envelope_is_kept_for_the_answer() -> None:
    envelope = only(paxlst(group="G1")).extra["envelope"]
    assert envelope["from"] == "UA"
    assert (envelope["interchange"], envelope["group"], envelope["message"]) == ("REF1", "G1", "1")


def test_transaction_and_revision_are_those_of_rff() -> None:
    found = only(with_flight("RFF+TN:BART345:::7", *FLIGHT))
    assert (found.extra["transaction"], found.revision) == ("BART345", 7)


@pytest.mark.parametrize(
    ("part", "number", "last"),
    [
        pytest.param("01:C", 1, False, id="first"),
        pytest.param("02", 2, False, id="middle"),
        pytest.param("03:F", 3, True, id="last"),
    ],
)
def test_a_part_of_a_split_list_says_which_it_is(part: str, number: int, *, last: bool) -> None:
    found = only(interchange(passengers(ADA, part=part)))
    assert found.part is not None
    assert (found.part.number, found.part.last, found.function) == (number, last, "full")
    assert found.message_id.endswith(f"-p{number}")


@pytest.mark.parametrize("part", ["01:F", "", "x"])
def test_a_whole_list_is_no_part(part: str) -> None:
    assert only(interchange(passengers(ADA, part=part))).part is None


LEGS = (
    "TDT+20+QQ877+++QQ",
    "LOC+92+MIA",
    "DTM+189:2611241500:201",
    "LOC+92+IAD",
    "DTM+232:2611241755:201",
    "TDT+20+QQ827+++QQ",
    "LOC+125+IAD",
    "DTM+189:2611241830:201",
    "LOC+87+CDG",
    "DTM+232:2611250630:201",
)
ONWARD = ("NAD+FL+++HOPPER:GRACE", "LOC+178+IAD", "LOC+179+CDG")
THROUGH = ("NAD+FL+++TURING:ALAN", "LOC+178+MIA", "LOC+179+CDG")
UNSAID = ("NAD+FL+++LOVELACE:ADA",)


def test_each_leg_is_a_manifest_of_those_on_board_of_it() -> None:
    found = read(with_flight(*LEGS, people=(*ONWARD, *THROUGH, *UNSAID)))
    first, second = found.manifests
    assert (first.flight.key, second.flight.key) == (
        "QQ0877/MIA-IAD/2026-11-24",
        "QQ0827/IAD-CDG/2026-11-24",
    )
    assert [one.surname for one in first.passengers] == ["TURING", "LOVELACE"]
    assert [one.surname for one in second.passengers] == ["HOPPER", "TURING", "LOVELACE"]
    assert first.message_id != second.message_id
    assert found.people == 3


def test_one_flight_number_with_a_stop_has_two_legs() -> None:
    stops = ("TDT+20+UA9", "LOC+125+FRA", "DTM+189:2611241000:201", "LOC+87+JFK")
    more = ("DTM+232:2611241300:201", "LOC+92+JFK", "DTM+189:2611241500:201", "LOC+130+LAX")
    found = read(with_flight(*stops, *more, "DTM+232:2611241800:201"))
    assert [one.flight.key for one in found.manifests] == [
        "UA0009/FRA-JFK/2026-11-24",
        "UA0009/JFK-LAX/2026-11-24",
    ]


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        pytest.param("LOC+125+KJFK", "LOC+87+EGLL", id="ICAO codes, as in general aviation"),
        pytest.param("LOC+125+USJFK:139:6", "LOC+87+GBLHR:139:6", id="country before the code"),
    ],
)
def test_an_airport_may_be_written_in_another_code(origin: str, destination: str) -> None:
    lines = [FLIGHT[0], origin, FLIGHT[2], destination, FLIGHT[4]]
    assert only(with_flight(*lines)).flight.key == "UA0123/JFK-LHR/2026-11-24"


def test_an_airport_in_no_code_that_we_know_is_refused_at_its_segment() -> None:
    lines = [FLIGHT[0], "LOC+125+QQQQ", FLIGHT[2], *FLIGHT[3:]]
    assert "segment 4 (LOC)" in refused(with_flight(*lines))


def test_an_arrival_told_before_the_departure_is_put_right() -> None:
    lines = ("TDT+20+UA9", "LOC+87+JFK", "DTM+232:2611241300:201", "LOC+125+FRA")
    found = only(with_flight(*lines, "DTM+189:2611241000:201"))
    assert found.flight.key == "UA0009/FRA-JFK/2026-11-24"


def test_a_leg_without_its_departure_is_of_the_day_it_arrives_and_says_so() -> None:
    found = only(with_flight("TDT+20+UA9", "LOC+125+JFK", "LOC+87+LHR", FLIGHT[4]))
    assert found.flight.departure == "2026-11-25T23:59"
    assert any("DTM+189 is missing" in one for one in found.warnings)


@pytest.mark.parametrize(
    "dtm",
    [
        pytest.param("DTM+189:202611241830:203", id="four-digit year"),
        pytest.param("DTM+189: 2611241830:201", id="a blank before it"),
        pytest.param("DTM+189:20261124183000:204", id="seconds"),
        pytest.param("DTM+189:20261124:1830:203", id="the hour apart"),
        pytest.param("DTM+189:2611241830", id="no format code"),
        pytest.param("DTM+189+2611241830", id="in an element of its own"),
    ],
)
def test_each_way_to_write_a_time_is_read(dtm: str) -> None:
    lines = [dtm if one.startswith("DTM+189") else one for one in FLIGHT]
    assert only(with_flight(*lines)).flight.departure == "2026-11-24T18:30"


def test_agents_named_before_the_flight_are_no_passengers() -> None:
    found = only(with_flight("NAD+AG+TRAVELS++J DOE", "NAD+BA+++K DOE", *FLIGHT))
    assert [one.surname for one in found.passengers] == ["LOVELACE"]
    assert found.extra["segments"] == ["NAD+AG+TRAVELS++J DOE", "NAD+BA+++K DOE"]


def test_an_unknown_kind_of_person_is_kept_as_a_passenger() -> None:
    found = only(paxlst(ADA, ("NAD+QQ+++TURING:ALAN",)))
    assert [one.surname for one in found.passengers] == ["LOVELACE", "TURING"]
    assert any("'QQ' is no kind of person" in one for one in found.warnings)


@pytest.mark.parametrize(
    ("tdt", "key"),
    [
        pytest.param("TDT+20+UA123", "UA0123", id="carrier before the number"),
        pytest.param("TDT+20+123+++UA", "UA0123", id="carrier beside the number"),
        pytest.param("TDT+20+UA0123A+++UA", "UA0123A", id="suffix"),
        pytest.param("TDT+20+UA123/24NOV", "UA0123", id="a date behind it"),
        pytest.param("TDT+34+UA123+++UA:172:3", "UA0123", id="an overflight, a code list"),
        pytest.param("TDT+20+B2740", "B20740", id="digit in the carrier"),
        pytest.param("TDT+20+DLH123", "DLH0123", id="ICAO carrier"),
    ],
)
def test_carrier_and_number_are_told_apart(tdt: str, key: str) -> None:
    assert only(with_flight(tdt, *FLIGHT[1:])).flight.key.partition("/")[0] == key


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param((), "segment 1 (UNH) of message 1: no TDT names a flight", id="no flight"),
        pytest.param(("TDT+20+?",), "segment 3 (TDT) of message 1: names no flight", id="number"),
        pytest.param(("TDT+20+UA1",), "segment 3 (TDT) of message 1: names no leg", id="no leg"),
        pytest.param(
            ("TDT+20+UA1", "LOC+125+J1K"), "segment 4 (LOC) of message 1: is no IATA", id="airport"
        ),
    ],
)
def test_a_message_without_a_flight_is_refused_at_its_segment(
    lines: tuple[str, ...], why: str
) -> None:
    assert refused(with_flight(*lines)).startswith(why)


@pytest.mark.parametrize(
    ("bgm", "why"),
    [
        pytest.param("BGM+336+G", "master crew list", id="master crew list"),
        pytest.param("BGM+655", "gate pass", id="gate pass"),
        pytest.param("BGM+999", "neither a passenger list", id="unknown"),
    ],
)
def test_a_list_of_no_flight_is_refused(bgm: str, why: str) -> None:
    assert why in refused(paxlst(bgm=bgm))


def test_another_kind_of_message_is_refused_as_unsupported() -> None:
    (one,) = read(interchange(message(["BGM+1"], kind="CONTRL:D:3:UN"))).refused
    assert one.code == "unsupported_message"


def test_a_change_of_nobody_is_refused() -> None:
    assert "names nobody" in refused(interchange(message(["BGM+745+CP", *FLIGHT])))


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        pytest.param("LOVELACE:ADA:KING", "LOVELACE", "ADA KING", id="three parts"),
        pytest.param("SUKARNO", "SUKARNO", None, id="a single name"),
        pytest.param("SUKARNO:FNU", "SUKARNO", None, id="first name unknown"),
        pytest.param("LNU:SUKARNO", "SUKARNO", None, id="last name unknown"),
        pytest.param("LOVELACE:ADA:", "LOVELACE", "ADA", id="an empty part"),
        pytest.param("", "UNKNOWN", None, id="no name at all"),
        pytest.param("LOVELACE/ADA KING", "LOVELACE", "ADA KING", id="parted by a slash"),
        pytest.param("LOVELACE:ADA::::1", "LOVELACE", "ADA", id="how it is written"),
    ],
)
def test_a_name_is_read_in_its_parts(name: str, surname: str, given: str | None) -> None:
    (one,) = only(paxlst((f"NAD+FL+++{name}", *ADA[1:]))).passengers
    assert (one.surname, one.given_names) == (surname, given)


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        pytest.param("DTM+329:NEVER", "date of birth", id="birth"),
        pytest.param("NAT+2+QQQ", "'QQQ' is no country code", id="nationality"),
        pytest.param("LOC+174+QQQ", "'QQQ' is no country code", id="residence"),
    ],
)
def test_what_is_no_value_is_left_out_with_a_warning_and_kept(line: str, warning: str) -> None:
    found = only(paxlst(("NAD+FL+++LOVELACE:ADA", line)))
    assert any(warning in one for one in found.warnings)
    assert found.extra["people"]["0"]["segments"] == [line]


def test_a_country_may_be_written_as_in_the_machine_readable_zone() -> None:
    (one,) = only(
        paxlst(("NAD+FL+++MUSTER:ERIKA", "NAT+2+D<<", "DOC+P+C1", "LOC+91+D<<"))
    ).passengers
    assert (one.nationality, one.documents[0].issuer) == ("DEU", "DEU")


def test_no_warning_tells_who_somebody_is() -> None:
    secret = ("NAD+FL+++LOVELACE:ADA", "DTM+329:SECRET", "DOC+P+SECRET", "DTM+36:SECRET")
    assert "SECRET" not in " ".join(only(paxlst(secret)).warnings)


def test_nothing_that_has_no_field_is_lost() -> None:
    more = ("MEA+CT++:2", "FTX+BAG+++BA1:2", "GEI+4+ZZZ", "RFF+AEA:77", "LOC+22+LHR", "EMP+1+CR1")
    found = only(paxlst((*ADA, *more)))
    assert found.extra["people"]["0"] == {
        "bags": ["2"],
        "bag_tags": ["BA1:2"],
        "government_reference": ["77"],
        "segments": ["GEI+4+ZZZ"],
        "cleared_at": ["LHR"],
        "employment": ["CR1"],
    }
    assert read(paxlst((*ADA, *more))).unmodelled == {"GEI": 1, "NAD": 1}


def test_what_the_list_its_flight_and_its_documents_say_besides_is_kept() -> None:
    tdt, doc = "TDT+20+UA123+4::B789++UA+++N123UA", "DOC+P:1812019+X1"
    lines = ["BGM+745+UA123-2411+9", tdt, *FLIGHT[1:], "NAD+FL+++LOVELACE:ADA", doc]
    found = only(interchange(message(lines)))
    assert found.extra["segments"] == [lines[0], tdt]
    assert found.extra["people"]["0"]["segments"] == [doc]
    assert found.passengers[0].documents[0].number == "X1"


@pytest.mark.parametrize(
    ("gei", "verified"),
    [
        pytest.param("GEI+4+173", True, id="verified"),
        pytest.param("GEI+4+174", False, id="not verified"),
        pytest.param("GEI+4+ZZZ", None, id="something else"),
    ],
)
def test_whether_the_document_was_verified_is_read(gei: str, *, verified: bool | None) -> None:
    (ada,) = only(paxlst((*ADA, gei))).passengers
    assert ada.verified is verified


def test_a_closing_list_by_references_keeps_what_was_said_of_those_it_refers_to() -> None:
    listed = only(paxlst(ADA, ALAN))
    referring = ["NAD+ZZZ", "RFF+AVF:QX7ABC", "RFF+ABO:10001", "CNT+42:1"]
    said = message(["BGM+266+CLOB", *FLIGHT, *referring])
    closed = only(interchange(said, control="REF2", when=("261124", "1800")))
    assert (closed.function, closed.flight.status, closed.warnings) == ("close", "closed", ())
    for arriving in ([listed, closed], [closed, listed]):
        state = None
        for one in arriving:
            state = fold(state, one).state
        assert state is not None
        (ada,) = state.travellers().values()
        assert (ada.surname, ada.birth_date, ada.sex) == ("LOVELACE", "1985-12-10", "F")
        assert len(ada.documents) == 1


def test_those_not_on_board_may_be_named_by_their_references() -> None:
    said = message(["BGM+266+CLNB", *FLIGHT, "NAD+ZZZ", "RFF+ABO:10002"])
    gone = only(interchange(said, control="REF2", when=("261124", "1800")))
    state = fold(fold(None, only(paxlst(ADA, ALAN))).state, gone).state
    assert [one.surname for one in state.travellers().values()] == ["LOVELACE"]


@pytest.mark.parametrize("people", [("NAD+ZZZ", "RFF+AVF:QX7ABC"), ("NAD+FL", "RFF+AVF:QX7ABC")])
def test_a_list_that_tells_by_nothing_who_is_on_board_lets_nobody_leave(
    people: tuple[str, ...],
) -> None:
    found = only(paxlst(people, bgm="BGM+266+CLOB"))
    assert (found.function, found.flight.status) == ("update", "closed")
    assert any("nothing tells who" in one for one in found.warnings)


@pytest.mark.parametrize("born", ["19000101", "11111111", "20991231"])
def test_a_date_of_birth_that_no_traveller_has_tells_nobody(born: str) -> None:
    found = only(paxlst(ADA, ("NAD+FL", f"DTM+329:{born}:102")))
    assert found.function == "update"
    assert any("nothing tells who" in one for one in found.warnings)
    told = only(paxlst(ADA, ("NAD+FL", "DTM+329:19800101:102")))
    assert told.function == "full"


def test_passengers_and_crew_are_counted_apart_or_together() -> None:
    crew = ("NAD+FM+++HOPPER:GRACE",)
    for counts in (["CNT+42:2", "CNT+41:1"], ["CNT+42:3"], ["CNT+41:3"]):
        lines = ["BGM+745", *FLIGHT, *ADA, *ALAN, *crew, *counts]
        assert only(interchange(message(lines))).warnings == ()
    lines = ["BGM+745", *FLIGHT, *ADA, *ALAN, *crew, "CNT+42:1"]
    assert only(interchange(message(lines))).warnings == ("CNT counts 1 people, there are 3",)


def test_a_list_that_counts_people_and_names_nobody_is_refused() -> None:
    counting = interchange(message(["BGM+745", *FLIGHT, "CNT+42:206"]))
    assert "names nobody, though it is about people" in refused(counting)
    empty = only(interchange(message(["BGM+745", *FLIGHT, "CNT+42:0"])))
    assert (empty.function, empty.passengers) == ("full", ())


def test_crew_transit_and_residence_are_read() -> None:
    crew = ("NAD+FM+++A:B+STREET 1+TOWN", "LOC+174+FRA", "LOC+180+:::PARIS", "COM+33:TE+a@b.fr:EM")
    transit = ("NAD+DDU+++C:D",)
    found = only(paxlst(crew, transit, bgm="BGM+250+C"))
    first, second = found.passengers
    assert (first.role, second.role) == ("crew", "transit")
    assert (first.residence, first.birth_place) == ("FRA", "PARIS")
    assert first.contact is not None
    assert (first.contact.phone, first.contact.email) == ("33", "a@b.fr")
    assert found.extra["people"]["0"]["address"] == ["STREET 1", "TOWN"]


def test_two_documents_are_two() -> None:
    (ada,) = only(paxlst((*ADA, "DOC+V:110:111+V77", "LOC+91+USA"))).passengers
    assert [(one.type, one.number, one.issuer) for one in ada.documents] == [
        ("P", "X1234567", "GBR"),
        ("V", "V77", "USA"),
    ]


@pytest.mark.parametrize("count", [0, 1, 3, 206])
def test_a_wrong_count_of_people_is_a_warning_and_drops_nobody(count: int) -> None:
    lines = ["BGM+745", *FLIGHT, *ADA, *ALAN, f"CNT+42:{count}"]
    found = only(interchange(message(lines)))
    assert len(found.passengers) == 2
    assert found.function == "full"
    assert f"CNT counts {count} people, there are 2" in found.warnings


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(paxlst(ADA, ALAN).split(b"CNT")[0], id="cut off"),
        pytest.param(
            interchange(message(["BGM+745", *FLIGHT, *ADA, "CNT+42:9"], count=99)), id="both counts"
        ),
    ],
)
def test_a_list_that_lost_people_on_the_way_lets_nobody_leave(data: bytes) -> None:
    found = only(data)
    assert found.function == "update"
    assert "the list is not whole; it adds people and lets nobody leave" in found.warnings


def test_the_same_message_again_has_the_same_id() -> None:
    assert only(paxlst()) == only(paxlst())
    assert only(paxlst()).message_id == "UA-REF1-1-20261124T0800"
    assert only(paxlst(when=("261125", "0800"))).message_id != only(paxlst()).message_id


def test_a_message_without_any_date_is_known_by_its_text_and_its_arrival() -> None:
    first = only(written(passengers(ADA)).encode())
    again = only(written(passengers(ADA)).encode())
    other = only(written(passengers(ALAN)).encode())
    assert first == again
    assert first.message_id != other.message_id


def test_more_people_times_legs_than_any_aircraft_holds_are_refused_before_they_are_made() -> None:
    stops = "".join(f"LOC+92+AA{one}'DTM+189:2611241830:201'" for one in "ABCDEFGHIJKLMNOPQRSTU")
    head = b"UNH+1+PAXLST'BGM+745'TDT+20+UA1'" + stops.encode()
    people = b"NAD+FL+++A:B'" * 1_000
    assert len(read(head + people).manifests) == 20
    begun = time.monotonic()
    found = read(head + people * 20)
    assert (found.manifests, found.people) == ((), 0)
    assert "names more than 20000 people, each counted on every leg" in str(found.refused[0])
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("hour", ["", "9999", "8"], ids=["none", "that there is not", "cut off"])
def test_a_message_that_does_not_say_its_hour_was_sent_when_it_came(hour: str) -> None:
    found = only(paxlst(when=("261124", hour)))
    assert found.sent_at == NOW
    assert found.message_id == only(paxlst(when=("", ""))).message_id


def test_the_hour_may_be_that_of_the_group_or_stand_with_the_day() -> None:
    for when in (("2611240800", ""), ("20261124", "0800"), ("261124", "080059")):
        assert only(paxlst(when=when)).sent_at == NOW
    grouped = paxlst(group="G").replace(b"PIU+261124:0800+REF1", b"PIU+261124+REF1")
    assert only(grouped).sent_at == NOW


def test_a_reference_that_does_not_fit_still_makes_an_id() -> None:
    one, other = (only(paxlst(control=f"{'X' * 300}/{end}")) for end in "ab")
    assert one.message_id != other.message_id
    assert len(one.message_id) <= 128


@pytest.mark.parametrize("segment", ["ATT", "DTM", "LOC", "NAT", "RFF", "DOC", "COM", "NAD", "TDT"])
def test_an_empty_segment_says_nothing_and_breaks_nothing(segment: str) -> None:
    found = read(paxlst((*ADA, segment, f"{segment}+", f"{segment}+:+:")))
    assert found.manifests or found.refused
    if segment != "TDT":
        assert found.manifests[0].passengers[0].surname == "LOVELACE"


_WORD = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=1, max_size=20)
_DAY = st.dates(date(1910, 1, 1), date(2020, 12, 31)).map("{:%Y%m%d}".format)


@given(
    people=st.lists(st.tuples(_WORD, _WORD, _DAY, _WORD), min_size=1, max_size=5),
)
def test_whoever_is_written_is_read(people: list[tuple[str, str, str, str]]) -> None:
    groups = [
        (f"NAD+FL+++{family}X:{given}X", f"DTM+329:{born}", f"DOC+P+{number}")
        for family, given, born, number in people
    ]
    found: Manifest = only(paxlst(*groups))
    said: list[tuple[Any, ...]] = [
        (one.surname, one.given_names, one.birth_date, one.documents[0].number)
        for one in found.passengers
    ]
    assert said == [
        (f"{family}X", f"{given}X", f"{born[:4]}-{born[4:6]}-{born[6:]}", number)
        for family, given, born, number in people
    ]


def test_many_kinds_of_warnings_are_summed_up() -> None:
    people = [(f"NAD+FL+++A:B{number}", f"NAT+2+Q{number}") for number in range(10, 80)]
    warnings = only(paxlst(*people)).warnings
    assert len(warnings) == 51
    assert warnings[-1] == "and 20 more such sentences"
