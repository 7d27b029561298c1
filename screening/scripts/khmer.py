"""Khmer as Cambodian papers spell it: a consonant's series chooses the sound of its vowel."""

import re
from functools import cache

from screening.scripts.data import data
from screening.scripts.word import MAX_WORD, Reading, spelt

_CLUSTER = re.compile(
    "([\u1780-\u17a2](?:\u17d2[\u1780-\u17a2])*)([\u17c9\u17ca]?)([\u17b6-\u17c8\u17cb\u17d0]*)"
    "|([\u17a3-\u17b3])"
)
_KILLED = re.compile("[\u1780-\u17a2][\u17b7\u17bb]?\u17cd")
_SHORTENED = "\u17cb"  # a mark on the final consonant
_TO_FIRST, _TO_SECOND = "\u17c9", "\u17ca"  # the marks that change a consonant's series


def read(word: str) -> Reading:
    """Return the word of Khmer *word*: មាន is MEAN, also MAN."""
    latin = "".join(_spoken(_CLUSTER.findall(_KILLED.sub("", word[:MAX_WORD]))))
    respelt = [re.sub(old, new, latin) for old, new in data("khmer")["respellings"]]
    return spelt([latin, *respelt])


def _spoken(clusters: list[tuple[str, str, str, str]]) -> list[str]:
    parts: list[str] = []
    closable = unwritten = False  # the last syllable can take a final; its vowel is inherent
    for consonants, shift, vowel, independent in clusters:
        if independent:
            parts.append(data("khmer")["independent"].get(independent, ""))
        elif closable and vowel in ("", _SHORTENED):
            if vowel and unwritten:
                parts[-1] = parts[-1].removesuffix("A") + "O" * parts[-1].endswith("A")
            parts.append(_final(consonants[0]))
        else:
            parts.append(_open(consonants, shift, vowel))
        closable, unwritten = not closable or bool(vowel or independent), not vowel
    return parts


def _open(consonants: str, shift: str, vowel: str) -> str:
    """Spell an onset with its vowel, both by the series of the consonant that governs."""
    first = consonants[0] in data("khmer")["first_series"]
    first = shift == _TO_FIRST or (first and shift != _TO_SECOND)
    onset = "".join(_initials().get(char, "") for char in consonants)
    if onset.startswith("B") and (shift == _TO_FIRST or len(consonants) > 1):
        onset = "P" + onset[1:]  # ប is P with the mark and in a cluster
    vowels = data("khmer")["vowels"]
    sounds = vowels.get(vowel) or vowels.get(vowel[:1]) or vowels[""]
    return onset.replace("_", "") + str(sounds[0 if first else 1])


def _final(char: str) -> str:
    latin = _initials().get(char, "")
    final: str = data("khmer")["finals"].get(latin, latin)
    return final


@cache
def _initials() -> dict[str, str]:
    listed = data("khmer")["initials"].split()
    return dict(zip(listed[::2], listed[1::2], strict=True))
