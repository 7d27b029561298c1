"""Folds split by person: who is in several files, or under several names, lands in one fold."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from bench.accuracy.pair_files import Pair

FOLDS = 5
_BREAK = re.compile(r"[\s,.;\"'\u2019()-]+")


class Folds:
    """Knows the fold of every person in some pairs. The same for every run.

    Two names are one person where some pair says so, in whichever file and word order.
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        people = _People()
        for pair in pairs:
            left = _written(pair.sent_name)
            people.add(left)
            if pair.same:
                for name in pair.listed_names:
                    people.unite(left, _written(name))
        self._representatives = people.representatives()

    def of(self, names: Iterable[str]) -> int:
        """Return the fold of who has these names; who is in no pair has one all the same."""
        written = sorted(map(_written, names))
        known = (self._representatives.get(name) for name in written)
        return _fold(next((one for one in known if one is not None), written[0]))


def folds_of(pairs: Sequence[Pair]) -> list[int]:
    """Return the fold of each pair: that of the person on its left."""
    folds = Folds(pairs)
    return [folds.of([pair.sent_name]) for pair in pairs]


class _People:
    """Union-find over names."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def add(self, name: str) -> None:
        self._parent.setdefault(name, name)

    def unite(self, one: str, other: str) -> None:
        self.add(other)
        self._parent[self._root(one)] = self._root(other)

    def representatives(self) -> dict[str, str]:
        """Return for each name the least name of its person: no order of files changes it."""
        least: dict[str, str] = {}
        for name in self._parent:
            root = self._root(name)
            least[root] = min(name, least.get(root, name))
        return {name: least[self._root(name)] for name in self._parent}

    def _root(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name


def _written(name: str) -> str:
    return " ".join(sorted(filter(None, _BREAK.split(name.casefold()))))


def _fold(representative: str) -> int:
    return int.from_bytes(blake2b(representative.encode(), digest_size=8).digest()) % FOLDS
