"""`make fit`: learns from labelled pairs and writes what the product ships with."""

import argparse
import json
import sys
from pathlib import Path

from bench.accuracy.__main__ import say
from bench.accuracy.lists import usual_lists
from bench.accuracy.pair_files import BadFolder, read_sets
from bench.accuracy.pairs import pairs_of
from bench.accuracy.teaching import SHARED, pairs_in
from bench.fit.samples import travellers_met
from bench.fit.training import train
from screening.measures import MEASURES

DATA = Path(__file__).parents[2] / "screening" / "data"


def main() -> int:
    """Fit on all pairs and write spelling.json and weights.json; exit code 2 without data."""
    parser = argparse.ArgumentParser(prog="make fit", description=__doc__)
    parser.add_argument("--data", type=Path, default=pairs_in(SHARED), help="pair files")
    parser.add_argument(
        "--samples",
        type=Path,
        default=SHARED / "samples" / "watchlists",
        help="lists for travellers to meet",
    )
    asked = parser.parse_args()
    try:
        pairs = pairs_of(read_sets(asked.data))
        met = travellers_met(tuple(usual_lists(asked.samples)))
    except BadFolder as problem:
        say(str(problem))
        return 2
    say(f"learning from {len(pairs):,} pairs, and from {len(met):,} that travellers make")
    found = train(pairs, met)
    weights = dict(zip(MEASURES, found.weights.worth, strict=True))
    _write("spelling.json", found.costs)
    _write("weights.json", {"start": found.weights.start, **weights})
    return 0


def _write(name: str, learned: object) -> None:
    rounded = json.loads(json.dumps(learned), parse_float=lambda text: round(float(text), 3))
    (DATA / name).write_text(json.dumps(rounded, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    sys.exit(main())
