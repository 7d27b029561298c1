"""`make accuracy`: exit code 0 if every goal is met, 1 if one is not, 2 without data."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bench.accuracy.aliases import alias_travellers
from bench.accuracy.as_ftm import Noting, Seen
from bench.accuracy.document import check_places, error_rows, write_document
from bench.accuracy.end_to_end import screen
from bench.accuracy.goals import logic_v2_candidates
from bench.accuracy.lists import people_on, usual_lists
from bench.accuracy.model import Judges
from bench.accuracy.pair_files import BadFolder
from bench.accuracy.pairs import PairsResult, Teaching, measure
from bench.accuracy.recall import EndToEnd, judged
from bench.accuracy.report import (
    calibration_rows,
    end_to_end_lines,
    pair_lines,
    pair_rows,
    recall_rows,
    show,
    show_lines,
)
from bench.accuracy.teaching import SHARED, pairs_in, read, teaching
from bench.accuracy.travellers import ordinary_travellers
from watchlist.entry import Entry

TRAVELLERS = 20_000


def main(arguments: Sequence[str] | None = None, *, shared: Path = SHARED) -> int:
    """Measure, print, and return the exit code."""
    asked = _parser(shared).parse_args(arguments)
    pairs = run = None
    try:
        _check(asked)
        sets = read(asked.data, say) if _needed(asked) else []
        entries = _screened(asked) if asked.only != "pairs" else []
        by = teaching(asked, sets, say)
        if asked.only != "end-to-end":
            say(f"scoring {sum(len(one.pairs) for one in sets):,} pairs of {len(sets)} sets")
            pairs = measure(sets, by)
            _show_pairs(pairs, as_json=asked.json)
        if asked.only != "pairs":
            run = _end_to_end(asked, entries, by)
            _show_end_to_end(run, as_json=asked.json)
    except BadFolder as problem:
        say(str(problem))
        return 2
    _write(asked, pairs, run)
    return 0 if (pairs is None or pairs.ok) and (run is None or run.ok) else 1


def _parser(shared: Path) -> argparse.ArgumentParser:
    pairs = pairs_in(shared)
    parser = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    parser.set_defaults(usual=pairs)
    parser.add_argument("--data", type=Path, default=pairs, help="the folder of pairs to judge")
    parser.add_argument(
        "--learn",
        type=Path,
        help="the folder of pairs to learn from, each time without the people who are asked about; "
        "../shared/accuracy where it is there",
    )
    parser.add_argument(
        "--list",
        type=Path,
        action="append",
        dest="lists",
        help="screen against this list instead of OFAC's and the UN's; may be repeated",
    )
    parser.add_argument(
        "--samples",
        type=Path,
        default=SHARED / "samples" / "watchlists",
        help="where those two lie, as un/*.xml and ofac/sdn*.csv",
    )
    parser.add_argument("--travellers", type=int, default=TRAVELLERS, help="ordinary ones")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each set")
    parser.add_argument(
        "--as-shipped",
        action="store_true",
        help="judge the shipped data, which have learned from all of ../shared/accuracy: for those "
        "pairs this is not out of fold",
    )
    parser.add_argument("--only", choices=("pairs", "end-to-end"), help="half of it")
    parser.add_argument("--write", type=Path, help="write the measured parts of this document")
    parser.add_argument("--plots", type=Path, help="write the plots into this folder")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each class")
    return parser


def _check(asked: argparse.Namespace) -> None:
    """Raise BadFolder where what is to be written could not be, before anything is measured."""
    if asked.travellers < 1:
        raise BadFolder(f"--travellers {asked.travellers}: nobody travels; at least 1")
    if asked.only and asked.write:
        raise BadFolder(f"--write {asked.write}: the document is of both halves; leave --only out")
    if asked.only == "pairs" and asked.plots:
        raise BadFolder(
            f"--plots {asked.plots}: the plots are of the end-to-end run; leave --only out"
        )
    if asked.plots and not asked.plots.is_dir():
        raise BadFolder(f"{asked.plots}: there is no such folder; name one for --plots")
    try:
        if asked.write:
            check_places(asked.write)
    except (OSError, ValueError) as problem:
        raise BadFolder(f"{asked.write}: cannot be written ({problem})") from problem


def _needed(asked: argparse.Namespace) -> bool:
    """Say whether the folder of pairs is judged, or may teach those who judge."""
    return asked.only != "end-to-end" or (not asked.as_shipped and asked.data.is_dir())


def _screened(asked: argparse.Namespace) -> list[Entry]:
    entries = people_on(asked.lists or usual_lists(asked.samples))
    if not alias_travellers(entries):
        names = ", ".join(map(str, asked.lists or [asked.samples]))
        raise BadFolder(
            f"{names}: nobody has a name and an alias in Latin letters, so that nobody can travel "
            "under one; name another list, or measure --only pairs"
        )
    return entries


def _end_to_end(asked: argparse.Namespace, entries: Sequence[Entry], by: Teaching) -> EndToEnd:
    seen = Seen()
    judges = Judges(
        [Noting(model, seen) for model in by.models],
        cache(lambda entry: by.folds.of(name.full for name in entry.names)),
    )
    ordinary = ordinary_travellers(asked.travellers)
    found = asyncio.run(screen(entries, ordinary, judges, say))
    usual = not asked.lists and asked.travellers == TRAVELLERS
    beside = seen.known_as == logic_v2_candidates()
    if usual and not beside:
        say(
            f"logic-v2 has scored other candidates ({logic_v2_candidates() or 'none'}) than these, "
            f"{seen.known_as}, and is left out; bench/accuracy/logic_v2.py says how to do it anew"
        )
    return judged(found, with_goals=usual and by.goals, beside_logic_v2=beside)


def _show_pairs(result: PairsResult, *, as_json: bool) -> None:
    if as_json:
        show_lines(pair_lines(result))
        return
    how = "out of fold; one threshold a fold" if result.learned else "as shipped; threshold"
    shown = ", ".join(f"{one:.2f}" for one in dict.fromkeys(result.thresholds))
    show(pair_rows(result), f"Pairs, {how}: {shown} log-odds")


def _show_end_to_end(run: EndToEnd, *, as_json: bool) -> None:
    if as_json:
        show_lines(end_to_end_lines(run))
        return
    show(recall_rows(run), "\nEnd to end; recall over the aliases that are not called weak")
    show(calibration_rows(run), "\nCalibration at one listed traveller in 1,000")


def _write(asked: argparse.Namespace, pairs: PairsResult | None, run: EndToEnd | None) -> None:
    if asked.errors:
        show(error_rows(pairs, run, asked.errors), "\nErrors by class, the worst first")
    if asked.plots and run:
        from bench.accuracy.plots import write_plots

        write_plots(asked.plots, run)
    if asked.write and pairs and run:
        write_document(asked.write, pairs, run)


def say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)  # noqa: T201  # progress is not output


if __name__ == "__main__":
    sys.exit(main())
