"""Several whole lists of one flight in one interchange are pieces of one list."""

from typing import Any

import pytest

from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.histories import after
from tests.manifests.messages import ADA, ALAN, interchange, message, only, passengers, paxlst, read

CREW = ("NAD+FM+++HOPPER:GRACE",)


def aboard(*pushes: bytes) -> set[str]:
    """Return the surnames of who is on board after *pushes*."""
    state: FlightState | None = None
    for one in (manifest for data in pushes for manifest in read(data).manifests):
        state = fold(state, one).state
    assert state is not None
    return {one.surname for one in state.travellers().values()}


def test_lists_of_one_flight_beside_each_other_are_parts_of_one() -> None:
    found = read(interchange(passengers(ADA), passengers(ALAN, reference="2")))
    parts = [one.part for one in found.manifests]
    assert [(one.number, one.last) for one in parts if one] == [(1, False), (2, True)]
    state = None
    for one in found.manifests:
        state = fold(state, one).state
    assert state is not None
    assert {one.surname for one in state.travellers().values()} == {"LOVELACE", "TURING"}
    assert all("taken as a part of one list" in one.warnings[-1] for one in found.manifests)


def test_who_is_in_none_of_the_pieces_has_left() -> None:
    state = fold(None, only(paxlst(CREW))).state
    pieces = interchange(passengers(ADA), passengers(ALAN), when=("261124", "0900"), control="R2")
    for one in read(pieces).manifests:
        state = fold(state, one).state
    assert {one.surname for one in state.travellers().values()} == {"LOVELACE", "TURING"}


def test_lists_of_another_kind_or_flight_or_interchange_stay_whole() -> None:
    crew = passengers(CREW, bgm="BGM+250+C", reference="2")
    beside = read(interchange(passengers(ADA), crew))
    apart = read(paxlst(ADA) + paxlst(ALAN, control="REF2"))
    changed = read(interchange(passengers(ADA), passengers(ALAN, bgm="BGM+745+CP", reference="2")))
    for found in (beside, apart, changed):
        assert [one.part for one in found.manifests] == [None, None]


def test_a_list_beside_a_message_that_cannot_be_read_lets_nobody_leave() -> None:
    state = fold(None, only(paxlst(CREW))).state
    unread = message(["BGM+745", "TDT+20+?"], reference="2")
    found = read(interchange(passengers(ADA), unread, when=("261124", "0900"), control="R2"))
    (one,) = found.manifests
    assert len(found.refused) == 1
    assert any("may belong to it" in text for text in one.warnings)
    state = fold(state, one).state
    assert {one.surname for one in state.travellers().values()} == {"LOVELACE", "HOPPER"}


GRACE = ("NAD+FL+++HOPPER:GRACE", "DTM+329:800101")
MARY = ("NAD+FL+++SHELLEY:MARY", "DTM+329:800101")
LATER: dict[str, Any] = {"when": ("261124", "0900"), "control": "R2"}


def cut(data: bytes, at: bytes) -> bytes:
    return data[: data.rindex(at)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            cut(interchange(passengers(ADA), passengers(ALAN), **LATER), b"UNZ"), id="no UNZ"
        ),
        pytest.param(
            interchange(passengers(ADA), passengers(ALAN), **LATER).replace(b"UNZ+2", b"UNZ+3"),
            id="UNZ counts more",
        ),
        pytest.param(
            interchange(passengers(ADA), passengers(ALAN), group="G", **LATER).replace(
                b"UNE+2", b"UNE+3"
            ),
            id="UNE counts more",
        ),
        pytest.param(
            cut(interchange(passengers(ADA), passengers(ALAN), **LATER), b"UNT"),
            id="the second is cut off",
        ),
        pytest.param(
            cut(interchange(passengers(ADA), passengers(ALAN), passengers(MARY), **LATER), b"DTM"),
            id="the third is cut off",
        ),
        pytest.param(
            interchange(passengers(ADA), passengers(ALAN), **LATER).replace(
                b"CNT+42:1'UNT+14", b"CNT+42:2'UNT+16"
            ),
            id="the second counts more people",
        ),
        pytest.param(
            interchange(
                passengers(ADA), passengers(("NAD+FL", "ATT+2++M"), ALAN, reference="2"), **LATER
            ),
            id="nothing tells who one of the second is",
        ),
    ],
)
def test_lists_of_a_flight_let_nobody_leave_where_some_of_them_is_missing(data: bytes) -> None:
    everybody = paxlst(ADA, ALAN, GRACE)
    assert {"LOVELACE", "TURING", "HOPPER"} <= aboard(everybody, data)
    assert any("may belong to it" in text for text in read(data).manifests[0].warnings)


