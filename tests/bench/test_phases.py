"""A stack counts for the innermost phase that it tells of; who waits counts for none."""

from pathlib import Path
from xml.etree.ElementTree import parse

import pytest

from bench.flames import write_flames
from bench.phases import OTHER, at_work, phase_of, shares

LOOP = "BaseEventLoop._run_once (asyncio/base_events.py);Handle._run (asyncio/events.py)"
SCREEN = (
    f"{LOOP};Screen.handle (streams/screen.py);PassengerJoin.screen (screening/passenger_join.py)"
)


@pytest.mark.parametrize(
    ("stack", "phase"),
    [
        pytest.param(f"{SCREEN};prepare_name (screening/names.py)", "names and keys", id="names"),
        pytest.param(
            f"{SCREEN};AsyncScript.__call__ (redis/commands/core.py)"
            ";_SelectorSocketTransport.write (asyncio/selector_events.py)",
            "Redis client",
            id="who called the socket counts",
        ),
        pytest.param(
            f"{LOOP};Screen.handle (streams/screen.py);BaseModel.model_validate_json (main.py)",
            "decode and validate",
            id="reading the record",
        ),
        pytest.param(
            f"{SCREEN};romanised (screening/scripts/arabic.py)", "names and keys", id="a script"
        ),
        pytest.param(LOOP, OTHER, id="nobody's"),
    ],
)
def test_the_innermost_function_that_tells_counts(stack: str, phase: str) -> None:
    assert phase_of(stack) == phase


def test_shares_add_up_and_who_waits_is_left_out() -> None:
    stacks = {
        f"{LOOP};EpollSelector.select (selectors.py)": 90,
        f"{SCREEN};plan (screening/plan.py)": 6,
        LOOP: 4,
    }
    found = shares(at_work(stacks))
    assert found == {"plan and fold": 0.6, OTHER: 0.4}


def test_a_flame_graph_is_a_picture_of_all_that_took_time(tmp_path: Path) -> None:
    file = tmp_path / "flames.svg"
    write_flames({f"{SCREEN};a <b> (screening/plan.py)": 3, SCREEN: 1}, file, "title")
    titles = [one.text for one in parse(file).iter("{http://www.w3.org/2000/svg}title")]  # noqa: S314  # ours
    assert titles == [
        "Screen.handle (streams/screen.py): 100.0%",
        "PassengerJoin.screen (screening/passenger_join.py): 100.0%",
        "a <b> (screening/plan.py): 75.0%",
    ]
