"""Cyrillic: the language's own transliteration first, then those of its neighbours."""

# ruff: noqa: RUF001, RUF002 - letters that look like Latin ones are what this is about

import re
from functools import cache

from anyascii import anyascii

from screening.scripts.data import data
from screening.scripts.word import MAX_WORD, Reading, spelt

_LONG_END = re.compile("[ИЫ]Й$")
_AFTER_VOWEL = re.compile("(^|[АЕЁИОУЫЭЮЯЬЪ])Е")
_HISSING = re.compile("(?<=[ЖЧШЩ])Ё")


def read(words: list[str]) -> list[Reading]:
    """Return the one reading of Cyrillic *words*; their letters together tell the language."""
    letters = [word.upper()[:MAX_WORD] for word in words]
    own = _own_scheme("".join(letters))
    return [tuple(word for one in letters for word in _word(one, own))]


def _word(letters: str, own: dict[str, str]) -> Reading:
    """Return the word of *letters*: ДМИТРИЙ is DMITRY, also DMITRIY, DMITRII."""
    tidy = _HISSING.sub("Е", _LONG_END.sub("Ы", letters))
    spellings = [_written(tidy, own)]
    if letters.endswith(("ИЯ", "ІЯ")):
        spellings.append(_written(letters[:-1] + "А", own | {"Ю": "YU"}))
    spellings += [_written(shape, own) for shape in _shapes(letters)]
    schemes = [own | scheme for scheme in data("letters")["cyrillic"]["schemes"]]
    spellings += [_written(letters, scheme) for scheme in schemes]
    return spelt(spellings)


@cache
def _languages() -> list[tuple[frozenset[str], frozenset[str], dict[str, str]]]:
    listed = data("letters")["cyrillic"]["languages"]
    return [
        (frozenset(one["has"]), frozenset(one.get("without", "")), one["reads"]) for one in listed
    ]


def _own_scheme(letters: str) -> dict[str, str]:
    used = set(letters)
    for has, without, reads in _languages():
        if used & has and not used & without:
            return reads
    return {}


def _shapes(letters: str) -> list[str]:
    """Return respellings that every language knows: ДЖ as J, КС as X, Ё as O, YE for a lone Е."""
    x = letters.replace("КС", "X")
    shapes = [letters.replace("ДЖ", "J"), x, x.replace("НДР", "НДЕР"), _HISSING.sub("О", letters)]
    return [*shapes, _AFTER_VOWEL.sub(r"\1YE", letters), letters]


def _written(letters: str, scheme: dict[str, str]) -> str:
    base = data("letters")["cyrillic"]["letters"]
    return "".join(
        scheme.get(c, base.get(c)) or ("" if c in base else anyascii(c)) for c in letters
    )
