"""`make bench`: every figure that README and docs quote; exit code 1 where a goal is not met."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import at_length, boarding, messages, screening, two_way
from bench.figures import Figure, show

LISTS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "watchlists"


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument(
        "--entries",
        type=int,
        default=1_000_000,
        help="on the list, and people on their way: fewer for a quick look",
    )
    parser.add_argument("--redis", help="one that holds the list already, by the same commit")
    options = parser.parse_args()
    return 0 if show(_figures(options), as_json=options.json) else 1


def _figures(options: argparse.Namespace) -> Iterator[Figure]:
    yield from messages.figures()
    yield from screening.figures()
    yield from boarding.figures(min(options.entries, boarding.ENTRIES))
    yield from two_way.figures(options.entries, options.entries)
    yield from at_length.figures(options.entries, LISTS, options.redis)


if __name__ == "__main__":
    sys.exit(main())
