"""`make accuracy`: exit code 0 if every goal is met, 1 if one is not, 2 without data."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.model import as_shipped
from bench.accuracy.pair_files import BadFolder, read_sets
from bench.accuracy.pairs import measure
from bench.accuracy.report import pair_lines, pair_rows, show, show_lines

_SHARED = Path(__file__).parents[2].parent / "shared"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return 0 if _pairs(asked.data, as_json=asked.json) else 1
    except BadFolder as problem:
        _say(str(problem))
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, default=_SHARED / "accuracy", help="pair files")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each set")
    parser.add_argument("--only", choices=("pairs", "end-to-end"), help="half of it")
    return parser


def _pairs(folder: Path, *, as_json: bool) -> bool:
    """Measure the pair files and say whether every goal is met."""
    sets = read_sets(folder)
    for one in sets:
        if one.unread:
            _say(f"{one.name}: not read: {', '.join(sorted(one.unread))}")
    _say(f"scoring {sum(len(one.pairs) for one in sets):,} pairs of {len(sets)} sets")
    result = measure(sets, as_shipped)
    if as_json:
        show_lines(pair_lines(result))
    else:
        shown = ", ".join(f"{one:.2f}" for one in result.thresholds)
        show(pair_rows(result), f"Pairs, out of fold; thresholds {shown} log-odds")
    return all(one.ok for one in (*result.sets, result.mean))


def _say(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)  # noqa: T201  # progress is not output


if __name__ == "__main__":
    sys.exit(main())
