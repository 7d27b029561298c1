"""`python -m bench.retrieval`: recall and candidates of what docs/decisions/0005 chose.

Exit code 1 where a goal is not met; with fewer than a million entries there are none.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from redis import Redis
from rich.console import Console
from rich.table import Table

from bench import SPACE
from bench.figures import Figure, share, show
from bench.retrieval.asking import ask
from bench.retrieval.filling import count_listed, fill_at_once
from bench.retrieval.people import travellers
from bench.retrieval.recall import recalls
from screening.keys import passenger_keys
from screening.prepared import PreparedPassenger, prepare_passenger
from screening.space import EPOCH
from streams.embedded import Embedded

ENTRIES = 1_000_000
MEAN_CANDIDATES = 30
RECALL = {"same date": 97, "name only": 92}  # in %, of all sets together
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def main() -> int:
    """Fill, ask, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.retrieval", description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES, help="fewer: without goals")
    parser.add_argument("--travellers", type=int, default=20_000)
    parser.add_argument("--lists", type=Path, default=SHARED / "samples" / "watchlists")
    parser.add_argument("--pairs", type=Path, default=SHARED / "accuracy")
    parser.add_argument("--redis", help="one that is filled already, by the same commit")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each row")
    options = parser.parse_args()
    # No broker is needed here.
    with Embedded(bootstrap="127.0.0.1:1", redis_url=options.redis) as endpoints:
        redis = Redis.from_url(endpoints.redis_url, socket_timeout=60)
        has_goals = options.entries >= ENTRIES
        figures = [
            one if has_goals else replace(one, goal=None)
            for one in _figures(redis, endpoints.redis_url, options)
        ]
    return 0 if show(figures, as_json=options.json) else 1


def _figures(redis: Redis, url: str, options: argparse.Namespace) -> Iterator[Figure]:
    """Show the tables, and yield the figures of them that have goals."""

    def shown(title: str, rows: list[dict[str, Any]]) -> None:
        _show(title, rows, as_json=options.json)

    shown("the index", [_filled(redis, url, options.entries, options.lists)])
    people = [prepare_passenger(one) for one in travellers(options.travellers)]
    read, filtered = _candidates(redis, people)
    shown(f"{options.travellers:,} ordinary travellers", [read, filtered])
    yield Figure("candidates of a traveller, mean", "", (filtered["mean"],), MEAN_CANDIDATES)
    if options.pairs.is_dir():
        found = recalls(redis, SPACE, options.pairs)
        shown("recall on positives in %: all / those that resemble", [one.row for one in found])
        for column, goal in RECALL.items():
            name, recall = f"positives that resemble, {column}", found[-1].close_percent(column)
            yield Figure(name, "%", (recall,), goal, more_is_better=True)


def _filled(redis: Redis, url: str, count: int, folder: Path) -> dict[str, Any]:
    begun = time.perf_counter()
    if not redis.exists(EPOCH):
        fill_at_once(url, count, folder)
    seconds, entries = time.perf_counter() - begun, count_listed(redis, SPACE)
    return {
        "entries": entries,
        "built in s": round(seconds),
        "keys of Redis": redis.dbsize(),
        "bytes an entry": round(_memory(redis) / entries),
    }


def _memory(redis: Redis) -> int:
    return int(redis.info("memory")["used_memory"])


def _candidates(redis: Redis, people: list[PreparedPassenger]) -> list[dict[str, Any]]:
    rows = []
    for what, unfiltered in (("postings read", True), ("candidates", False)):
        asked = ask(redis, SPACE, people, unfiltered=unfiltered)
        counts = sorted(map(len, asked.candidates))
        rows.append(
            {
                "": what,
                "mean": round(mean(counts), 1),
                "median": counts[len(counts) // 2],
                "p99": share(counts, 99),
                "max": counts[-1],
                "lookups": round(mean(len(passenger_keys(one)) for one in people), 1),
                "µs a trip": round(asked.trip_us, 1),
                "µs of Redis": round(asked.server_us, 1),
            }
        )
    return rows


def _show(title: str, rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            print(json.dumps({"table": title, **row}), flush=True)  # noqa: T201  # the output
        return
    table = Table(*rows[0], title=title, title_justify="left")
    for row in rows:
        table.add_row(
            *(f"{value:,}" if isinstance(value, int) else str(value) for value in row.values())
        )
    Console(width=120).print(table)


sys.exit(main())
