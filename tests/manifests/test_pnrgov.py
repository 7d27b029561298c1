"""A PNRGOV becomes the manifest of its flight: travellers, their documents, seats and contacts."""

import pytest

from manifests.contract import Passenger
from manifests.pnrgov.names import given_names, surname, untitled
from tests.manifests.messages import PNR, TVL, interchange, message, only, pnrgov, read

HEAD = ("SRC", "RCI+UA:QX7ABC")
LEG = "TVL+241126:1830:251126:0625+JFK+LHR+UA+123:Y"
ADA = "TIF+LOVELACE+ADAMRS:A:1"
ALAN = "TIF+TURING+ALANMR:A:2"


def travellers(*lines: str) -> list[Passenger]:
    return list(only(pnrgov((*HEAD, *lines))).passengers)


def first(*lines: str) -> Passenger:
    return travellers(*lines)[0]


def test_everything_said_of_a_traveller_has_its_field() -> None:
    (ada,) = only(pnrgov()).passengers
    assert ada.model_dump(exclude_defaults=True) == {
        "surname": "LOVELACE",
        "given_names": "ADA KING",
        "sex": "F",
        "birth_date": "1985-12-10",
        "nationality": "GBR",
        "record_locator": "QX7ABC",
        "passenger_id": "900001",
        "seat": "12A",
        "documents": (
            {"type": "P", "number": "X1234567", "issuer": "GBR", "expires": "2031-01-31"},
        ),
    }


def test_the_flight_is_that_before_the_first_reservation() -> None:
    found = only(pnrgov())
    assert found.flight.key == "UA0123/JFK-LHR/2026-11-24"
    assert (found.flight.departure, found.flight.arrival) == (
        "2026-11-24T18:30",
        "2026-11-25T06:25",
    )
    assert found.source == "pnr"


@pytest.mark.parametrize(
    ("tvl", "key", "arrival"),
    [
        pytest.param("TVL+241126:1830+JFK+LHR+UA+123", "UA0123", None, id="departure alone"),
        pytest.param(
            "TVL+241126:1830:2100+JFK+LHR+UA+123", "UA0123", "2026-11-24T21:00", id="same day"
        ),
        pytest.param(
            "TVL+241126:1830::2100+JFK+LHR+UA+123", "UA0123", "2026-11-24T21:00", id="empty day"
        ),
        pytest.param("TVL+241126+JFK+LHR+KE:UA+0123", "UA0123", None, id="operated by the second"),
    ],
)
def test_each_way_to_write_the_flight_is_read(tvl: str, key: str, arrival: str | None) -> None:
    lines = ["MSG+:22", tvl, *PNR]
    flight = only(interchange(message(lines, kind="PNRGOV:13:1:IA"))).flight
    assert (flight.key.partition("/")[0], flight.arrival) == (key, arrival)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(["MSG+:22", *PNR], "no TVL names the flight", id="no flight"),
        pytest.param(["MSG+:22", "TVL+99+JFK", *PNR], "segment 3 (TVL)", id="half a flight"),
    ],
)
def test_a_push_without_a_flight_is_refused(lines: list[str], why: str) -> None:
    (one,) = read(interchange(message(lines, kind="PNRGOV:13:1:IA"))).refused
    assert why in str(one)


def test_a_full_push_names_everybody() -> None:
    found = only(pnrgov(PNR, ("SRC", "RCI+UA:ZZZ999", "ORG+UA", ALAN)))
    assert (found.function, found.whole_records) == ("full", ())
    assert [one.record_locator for one in found.passengers] == ["QX7ABC", "ZZZ999"]


def test_an_update_tells_whole_reservations_and_an_empty_one_is_cancelled() -> None:
    found = only(pnrgov(PNR, ("SRC", "RCI+UA:GONE22", "ORG+UA"), function="141"))
    assert found.function == "update"
    assert found.whole_records == ("QX7ABC", "GONE22")
    assert [one.surname for one in found.passengers] == ["LOVELACE"]


