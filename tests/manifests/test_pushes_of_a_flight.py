"""One flight as airlines push it, -72 h to wheels-up: bookings, API in parts, crew, the close."""

from itertools import permutations

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.messages import (
    ADA,
    ALAN,
    FLIGHT,
    PNR,
    interchange,
    message,
    passengers,
    paxlst,
    pnrgov,
    read,
)

GRACE = ("SRC", "RCI+UA:GR4CE", "TIF+HOPPER+GRACEMRS:A:1")
BOOKED_ALAN = ("SRC", "RCI+UA:QX7ABC", "TIF+TURING+ALANMR:A:1")
JOAN = ("NAD+FL+++CLARKE:JOAN", "DTM+329:800624", "RFF+AVF:J0ANNE", "RFF+ABO:10003")
BESSIE = ("NAD+FM+++COLEMAN:BESSIE", "DTM+329:820126")
ON_BOARD = ("NAD+ZZZ", "RFF+ABO:10001", "NAD+ZZZ", "RFF+ABO:10003", "CNT+42:2")


def pushes() -> list[Manifest]:
    """Return all of them, in the order sent."""
    bookings = pnrgov(PNR, BOOKED_ALAN, GRACE, when=("261121", "1830"), control="P1")
    cancelled = ("SRC", "RCI+UA:GR4CE", "ORG+UA")
    update = pnrgov(cancelled, function="141", when=("261123", "1830"), control="P2")
    first, last = passengers(ADA, part="01:C"), passengers(ALAN, JOAN, part="02:F", reference="2")
    api = interchange(first, last, when=("261124", "1630"), control="A1")
    crew = paxlst(BESSIE, bgm="BGM+250+C", when=("261124", "1730"), control="C1")
    closing = message(["BGM+266+CLOB", *FLIGHT, *ON_BOARD])
    wheels_up = interchange(closing, when=("261124", "1835"), control="A2")
    sent = [read(one) for one in (bookings, update, api, crew, wheels_up)]
    assert all(one.refused == () for one in sent)
    return [manifest for one in sent for manifest in one.manifests]


def after(arriving: tuple[Manifest, ...]) -> FlightState:
    state: FlightState | None = None
    for one in arriving:
        state = fold(state, one).state
    assert state is not None
    return state


def test_all_pushes_in_any_order_end_in_the_same_flight() -> None:
    for arriving in permutations(pushes()):
        state = after((*arriving, arriving[0]))
        found = {one.surname: one for one in state.travellers().values()}
        assert len(state.travellers()) == 4
        assert found.keys() == {"LOVELACE", "TURING", "CLARKE", "COLEMAN"}
        ada = found["LOVELACE"]
        assert (ada.given_names, ada.seat, ada.passenger_id) == ("ADA", "12A", "10001")
        assert found["COLEMAN"].role == "crew"
        assert state.flight.status == "closed"


def test_nobody_has_a_second_reference_when_the_pushes_come_in_turn() -> None:
    sent = pushes()
    state = after(tuple(sent))
    assert len(state.refs) == 5  # Grace left
    assert state.merged(state.travellers()) == frozenset()
    booked = after(tuple(sent[:1]))
    assert set(booked.refs) < set(state.refs)


def test_why_a_booking_and_an_api_row_are_one_is_told() -> None:
    links = after(tuple(pushes())).who_is_who().links
    by = {one.by for one in links}
    assert {"document", "name and record locator", "reference"} <= by
