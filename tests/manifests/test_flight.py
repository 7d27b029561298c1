"""The state of a flight after each kind of push: who travels, and what is known of them."""

from typing import Any

import pytest

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.building import DAY, manifest


def named(number: str, **fields: Any) -> dict[str, Any]:
    return {"passenger_id": number, "surname": f"P{number}", **fields}


def referred(number: str) -> dict[str, Any]:
    return {"passenger_id": number, "surname": "UNKNOWN"}


A, B, C, D = (named(one) for one in "ABCD")
A_REF, B_REF, C_REF = (referred(one) for one in "ABC")


def after(*pushes: Manifest) -> FlightState:
    state: FlightState | None = None
    for push in pushes:
        state = fold(state, push).state
    assert state is not None
    return state


def aboard(*pushes: Manifest) -> str:
    """Return who travels after *pushes*, such as "A C"."""
    return " ".join(sorted(one.surname[1:] for one in after(*pushes).travellers().values()))


def full(at: float, *people: dict[str, Any], **changes: Any) -> Manifest:
    return manifest(*people, at=at, **changes)


def update(at: float, *people: dict[str, Any], **changes: Any) -> Manifest:
    return manifest(*people, at=at, function="update", **changes)


def cancel(at: float, *people: dict[str, Any], **changes: Any) -> Manifest:
    return manifest(*people, at=at, function="cancel_passengers", **changes)


def cancel_flight(at: float) -> Manifest:
    return manifest(at=at, function="cancel_flight")


def close(at: float, *people: dict[str, Any], **changes: Any) -> Manifest:
    return manifest(*people, at=at, function="close", **changes)


def part(at: float, number: int, *people: dict[str, Any], last: bool = False) -> Manifest:
    return manifest(*people, at=at, part={"number": number, "last": last})


def whole(at: float, locator: str, *people: dict[str, Any], **changes: Any) -> Manifest:
    return manifest(*people, at=at, function="update", whole_records=[locator], **changes)


AX, BX, AY = ({**one, "record_locator": to} for one, to in ((A, "X"), (B, "X"), (A, "Y")))
PNR, BA = {"source": "pnr"}, {"sender": "BA"}