def test_an_update_may_cancel_and_name_nobody() -> None:
    found = only(pnrgov(("SRC", "RCI+UA:GONE22", "ORG+UA"), function="141"))
    assert (found.whole_records, found.passengers) == (("GONE22",), ())


def test_an_unknown_function_lets_nobody_leave() -> None:
    found = only(pnrgov(function="99"))
    assert (found.function, found.whole_records) == ("update", ())
    assert "MSG: '99' is neither a full push (22) nor an update (141)" in found.warnings


def test_a_push_that_counts_reservations_and_holds_none_is_refused() -> None:
    head = ["MSG+:22", "ORG+UA:NYC", TVL]
    (one,) = read(interchange(message([*head, "EQN+2"], kind="PNRGOV:13:1:IA"))).refused
    assert "holds no reservation" in str(one)
    empty = only(interchange(message([*head, "EQN+0"], kind="PNRGOV:13:1:IA")))
    assert (empty.function, empty.passengers) == ("full", ())


def test_a_wrong_number_of_reservations_is_a_warning() -> None:
    lines = ["MSG+:22", TVL, "EQN+4", *PNR]
    found = only(interchange(message(lines, kind="PNRGOV:13:1:IA")))
    assert "EQN counts 4 reservations, there are 1" in found.warnings
    assert (found.function, len(found.passengers)) == ("full", 1)


def test_a_push_that_was_cut_off_lets_nobody_leave() -> None:
    found = only(pnrgov(PNR, PNR, function="141").split(b"UNT")[0])
    assert (found.function, found.whole_records) == ("update", ())


def test_several_travellers_share_a_reservation_and_keep_their_own_documents() -> None:
    ada, alan = travellers(
        ADA,
        ALAN,
        "SSR+DOCS:HK:1:UA:::::/P/GBR/A1/GBR/10DEC85/F/31JAN31/LOVELACE/ADA+::1",
        "SSR+DOCS:HK:1:UA:::::/P/GBR/T1/GBR/23JUN12/M/31JAN31/TURING/ALAN+::2",
    )
    assert [one.number for one in ada.documents] == ["A1"]
    assert [one.number for one in alan.documents] == ["T1"]
    assert alan.birth_date == "2012-06-23"


def test_a_document_under_the_wrong_traveller_goes_to_whom_it_names() -> None:
    ada, alan = travellers(ADA, "SSR+DOCS:HK:1:UA:::::/P/GBR/T1////31JAN31/TURING/ALAN", ALAN)
    assert (ada.documents, [one.number for one in alan.documents]) == ((), ["T1"])


def test_an_infants_document_comes_under_the_adult() -> None:
    adult, infant = travellers(
        ADA,
        "SSR+DOCS:HK:1:UA:::::/P/GBR/B2/GBR/20SEP25/FI/25OCT30/LOVELACE/ANNE BELLA+::1",
        "SSR+DOCS:HK:1:UA:::::/P/GBR/A1/GBR/10DEC85/F/31JAN31/LOVELACE/ADA+::1",
        "TIF+LOVELACE+ANNE:IN:2",
    )
    assert (adult.given_names, [one.number for one in adult.documents]) == ("ADA", ["A1"])
    assert (infant.given_names, infant.birth_date, infant.sex) == ("ANNE BELLA", "2025-09-20", "F")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("SSR+INFT:HK:1:UA:::JFK:LHR:LOVELACE/ANNE 20SEP25+::1", id="announced"),
        pytest.param(
            "SSR+DOCS:HK:1:UA:::::/P/GBR/B2/GBR/20SEP25/FI/25OCT30/LOVELACE/ANNE+::1", id="document"
        ),
    ],
)
def test_an_infant_who_is_not_booked_is_added(line: str) -> None:
    found = only(pnrgov((*HEAD, ADA, line, line)))
    _, infant = found.passengers
    assert (infant.surname, infant.given_names, infant.birth_date) == (
        "LOVELACE",
        "ANNE",
        "2025-09-20",
    )
    assert any("not booked; added" in one for one in found.warnings)


