"""A flight as JSON: as pydantic writes it, whoever was written before."""

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.contract import Manifest, passenger_json
from manifests.flight import FlightState
from manifests.fold import fold
from manifests.identity import identity
from manifests.written import flight_json
from tests.manifests.building import manifest
from tests.manifests.histories import after, histories

EARLIER = Path(__file__).with_name("testdata") / "earlier_state.json"
OMAR = {"surname": "ALI", "given_names": "OMAR", "record_locator": "W9TEND"}
BORN = {**OMAR, "birth_date": "1980-02-03"}
O_NEIL = {
    "passenger_id": "7",
    "surname": "O'NEIL",
    "documents": [{"number": "M12"}, {"number": "M11", "issuer": "GBR"}],
}
DOCUMENTED = {**BORN, "documents": [{"number": "M 12", "issuer": "IRQ"}]}
UNALTERED: dict[str, Any] = {"flight": {"departure": "2026-11-24T18:30", "arrival": None}}


def as_pydantic(state: FlightState) -> dict[str, Any]:
    text = state.model_dump_json(exclude_unset=True, exclude_none=True)
    found: dict[str, Any] = {"layers": {}} | json.loads(text)
    return found


@settings(deadline=None)
@given(histories())
def test_flight_is_written_as_pydantic_would(sent: list[Manifest]) -> None:
    state: FlightState | None = None
    for one in sent:
        state = fold(state, one).state
        written = flight_json(state)  # of each state, so that the next one has people known before
        assert json.loads(written) == as_pydantic(state)
        assert FlightState.model_validate_json(written) == state


def test_people_of_one_message_are_each_written_with_when_what_was_said() -> None:
    ali, bek = {"surname": "ALI"}, {"surname": "BEK"}
    told = {"seat": "1A", "sex": "M"}
    news = manifest({**ali, "seat": "2B"}, {**bek, "sex": "F"}, at=1, function="update")
    state = after([manifest(ali | told, bek | told), news])
    assert FlightState.model_validate_json(flight_json(state)) == state


@settings(deadline=None)
@given(st.data(), histories())
def test_who_is_known_is_written_as_described_last(
    data: st.DataObject, sent: list[Manifest]
) -> None:
    state: FlightState | None = None
    for one in sent:
        state = fold(state, one).state
        if data.draw(st.booleans()):
            state = FlightState.model_validate_json(flight_json(state))
        for ref, passenger in state.travellers().items():
            assert state.passenger_json(ref) == passenger_json(passenger)


@settings(deadline=None)
@given(histories())
def test_what_is_kept_of_a_row_is_that_of_its_passenger(sent: list[Manifest]) -> None:
    for layer in after(sent).layers.values():
        assert all(row.identity == identity(row.passenger) for row in layer.rows.values())


def test_who_is_told_alike_stays_the_same_value() -> None:
    first = fold(None, manifest({"surname": "ALI", "seat": "1A"}, {"surname": "BEK"})).state
    again = manifest({"surname": "ALI", "seat": "2B"}, {"surname": "BEK"}, at=1)
    second = fold(first, again).state
    (ali, bek), (moved, same) = first.on_board.values(), second.on_board.values()
    assert same is bek
    assert (ali.seat, moved.seat) == ("1A", "2B")


def test_value_that_is_stated_is_another_word_than_its_default() -> None:
    first = fold(None, manifest({"surname": "ALI", "passenger_id": "A"})).state
    stated = {"surname": "ALI", "passenger_id": "A", "role": "passenger"}
    (one,) = fold(first, manifest(stated, at=1)).state.on_board.values()
    assert "role" in one.model_fields_set


def test_state_of_an_earlier_release_is_what_this_one_makes_of_the_same_pushes() -> None:
    """Rows and people are called as ever: alerts that are out there name them so."""
    alike = {"surname": "ALI"}
    now = after(
        [
            manifest(OMAR, alike, alike, **UNALTERED),
            manifest(DOCUMENTED, at=1, source="pnr", **UNALTERED),
            manifest({**OMAR, "seat": "1A"}, O_NEIL, at=2, function="update", **UNALTERED),
            manifest(BORN, at=3, source="crew", sender="BA", **UNALTERED),
        ]
    )
    # But for the order of pushes of one moment, in which counters count by their length since.
    earlier = re.sub(rb"\|M-([0-9])\|", rb"|M-01\1\\t", EARLIER.read_bytes())
    assert FlightState.model_validate_json(earlier) == now
    assert json.loads(earlier) == as_pydantic(now) == json.loads(flight_json(now))
