"""`python -m bench.retrieval`: recall and candidates of what docs/decisions/0005 chose."""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from redis import Redis
from rich.console import Console
from rich.table import Table

from bench import SPACE
from bench.retrieval.asking import ask
from bench.retrieval.filling import count_listed, fill_at_once
from bench.retrieval.people import travellers
from bench.retrieval.recall import recalls
from screening.keys import passenger_keys
from screening.prepared import PreparedPassenger, prepare_passenger
from screening.space import EPOCH
from streams.embedded import Embedded

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.retrieval", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--travellers", type=int, default=20_000)
    parser.add_argument("--lists", type=Path, default=SHARED / "samples" / "watchlists")
    parser.add_argument("--pairs", type=Path, default=SHARED / "accuracy")
    parser.add_argument("--redis", help="one that is filled already, by the same commit")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each row")
    options = parser.parse_args()
    # No broker is needed here.
    with Embedded(bootstrap="127.0.0.1:1", redis_url=options.redis) as endpoints:
        redis = Redis.from_url(endpoints.redis_url, socket_timeout=60)
        for title, rows in _tables(redis, endpoints.redis_url, options):
            _show(title, rows, as_json=options.json)


def _tables(
    redis: Redis, url: str, options: argparse.Namespace
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "the index", [_filled(redis, url, options.entries, options.lists)]
    people = [prepare_passenger(one) for one in travellers(options.travellers)]
    yield f"{options.travellers:,} ordinary travellers", _candidates(redis, people)
    if options.pairs.is_dir():
        yield (
            "recall on positives in %: all / those that resemble",
            recalls(redis, SPACE, options.pairs),
        )


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
                "p99": counts[len(counts) * 99 // 100],
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


main()
