"""The candidate pairs of the end-to-end run, for another matcher, and its scores read back.

Without arguments: every pair that is scored, in order, a line of JSON [sent, listed] each, fields
as FollowTheMoney has them. With --scores: the same run once more with those scores, a line each,
whose curves then go to data/logic_v2_curve.json. So both matchers are measured by the same code,
and `make accuracy` knows by the file whether its pairs are still the same.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.accuracy.__main__ import TRAVELLERS, say
from bench.accuracy.alarms import curve
from bench.accuracy.as_ftm import Seen, listed_json, noting, sent_json
from bench.accuracy.end_to_end import screen
from bench.accuracy.lists import people_on, usual_lists
from bench.accuracy.model import Scorer, judged_by
from bench.accuracy.recall import judged
from bench.accuracy.screened import Screened
from bench.accuracy.teaching import SHARED
from bench.accuracy.travellers import ordinary_travellers
from screening.prepared import PreparedEntry, PreparedPassenger

CURVE = Path(__file__).parent / "data" / "logic_v2_curve.json"


def main() -> None:
    """Write the pairs, or read their scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, default=SHARED / "samples" / "watchlists")
    parser.add_argument("--scores", type=Path, help="a score for each pair, in their order")
    parser.add_argument("--versions", default="", help="of what made the scores")
    asked = parser.parse_args()
    seen = Seen()
    if asked.scores is None:
        _run(asked.samples, _written, seen)
        return
    scores = [float(line) for line in asked.scores.read_text().split()]
    left = iter(scores)
    found = _run(asked.samples, lambda sent, listed: next(left, 0.0), seen)  # noqa: ARG005
    if len(scores) != seen.pairs:
        sys.exit(
            f"{asked.scores}: has {len(scores):,} scores for {seen.pairs:,} pairs; write both anew"
        )
    document = _document(found, asked.versions, seen)
    lines = (f'"{key}": {json.dumps(part)}' for key, part in document.items())
    CURVE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _run(samples: Path, scorer: Scorer, seen: Seen) -> dict[str, Screened]:
    entries = people_on(usual_lists(samples))
    judges = judged_by(noting(scorer, seen.note))
    return asyncio.run(screen(entries, ordinary_travellers(TRAVELLERS), judges, say))


def _written(sent: PreparedPassenger, listed: PreparedEntry) -> float:
    print(f"[{sent_json(sent)}, {listed_json(listed)}]")  # noqa: T201  # this is the output
    return 0.0


def _document(found: dict[str, Screened], versions: str, seen: Seen) -> dict[str, object]:
    result = judged(found, with_goals=False)
    return {
        "source": "OpenSanctions logic-v2 on the candidates of the end-to-end run "
        "(python -m bench.accuracy.candidates; bench/accuracy/logic_v2.py)",
        "versions": versions,
        "candidates": seen.known_as,
        "recall": {
            f"{one.scenario}, {one.alarms_per_1000:g}": round(one.recall, 4)
            for one in result.recalls
            if not one.shipped
        },
        "curves": {
            name: [[round(alarms, 3), round(recall, 4)] for alarms, recall in _thinned(its)]
            for name, its in found.items()
        },
    }


def _thinned(screened: Screened) -> Iterator[tuple[float, float]]:
    """Yield the points of the curve at which recall changes."""
    before = -1.0
    for alarms, recall in curve(screened.best, screened.good()):
        if recall != before:
            yield alarms, recall
        before = recall


if __name__ == "__main__":
    main()