FOLDS = [
    pytest.param([full(0, A, B)], "A B", id="full"),
    pytest.param([full(0, A, B), full(1, B, C)], "B C", id="who is absent has left"),
    pytest.param([full(0, A), full(1)], "", id="an empty full empties"),
    pytest.param([full(0, A), update(1, B)], "A B", id="update adds"),
    pytest.param([full(0, A, B), cancel(1, A)], "B", id="cancelled passenger"),
    pytest.param([full(0, A), cancel(1, B)], "A", id="cancelling a stranger"),
    pytest.param([full(0, A, B), cancel(1, A), update(2, A)], "A B", id="reinstated passenger"),
    pytest.param([full(0, A, B), cancel_flight(1)], "", id="cancelled flight"),
    pytest.param([full(0, A, B), cancel_flight(1), update(2, A)], "A", id="flight takes up again"),
    pytest.param([full(0, A, B), cancel_flight(1), full(2, B, C)], "B C", id="reinstated flight"),
    pytest.param([full(0, A, B), close(1, A)], "A", id="close is the final list"),
    pytest.param([full(0, A), close(1, A), update(2, B)], "A B", id="update after close"),
    pytest.param([full(0, A), close(5, A), update(1, B)], "A", id="older update after close"),
    pytest.param([full(0, A), close(5, A), full(1, B)], "A", id="older full after close"),
    pytest.param([close(5, A), full(1, A, B), update(6, B)], "A B", id="newer update after close"),
    pytest.param([full(0, A, B, **PNR), close(1, A)], "A B", id="close is of its source"),
    pytest.param(
        [part(1, 1, A), update(2, D), part(3, 2, B, last=True)],
        "A B D",
        id="who is added while a split list comes stays",
    ),
    pytest.param(
        [part(2, 2, B, last=True), part(4, 1, C), full(0, D), part(1, 1, A), part(5, 2, last=True)],
        "C",
        id="parts of two lists, entangled",
    ),
    pytest.param(
        [full(0, D), part(1, 1, A), part(2, 2, B), part(3, 1, A), part(4, 3, C, last=True)],
        "A B C D",
        id="a part of a list that was begun anew is of no other list",
    ),
    pytest.param([full(0, AX, BX), whole(1, "X", BX)], "B", id="whole record"),
    pytest.param([full(0, AX, BX, C), whole(1, "x")], "C", id="empty record"),
    pytest.param([whole(1, "X", BX), update(0, AX)], "B", id="late update of a whole record"),
    pytest.param([full(0, AX), whole(1, "X", **PNR)], "A", id="whole record of another source"),
    pytest.param(
        [full(0, AX), whole(1, "X", AY), whole(2, "X")], "A", id="moved to another record"
    ),
    pytest.param([full(0, A), full(1, B, **PNR)], "A B", id="another source adds"),
    pytest.param([full(0, A), full(1, B, **PNR), full(2, C)], "B C", id="full within its source"),
    pytest.param([full(0, A), full(1, **PNR)], "A", id="empty full of another source"),
    pytest.param([full(0, A), full(1, A, **PNR), cancel(2, A)], "A", id="cancelled in one source"),
    pytest.param([full(0, A), full(1, B, **BA)], "A B", id="another sender adds"),
    pytest.param([full(0, A), full(1, B, **BA), full(2, **BA)], "A", id="full within its sender"),
    pytest.param([full(0, A, B), close(1, A_REF)], "A", id="close by reference"),
    pytest.param([close(1, A_REF), full(0, A, B)], "A", id="close by reference comes first"),
    pytest.param([full(0, A, B), full(1, A_REF), full(2, B)], "B", id="a list after references"),
    pytest.param(
        [full(0, A, B), close(1, A_REF, C_REF)], "A B NKNOWN", id="reference to whom nobody knows"
    ),
    pytest.param(
        [full(0, A, B), close(2, A_REF, C_REF), update(1, C)], "A C", id="described afterwards"
    ),
    pytest.param(
        [full(0, A, B), close(1, A_REF, C_REF), cancel(2, C_REF)], "A", id="no longer referred to"
    ),
    pytest.param(
        [full(0, A, B), part(1, 1, A_REF), part(2, 2, C_REF, last=True)],
        "A B NKNOWN",
        id="reference to whom nobody knows, in a part",
    ),
    pytest.param(
        [full(0, A, B), part(1, 1, A_REF), part(2, 2, C_REF, last=True), update(3, C)],
        "A C",
        id="described afterwards, in parts",
    ),
    pytest.param(
        [full(0, A, B, C), part(1, 1, A_REF), part(2, 2, B, last=True)],
        "A B",
        id="parts by reference and by name",
    ),
    pytest.param(
        [
            *(full(0, A, B, D), part(1, 1, A), part(2, 2, B, last=True)),
            *(part(3, 1, A_REF), part(4, 2, C_REF, last=True)),
        ],
        "A B NKNOWN",
        id="a list by name counts before one of unknown references",
    ),
    pytest.param([full(0, A, B), cancel(1, B_REF)], "A", id="cancelled by reference"),
    pytest.param([full(5, A), full(1, B)], "A", id="stale full"),
    pytest.param([full(5, A), update(1, B)], "A", id="stale update"),
    pytest.param([full(5, A), cancel(1, A)], "A", id="stale cancellation"),
    pytest.param([update(5, A), full(1, B)], "A B", id="older full comes late"),
    pytest.param([update(5, A), cancel(1, A)], "A", id="stale cancellation of an update"),
    pytest.param([full(5, A), cancel_flight(1)], "A", id="stale cancelled flight"),
    pytest.param([cancel_flight(5), full(1, A)], "", id="late full of a cancelled flight"),
    pytest.param([full(0, A, B), part(1, 1, C)], "A B C", id="a first part adds at once"),
    pytest.param(
        [full(0, A, B), part(1, 1, B), part(2, 2, C, last=True)], "B C", id="all parts are there"
    ),
    pytest.param(
        [full(0, A), part(2, 2, C, last=True)], "A C", id="last part alone: nobody leaves"
    ),
    pytest.param(
        [full(0, A), part(2, 2, C, last=True), part(1, 1, B)], "B C", id="parts out of order"
    ),
    pytest.param([full(0, A), part(1, 1, B, last=True)], "B", id="one part only"),
    pytest.param(
        [full(0, A), part(1, 1, B), part(2, 1, C), part(3, 2, D, last=True)],
        "C D",
        id="split list begun anew",
    ),
    pytest.param(
        [part(1, 1, A), part(2, 2, B, last=True), part(2, 2, B, last=True), part(3, 1, A)],
        "A B",
        id="next list after a repeated last part: nobody leaves yet",
    ),
    pytest.param(
        [
            *(part(1, 1, A), part(2, 2, B, last=True), part(2, 2, B, last=True)),
            *(part(3, 1, A), part(4, 2, C, last=True)),
        ],
        "A C",
        id="next list after a repeated last part: complete",
    ),
    pytest.param(
        [
            *(part(1, 1, A), part(1.1, 2, B), part(1.2, 3, C, last=True)),
            *(part(60, 2, B), part(60.1, 3, C, last=True)),
            part(120, 1, C),
        ],
        "A B C",
        id="next list after one whose first part was lost: nobody leaves yet",
    ),
    pytest.param(
        [
            *(part(1, 1, A), part(1.1, 2, B), part(1.2, 3, C, last=True)),
            *(part(60, 2, B), part(60.1, 3, C, last=True)),
            *(part(120, 1, C), part(120.1, 2, D), part(120.2, 3, B, last=True)),
        ],
        "B C D",
        id="next list after one whose first part was lost: complete",
    ),
    pytest.param(
        [full(0, A), part(2, 3, B, last=True), part(2.2, 1, C), part(2.1, 2, D)],
        "B C D",
        id="the last part is ready first",
    ),
    pytest.param(
        [part(1, 1, A), full(5, B), part(7, 2, C, last=True), part(6, 1, B)],
        "B C",
        id="piece from before a complete list does not count",
    ),
]


