"""`make bench`: how fast Tocsin is, in figures; exit code 1 where a goal is not met.

Figures come in parts; with --only a part runs alone. Each figure is the median of repeated runs,
with the least and the greatest; a part whose figure has one run says so by both being the same.
Goals are those of a million entries, or of as many as a part takes: with fewer it is a quick look,
whose figures have no goal and are not kept. Commands of their own, for they take long or tell other
things: `python -m bench.growth`, `bench.scale`, `bench.retrieval`, `bench.ratios`, `bench.audit`.
Times depend on what else runs on the machine: close what you can, and look at processor time.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench import naive, overload, throughput
from bench.figures import Figure, show
from bench.long_list import long_list
from bench.measured import Measured
from bench.parts import MILLION, PARTS, Asked, Part

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
_EXAMPLES = """
examples:
  python -m bench --only throughput --entries 100000
  python -m bench --only 'start|import' --json
  python -m bench --only latency --write
"""


def main() -> int:
    """Measure and print; return the exit code."""
    options, chosen = asked_for()
    with long_list() as listed:
        asked = Asked(options, listed)
        figures = (one for name, part in chosen.items() for one in figures_of(name, part, asked))
        return 0 if show(figures, as_json=options.json) else 1


def figures_of(name: str, part: Part, asked: Asked) -> Iterator[Figure]:
    """Yield the figures of a part, without goals where the list is too short; keep them."""
    found = []
    for one in part.figures(asked):
        told = one if asked.options.entries >= part.entries else replace(one, goal=None)
        found.append(told.line)
        yield told
    if asked.options.write:
        measured = Measured.read()  # afresh: another part may have been measured meanwhile
        measured.parts[name] = found
        measured.write(DOCUMENT)


def asked_for(words: Sequence[str] | None = None) -> tuple[argparse.Namespace, dict[str, Part]]:
    """Return the options and the parts they choose; exits with 2 where they do not fit."""
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        epilog="\n".join(["parts:", *map(_told, PARTS), _EXAMPLES]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--only", metavar="PATTERN", help="the parts whose name this pattern fits")
    fewer = "on the list, and people on their way: fewer for a quick look, without goals"
    parser.add_argument("--entries", type=count, default=MILLION, help=fewer)
    people = "screened in a run of throughput"
    parser.add_argument("--people", type=count, default=throughput.PEOPLE, help=people)
    parser.add_argument("--minutes", type=float, default=overload.MINUTES, help="of overload")
    nomenklatura = f"for designs: the Python of an environment that has it, up to {naive.ENTRIES:,}"
    parser.add_argument("--nomenklatura", help=nomenklatura)
    parser.add_argument("--redis", help="for at-length: one that holds the list, by this commit")
    parser.add_argument("--write", action="store_true", help="keep it in docs/performance.md too")
    options = parser.parse_args(words)
    chosen = _chosen(options.only, parser)
    short = [name for name, part in chosen.items() if options.entries < part.entries]
    if options.write and short:
        few = f"--entries {options.entries} is too few for the goals of {', '.join(short)}"
        parser.error(f"{few}; leave it out with --write")
    return options, chosen


def _chosen(only: str | None, parser: argparse.ArgumentParser) -> dict[str, Part]:
    if only is None:
        return {name: part for name, part in PARTS.items() if not part.when_named}
    try:
        chosen = {name: part for name, part in PARTS.items() if re.search(only, name)}
    except re.error as problem:
        parser.error(f"--only {only!r} is no pattern: {problem}")
    if not chosen:
        parser.error(f"no part fits {only!r}; the parts are {', '.join(PARTS)}")
    return chosen


def count(text: str) -> int:
    """Return a number of at least 1; argparse names the kind by this function."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few")
    return number


def _told(name: str) -> str:
    part = PARTS[name]
    named = "; only when named" if part.when_named else ""
    return f"  {name:12} {part.tells} ({part.lasts}{named})"


if __name__ == "__main__":
    sys.exit(main())
