"""What `python -m bench.retrieval` says of recall comes from the index itself."""

import csv
import json
from collections import Counter
from pathlib import Path

from redis import Redis

from bench import SPACE
from bench.retrieval.positives import SETS
from bench.retrieval.recall import Recall, recalls
from streams.embedded import Embedded

PAIRS = (("ALI HASAN", "HASAN, Aly", "1"), ("ALI HASAN", "Zoltan WURMBRAND", "1"))


def test_recall_counts_whom_the_index_leads_to_among_all_and_among_those_that_resemble(
    tmp_path: Path,
) -> None:
    for name in SETS:
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            for sent, listed, same in PAIRS:
                rows.writerow((json.dumps({"name": sent}), json.dumps({"name": listed}), same))
    with Embedded(bootstrap="127.0.0.1:1") as here, Redis.from_url(here.redis_url) as redis:
        found = recalls(redis, SPACE, tmp_path)
    *sets, whole = found
    assert [one.name for one in sets] == list(SETS)
    assert {(one.resemble, one.row["name only"]) for one in sets} == {(1, "50.0 / 100.0")}
    assert (whole.name, whole.pairs, whole.resemble) == ("all", 2 * len(SETS), len(SETS))
    assert whole.close_percent("name only") == 100


def test_where_no_pair_resembles_nothing_is_missed() -> None:
    assert Recall("far", 1, 0, Counter(), Counter()).row["same date"] == "0.0 / 100.0"
