"""Who is who on a flight: references stay, aliases are learned, nobody is merged in error."""

from itertools import permutations
from typing import Any

import pytest

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.building import manifest, passenger_fields
from tests.manifests.histories import after

ALI = passenger_fields("ALI", given_names="OMAR", birth_date="1980-01-01")
NUMBER = [{"number": "M1234567", "issuer": "IRQ"}]


def folded(*pushes: list[dict[str, Any]]) -> tuple[FlightState, list[tuple[str, ...]]]:
    """Fold one push for each list of people; return the flight and whom each push named."""
    state: FlightState | None = None
    refs: list[tuple[str, ...]] = []
    for at, people in enumerate(pushes):
        named = fold(state, manifest(*people, at=at, function="update"))
        state = named.state
        refs.append(named.refs)
    assert state is not None
    return state, refs


@pytest.mark.parametrize(
    ("first", "later"),
    [
        pytest.param(
            {"passenger_id": "7A"}, {"passenger_id": "7A", "surname": "ALY"}, id="by passenger id"
        ),
        pytest.param(
            {"documents": NUMBER}, {"documents": NUMBER, "surname": "ALY"}, id="by document"
        ),
        pytest.param(
            {"documents": [{"number": "m 123-4567", "issuer": "IQ"}]},
            {"documents": NUMBER, "surname": "ALY"},
            id="by document, written otherwise",
        ),
        pytest.param({}, {"seat": "12A"}, id="by name and birth date"),
        pytest.param({"surname": "al-Ali"}, {"surname": "AL ALI"}, id="by name, written otherwise"),
        pytest.param({}, {"documents": NUMBER}, id="a document comes later"),
        pytest.param({"documents": NUMBER}, {"passenger_id": "7A"}, id="an id comes later"),
    ],
)
def test_same_person_keeps_the_reference(first: dict[str, Any], later: dict[str, Any]) -> None:
    state, refs = folded([ALI | first], [ALI | later])
    assert refs[0] == refs[1]
    assert len(state.travellers()) == 1


def test_identifier_learned_later_leads_to_the_first_reference() -> None:
    _, refs = folded(
        [ALI],
        [ALI | {"documents": NUMBER}],
        [ALI | {"surname": "ALY", "documents": NUMBER, "passenger_id": "7A"}],
        [ALI | {"surname": "OMAR", "given_names": "ALI", "passenger_id": "7A"}],
    )
    assert len({one for push in refs for one in push}) == 1


@pytest.mark.parametrize(
    ("first", "later"),
    [
        pytest.param({"passenger_id": "1"}, {"passenger_id": "2"}, id="two ids, one name"),
        pytest.param(
            {"passenger_id": "1", "documents": NUMBER},
            {"passenger_id": "2", "documents": NUMBER},
            id="two ids, one document",
        ),
        pytest.param(
            {"birth_date": None, "documents": NUMBER},
            {"birth_date": None, "documents": [{"number": "X7654321"}]},
            id="a bare name with two documents",
        ),
        pytest.param({}, {"birth_date": "1981-01-01"}, id="another birth date"),
        pytest.param(
            {"documents": [{"number": "UNKNOWN"}]},
            {"surname": "BEK", "documents": [{"number": "unknown"}]},
            id="a filler is no document",
        ),
        pytest.param(
            {"documents": [{"number": "0000000"}]},
            {"surname": "BEK", "documents": [{"number": "0000000"}]},
            id="zeros are no document",
        ),
    ],
)
def test_different_people_are_not_merged(first: dict[str, Any], later: dict[str, Any]) -> None:
    two = [{k: v for k, v in (ALI | one).items() if v is not None} for one in (first, later)]
    state, refs = folded([two[0]], [two[1]])
    assert refs[0] != refs[1]
    assert len(state.travellers()) == 2


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({}, id="alike in all"),
        pytest.param({"seat": "12B"}, id="another seat"),
        pytest.param({"surname": "BEK"}, id="one document"),
    ],
)
def test_two_rows_of_one_message_are_never_merged(second: dict[str, Any]) -> None:
    row = ALI | {"documents": NUMBER}
    state, refs = folded([row, row | second], [row, row | second])
    assert len(set(refs[0])) == 2
    assert refs[0] == refs[1]
    assert len(state.travellers()) == 2


def test_child_on_a_parents_passport_does_not_hide_the_parent() -> None:
    parent = ALI | {"documents": NUMBER}
    child = ALI | {"given_names": "ZAIN", "birth_date": "2021-05-05", "documents": NUMBER}
    state, refs = folded([parent, child], [child | {"seat": "3C"}], [child, parent])
    assert refs[1] == (refs[0][1],)
    assert refs[2] == tuple(reversed(refs[0]))
    assert {one.given_names for one in state.travellers().values()} == {"OMAR", "ZAIN"}


def test_references_tell_nothing_and_are_the_same_for_the_same_history() -> None:
    _, refs = folded([ALI | {"documents": NUMBER}])
    assert folded([ALI | {"documents": NUMBER}])[1] == refs
    assert all(len(ref) == 16 and int(ref, 16) >= 0 for ref in refs[0])


BARE = passenger_fields("SMITH", given_names="JOHN", birth_date=None)
OTHERS = [passenger_fields(one) for one in "AB"]


def in_parts(*parts: list[dict[str, Any]], at: float = 0) -> list[Manifest]:
    """Return one list in *parts*, all sent at one moment."""
    return [
        manifest(
            *people,
            at=at,
            message_id=f"M-{at:g}-{number}",
            part={"number": number, "last": number == len(parts)},
        )
        for number, people in enumerate(parts, start=1)
    ]


@pytest.mark.parametrize(
    "namesake",
    [
        pytest.param(BARE, id="described alike"),
        pytest.param(BARE | {"documents": NUMBER}, id="one with a document"),
        pytest.param(BARE | {"seat": "12A"}, id="in another seat"),
    ],
)
def test_namesakes_in_two_parts_of_a_list_are_two_people(namesake: dict[str, Any]) -> None:
    for parts in permutations(in_parts([BARE], [namesake, OTHERS[0]])):
        assert len(after(parts).travellers()) == 3


@pytest.mark.parametrize(
    "named", [BARE, BARE | {"birth_date": "1980-01-01"}, BARE | {"record_locator": "X1"}, ALI]
)
def test_who_comes_in_another_part_of_the_next_list_is_the_same(named: dict[str, Any]) -> None:
    one, other = OTHERS
    lists = [*in_parts([named, one], [other]), *in_parts([one], [other, named], at=60)]
    state = after([*lists, manifest(named, *OTHERS, at=90)])
    assert len(state.refs) == len(state.travellers()) == 3
