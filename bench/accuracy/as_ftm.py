"""Pairs of the end-to-end run as FollowTheMoney has them, and which they were. Pure."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import pycountry

from bench.accuracy.model import Model, Scorer
from screening.prepared import PreparedEntry, PreparedPassenger

_SEXES = {"M": "male", "F": "female"}
_AROUND = 1 << 64


@dataclass(slots=True)
class Seen:
    """Counts pairs and adds up their digests: the same pairs are the same in any order."""

    pairs: int = 0
    total: int = 0

    def note(self, sent: PreparedPassenger, listed: PreparedEntry) -> None:
        """Take a pair in."""
        self.pairs += 1
        digest = blake2b(f"{sent_json(sent)} {listed_json(listed)}".encode(), digest_size=8)
        self.total = (self.total + int.from_bytes(digest.digest())) % _AROUND

    @property
    def known_as(self) -> str:
        """Return what tells these pairs from others."""
        return f"{self.pairs} pairs, {self.total:016x}"


@dataclass(frozen=True, slots=True)
class Noting:
    """A model that notes each pair it is asked about."""

    model: Model
    seen: Seen

    @contextmanager
    def in_force(self) -> Iterator[Scorer]:
        """Give the scorer of the model."""
        with self.model.in_force() as scorer:
            yield noting(scorer, self.seen.note)


def noting(scorer: Scorer, note: Callable[[PreparedPassenger, PreparedEntry], None]) -> Scorer:
    """Return *scorer* with each pair noted before it is scored."""

    def scored(sent: PreparedPassenger, listed: PreparedEntry) -> float:
        note(sent, listed)
        return scorer(sent, listed)

    return scored


def sent_json(one: PreparedPassenger) -> str:
    """Return a traveller as FollowTheMoney has people."""
    dates = (one.birth_date.shown,) if one.birth_date else ()
    return _person((one.name.shown,), (), dates, (one.nationality or "",), one.sex)


def listed_json(one: PreparedEntry) -> str:
    """Return a listed person; weak aliases are apart, as FollowTheMoney wants them."""
    names = tuple(name.shown for name in one.names if not name.weak)
    weak = tuple(name.shown for name in one.names if name.weak)
    dates = tuple(date.shown for date in one.birth_dates)
    return _person(names, weak, dates, tuple(one.nationalities), one.sex)


_Texts = tuple[str, ...]


@lru_cache(maxsize=65_536)
def _person(names: _Texts, weak: _Texts, dates: _Texts, countries: _Texts, sex: str | None) -> str:
    found: dict[str, Sequence[str]] = {
        "name": names,
        "weakAlias": weak,
        "birthDate": dates,
        "nationality": list(_two_letters(countries)),
        "gender": [_SEXES[sex]] if sex in _SEXES else [],
    }
    return json.dumps({field: values for field, values in found.items() if values})


def _two_letters(countries: Sequence[str]) -> Iterator[str]:
    for code in countries:
        found = pycountry.countries.get(alpha_3=code) if code else None
        if found is not None:
            yield found.alpha_2.lower()
