"""How a Latin word sounds, coarsely: what stays equal when a name is romanised another way."""

import re
from functools import lru_cache

_DOUBLE = re.compile(r"(.)\1+")
_ARTICLE = re.compile(r"^(?:ABD[AEIOU]+[LRNSTDZ]|[AEU]L)(?=[^AEIOU].{2})")
_ENDING = re.compile(r"(?<=.{2})(?:[AEIOU]*D+[EI]+NE?|[AOU]+L+AH?)$")
_DIGRAPHS = (
    ("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("DZH", "J"), ("DJ", "J"), ("KH", "K"),
    ("GH", "K"), ("CK", "K"), ("PH", "F"), ("TH", "T"), ("DH", "T"), ("SH", "S"), ("CH", "S"),
    ("TS", "S"), ("TZ", "S"), ("ZH", "J"), ("HSI", "SI"), ("HSU", "SU"), ("KS", "S"),
)  # fmt: skip
_WITHOUT_H = tuple(one for one in _DIGRAPHS if "H" not in one[0])
_CONSONANTS = str.maketrans("CDGQXZ", "KTKKSS")
_VOWELS = (
    ("AE", "A"), ("OE", "O"), ("UE", "U"), ("EI", "I"), ("EY", "I"), ("AI", "I"), ("AY", "I"),
    ("EE", "I"), ("IE", "I"), ("IY", "I"), ("EO", "U"), ("EU", "U"), ("OU", "U"), ("OO", "U"),
    ("AU", "U"), ("OW", "U"), ("AW", "U"), ("UW", "U"),
)  # fmt: skip
_TWO_VOWELS = re.compile("[AEIOU][EYIOUW]")  # any of them has these
_PLAIN_VOWELS = str.maketrans("EYOWV", "IIUUU")

_SYLLABLE = re.compile(r"[^AEIOUY]*[AEIOUY]+(?:NG|[NMKLPTRHSG])?$")
_LONGEST_SYLLABLE = 6  # letters: CHUANG


@lru_cache(maxsize=16_384)
def one_syllable(word: str) -> bool:
    """Say whether *word* may be one syllable of a Korean or Chinese name."""
    return len(word) <= _LONGEST_SYLLABLE and _SYLLABLE.match(word) is not None


def sound(word: str) -> str:
    """Return *word* with one spelling per consonant sound and three vowels A, I, U."""
    sounds = _DOUBLE.sub(r"\1", _consonants(without_affixes(word)))
    if _TWO_VOWELS.search(sounds):
        for spelt, heard in _VOWELS:
            sounds = sounds.replace(spelt, heard)
    return _DOUBLE.sub(r"\1", sounds.translate(_PLAIN_VOWELS))


def without_affixes(word: str) -> str:
    """Return *word* without a glued AL-, ABDUL-, -UDDIN or -ULLAH, where enough is left."""
    if word[0] in "AEU":
        word = _ARTICLE.sub("", word)
    return _ENDING.sub("", word) if word[-1] in "NEAH" else word


def _consonants(word: str) -> str:
    for spelt, heard in _DIGRAPHS if "H" in word else _WITHOUT_H:
        if spelt in word:
            word = word.replace(spelt, heard)
    return word.translate(_CONSONANTS)
