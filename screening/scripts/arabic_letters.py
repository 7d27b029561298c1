"""Arabic and Persian words spelt letter by letter, for those whose vowels nobody has written."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about

from itertools import groupby

from screening.scripts.data import data
from screening.scripts.syllables import with_vowels
from screening.scripts.word import MAX_WORD

_VOWELS = frozenset("AEIOU")
_CLASSES = str.maketrans("CKQGJDPVFZ", "KKKKKTBBBS", "AEIOUWYH ")


def by_letter(key: str, *, persian: bool) -> str:
    """Spell *key* letter by letter: long vowels as written, an A where a syllable lacks its own."""
    table = data("arabic")
    letters = table["letters"] | (table["persian_letters"] if persian else {})
    sounds: list[str] = []
    for at, char in enumerate(key[:MAX_WORD]):
        before = sounds[-1] if sounds else ""
        sounds.append(_letter(char, before, key[at + 1 : at + 2], letters))
    return with_vowels([one for one in sounds if one])


def _letter(char: str, before: str, after: str, letters: dict[str, str]) -> str:
    glides = not before or before[-1] in _VOWELS or after in ("ا", "ع")
    if char in "وؤ":
        return "W" if glides and after else "U"
    if char in "يئ":
        return "Y" if glides and after else "I"
    if char == "ه" and not after and before[-1:] not in _VOWELS:
        return "A"
    vowels: dict[str, str] = data("arabic")["vowels"]
    if char in vowels:
        return "" if vowels[char] == before else vowels[char]
    return letters.get(char, "")


def consonants(latin: str) -> str:
    """Return the consonants of *latin*, each by where in the mouth it is made, no two in a row."""
    classes = latin.replace("SH", "S").replace("CH", "S").replace("TH", "T").translate(_CLASSES)
    return "".join(char for char, _ in groupby(classes))
