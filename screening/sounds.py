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
_CONSONANTS = str.maketrans("CDGQXZ", "KTKKSS")
_VOWELS = (
    ("AE", "A"), ("OE", "O"), ("UE", "U"), ("EI", "I"), ("EY", "I"), ("AI", "I"), ("AY", "I"),
    ("EE", "I"), ("IE", "I"), ("IY", "I"), ("EO", "U"), ("EU", "U"), ("OU", "U"), ("OO", "U"),
    ("AU", "U"), ("OW", "U"), ("AW", "U"), ("UW", "U"),
)  # fmt: skip
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
    for spelt, heard in _VOWELS:
        sounds = sounds.replace(spelt, heard)
    return _DOUBLE.sub(r"\1", sounds.translate(_PLAIN_VOWELS))


def without_affixes(word: str) -> str:
    """Return *word* without a glued AL-, ABDUL-, -UDDIN or -ULLAH, where enough is left."""
    return _ENDING.sub("", _ARTICLE.sub("", word))


def _consonants(word: str) -> str:
    for spelt, heard in _DIGRAPHS:
        if spelt in word:
            word = word.replace(spelt, heard)
    return word.translate(_CONSONANTS)
