"""Screens people with nomenklatura's blocking index and logic-v2; imports nothing of ours.

`<an environment with nomenklatura>/bin/python bench/nomenklatura_match.py LISTED SENT FOLDER`
"""

# ruff: noqa: T201  # the costs are the output
import json
import sys
import time
from pathlib import Path

from followthemoney import Dataset, StatementEntity  # type: ignore[import-not-found]
from nomenklatura.blocker import Index  # type: ignore[import-not-found]
from nomenklatura.matching.logic_v2.model import LogicV2  # type: ignore[import-not-found]
from nomenklatura.matching.types import ScoringConfig  # type: ignore[import-not-found]

THRESHOLD = 0.7  # its own default for a match
DATASET = Dataset.make({"name": "bench", "title": "bench"})


class List:
    """What the index needs of a view: the entities, again and again."""

    def __init__(self, file: Path) -> None:
        with file.open(encoding="utf-8") as lines:
            people = [_person(json.loads(line)) for line in lines]
        self.by_id = {one.id: one for one in people}

    def entities(self, include_schemata: object = None) -> list[StatementEntity]:
        """Return everybody; *include_schemata* excludes no person."""
        del include_schemata
        return list(self.by_id.values())


def main(listed: Path, sent: Path, folder: Path) -> None:
    """Index, match each line of people, print what that took; indexing does not count."""
    there = List(listed)
    index = Index(there, folder)
    index.build()
    with sent.open(encoding="utf-8") as lines:
        for line in lines:
            print(json.dumps(_matched(index, there, list(map(_person, json.loads(line))))))


def _matched(index: Index, there: List, people: list[StatementEntity]) -> dict[str, object]:
    config, hits, candidates = ScoringConfig.defaults(), set(), 0
    by_id = {one.id: one for one in people}
    begun = time.process_time()
    for who, found in index.match_entities(people):
        for other, _ in found:
            candidates += 1
            one, listed_one = by_id[str(who)], there.by_id[str(other)]
            if LogicV2.compare(one, listed_one, config).score >= THRESHOLD:
                hits.add((str(who).removeprefix("sent-"), str(other).removeprefix("listed-")))
    spent = time.process_time() - begun
    return {"seconds": spent, "candidates": candidates, "hits": sorted(hits)}


def _person(row: dict[str, object]) -> StatementEntity:
    values = {"name": row["name"], "birthDate": row["birthDate"]}
    data = {"id": row["id"], "schema": "Person", "properties": values}
    return StatementEntity.from_data(DATASET, data)


main(*map(Path, sys.argv[1:4]))
