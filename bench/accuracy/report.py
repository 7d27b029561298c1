"""What was measured, as lines of JSON or as tables."""

import json
from collections.abc import Iterable

from bench.accuracy.pairs import PairsResult, SetResult


def pair_lines(result: PairsResult) -> Iterable[dict[str, object]]:
    """Yield one line for each set, and the mean."""
    for one in (*result.sets, result.mean):
        anchor = one.anchor
        yield {
            "set": one.name,
            "pairs": one.pairs,
            "positives": one.positives,
            "precision": round(one.precision, 4),
            "recall": round(one.recall, 4),
            "f1": round(one.f1, 4),
            "logic_v2_best": anchor.best if anchor else None,
            "logic_v2_own": anchor.own if anchor else None,
            "goal": anchor.goal if anchor else None,
            "ok": one.ok,
        }


def pair_rows(result: PairsResult) -> list[list[str]]:
    """Return the table of pair files, heading first."""
    heading = ["set", "pairs", "positive", "precision", "recall", "F1", "goal", "logic-v2", ""]
    return [heading, *(_row(one) for one in (*result.sets, result.mean))]


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
        *(f"{value:.3f}" for value in (one.precision, one.recall, one.f1)),
        f"{anchor.goal:.3f}" if anchor else "",
        f"{anchor.best:.3f} / {anchor.own:.3f}" if anchor else "",
        "" if anchor is None else "met" if one.ok else "MISSED",
    ]
