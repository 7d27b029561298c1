"""`make accuracy`: exit code 0 if every goal is met, 1 if one is not, 2 without data."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from bench.accuracy.document import error_rows, write_document
from bench.accuracy.end_to_end import screen
from bench.accuracy.folds import Folds
from bench.accuracy.lists import people_on, usual_lists
from bench.accuracy.model import Judges, Model, Train, as_shipped
from bench.accuracy.pair_files import BadFolder, PairSet, read_sets
from bench.accuracy.pairs import PairsResult, measure, trained
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
from bench.accuracy.travellers import ordinary_travellers
from bench.fit.samples import travellers_met
from bench.fit.training import train
from watchlist.entry import Entry

SHARED = Path(__file__).parents[2].parent / "shared"
TRAVELLERS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    asked = _parser().parse_args(arguments)
    pairs = run = None
    try:
        needed = asked.only != "end-to-end" or not asked.as_shipped
        sets = _sets(asked.data) if needed else []
        # People of the lists are dealt whole, also where their pairs alone are measured.
        entries = _entries(asked) if asked.only != "pairs" or not asked.as_shipped else []
        folds = Folds((pair for one in sets for pair in one.pairs), entries)
        models = trained(sets, folds, _teacher(asked), say)
        if asked.only != "end-to-end":
            say(f"scoring {sum(len(one.pairs) for one in sets):,} pairs of {len(sets)} sets")
            pairs = measure(sets, folds, models)
            _show_pairs(pairs, as_json=asked.json)
        if asked.only != "pairs":
            run = _end_to_end(asked, entries, folds, models)
            _show_end_to_end(run, as_json=asked.json)
    except BadFolder as problem:
        say(str(problem))
        return 2
    _write(asked, pairs, run)
    return 0 if (pairs is None or pairs.ok) and (run is None or run.ok) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=SHARED / "accuracy", help="a folder of pair files"
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
        "--as-shipped", action="store_true", help="judge the shipped weights, not out of fold"
    )
    parser.add_argument("--only", choices=("pairs", "end-to-end"), help="half of it")
    parser.add_argument("--write", type=Path, help="write the measured parts of this document")
    parser.add_argument("--plots", type=Path, help="write the plots into this folder")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each class")
    return parser


def _teacher(asked: argparse.Namespace) -> Train:
    return as_shipped if asked.as_shipped else partial(train, met=travellers_met(asked.samples))


def _sets(folder: Path) -> list[PairSet]:
    sets = read_sets(folder)
    for one in sets:
        if one.unread:
            say(f"{one.name}: not read: {', '.join(sorted(one.unread))}")
    return sets


def _entries(asked: argparse.Namespace) -> list[Entry]:
    return people_on(asked.lists or usual_lists(asked.samples))


def _end_to_end(
    asked: argparse.Namespace, entries: Sequence[Entry], folds: Folds, models: Sequence[Model]
) -> EndToEnd:
    ordinary = ordinary_travellers(asked.travellers)
    judges = Judges(models, cache(lambda entry: folds.of(name.full for name in entry.names)))
    found = asyncio.run(screen(entries, ordinary, judges, say))
    return judged(found, with_goals=not asked.lists)


def _show_pairs(result: PairsResult, *, as_json: bool) -> None:
    if as_json:
        show_lines(pair_lines(result))
        return
    shown = ", ".join(f"{one:.2f}" for one in result.thresholds)
    show(pair_rows(result), f"Pairs, out of fold; one threshold a fold: {shown} log-odds")


def _show_end_to_end(run: EndToEnd, *, as_json: bool) -> None:
    if as_json:
        show_lines(end_to_end_lines(run))
        return
    show(recall_rows(run), "\nEnd to end; recall over all aliases that are not called weak")
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