@pytest.mark.parametrize(("pushes", "expected"), FOLDS)
def test_who_travels(pushes: list[Manifest], expected: str) -> None:
    assert aboard(*pushes) == expected


@pytest.mark.parametrize(("pushes", "expected"), FOLDS)
def test_folding_each_push_twice_equals_once(pushes: list[Manifest], expected: str) -> None:
    twice = after(*(push for push in pushes for _ in range(2)))
    assert twice == after(*pushes)


@pytest.mark.parametrize(
    ("pushes", "known"),
    [
        pytest.param(
            [full(0, named("A", seat="1A", residence="GBR")), update(1, named("A", seat="2B"))],
            ("2B", "GBR"),
            id="update changes what it states",
        ),
        pytest.param(
            [full(0, named("A", seat="1A", residence="GBR")), full(1, named("A", seat="2B"))],
            ("2B", None),
            id="full describes anew",
        ),
        pytest.param(
            [update(1, named("A", seat="2B")), full(0, named("A", seat="1A", residence="GBR"))],
            ("2B", "GBR"),
            id="older full fills in",
        ),
        pytest.param(
            [update(2, named("A", seat="2B")), update(1, named("A", seat="1A", residence="GBR"))],
            ("2B", "GBR"),
            id="older update fills in",
        ),
        pytest.param(
            [
                update(3, named("A", seat="2B")),
                update(1, named("A", residence="GBR")),
                full(2, named("A")),
            ],
            ("2B", None),
            id="late full makes older words void",
        ),
        pytest.param(
            [full(0, named("A", seat="1A", residence="GBR")), full(1, {**A_REF, "seat": "2B"})],
            ("2B", "GBR"),
            id="a reference takes nothing away",
        ),
        pytest.param(
            [full(0, named("A", seat="1A")), full(1, named("A", residence="GBR"), **PNR)],
            ("1A", "GBR"),
            id="sources complete each other",
        ),
        pytest.param(
            [
                full(0, named("A", seat="1A", residence="GBR")),
                cancel(1, named("A")),
                update(2, named("A", seat="2B")),
            ],
            ("2B", "GBR"),
            id="reinstated with what was known",
        ),
    ],
)
def test_what_is_known_of_a_person(pushes: list[Manifest], known: tuple[str, str | None]) -> None:
    (one,) = after(*pushes).travellers().values()
    assert (one.surname, one.seat, one.residence) == ("PA", *known)


@pytest.mark.parametrize(
    ("pushes", "departure"),
    [
        pytest.param([("10:00", 0), ("11:00", 1)], "11:00", id="newest counts"),
        pytest.param([("11:00", 1), ("10:00", 0)], "11:00", id="not the last to arrive"),
    ],
)
def test_flight_details_are_those_of_the_newest_push(
    pushes: list[tuple[str, int]], departure: str
) -> None:
    sent = [
        full(at, A, flight={"departure": f"2026-11-24T{time}", "scheduled_date": "2026-11-24"})
        for time, at in pushes
    ]
    assert after(*sent).flight.departure == f"2026-11-24T{departure}"


