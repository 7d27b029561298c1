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
_TO_FIRST, _TO_SECOND = "\u17c9", "\u17ca"  # the marks that change a consonant's series


def read(word: str) -> Reading:
    """Return the word of Khmer *word*: មាន is MEAN, also MAN."""
    clusters = _CLUSTER.findall(_KILLED.sub("", word[:MAX_WORD]))
    parts: list[str] = []
    closable = False  # the syllable that stands can still take a final consonant
    for at, (consonants, shift, vowel, independent) in enumerate(clusters):
        bare_end = at == len(clusters) - 1 or bool(clusters[at + 1][0])
        if independent:
            parts.append(data("khmer")["independent"].get(independent, ""))
        elif closable and vowel in ("", "\u17cb") and bare_end:
            parts.append(_final(consonants[0]))
            if vowel and len(parts) > 1:  # a short final: the vowel before is O where unwritten
                parts[-2] = re.sub("A$", "O", parts[-2]) if not clusters[at - 1][2] else parts[-2]
        else:
            parts.append(_open(consonants, shift, vowel))
        closable = not closable or bool(vowel) or bool(independent)
    latin = "".join(parts)
    respelt = [re.sub(old, new, latin) for old, new in data("khmer")["respellings"]]
    return spelt([latin, *respelt])


def _open(consonants: str, shift: str, vowel: str) -> str:
    """Spell an onset with its vowel, both by the series of the consonant that governs."""
    first = consonants[0] in data("khmer")["first_series"]
    first = shift == _TO_FIRST or (first and shift != _TO_SECOND)
    onset = "".join(_initials().get(char, "") for char in consonants)
    if onset.startswith("B") and (shift == _TO_FIRST or len(consonants) > 1 or shift):
        onset = "P" + onset[1:] if shift == _TO_FIRST or len(consonants) > 1 else onset
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
