"""Pushes of one flight at random, in which people meet, contradict each other and are one."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from manifests.contract import Manifest
from manifests.flight import FlightState
from manifests.fold import fold
from tests.manifests.building import manifest

# Few of each, so that people meet, agree, contradict each other and turn out to be one.
PEOPLE = st.fixed_dictionaries(
    {"surname": st.sampled_from(["ALI", "BEK", "UNKNOWN"])},
    optional={
        "passenger_id": st.sampled_from("AB"),
        "record_locator": st.sampled_from(["W9TEND", "X1"]),
        "given_names": st.sampled_from(["OMAR", "ZAIN"]),
        "birth_date": st.sampled_from(["1980", "1980-02-03", "1981-05-05"]),
        "documents": st.lists(
            st.fixed_dictionaries(
                {"number": st.sampled_from(["M12", "M13", "UNKNOWN"])},
                optional={"issuer": st.sampled_from(["IRQ", "GBR"])},
            ),
            max_size=2,
        ),
        "seat": st.sampled_from(["1A", "2B"]),
        "sex": st.sampled_from(["M", "F"]),
        "verified": st.booleans(),
    },
)
FUNCTIONS = ["full", "full", "update", "update", "cancel_passengers", "close", "cancel_flight"]


@st.composite
def push(draw: st.DrawFn, number: int) -> Manifest:
    """Return a push of any sender, source, function and moment; its message id is its own."""
    named = draw(st.lists(PEOPLE, max_size=3))
    function = draw(st.sampled_from(FUNCTIONS if named else ["full", "close"]))
    changes: dict[str, Any] = {
        "message_id": f"M{number}",
        "function": function,
        "sender": draw(st.sampled_from(["UA", "UA", "BA"])),
        "source": draw(st.sampled_from(["api", "pnr", "crew"])),
        "revision": draw(st.sampled_from([0, 0, 1])),
    }
    if function in ("full", "close") and draw(st.booleans()):
        changes["part"] = {"number": draw(st.integers(1, 3)), "last": draw(st.booleans())}
    if function == "update" and draw(st.booleans()):
        changes["whole_records"] = [draw(st.sampled_from(["W9TEND", "X1"]))]
    arrival = draw(st.sampled_from([None, "2026-11-25T06:25", "2026-11-25T07:00"]))
    status = draw(st.sampled_from([None, None, "closed", "changed"]))
    flight = {"departure": "2026-11-24T18:30", "arrival": arrival, "status": status}
    return manifest(*named, at=draw(st.integers(0, 4)), flight=flight, **changes)


@st.composite
def histories(draw: st.DrawFn) -> list[Manifest]:
    return [draw(push(number)) for number in range(draw(st.integers(1, 6)))]


def after(arriving: Sequence[Manifest]) -> FlightState:
    state: FlightState | None = None
    for one in arriving:
        state = fold(state, one).state
    assert state is not None
    return state