@pytest.mark.parametrize("group", [None, "G"])
def test_a_message_sent_again_alone_from_quarantine_lets_nobody_of_the_others_leave(
    group: str | None,
) -> None:
    broken = [one for one in passengers(ADA, reference="2") if one.tag != "TDT"]
    found = read(interchange(passengers(ALAN, GRACE), broken, group=group))
    (refused,) = found.refused
    mended = refused.raw.replace(b"LOC+125", b"TDT+20+UA123+++UA'LOC+125")
    assert b"TDT" not in refused.raw
    state = after([*found.manifests, only(mended)])
    named = {one.surname for one in state.travellers().values()}
    assert named == {"LOVELACE", "TURING", "HOPPER"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(paxlst(ADA, **LATER).replace(b"UNZ+1", b"UNZ+2"), id="UNZ"),
        pytest.param(paxlst(ADA, group="G", **LATER).replace(b"UNE+1", b"UNE+2"), id="UNE"),
    ],
)
def test_one_list_lets_nobody_leave_where_more_messages_are_counted(data: bytes) -> None:
    assert aboard(paxlst(ADA, GRACE), data) == {"LOVELACE", "HOPPER"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(cut(paxlst(ADA), b"UNZ"), id="one list without UNZ"),
        pytest.param(paxlst(ADA).replace(b"UNZ+1", b"UNZ+0"), id="one list and a wrong count"),
        pytest.param(
            cut(interchange(passengers(ADA), passengers(CREW, bgm="BGM+250+C")), b"UNT"),
            id="beside a list of another source",
        ),
    ],
)
def test_a_list_that_nothing_is_missing_of_is_whole(data: bytes) -> None:
    first = read(data).manifests[0]
    assert (first.function, first.part) == ("full", None)


def test_a_list_beside_a_message_of_another_kind_is_whole() -> None:
    other = message(["BGM+1"], kind="CONTRL:D:3:UN", reference="2")
    (one,) = read(interchange(passengers(ADA), other)).manifests
    assert (one.part, one.warnings) == (None, ())


def test_messages_of_one_reference_are_told_apart() -> None:
    crew = passengers(CREW, bgm="BGM+250+C")
    first, second = read(interchange(passengers(ADA), crew)).manifests
    assert second.message_id == f"{first.message_id}-n2"


def test_messages_of_two_groups_of_one_reference_are_told_apart() -> None:
    one, other = (interchange(passengers(named), group="1") for named in (ADA, ALAN))
    _, _, unz = other.rpartition(b"UNZ")
    both = one[: one.rindex(b"UNZ")] + other[other.index(b"UNG") : -len(b"UNZ" + unz)]
    first, second = read(both + b"UNZ+2+REF1'").manifests
    assert second.message_id == f"{first.message_id}-n2"
    assert first.message_id == only(interchange(passengers(ADA), group="1")).message_id


@pytest.mark.parametrize(
    "pushes",
    [
        pytest.param(
            [
                interchange(
                    passengers(ADA, reference="9"),
                    passengers(ALAN, bgm="BGM+745+CP", reference="10"),
                )
            ],
            id="messages",
        ),
        pytest.param(
            [paxlst(ADA, control="99"), paxlst(ALAN, bgm="BGM+745+CP", control="100")],
            id="interchanges",
        ),
        pytest.param(
            [interchange(passengers(ADA), passengers(ALAN, bgm="BGM+745+CP"))], id="one reference"
        ),
    ],
)
def test_who_is_added_in_the_same_minute_by_a_later_reference_is_on_board(
    pushes: list[bytes],
) -> None:
    assert aboard(*pushes) == {"LOVELACE", "TURING"}


def test_parts_that_say_so_stay_as_they_are() -> None:
    parts = (passengers(ADA, part="01:C"), passengers(ALAN, part="02:F", reference="2"))
    found = read(interchange(*parts)).manifests
    assert [one.part and (one.part.number, one.part.last) for one in found] == [
        (1, False),
        (2, True),
    ]
    assert all(not one.warnings for one in found)
