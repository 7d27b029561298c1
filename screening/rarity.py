"""How much one word of a name tells: rare names tell more. Built-in bands stand in for counts."""

import json
from functools import cache
from importlib import resources

from screening.sounds import sound

# Natural log of 1 / (share of people who bear it), shorter words are shared by more people.
_BY_LENGTH = {0: 0.0, 1: 2.0, 2: 4.2, 3: 5.2, 4: 6.0}
_RARE = 6.5
_ANY_VOWEL = str.maketrans("IU", "AA")


def rarity(word: str) -> float:
    """Return the log-odds that sharing *word* by chance costs: 3.4 (MOHAMED) to 6.5 (unlisted).

    The seam for learned frequencies: nothing else knows how common a name is.
    """
    unlisted = _BY_LENGTH.get(len(word), _RARE)
    return min(unlisted, _bands().get(_spoken(word), _RARE))


def established(word: str) -> bool:
    """Say whether *word* is, as it is written, a name that many bear."""
    return word in _names()


@cache
def _file() -> tuple[tuple[float, tuple[str, ...]], ...]:
    text = resources.files("screening").joinpath("data/common_names.json").read_text("utf-8")
    return tuple((band["rarity"], tuple(band["names"])) for band in json.loads(text)["bands"])


@cache
def _bands() -> dict[str, float]:
    """Map every listed name, as spoken, to its rarity; the commonest reading wins."""
    return {_spoken(name): nats for nats, names in reversed(_file()) for name in names}


@cache
def _names() -> frozenset[str]:
    return frozenset(name for _, names in _file() for name in names)


def _spoken(word: str) -> str:
    return sound(word).translate(_ANY_VOWEL)
