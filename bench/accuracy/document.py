"""The measured parts of docs/accuracy.md, written between markers so that they cannot drift."""

import re
from collections.abc import Sequence
from math import isinf
from pathlib import Path

from bench.accuracy.errors import (
    Error,
    by_group,
    false_alarms,
    missed_aliases,
    public,
    worst,
    wrong_pairs,
)
from bench.accuracy.goals import logic_v2_recall
from bench.accuracy.pairs import PairsResult
from bench.accuracy.recall import EndToEnd
from bench.accuracy.report import calibration_rows, pair_rows, recall_rows

WORST = 20
PARTS = ("pairs", "recall", "calibration", "reliability", "classes", "worst")


def check_places(file: Path) -> None:
    """Raise ValueError where *file* lacks the place of a measured part."""
    text = file.read_text("utf-8")
    for name in PARTS:
        replaced(text, name, "")


def write_document(file: Path, pairs: PairsResult, run: EndToEnd) -> None:
    """Write every measured part of *file* anew. Raises ValueError where a marker is missing."""
    text = file.read_text("utf-8")
    for name, part in _parts(pairs, run).items():
        text = replaced(text, name, part)
    file.write_text(text, "utf-8")


def replaced(text: str, name: str, part: str) -> str:
    """Return *text* with *part* between the markers of *name*."""
    begin, end = f"<!-- measured: {name} -->", "<!-- end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    found, count = pattern.subn(lambda _: f"{begin}\n{part}\n{end}", text)
    if count != 1:
        raise ValueError(f"{begin} ... {end} is there {count} times instead of once")
    return found


def error_rows(pairs: PairsResult | None, run: EndToEnd | None, each: int) -> list[list[str]]:
    """Return the *each* worst errors of every class as a table, heading first."""
    groups = by_group(_errors(pairs, run)).values()
    return _worst_rows([one for some in groups for one in some[:each]])


def _errors(pairs: PairsResult | None, run: EndToEnd | None) -> list[Error]:
    found: list[Error] = []
    if run is not None:
        found += missed_aliases(run.screened["as listed"])
        found += false_alarms(run.screened["as listed"])
    return found + (wrong_pairs(pairs) if pairs is not None else [])


def _parts(pairs: PairsResult, run: EndToEnd) -> dict[str, str]:
    errors = _errors(pairs, run)
    parts = (
        pair_rows(pairs),
        _beside_logic_v2(recall_rows(run), run),
        calibration_rows(run),
        _reliability_rows(run),
        _class_rows(errors),
        _worst_rows(worst(public(errors), WORST)),
    )
    return {name: table(rows) for name, rows in zip(PARTS, parts, strict=True)}


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows*, heading first, as a Markdown table."""
    heading, *rest = (f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)
    return "\n".join([heading, "|" + "---|" * len(rows[0]), *rest])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _beside_logic_v2(rows: list[list[str]], run: EndToEnd) -> list[list[str]]:
    found = [[*rows[0][:-1], "logic-v2", ""]]
    for one, row in zip(run.recalls, rows[1:], strict=True):
        theirs = None
        # As shipped is at another threshold, and so another rate of alarms.
        if run.beside_logic_v2 and not one.shipped:
            theirs = logic_v2_recall(one.scenario, one.alarms_per_1000)
        found.append([*row[:-1], "" if theirs is None else f"{theirs:.3f}", row[-1]])
    return found


def _reliability_rows(run: EndToEnd) -> list[list[str]]:
    rows = [["scenario", "score", "true", "listed pairs", "ordinary pairs"]]
    for its in run.calibrations:
        rows += [
            [
                its.scenario,
                f"{one.predicted:.2f}",
                f"{one.observed:.2f}",
                f"{one.true_pairs:,}",
                f"{one.false_pairs:,}",
            ]
            for one in its.bins
        ]
    return rows


def _class_rows(errors: Sequence[Error]) -> list[list[str]]:
    rows = [["error", "times", "where"]]
    for name, some in by_group(errors).items():
        places = sorted({one.where.split()[0] for one in some})
        rows.append([name, f"{len(some):,}", ", ".join(places)])
    return rows


def _worst_rows(errors: Sequence[Error]) -> list[list[str]]:
    rows = [["error", "travels as, or query", "listed as", "where", "log-odds off"]]
    for one in errors:
        off = "not brought up" if isinf(one.off) else f"{one.off:.1f}"
        rows.append([one.group, one.sent, one.listed, one.where, off])
    return rows