ARRIVING, SILENT = {"arrival": "2026-11-25T06:25"}, {"arrival": None}


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_arrival_time_stays_until_the_flight_departs_at_another(order: int) -> None:
    moved = {"departure": "2026-11-24T20:30", "scheduled_date": DAY} | SILENT
    known = after(*[full(0, A, flight=ARRIVING), full(1, A, flight=SILENT, **PNR)][::order])
    assert known.flight.arrival == "2026-11-25T06:25"
    assert (
        after(*[full(0, A, flight=ARRIVING), full(1, A, flight=moved)][::order]).flight.arrival
        is None
    )


CLOSED, CHANGED = {"status": "closed"}, {"status": "changed"}


@pytest.mark.parametrize(
    ("pushes", "status"),
    [
        pytest.param([full(0, A)], None, id="never stated"),
        pytest.param([full(0, A), update(1, flight=CLOSED)], "closed", id="closed, naming nobody"),
        pytest.param([full(0, A), close(1, A)], "closed", id="closed by the final list"),
        pytest.param([full(0, A), close(1, A), update(2, B)], "closed", id="silence leaves it"),
        pytest.param(
            [update(1, A, flight=CHANGED), close(2, A)], "closed", id="changed, then closed"
        ),
        pytest.param(
            [close(1, A), update(2, A, flight=CHANGED)], "changed", id="closed, then changed"
        ),
    ],
)
def test_the_flight_has_the_status_last_stated(pushes: list[Manifest], status: str | None) -> None:
    assert after(*pushes).flight.status == status
    assert after(*reversed(pushes)).flight.status == status


def test_a_reference_given_up_for_an_older_one_is_told_from_one_that_left() -> None:
    passport = {"documents": [{"number": "M1234567"}], "birth_date": "1980-02-03"}
    first = {"surname": "ALI", "given_names": "OMAR"}
    second = {"surname": "ALY", "given_names": "OMAR", **passport}
    both = {**first, **passport}
    state = after(update(0, first, **PNR), update(1, second), update(2, C))
    state = fold(state, cancel(3, C)).state
    assert len(state.left(state.travellers())) == 1
    joined = fold(state, update(4, both, **PNR)).state
    on_board = joined.travellers()
    assert len(on_board) == 1
    (merged,) = joined.merged(on_board)
    assert merged in joined.left(on_board)
    assert len(joined.left(on_board)) == 2
    assert joined.merged({}) == frozenset()


@pytest.mark.parametrize(
    ("pushes", "called_off"),
    [
        pytest.param([full(0, A), cancel_flight(1)], True, id="cancelled"),
        pytest.param([full(0, A)], False, id="as planned"),
        pytest.param([full(0, A), cancel_flight(1), full(2, A)], False, id="reinstated"),
        pytest.param(
            [full(0, A), cancel_flight(1), full(2, A), full(3)], False, id="reinstated, then empty"
        ),
    ],
)
def test_called_off(pushes: list[Manifest], *, called_off: bool) -> None:
    assert after(*pushes).called_off is called_off


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"revision": 1}, {"revision": 2}, id="by revision"),
        pytest.param({"message_id": "M1"}, {"message_id": "M2"}, id="by message id"),
        pytest.param({"revision": 9}, {"revision": 10}, id="revisions are numbers"),
        pytest.param({"message_id": "M-9-1"}, {"message_id": "M-10-1"}, id="so are references"),
        pytest.param({"message_id": "M-99"}, {"message_id": "M-100"}, id="of any length"),
        pytest.param({"message_id": "M-1n9"}, {"message_id": "M-1n10"}, id="behind a letter"),
        pytest.param({"message_id": "M-1"}, {"message_id": "M-1-n2"}, id="one more of one id"),
        pytest.param({"message_id": "M-89F"}, {"message_id": "M-8A0"}, id="hexadecimal"),
        pytest.param(
            {"message_id": "M-899"}, {"message_id": "M-89A"}, id="hexadecimal, in between"
        ),
    ],
)
def test_pushes_of_one_moment_have_an_order(first: Any, second: Any) -> None:
    older, newer = full(0, A, **first), full(0, B, **second)
    assert aboard(older, newer) == aboard(newer, older) == "B"


def test_pushes_of_two_airlines_alike_in_moment_and_id_are_two() -> None:
    ours, theirs = full(0, A, C), full(0, A, C, flight={"departure": f"{DAY}T19:00"}, **BA)
    assert after(ours, theirs).flight == after(theirs, ours).flight
    assert len(after(ours, theirs).messages) == 2


def test_everybody_ever_named_who_is_not_aboard_has_left() -> None:
    state = after(full(0, A, B), full(1, B))
    assert len(state.left(state.travellers())) == 1