JANE = "TIF+SMITH+JANE MRS:A:1"
JANES = "SSR+DOCS:HK:1:UA:::::/P/GBR/X1234567/GBR/10DEC85/F/31JAN31/SMITH/JANE+::1"
BABYS = "SSR+DOCS:HK:1:UA:::::/P/GBR/B2/GBR/01JAN26/F/31JAN31/SMITH/BABY+::1"
SABAWIS = "SSR+DOCS:HK:1:UA:::::/P/IRQ/M7/IRQ/27FEB47/M/31JAN31/AL TIKRITI/SABAWI+::1"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((BABYS, JANES), id="the stranger's comes first"),
        pytest.param((JANES, BABYS), id="the stranger's comes last"),
        pytest.param((JANES, BABYS, BABYS), id="twice"),
    ],
)
def test_a_document_in_another_name_beside_ones_own_is_somebody_elses(
    lines: tuple[str, ...],
) -> None:
    found = only(pnrgov((*HEAD, JANE, *lines)))
    told = [(one.given_names, one.birth_date, len(one.documents)) for one in found.passengers]
    assert told == [("JANE", "1985-12-10", 1), ("BABY", "2026-01-01", 1)]
    assert any("names somebody who is not booked; added" in one for one in found.warnings)


def test_a_document_that_agrees_in_no_name_takes_nobodys_place() -> None:
    found = only(pnrgov((*HEAD, JANE, SABAWIS)))
    assert [(one.surname, len(one.documents)) for one in found.passengers] == [
        ("SMITH", 0),
        ("AL TIKRITI", 1),
    ]


@pytest.mark.parametrize(
    ("booked", "document", "name"),
    [
        pytest.param("SMITH+JANE", "JONES/JANE", ("JONES", "JANE"), id="married"),
        pytest.param("ALI+OMAR", "OMAR/ALI", ("OMAR", "ALI"), id="the other way round"),
        pytest.param("ALI+MOHAMMED", "ALI/MUHAMMAD", ("ALI", "MUHAMMAD"), id="spelled otherwise"),
    ],
)
def test_a_document_in_a_name_that_is_near_says_the_name_with_a_warning(
    booked: str, document: str, name: tuple[str, str]
) -> None:
    docs = f"SSR+DOCS:HK:1:UA:::::/P/GBR/X1/GBR/10DEC85/F/31JAN31/{document}+::1"
    found = only(pnrgov((*HEAD, f"TIF+{booked}:A:1", docs, docs)))
    (one,) = found.passengers
    assert (one.surname, one.given_names) == name
    assert any("another name than was booked" in text for text in found.warnings)
    assert found.extra["people"]["0"]["booked_as"] == [booked.replace("+", "/")]


def test_a_document_of_one_of_two_namesakes_is_not_a_thirds() -> None:
    john = "SSR+DOCS:HK:1:UA:::::/P/GBR/J1/GBR/10DEC80/M/31JAN31/SMITH/JOHN+::1"
    found = travellers(JANE, "TIF+SMITH+JOHN:A:2", "TIF+SMITH+JOHN:A:3", john)
    assert [(one.given_names, len(one.documents)) for one in found] == [
        ("JANE", 0),
        ("JOHN", 1),
        ("JOHN", 0),
    ]


def test_addresses_visas_and_birth_places_are_read() -> None:
    ada = first(
        ADA,
        "SSR+DOCA:HK:1:UA:::::/R/FRA/RUE 1/PARIS//75001+::1",
        "SSR+DOCO:HK:1:UA:::::/LONDON GBR/V/9891404/PARIS/18JUN24/USA+::1",
    )
    assert (ada.residence, ada.birth_place) == ("FRA", "LONDON GBR")
    assert [(one.type, one.number, one.issuer) for one in ada.documents] == [
        ("V", "9891404", "USA")
    ]


