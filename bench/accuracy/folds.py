"""Folds split by person: who is in several files, or under several names, lands in one fold."""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from bench.accuracy.pair_files import Pair
from watchlist.entry import Entry

FOLDS = 5
_BREAK = re.compile(r"[\s,.;\"'\u2019()-]+")


class Folds:
    """Knows the fold of every person in some pairs. The same for every run.

    Two names are one person where some pair says so, in whichever file and word order, or where
    one of *entries* has both. People in *pairs* are dealt alike whatever *others* there are.
    """

    def __init__(
        self,
        pairs: Iterable[Pair],
        entries: Iterable[Entry] = (),
        others: Iterable[Pair] = (),
    ) -> None:
        people = _People()
        for pair in pairs:
            people.unite(_one_person(pair))
        in_pairs = people.names()
        for entry in entries:
            people.unite([name.full for name in entry.names])
        for pair in others:
            people.unite(_one_person(pair))
        self._representatives = people.representatives(in_pairs)

    def of(self, names: Iterable[str]) -> int:
        """Return the fold of who has these names; who is not known has one all the same."""
        written = sorted(map(_written, names))
        known = (self._representatives.get(name) for name in written)
        return _fold(next((one for one in known if one is not None), written[0]))

    def of_each(self, pairs: Sequence[Pair]) -> list[int]:
        """Return the fold of each pair: that of the person on its left."""
        return [self.of([pair.sent_name]) for pair in pairs]


def _one_person(pair: Pair) -> list[str]:
    """Return the names that are one person's by *pair*; no name is nobody's."""
    names = (*pair.sent_names, *(pair.listed_names if pair.same else ()))
    return [one for one in names if one]


class _People:
    """Union-find over names."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def unite(self, names: Iterable[str]) -> None:
        """Take names in as those of one person."""
        written = list(map(_written, names))
        for one in written:
            self._parent.setdefault(one, one)
            self._parent[self._root(written[0])] = self._root(one)

    def names(self) -> frozenset[str]:
        """Return all names."""
        return frozenset(self._parent)

    def representatives(self, first: frozenset[str]) -> dict[str, str]:
        """Return for each name the least name of its person, of those in *first* if one is there.

        So no order of files changes it, nor do the other names of an entry.
        """
        least: dict[str, str] = {}
        for name in sorted(self._parent, key=lambda name: (name not in first, name)):
            least.setdefault(self._root(name), name)
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
