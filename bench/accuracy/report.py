"""What was measured, as lines of JSON or as tables."""

import json
from collections.abc import Iterable

from bench.accuracy.pairs import PairsResult, SetResult
from bench.accuracy.recall import Calibration, EndToEnd, Recall

DECIDES = 6  # places that are shown where fewer would hide on which side of a goal a figure is


def pair_lines(result: PairsResult) -> Iterable[dict[str, object]]:
    """Yield one line for each set, and the mean."""
    for one in (*result.sets, result.mean):
        anchor = one.anchor
        yield {
            "set": one.name,
            "judged_by": "models out of fold" if result.learned else "shipped data",
            "pairs": one.pairs,
            "positives": one.positives,
            "precision": round(one.precision, 4),
            "recall": round(one.recall, 4),
            "f1": round(one.f1, DECIDES),
            "logic_v2_best": anchor.best if anchor else None,
            "logic_v2_own": anchor.own if anchor else None,
            "goal": anchor.goal if anchor else None,
            "ok": one.ok,
            "threshold_log_odds": [round(at, 3) for at in dict.fromkeys(result.thresholds)],
        }


def pair_rows(result: PairsResult) -> list[list[str]]:
    """Return the table of pair files, heading first."""
    heading = ["set", "pairs", "positive", "precision", "recall", "F1", "goal", "logic-v2", ""]
    return [heading, *(_row(one) for one in (*result.sets, result.mean))]


def end_to_end_lines(result: EndToEnd) -> Iterable[dict[str, object]]:
    """Yield a line for each scenario and rate of alarms, and as shipped; then each calibration."""
    for one in result.recalls:
        yield {
            "set": f"end to end, {one.scenario}",
            "false_alarms_per_1000": one.alarms_per_1000,
            "recall": round(one.recall, DECIDES),
            "recall_weak_aliases": round(one.weak_recall, 4),
            "recall_all_aliases": round(one.all_recall, 4),
            "aliases": len(result.screened[one.scenario].good()),
            "weak_aliases": len(result.screened[one.scenario].weak()),
            "retrieved": round(result.retrieved[one.scenario], 4),
            "threshold_log_odds": round(one.log_odds, 3),
            "as_shipped": one.shipped,
            "goal": one.goal,
            "ok": one.ok,
        }
    for its in result.calibrations:
        yield {
            "set": f"calibration, {its.scenario}",
            "calibration_error": round(its.error, DECIDES),
            "calibration_error_of_all_pairs": round(its.error_of_all, 4),
            "best_factor": round(its.scale.factor, 4),
            "best_shift": round(its.scale.shift, 4),
            "calibration_error_at_best": round(its.scaled_error, 4),
            "goal": its.goal,
            "ok": its.ok,
        }


def recall_rows(result: EndToEnd) -> list[list[str]]:
    """Return the table of recall, heading first."""
    good, weak = _counts(result)
    heading = [
        "scenario",
        "alarms / 1,000",
        f"recall of {good:,}",
        "goal",
        f"{weak:,} weak aliases",
    ]
    heading += [f"all {good + weak:,}", "retrieved", ""]
    return [heading, *(_recall_row(one, result) for one in result.recalls)]


def calibration_rows(result: EndToEnd) -> list[list[str]]:
    """Return the table of calibration, heading first."""
    heading = ["scenario", "ECE", "goal", "ECE of all pairs", "best factor", "best shift"]
    heading += ["ECE then", ""]
    return [heading, *map(_calibration_row, result.calibrations)]


def show(rows: list[list[str]], title: str) -> None:
    """Print *rows*, heading first, in columns: texts to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(title)  # noqa: T201  # this is the output
    for row in rows:
        first, *rest = zip(row, widths, strict=True)
        line = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        print("  ".join(line))  # noqa: T201


def show_lines(lines: Iterable[dict[str, object]]) -> None:
    """Print each line as JSON."""
    for line in lines:
        print(json.dumps(line), flush=True)  # noqa: T201  # this is the output


def _row(one: SetResult) -> list[str]:
    anchor = one.anchor
    return [
        one.name,
        f"{one.pairs:,}",
        f"{one.positives:,}",
        *(f"{value:.3f}" for value in (one.precision, one.recall)),
        _told(one.f1, anchor.goal if anchor else None),
        f"{anchor.goal:.3f}" if anchor else "",
        f"{anchor.best:.3f} / {anchor.own:.3f}" if anchor else "",
        _verdict(anchor, ok=one.ok),
    ]


def _counts(result: EndToEnd) -> tuple[int, int]:
    """Return how many aliases travel that are not called weak, and how many that are."""
    one = next(iter(result.screened.values()))
    return len(one.good()), len(one.weak())


def _told(value: float, goal: float | None) -> str:
    """Return *value* to three places, or as many as tell it from a goal that it only nears."""
    places = next((at for at in range(3, DECIDES) if round(value, at) != goal), DECIDES)
    return f"{value:.3f}" if goal is None or value == goal else f"{value:.{places}f}"


def _recall_row(one: Recall, result: EndToEnd) -> list[str]:
    return [
        one.scenario,
        f"{one.alarms_per_1000:g}" + " (as shipped)" * one.shipped,
        _told(one.recall, one.goal),
        f"{one.goal:.3f}" if one.goal else "",
        f"{one.weak_recall:.3f}",
        f"{one.all_recall:.3f}",
        f"{result.retrieved[one.scenario]:.3f}",
        _verdict(one.goal, ok=one.ok),
    ]


def _calibration_row(one: Calibration) -> list[str]:
    return [
        one.scenario,
        _told(one.error, one.goal),
        f"{one.goal:.3f}" if one.goal else "",
        f"{one.error_of_all:.3f}",
        f"{one.scale.factor:.3f}",
        f"{one.scale.shift:.3f}",
        f"{one.scaled_error:.3f}",
        _verdict(one.goal, ok=one.ok),
    ]


def _verdict(goal: object, *, ok: bool) -> str:
    if goal is None:
        return ""
    return "met" if ok else "MISSED"