@pytest.mark.parametrize(
    ("lines", "seat"),
    [
        pytest.param((LEG, "SSR+SEAT:HK:1:UA:::JFK:LHR+12A::1"), "12A", id="assigned"),
        pytest.param((LEG, "SSR+SEAT:HK:1:UA:::JFK:LHR++12A::1"), "12A", id="empty element"),
        pytest.param((LEG, "SSR+SEAT:HK:1:UA:::LHR:CDG+9C::1"), None, id="of another leg"),
        pytest.param((LEG, "TRI++5:::1", ADA, "SSD+014B++++Y"), "14B", id="checked in"),
        pytest.param((LEG, "TRI++5:::1", "SSD+14B"), "14B", id="checked in, by reference"),
        pytest.param((LEG, "TRI++5:::1", ADA, "SSD+XXX"), None, id="no seat"),
        pytest.param(
            ("TVL+251126:0900+LHR+CDG+UA+9", "TRI++5:::1", ADA, "SSD+1A"), None, id="other flight"
        ),
        pytest.param(
            (LEG, "SSR+SEAT:HK:1:UA:::JFK:LHR+12A::1", "TRI++5:::1", ADA, "SSD+2A"),
            "2A",
            id="the one checked in wins",
        ),
    ],
)
def test_the_seat_is_that_on_this_flight(lines: tuple[str, ...], seat: str | None) -> None:
    assert first(ADA, *lines).seat == seat


@pytest.mark.parametrize(
    ("lines", "phone", "email"),
    [
        pytest.param(("IFT+4:28::UA+CTCP NYC 555 0101", ADA), "NYC 555 0101", None, id="booking"),
        pytest.param(
            (ADA, "IFT+4:28::YY+CTCE ADA..L//MAIL.COM"), None, "ADA_L@MAIL.COM", id="mail"
        ),
        pytest.param(
            (ADA, "SSR+CTCM:HK:1:UA:::::447700900123+::1"), "447700900123", None, id="SSR"
        ),
        pytest.param(("ADD++700:1 ST:TOWN:::GB:X:0044175363", ADA), "0044175363", None, id="ADD"),
        pytest.param((ADA, "IFT+4:28::UA+VIP"), None, None, id="a remark"),
    ],
)
def test_contacts_are_found_where_they_are_written(
    lines: tuple[str, ...], phone: str | None, email: str | None
) -> None:
    found = first(*lines).contact
    assert (found and found.phone, found and found.email) == (phone, email)


def test_whose_flight_a_leg_is_under_another_number_is_kept() -> None:
    """From 14.1 on TRA says it, before that a TVL of the number alone; a flight may follow it."""
    onward = "TVL+251126:1830+LHR+AMS+UA:KL+55:Y"
    legs = (LEG, "TRA+KL+8734:B", "RPI+1+HK", "MSG+1", onward, "TVL+++++303:Y")
    found = only(pnrgov((*HEAD, ADA, *legs)))
    kept = found.extra["records"]["QX7ABC"]
    assert kept["itinerary"] == [LEG, onward]
    assert kept["code_shares"] == ["TRA+KL+8734:B", "TVL+++++303:Y"]
    assert found.extra["counted"] == {"MSG": 1, "RPI": 1}


def test_a_name_behind_a_service_says_whom_it_is_about() -> None:
    docs = "SSR+DOCS:HK:1:UA:::::////23JUN12/M//TURING/ALAN-1TURING/ALAN"
    phone = "SSR+CTCM:HK:1:UA:::::/447700900123-1TURING/ALANMR"
    ada, alan = travellers(ADA, ALAN, docs, phone)[:2]
    assert (alan.given_names, alan.birth_date) == ("ALAN", "2012-06-23")
    assert alan.contact is not None
    assert alan.contact.phone == "447700900123"
    assert (ada.birth_date, ada.contact) == (None, None)


