"""Kana by Hepburn romanisation, and the ways a long vowel is spelt."""

import re
from functools import cache

from screening.scripts.data import data

_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LONG, _DOUBLED, _REPEATED = "ー", "ッ", "ヽ"
_LONG_O = re.compile("O(?:U(?!E|CHI$)|O)")  # INOUE and TAKENOUCHI say both vowels
_LONG_U = re.compile("(?<=[YHJF])UU")  # YUUKI, SHUU, but MATSUURA
_N_BEFORE_LIP = re.compile("N(?=[BMP])")


def romaji(kana: str) -> str:
    """Return *kana* in upper-case Hepburn, long vowels as written: サトウ is SATOU."""
    out: list[str] = []
    doubled = False
    for char in kana.translate(_TO_KATAKANA):
        small = data("kana")["small"].get(char)
        if char == _DOUBLED:
            doubled = True
        elif small and out:
            out[-1] = _contracted(out[-1], small)
        elif char in _syllables():
            syllable = _syllables()[char]
            out.append(_double(syllable) if doubled else syllable)
            doubled = False
        elif char == _REPEATED and out:
            out.append(out[-1])
    return "".join(out)


def spellings(latin: str) -> list[str]:
    """Return how *latin* Hepburn is written: SATO as passports have it, SATOU, SATOH."""
    upper = latin.upper()
    short = _LONG_U.sub("U", _LONG_O.sub("O", upper))
    lips = _N_BEFORE_LIP.sub("M", short)  # HOMMA for HONMA
    return list(dict.fromkeys([short, upper, _LONG_O.sub("OH", upper), lips]))


@cache
def _syllables() -> dict[str, str]:
    listed = data("kana")["syllables"].split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


def _double(syllable: str) -> str:
    return ("T" if syllable.startswith("CH") else syllable[:1]) + syllable


def _contracted(syllable: str, small: str) -> str:
    """Join キ and ャ to KYA, シ and ャ to SHA, フ and ァ to FA."""
    stem = syllable[:-1]
    if small[0] != "Y":
        return stem + ("W" if syllable == "U" else "") + small
    return stem + (small[1:] if stem.endswith(("SH", "CH", "J")) else small)
