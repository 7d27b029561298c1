"""The candidate pairs of the end-to-end run, for another matcher, and its scores read back.

Without arguments: every pair that is scored, in order, a line of JSON [sent, listed] each, fields
as FollowTheMoney has them. With --scores: the same run once more with those scores, a line each,
whose curves then go to data/logic_v2_curve.json. So both matchers are measured by the same code.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycountry

from bench.accuracy.__main__ import SHARED, TRAVELLERS, say
from bench.accuracy.alarms import curve
from bench.accuracy.end_to_end import screen
from bench.accuracy.lists import people_on, usual_lists
from bench.accuracy.model import Scorer, judged_by
from bench.accuracy.recall import judged
from bench.accuracy.screened import Screened
from bench.accuracy.travellers import ordinary_travellers
from screening.prepared import PreparedEntry, PreparedPassenger

CURVE = Path(__file__).parent / "data" / "logic_v2_curve.json"
_SEXES = {"M": "male", "F": "female"}
_Properties = dict[str, list[str]]


def main() -> None:
    """Write the pairs, or read their scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, default=SHARED / "samples" / "watchlists")
    parser.add_argument("--scores", type=Path, help="a score for each pair, in their order")
    parser.add_argument("--versions", default="", help="of what made the scores")
    asked = parser.parse_args()
    if asked.scores is None:
        _run(asked.samples, _written)
        return
    with asked.scores.open() as lines:
        scores = map(float, lines)
        found = _run(asked.samples, lambda sent, listed: next(scores))  # noqa: ARG005
        if next(scores, None) is not None:
            sys.exit(f"{asked.scores}: has more scores than there are pairs; make them anew")
    lines = (
        f'"{key}": {json.dumps(part)}' for key, part in _document(found, asked.versions).items()
    )
    CURVE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _run(samples: Path, scorer: Scorer) -> dict[str, Screened]:
    entries = people_on(usual_lists(samples))
    return asyncio.run(screen(entries, ordinary_travellers(TRAVELLERS), judged_by(scorer), say))


def _written(sent: PreparedPassenger, listed: PreparedEntry) -> float:
    print(json.dumps([_sent(sent), _listed(listed)]))  # noqa: T201  # this is the output
    return 0.0


def _sent(one: PreparedPassenger) -> _Properties:
    dates = [one.birth_date.shown] if one.birth_date else []
    return _person([one.name.shown], dates, [one.nationality or ""], one.sex)


def _listed(one: PreparedEntry) -> _Properties:
    names = [name.shown for name in one.names]
    dates = [date.shown for date in one.birth_dates]
    return _person(names, dates, one.nationalities, one.sex)


def _person(
    names: list[str], dates: list[str], countries: Sequence[str], sex: str | None
) -> _Properties:
    found = {
        "name": names,
        "birthDate": dates,
        "nationality": list(_two_letters(countries)),
        "gender": [_SEXES[sex]] if sex else [],
    }
    return {field: values for field, values in found.items() if values}


def _two_letters(countries: Sequence[str]) -> Iterator[str]:
    for code in countries:
        found = pycountry.countries.get(alpha_3=code) if code else None
        if found is not None:
            yield found.alpha_2.lower()


def _document(found: dict[str, Screened], versions: str) -> dict[str, object]:
    result = judged(found, with_goals=False)
    return {
        "source": "OpenSanctions logic-v2 on the candidates of the end-to-end run "
        "(python -m bench.accuracy.candidates; bench/accuracy/logic_v2.py)",
        "versions": versions,
        "recall": {
            f"{one.scenario}, {one.alarms_per_1000:g}": round(one.recall, 4)
            for one in result.recalls
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
