"""Scores the pairs on standard input with OpenSanctions logic-v2, a score a line.

Runs in an environment of its own with nomenklatura 4.17.4 (its PyICU needs libicu-dev, pkg-config
and g++), and imports nothing of ours. To be done anew whenever `make accuracy` says that the
candidates have become others; some twenty minutes:

    python -m bench.accuracy.candidates > pairs.jsonl
    <that environment>/bin/python bench/accuracy/logic_v2.py < pairs.jsonl > scores.txt
    python -m bench.accuracy.candidates --scores scores.txt --versions "nomenklatura 4.17.4, ..."
"""

# ruff: noqa: T201  # the scores are the output
import json
import sys
from functools import lru_cache

from followthemoney import EntityProxy, model  # type: ignore[import-not-found]  # see above
from nomenklatura.matching.logic_v2.model import LogicV2  # type: ignore[import-not-found]
from nomenklatura.matching.types import ScoringConfig  # type: ignore[import-not-found]


def main() -> None:
    """Score every pair in its order."""
    config = ScoringConfig.defaults()
    for line in sys.stdin:
        sent, listed = (_person(json.dumps(record)) for record in json.loads(line))
        print(f"{LogicV2.compare(sent, listed, config).score:.6f}")


@lru_cache(maxsize=16_384)
def _person(record: str) -> EntityProxy:
    person = model.make_entity("Person")
    person.id = record  # nomenklatura keeps what it has made of an entity by its id
    for field, values in json.loads(record).items():
        person.add(field, values)
    return person


main()
