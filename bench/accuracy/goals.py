"""What is wanted, and what the best existing matcher reaches: read from data/goals.json."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Anchor:
    """F1 of logic-v2 at its best and at its own threshold, and ours at least."""

    best: float
    own: float
    goal: float


def pair_goal(set_name: str) -> Anchor | None:
    """Return the anchor and goal of a set, or of "mean"; None for a set without one."""
    known = _file()["pairs"].get(set_name)
    return Anchor(**known) if known else None


def sets_with_goals() -> frozenset[str]:
    """Return the sets whose mean is judged."""
    return frozenset(_file()["pairs"]) - {"mean"}


def recall_goals(scenario: str) -> dict[float, float]:
    """Return the least recall wanted, by false alarms per 1,000 travellers."""
    return {float(alarms): goal for alarms, goal in _file()["end_to_end"][scenario].items()}


def calibration_goal() -> float:
    """Return the largest expected calibration error wanted."""
    return float(_file()["calibration_error"])


def logic_v2_curves() -> dict[str, list[list[float]]]:
    """Return by scenario [false alarms per 1,000, recall] of logic-v2; {} until it was run."""
    curves: dict[str, list[list[float]]] = _logic_v2().get("curves", {})
    return curves


def logic_v2_recall(scenario: str, alarms_per_1000: float) -> float | None:
    """Return the recall of logic-v2 on the same candidates; None until it was run."""
    recall: dict[str, float] = _logic_v2().get("recall", {})
    return recall.get(f"{scenario}, {alarms_per_1000:g}")


def logic_v2_candidates() -> str:
    """Return which pairs logic-v2 has scored, as `as_ftm.Seen` tells; "" until it was run."""
    return str(_logic_v2().get("candidates", ""))


@cache
def _logic_v2() -> dict[str, Any]:  # written by bench.accuracy.candidates
    file = resources.files("bench.accuracy").joinpath("data/logic_v2_curve.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


@cache
def _file() -> dict[str, Any]:  # our own file; the functions above say what is in it
    found: dict[str, Any] = json.loads(
        resources.files("bench.accuracy").joinpath("data/goals.json").read_text("utf-8")
    )
    return found
