"""Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam."""

import re
from functools import cache
from typing import NamedTuple

from screening.scripts.data import data
from screening.scripts.word import MAX_WORD, Reading, spelt

_VIRAMA = "4D"
_NASALS = {"01", "02", "70"}
_BEST = 4  # respellings, the commonest first
_CHILLU = {"7A": "N", "7B": "N", "7C": "R", "7D": "L", "7E": "L", "7F": "K"}  # Malayalam
_NUKTA = re.compile("(.)[\u093c\u09bc\u0a3c\u0abc\u0b3c]")
_ONE_CONSONANT = re.compile("(?:[B-DF-HJ-NP-TV-Z]H?|CHH|NY|NG)?")
_STAYS_OPEN = re.compile("(?:[RYVNLM]|SHTH)$")  # NARENDRA, KRISHNA, SHRESHTHA keep their A


class _Syllable(NamedTuple):
    onset: str
    vowel: str | None  # None: the inherent A, which may fall silent
    nasal: bool = False


def read(word: str) -> Reading:
    """Return the word of *word*; in northern scripts the inherent vowel falls silent as spoken."""
    block = f"{ord(word[0]) & 0xFF80:04X}"
    script = data("indic")["scripts"].get(block, {})
    syllables = _syllables(_NUKTA.sub(_dotted, word[:MAX_WORD]), script)
    if not syllables:
        return ()
    spoken = "".join(_spoken(syllables, script))
    respelt = [pattern.sub(instead, spoken) for pattern, instead in _respellings()]
    open_inside = "".join(_spoken(syllables, script | {"drops_inner": False}))
    full = "".join(_spoken(syllables, {}))
    return spelt([spoken, open_inside, *respelt[:_BEST], full, *respelt])


def _dotted(pair: re.Match[str]) -> str:
    """Return the letter that a dotted one is: its own place in the block, where it has one."""
    place = data("indic")["nukta"].get(f"{ord(pair[1]) & 0x7F:02X}")
    return chr(ord(pair[1]) & ~0x7F | int(place, 16)) if place else pair[1]


@cache
def _respellings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(spelling), other) for spelling, other in data("indic")["respellings"]]


def _syllables(word: str, script: dict[str, dict[str, str]]) -> list[_Syllable]:
    """Cut *word* into onset and vowel; a consonant whose vowel is struck out joins the next one."""
    table = data("indic")
    consonants = table["consonants"] | script.get("consonants", {})
    found: list[_Syllable] = []
    for char in word:
        code = f"{ord(char) & 0x7F:02X}"
        last = found[-1] if found else None
        if code in consonants:
            onset = _voiced(code, found, script) or consonants[code]
            joins = last is not None and last.vowel == ""
            found[-1:] = (
                [_Syllable(last.onset + onset, None)]
                if joins and last
                else [*found[-1:], _Syllable(onset, None)]
            )
        elif code in _CHILLU:
            found.append(_Syllable(_CHILLU[code], "-"))
        elif code in table["vowels"]:
            found.append(_Syllable("", table["vowels"][code]))
        elif last and code in _NASALS:
            found[-1] = last._replace(nasal=True)
        elif last:
            found[-1] = _signed(last, code, script)
    return found


def _signed(last: _Syllable, code: str, script: dict[str, dict[str, str]]) -> _Syllable:
    if code == _VIRAMA:  # a stop that is doubled stays unvoiced
        return last._replace(vowel="", onset=script.get("unvoices", {}).get(last.onset, last.onset))
    sign = data("indic")["signs"].get(code)
    return last._replace(vowel=sign) if sign else last


def _voiced(code: str, before: list[_Syllable], script: dict[str, dict[str, str]]) -> str:
    """Return how Tamil says a stop after a vowel or a nasal; "" where it stays as written."""
    if not before or (before[-1].vowel == "" and before[-1].onset[-1:] not in "MNG"):
        return ""
    return script.get("voices", {}).get(code, "")


def _spoken(syllables: list[_Syllable], script: dict[str, dict[str, str]]) -> list[str]:
    voiced = [syllable.vowel is None or syllable.vowel not in ("", "-") for syllable in syllables]
    for at in range(len(syllables) - 1, 0, -1):
        if syllables[at].vowel is None and not syllables[at].nasal:
            voiced[at] = not _falls_silent(syllables, voiced, at, script)
    return [
        one.onset + ((one.vowel or "A") if said else "") + _nasal(syllables, at)
        for at, (one, said) in enumerate(zip(syllables, voiced, strict=True))
    ]


def _falls_silent(
    syllables: list[_Syllable], voiced: list[bool], at: int, script: dict[str, dict[str, str]]
) -> bool:
    """Say whether the inherent vowel is silent: at the end; within, between two open syllables."""
    onset = syllables[at].onset
    if at == len(syllables) - 1:
        return bool(onset and script.get("drops_final")) and not (
            _STAYS_OPEN.search(onset) and not _ONE_CONSONANT.fullmatch(onset)
        )
    simple = all(_ONE_CONSONANT.fullmatch(syllables[i].onset) for i in (at, at + 1))
    open_sides = voiced[at - 1] and voiced[at + 1] and not syllables[at - 1].nasal
    return bool(script.get("drops_inner")) and simple and open_sides


def _nasal(syllables: list[_Syllable], at: int) -> str:
    if not syllables[at].nasal:
        return ""
    after = syllables[at + 1].onset if at + 1 < len(syllables) else ""
    if after.startswith(("P", "B", "M")):
        return "M"
    return "NG" if after.startswith("H") else "N"
