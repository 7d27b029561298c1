"""Name pools by culture (data/names.yaml) and how a name is chosen from them."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Annotated, Literal

from pydantic import BeforeValidator

from config.files import CountryCode, Strict, read_yaml

DATA = Path(__file__).parent / "data"

# Zipf's law has 1; real given names are flatter, and small pools would repeat too often.
_ZIPF = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name, e.g. a surname; `original` is empty where the culture writes Latin."""

    latin: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Names to choose from, commoner ones first."""

    parts: tuple[Part, ...]
    cumulative: tuple[float, ...]

    def pick(self, rng: Random) -> Part:
        """Return one part; the front of the pool is likelier."""
        return rng.choices(self.parts, cum_weights=self.cumulative)[0]


def split(text: str) -> tuple[str, ...]:
    """Return what stands between the commas."""
    return tuple(word.strip() for word in text.split(","))


def _pool(text: str) -> Pool:
    cut = (word.partition("=") for word in split(text))
    parts = tuple(Part(latin.strip(), original.strip()) for latin, _, original in cut)
    weights = accumulate((rank + 1) ** -_ZIPF for rank in range(len(parts)))
    return Pool(parts, tuple(weights))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    cut = (word.partition(">") for word in split(text))
    return tuple((old, new) for old, _, new in cut)


Names = Annotated[Pool, BeforeValidator(_pool)]
Words = Annotated[tuple[str, ...], BeforeValidator(split)]
Pairs = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)]
Countries = Annotated[tuple[CountryCode, ...], BeforeValidator(split)]
EMPTY = Pool((), ())


class Culture(Strict):
    """How names are made in one culture; the fields are explained in names.yaml."""

    name: str
    surname_first: bool = False
    joiner: str = " "
    syllables: Literal[1, 2] = 1
    link: str = ""
    middle: Literal["none", "father", "given", "pool", "surname"] = "none"
    middle_share: float = 0.0
    nationalities: Countries
    cities: Words
    feminine: Pairs = ()
    variants: Pairs
    weak: Words
    male: Names
    female: Names
    surnames: Names
    composed: float = 0.0
    stem_link: str = ""
    stems: Names = EMPTY
    endings: Names = EMPTY
    middle_male: Names = EMPTY
    middle_female: Names = EMPTY


class _File(Strict):
    cultures: tuple[Culture, ...]


@cache
def cultures() -> dict[str, Culture]:
    """Return every culture by name."""
    return {one.name: one for one in read_yaml(DATA / "names.yaml", _File).cultures}
