"""How far two spellings lie apart: the cost of writing one name as the other, in nats.

A word is read as graphemes (KH, OU, TCH are one); what is often written for what was learned from
names that public lists give in several spellings (data/spelling.json, written by `make fit`).
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources

import numpy as np

from screening.compiled import spelling as compiled
from screening.compiled.letters import letters

UNSEEN = 5.0  # a substitution that no training pair showed
UNSEEN_DROP = 4.2
_NAMES = [*compiled.GRAPHEMES, *map(chr, range(compiled.COUNT - compiled.JOINED))]
_CODES = {name: code for code, name in enumerate(_NAMES)}


@dataclass(frozen=True)
class Costs:
    """What each slip costs in nats; a pair of graphemes is keyed in either order."""

    swap: dict[tuple[str, str], float]
    drop: dict[str, float]

    @cached_property
    def tables(self) -> compiled.Tables:
        """Return both by the codes of graphemes, as what is compiled takes them."""
        swap, drop = (
            np.full((compiled.COUNT, compiled.COUNT), UNSEEN),
            np.full(compiled.COUNT, UNSEEN_DROP),
        )
        for (one, other), nats in self.swap.items():
            swap[_CODES[one], _CODES[other]] = nats
        for one, nats in self.drop.items():
            drop[_CODES[one]] = nats
        return compiled.tables(swap, drop)

    def distance(self, one: str, other: str) -> float:
        """Return nats a grapheme: 0 the same, .5 a usual variant, from 1.5 on hardly the same."""
        return compiled.nats_apart(letters(one), letters(other), self.tables)


@lru_cache(maxsize=16_384)
def graphemes(word: str) -> tuple[str, ...]:
    """Return *word* in graphemes, doubled consonants once."""
    room = np.empty((2, compiled.LONGEST), np.int64)
    count = compiled.read_graphemes(letters(word), room[0], room[1])
    return tuple(_NAMES[code] for code in room[0, :count])


def distance(one: str, other: str) -> float:
    """Return nats a grapheme, by the costs in use."""
    return _in_use().distance(one, other)


def use(costs: Costs) -> Costs:
    """Let words be compared by *costs* from now on; return those until now.

    For who trains and measures; the product never calls it. What was compared stays cached.
    """
    before = _in_use()
    _chosen[:] = [costs]
    return before


_chosen: list[Costs] = []


def _in_use() -> Costs:
    return _chosen[0] if _chosen else learned()


@cache
def learned() -> Costs:
    """Return the costs that the product ships with."""
    text = resources.files("screening").joinpath("data/spelling.json").read_text("utf-8")
    return costs_from(json.loads(text))


def costs_from(raw: dict[str, dict[str, float]]) -> Costs:
    """Return costs as `make fit` writes them: {"swap": {"A E": nats}, "drop": {"A": nats}}."""
    swap: dict[tuple[str, str], float] = {}
    for pair, nats in raw["swap"].items():
        one, other = pair.split()
        swap[one, other] = swap[other, one] = nats
    return Costs(swap, dict(raw["drop"]))
