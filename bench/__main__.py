"""`make bench`: every figure that README and docs quote; exit code 1 where a goal is not met.

Figures come in parts; with --only a part runs alone. Each figure is the median of repeated runs,
with the least and the greatest; a part whose figure has one run says so by both being the same.
Times depend on what else runs on the machine: close what you can, and look at processor time.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import naive, overload, throughput
from bench.figures import Figure, show
from bench.long_list import long_list
from bench.measured import Measured
from bench.parts import PARTS, Asked, Part

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
_EXAMPLES = """
examples:
  python -m bench --only throughput --entries 100000
  python -m bench --only 'start|import' --json
  python -m bench --only latency --write
"""


def main() -> int:
    """Measure and print; return the exit code."""
    options, chosen = _asked()
    with long_list() as listed:
        asked = Asked(options, listed)
        figures = (one for name, part in chosen.items() for one in _of(name, part, asked))
        return 0 if show(figures, as_json=options.json) else 1


def _of(name: str, part: Part, asked: Asked) -> Iterator[Figure]:
    found = []
    for one in part.figures(asked):
        found.append(one.line)
        yield one
    if asked.options.write:
        measured = Measured.read()  # afresh: another part may have been measured meanwhile
        measured.parts[name] = found
        measured.write(DOCUMENT)


def _asked() -> tuple[argparse.Namespace, dict[str, Part]]:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        epilog="\n".join(["parts:", *map(_told, PARTS), _EXAMPLES]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--only", metavar="PATTERN", help="the parts whose name this pattern fits")
    fewer = "on the list, and people on their way: fewer for a quick look"
    parser.add_argument("--entries", type=int, default=1_000_000, help=fewer)
    people = "screened in a run of throughput"
    parser.add_argument("--people", type=int, default=throughput.PEOPLE, help=people)
    parser.add_argument("--minutes", type=float, default=overload.MINUTES, help="of overload")
    nomenklatura = f"for designs: the Python of an environment that has it, up to {naive.ENTRIES:,}"
    parser.add_argument("--nomenklatura", help=nomenklatura)
    parser.add_argument("--redis", help="for at-length: one that holds the list, by this commit")
    parser.add_argument("--write", action="store_true", help="keep it in docs/performance.md too")
    options = parser.parse_args()
    if options.only is None:
        return options, {name: part for name, part in PARTS.items() if not part.when_named}
    chosen = {name: part for name, part in PARTS.items() if re.search(options.only, name)}
    if not chosen:
        parser.error(f"no part fits {options.only!r}; the parts are {', '.join(PARTS)}")
    return options, chosen


def _told(name: str) -> str:
    part = PARTS[name]
    named = "; only when named" if part.when_named else ""
    return f"  {name:12} {part.tells} ({part.lasts}{named})"


if __name__ == "__main__":
    sys.exit(main())
