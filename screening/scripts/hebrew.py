"""Hebrew: names as Israelis write them; else the letters, vowels unknown."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about

import re

from screening.scripts.data import data
from screening.scripts.syllables import with_vowels
from screening.scripts.word import MAX_WORD, Reading, spelt

_POINTS = re.compile("[\u0591-\u05c7]")
_HALVES = re.compile("וו|יי")


def read(word: str) -> Reading:
    """Return the word of Hebrew *word*; unknown names are `vowelless`."""
    letters = _POINTS.sub("", word)[:MAX_WORD]
    names: dict[str, str] = data("hebrew")["names"]
    if letters in names:
        return spelt(names[letters].split())
    schemes: list[dict[str, str]] = [{}, *data("hebrew")["schemes"]]
    return spelt((_by_letter(letters, scheme) for scheme in schemes), vowelless=True)


def _by_letter(letters: str, scheme: dict[str, str]) -> str:
    table = data("hebrew")
    base = table["letters"] | scheme
    doubled = _HALVES.sub(lambda pair: {"וו": "V", "יי": "Y"}[pair.group()], letters)
    sounds = []
    for at, char in enumerate(doubled):
        last = at == len(doubled) - 1
        if char == "א" and at == 0 and doubled[1:2] in ("ו", "י"):
            continue  # it carries their vowel
        if at == 0 and char in table["at_the_start"]:
            sounds.append(scheme.get(f"{char} first", table["at_the_start"][char]))
        elif char in "וי" and char not in scheme:
            sounds.append("O" if char == "ו" else "I")
        elif char in "האע" and last and sounds:
            sounds.append("A")
        else:
            sounds.append(base.get(char, char if char.isascii() else ""))
    return with_vowels([one for one in sounds if one])
