"""Thai by the Royal Institute's system: syllables are guessed, tones left out."""

import re
from functools import cache

from screening.scripts.data import data
from screening.scripts.word import MAX_WORD, Reading, spelt

# A killed letter, with what falls silent before it; the R of a final TR.
_SILENT = re.compile(
    "(?:[ทต](?=ร\u0e4c)|ษ(?=ณ\u0e4c))?[\u0e01-\u0e2e][\u0e34-\u0e39]?\u0e4c|(?<=[ตท])ร$"
)
_TONES = re.compile("[\u0e47-\u0e4b\u0e4d\u0e4e]")
_ANY = "[\u0e01-\u0e2e]"
_SIGNS = "\u0e30-\u0e3a"  # vowels written after their consonant
_NEXT = f"(?![{_SIGNS}])"
_PAIRS = f"[ทศส]ร(?=[{_SIGNS}])|[กขคตปผพ][รลว](?=[{_SIGNS}อ]|{_ANY}{_NEXT})|ห[งญณนมยรลว]"
_ONSET = f"(?P<onset>{_PAIRS}|{_ANY})"
_FINAL = f"(?P<final>[\u0e01-\u0e2c]{_NEXT}(?!อ|รร))"


def read(word: str) -> Reading:
    """Return the word of Thai *word*: สมชาย is SOMCHAI."""
    rest = _TONES.sub("", _SILENT.sub("", word[:MAX_WORD]))
    parts: list[str] = []
    while rest:
        spoken, taken = _syllable(rest)
        parts.append(spoken)
        rest = rest[taken:]
    latin = "".join(parts)
    return spelt([latin, *(re.sub(old, new, latin) for old, new in data("thai")["respellings"])])


def _syllable(text: str) -> tuple[str, int]:
    """Return how the first syllable of *text* sounds, and how many letters it takes."""
    for pattern, vowel in _shapes():
        if found := pattern.match(text):
            return _spelt_out(found, vowel), found.end()
    return (text[0] if text[0].isascii() else ""), 1


def _spelt_out(found: re.Match[str], vowel: str) -> str:
    onset = found["onset"]
    if len(onset) > 1 and onset[0] == "ห":  # silent, it only raises the tone
        onset = onset[1:]
    if onset in ("ทร", "ศร", "สร"):
        onset = "ส"
    initial = "".join(_letters("initials").get(char, "") for char in onset)
    final = _letters("finals").get(found.groupdict().get("final") or "", "")
    return initial.replace("_", "") + vowel + final


@cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    parts = {"C": _ONSET, "F": _FINAL, "N": _NEXT}
    return [
        (re.compile("".join(parts.get(char, char) for char in shape)), vowel)
        for shape, vowel in data("thai")["syllables"]
    ]


@cache
def _letters(place: str) -> dict[str, str]:
    listed = data("thai")[place].split()
    return dict(zip(listed[::2], listed[1::2], strict=True))
