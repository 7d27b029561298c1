"""How far two spellings lie apart: the cost of writing one name as the other, in nats.

A word is read as graphemes (KH, OU, TCH are one); what is often written for what was learned from
names that public lists give in several spellings (data/spelling.json, written by `make fit`).
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_GRAPHEMES = (
    "SHCH TSCH SCH TCH DZH KH GH SH CH PH TH DH ZH TS TZ DJ DZ CK CZ SZ OU OO EE AI AY EI EY IE IY "
    "AE OE UE AU AW OW EU EO YA IA YU IU YE YO IO WA UA NG GU QU KS II YY"
)
_GRAPHEME = re.compile("|".join(_GRAPHEMES.split()) + "|.")
_DOUBLED = re.compile(r"([^AEIOUY])\1+")
SWAPPED = 3.0  # two neighbours in the wrong order
UNSEEN = 5.0  # a substitution that no training pair showed
UNSEEN_DROP = 4.2


@dataclass(frozen=True, slots=True)
class Costs:
    """What each slip costs in nats; a pair of graphemes is keyed in either order."""

    swap: dict[tuple[str, str], float]
    drop: dict[str, float]

    def between(self, one: str, other: str) -> float:
        """Return the cost of the cheapest way from *one* word to the *other*."""
        return _cheapest(graphemes(one), graphemes(other), self)


@lru_cache(maxsize=16_384)
def graphemes(word: str) -> tuple[str, ...]:
    """Return *word* in graphemes, doubled consonants once."""
    return tuple(_GRAPHEME.findall(_DOUBLED.sub(r"\1", word)))


def distance(one: str, other: str) -> float:
    """Return nats a grapheme: 0 the same, .5 a usual variant, from 1.5 on hardly the same name."""
    length = (len(graphemes(one)) + len(graphemes(other))) / 2 + 1
    return _in_use().between(one, other) / length


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


def _cheapest(one: tuple[str, ...], other: tuple[str, ...], costs: Costs) -> float:
    """Return the least cost of swaps, drops and transpositions (optimal string alignment)."""
    swap, drop = costs.swap.get, costs.drop
    drops = [drop.get(grapheme, UNSEEN_DROP) for grapheme in other]
    above: list[float] = []
    before = [0.0]
    for cost in drops:
        before.append(before[-1] + cost)
    for i, mine in enumerate(one):
        dropped = drop.get(mine, UNSEEN_DROP)
        row = [before[0] + dropped]
        for j, theirs in enumerate(other):
            same = 0.0 if mine == theirs else swap((mine, theirs), UNSEEN)
            best = min(before[j] + same, before[j + 1] + dropped, row[j] + drops[j])
            if i and j and mine == other[j - 1] and one[i - 1] == theirs:
                best = min(best, above[j - 1] + SWAPPED)
            row.append(best)
        above, before = before, row
    return before[-1]