def test_a_name_behind_a_service_wins_over_where_it_stands() -> None:
    ada, alan = travellers(ADA, "SSR+CTCM:HK:1:UA:::::/4477-1TURING/ALANMR", ALAN)
    assert (ada.contact, alan.contact and alan.contact.phone) == (None, "4477")


@pytest.mark.parametrize(
    ("fields", "document"),
    [
        pytest.param("P/M123/10DEC85/F/31JAN31", ("P", "M123", None), id="no countries"),
        pytest.param("P/GBR/M123/10DEC85/F/31JAN31", ("P", "M123", "GBR"), id="no nationality"),
        pytest.param("M123/10DEC85/F/31JAN31", (None, "M123", None), id="a number alone"),
        pytest.param("/GBR/M123/GBR/10DEC85/F/31JAN31", (None, "M123", "GBR"), id="no type"),
    ],
)
def test_a_document_text_with_fields_left_out_is_read_by_its_birth_date(
    fields: str, document: tuple[str | None, str, str | None]
) -> None:
    ada = first(ADA, f"SSR+DOCS:HK:1:UA:::::/{fields}/LOVELACE/ADA")
    (one,) = ada.documents
    assert (one.type, one.number, one.issuer) == document
    assert (ada.birth_date, ada.sex, one.expires) == ("1985-12-10", "F", "2031-01-31")


def test_a_passport_as_it_was_sent_before_docs_is_read() -> None:
    ada = first(ADA, "SSR+PSPT:HK:1:UA:::::/M123/GB/10DEC85/LOVELACE/ADA/F/H+::1")
    (one,) = ada.documents
    assert (one.type, one.number, one.issuer) == ("P", "M123", "GBR")
    assert (ada.birth_date, ada.sex) == ("1985-12-10", "F")


def test_when_a_child_was_born_is_read() -> None:
    _, tim = travellers(ADA, "TIF+LOVELACE+TIM MSTR:C:2", "SSR+CHLD:HK:1:UA:::::/10AUG18+::2")
    assert (tim.given_names, tim.birth_date) == ("TIM", "2018-08-10")


def test_two_reservations_of_one_locator_keep_what_is_said_of_each() -> None:
    found = only(pnrgov((*HEAD, ADA, LEG), (*HEAD, ALAN, LEG, "TRA+KL+1")))
    kept = found.extra["records"]
    assert kept["QX7ABC"] == {"itinerary": [LEG]}
    assert kept["QX7ABC#1"]["code_shares"] == ["TRA+KL+1"]


def test_groups_history_and_hotels_are_no_travellers() -> None:
    found = only(
        pnrgov(
            (
                *HEAD, "TIF+ACME TEAM:G", ADA, LEG, "MSG+8", "TVL+251126+LHR:HOTEL", "ABI+1+:X",
                "SAC+++X", "TIF+OTHER+NAME:A:1", LEG, "LTS+0/O/NM/OTHER",
            )
        )
    )  # fmt: skip
    assert [one.surname for one in found.passengers] == ["LOVELACE"]
    assert found.extra["counted"] == {
        "ABI": 1, "LTS": 1, "MSG": 1, "SAC": 1, "TIF": 1, "TVL": 2,
    }  # fmt: skip
    assert found.extra["records"]["QX7ABC"]["groups"] == ["ACME TEAM"]


def test_a_split_and_the_partners_locator_are_kept_with_the_reservation() -> None:
    head = ("SRC", "RCI+UA:QX7ABC::201126:1200+KE:KEKEKE")
    found = only(pnrgov((*head, ADA, LEG, "EQN+1", "RCI+UA:SPLIT1")))
    kept = found.extra["records"]["QX7ABC"]
    assert found.passengers[0].record_locator == "QX7ABC"
    assert kept["other_locators"] == ["KEKEKE"]
    assert kept["split"] == ["RCI+UA:SPLIT1"]
    assert kept["itinerary"] == [LEG]


