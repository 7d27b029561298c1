"""Greek by ELOT 743, then as families and the press write it."""

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from screening.scripts.data import data
from screening.scripts.word import MAX_WORD, Reading, spelt

_ACCENTS = re.compile("[\u0300-\u0307\u0309-\u036f]")  # all but the diaeresis, which parts ΑΪ
_DIAERESIS = "\u0308"


def read(word: str) -> Reading:
    """Return the word of Greek *word*: ΝΙΚΟΛΑΟΣ is NIKOLAOS, ΧΡΗΣΤΟΣ is CHRISTOS, also HRISTOS."""
    apart = unicodedata.normalize("NFD", word[:MAX_WORD])
    letters = _ACCENTS.sub("", apart).upper()
    schemes: list[dict[str, str]] = [{}, *data("letters")["greek"]["schemes"]]
    return spelt(_written(letters, scheme) for scheme in schemes)


@cache
def _pairs() -> list[tuple[re.Pattern[str], str, str]]:
    return [(re.compile(spelt), spelt, latin) for spelt, latin in data("letters")["greek"]["pairs"]]


def _written(letters: str, scheme: dict[str, str]) -> str:
    for pattern, pair, latin in _pairs():
        letters = pattern.sub(scheme.get(pair, latin), letters)
    base = data("letters")["greek"]["letters"] | scheme
    return "".join(base[c] if c in base else anyascii(c) for c in letters if c != _DIAERESIS)
