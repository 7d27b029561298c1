"""`make bench`: every figure that README and docs quote; exit code 1 where a goal is not met.

Figures come in parts; with --only a part runs alone. Each figure is the median of repeated runs,
with the least and the greatest; a part whose figure has one run says so by both being the same.
Times depend on what else runs on the machine: close what you can, and look at the ratios.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    at_length,
    boarding,
    catching_up,
    first_alert,
    importing,
    messages,
    screening,
    throughput,
    two_way,
    under_load,
    where,
)
from bench.figures import Figure, show

LISTS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "watchlists"
Part = Callable[[argparse.Namespace], Iterator[Figure]]

# Name: what it tells, and how long it takes with a million entries.
PARTS: dict[str, tuple[str, Part]] = {
    "messages": ("reading a list of 180 people (seconds)", lambda _: messages.figures()),
    "screening": (
        "names, one comparison, the join alone (a minute)",
        lambda _: screening.figures(),
    ),
    "boarding": (
        "an answer before boarding, under load (two minutes)",
        lambda one: boarding.figures(min(one.entries, boarding.ENTRIES)),
    ),
    "throughput": (
        "passengers a second through one worker and two, by length of the list (15 minutes)",
        lambda one: throughput.figures(one.entries, one.people),
    ),
    "latency": (
        "manifest to alert at 2,500 passengers/s, and officers' checks meanwhile (10 minutes)",
        lambda one: under_load.figures(one.entries),
    ),
    "catching-up": (
        "a worker killed for a minute (8 minutes)",
        lambda one: catching_up.figures(one.entries),
    ),
    "changes": (
        "a changed entry to the alert for one on the way; memory a passenger (15 minutes)",
        lambda one: two_way.figures(one.entries, one.entries),
    ),
    "import": (
        "a whole list by the command (5 minutes)",
        lambda one: importing.figures(one.entries),
    ),
    "start": ("`tocsin up` to the first alert (half a minute)", lambda _: first_alert.figures()),
    "where": (
        "a passenger's microseconds, beside the floor of the parts (6 minutes)",
        lambda one: where.figures(one.entries, one.people),
    ),
    "at-length": (
        "a worker's time and memory beside a long list (6 minutes)",
        lambda one: at_length.figures(one.entries, LISTS, one.redis),
    ),
}


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        epilog="parts:\n" + "\n".join(f"  {name:12} {what}" for name, (what, _) in PARTS.items())
        + "\n\nexamples:\n  python -m bench --only throughput --entries 100000\n"
        "  python -m bench --only 'start|import' --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--only", metavar="PATTERN", help="the parts whose name this pattern fits")
    parser.add_argument(
        "--entries",
        type=int,
        default=1_000_000,
        help="on the list, and people on their way: fewer for a quick look",
    )
    parser.add_argument(
        "--people", type=int, default=throughput.PEOPLE, help="screened in a run of throughput"
    )
    parser.add_argument(
        "--redis", help="for at-length: one that holds the list already, by the same commit"
    )
    options = parser.parse_args()
    chosen = [part for name, (_, part) in PARTS.items() if re.search(options.only or "", name)]
    if not chosen:
        parser.error(f"no part fits {options.only!r}; the parts are {', '.join(PARTS)}")
    figures = (figure for part in chosen for figure in part(options))
    return 0 if show(figures, as_json=options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
