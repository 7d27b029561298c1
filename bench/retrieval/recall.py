"""How many of the labelled positives the index leads to: each is listed and asked about."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from redis import Redis

from bench.retrieval.asking import ask
from bench.retrieval.filling import fill
from bench.retrieval.people import birth_date
from bench.retrieval.positives import SETS, positives, resembles
from manifests.contract import Passenger
from screening.asking import DATED, OFFICER, Budget
from screening.home import number_in
from screening.prepared import prepare_passenger
from screening.space import Space
from watchlist.entry import Entry, parse_entry

# Column: what of the birth date the passenger and the entry have, and the budget.
COLUMNS: dict[str, tuple[int, int, Budget | None]] = {
    "name only": (0, 0, None),
    "entry without date": (0, 0, DATED),  # of a passenger with one, so with the smaller budget
    "same year": (10, 4, None),
    "same date": (10, 10, None),
    "officer, name only": (0, 0, OFFICER),
}


@dataclass(frozen=True, slots=True)
class Recall:
    """Of one set: how many positives, how many that resemble, and how many of either are found."""

    name: str
    pairs: int
    resemble: int
    found: Counter[str]  # by column
    close: Counter[str]  # of those that resemble

    def close_percent(self, column: str) -> float:
        """Return the share found of those that resemble; none is all of none."""
        return 100 * self.close[column] / self.resemble if self.resemble else 100.0

    @property
    def row(self) -> dict[str, Any]:
        """Return it as it is shown, each cell as all positives / those that resemble, in %."""

        def cell(column: str) -> str:
            every = 100 * self.found[column] / self.pairs
            return f"{every:.1f} / {self.close_percent(column):.1f}"

        cells = {column: cell(column) for column in COLUMNS}
        return {"set": self.name, "pairs": self.pairs, "resemble": self.resemble, **cells}


def recalls(redis: Redis, space: Space, folder: Path) -> list[Recall]:
    """Return what is found of each set, and of all of them together."""
    sets = [_recall(redis, space, name, list(positives(folder, name))) for name in SETS]
    return [*sets, _together(sets)]


def _together(sets: list[Recall]) -> Recall:
    found: Counter[str] = Counter()
    close: Counter[str] = Counter()
    for one in sets:
        found += one.found
        close += one.close
    pairs, resemble = sum(one.pairs for one in sets), sum(one.resemble for one in sets)
    return Recall("all", pairs, resemble, found, close)


def _recall(redis: Redis, space: Space, name: str, pairs: list[tuple[str, str]]) -> Recall:
    rng = Random(name)  # noqa: S311  # the same dates in every run
    born = [birth_date(rng) for _ in pairs]
    alike = [resembles(*pair) for pair in pairs]
    all_of_them: Counter[str] = Counter()
    close: Counter[str] = Counter()
    numbers = {known: _listed(redis, space, f"{name}{known}", pairs, [day[:known] for day in born])
               for known in (0, 4, 10)}  # fmt: skip
    for column, (sent, listed, budget) in COLUMNS.items():
        people = [
            prepare_passenger(Passenger(surname=pair[0], birth_date=day[:sent] or None))
            for pair, day in zip(pairs, born, strict=True)
        ]
        answers = ask(redis, space, people, budget).candidates
        found = [one in answer for one, answer in zip(numbers[listed], answers, strict=True)]
        all_of_them[column] = sum(found)
        close[column] = sum(hit for hit, like in zip(found, alike, strict=True) if like)
    return Recall(name, len(pairs), sum(alike), all_of_them, close)


def _listed(
    redis: Redis, space: Space, name: str, pairs: list[tuple[str, str]], born: list[str]
) -> list[int]:
    """List the second name of each pair; return the numbers given to the entries."""
    entries = [
        _entry(f"{name}-{at}", pair[1], day)
        for at, (pair, day) in enumerate(zip(pairs, born, strict=True))
    ]
    fill(redis, space, entries, first=2_000_000)
    homes = [space.key("entry", one.key) for one in entries]
    return [number_in(redis.get(one)) or 0 for one in homes]


def _entry(item: str, full: str, born: str) -> Entry:
    fields: dict[str, Any] = {"birth_dates": [born]} if born else {}
    return parse_entry(
        {
            "schema": "entry/1", "id": item, "owner": "pairs", "category": "wanted",
            "names": [{"full": full}], **fields,
        }
    )  # fmt: skip
