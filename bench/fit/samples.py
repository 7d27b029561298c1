"""What is learned from: labelled pairs, and ordinary travellers beside whom the index brings up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.accuracy.lists import people_on
from bench.accuracy.pair_files import Pair
from bench.accuracy.travellers import ordinary_travellers
from screening.keys import Keys, entry_keys, passenger_keys
from screening.measures import MEASURES, Measures
from screening.name_evidence import best_alignment
from screening.prepared import (
    PreparedEntry,
    PreparedPassenger,
    prepare_entry,
    prepare_passenger,
)
from screening.score import beside_the_name

TRAVELLERS = 5_000
LONGEST = 40  # postings of a single name part that are read: common parts bring nobody near
SEED = 7  # other travellers than those who are screened to measure


@dataclass(frozen=True, slots=True)
class Sample:
    """The measures of two names, whether they are one person's, and the set they are from."""

    measured: Measures
    same: bool
    of: str
    beside: float = 0.0  # nats of what is neither name nor document
    support: float = 0.0  # of them, those of the birth date

    @property
    def teaches(self) -> bool:
        """Say whether it shows how names are written; a nom de guerre does not."""
        return not (self.same and _nothing_agrees(self.measured))


def of_pairs(pairs: Iterable[Pair]) -> list[Sample]:
    """Return a sample for each pair in which both sides have a name."""
    found = []
    for pair in pairs:
        measured = _measured(pair.sent, pair.listed)
        if measured is not None:
            beside = beside_the_name(pair.sent, pair.listed)
            support = next((one.nats for one in beside if one.feature == "birth_date"), 0.0)
            nats = sum(one.nats for one in beside)
            found.append(Sample(measured, pair.same, pair.set_name, nats, support))
    return found


def of_travellers(met: Iterable[tuple[PreparedPassenger, PreparedEntry]]) -> list[Sample]:
    """Return a sample, no person's, for each traveller and each entry in *met*."""
    measured = (_measured(passenger, entry) for passenger, entry in met)
    return [Sample(one, same=False, of="travellers") for one in measured if one is not None]


@cache
def travellers_met(lists: tuple[Path, ...]) -> Sequence[tuple[PreparedPassenger, PreparedEntry]]:
    """Return ordinary travellers, each with the listed people who share a key; raises BadFolder."""
    entries = [prepare_entry(one) for one in people_on(lists)]
    by_key: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, entry in enumerate(entries):
        for key, rest in entry_keys(entry).items():
            by_key[key].append((at, rest))
    people = map(prepare_passenger, ordinary_travellers(TRAVELLERS, SEED))
    return [
        (one, entries[at]) for one in people for at in sorted(_met(passenger_keys(one), by_key))
    ]


def _met(keys: Keys, by_key: dict[str, list[tuple[int, int]]]) -> set[int]:
    return {
        at
        for key, rest in keys.items()
        for at, other in by_key.get(key, ())
        if (not rest or not other or rest & other)
        and (key[0] != "T" or len(by_key[key]) <= LONGEST)
    }


def _measured(passenger: PreparedPassenger, entry: PreparedEntry) -> Measures | None:
    found = best_alignment(passenger.name, [one for one in entry.names if not one.weak])
    return None if found is None else found.measured


def _nothing_agrees(measured: Measures) -> bool:
    counts = [measured[MEASURES.index(one)] for one in ("first", "second", "third")]
    return not any(counts)