def test_bags_and_tickets_are_kept_with_the_traveller() -> None:
    lines = (ADA, "TKT+016123:T:1", LEG, "TRI++5:::1", ADA, "SSD+1A", "TBD++2:34:700")
    found = only(pnrgov((*HEAD, *lines)))
    assert found.extra["people"]["0"]["tickets"] == ["TKT+016123:T:1"]
    assert found.extra["people"]["0"]["bags"] == ["TBD++2:34:700"]


def test_when_a_booking_was_made_and_the_cabin_are_kept() -> None:
    made = "RCI+UA:QX7ABC::201126:1200"
    found = only(pnrgov(("SRC", made, ADA, LEG, "TRI++5:::1", ADA, "SSD+011D++++J")))
    assert found.passengers[0].seat == "11D"
    assert found.extra["records"]["QX7ABC"]["reservation"] == [made]
    assert found.extra["people"]["0"]["seating"] == ["SSD+011D++++J"]


def test_cards_and_prices_are_counted_and_not_copied() -> None:
    found = only(pnrgov((*HEAD, ADA, "FOP+CC:::VI:4111111111111111:0211", "MON+B:10:GBP")))
    assert "4111" not in found.model_dump_json()
    assert found.extra["counted"] == {"FOP": 1, "MON": 1}


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        pytest.param("JOHNMR", "JOHN", id="attached"),
        pytest.param("JOHN MR", "JOHN", id="apart"),
        pytest.param("MR JOHN", "JOHN", id="in front"),
        pytest.param("JOHN PAUL MR", "JOHN PAUL", id="two names"),
        pytest.param("KAYLAMS", "KAYLA", id="MS"),
        pytest.param("TIMMSTR", "TIM", id="a boy"),
        pytest.param("AMR", "AMR", id="a name that ends like a title"),
        pytest.param("ALEXANDR", "ALEXANDR", id="no doctor"),
        pytest.param("MR", "MR", id="nothing else"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_titles_are_no_part_of_a_name(given: str, bare: str) -> None:
    assert untitled(given) == bare


def test_the_document_says_the_name_and_the_booking_where_its_blanks_are() -> None:
    assert surname("PARK", "PA RK") == "PARK"
    assert surname("LOVELACE", "KING") == "KING"
    assert given_names("SEJOONMR", ["SE JOON", ""]) == "SE JOON"
    assert given_names("KONG CHUN MRS", ["KON G CHUN", ""]) == "KONG CHUN"
    assert given_names("STACYMR", ["STACYMR", "CHARLES"]) == "STACY CHARLES"
    assert given_names("ADAMRS", []) == "ADA"
    assert given_names("TANYAMRS", ["MRSTANYA", "JUANITA"]) == "TANYA JUANITA"
    assert given_names("DR", ["DR"]) == "DR"


def test_somebody_without_a_name_is_kept_for_the_documents() -> None:
    found = only(pnrgov((*HEAD, "TIF+", "SSR+DOCS:HK:1:UA:::::/P/GBR/A1/GBR/10DEC85/F/31JAN31")))
    (one,) = found.passengers
    assert (one.surname, one.documents[0].number) == ("UNKNOWN", "A1")


def test_a_document_that_lacks_parts_is_read_as_far_as_it_goes() -> None:
    one = first("TIF+ALLEN+SETH:A:1", "SSR+DOCS:HK:1:UA::::://///27APR92/M//ALLEN/SETH+::1")
    assert (one.birth_date, one.sex, one.documents) == ("1992-04-27", "M", ())


def test_reservations_without_src_begin_at_their_locator() -> None:
    lines = ["MSG+:22", TVL, *PNR[1:]]
    found = only(interchange(message(lines, kind="PNRGOV:13:1:IA")))
    assert [one.record_locator for one in found.passengers] == ["QX7ABC"]
