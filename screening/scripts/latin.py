"""Latin letters with their marks: the plain letter first, ICAO 9303's digraphs as others."""

from itertools import islice, product

from anyascii import anyascii

from screening.scripts.data import data
from screening.scripts.word import MAX_OTHERS, Reading, spelt

_DEEPEST = 6  # letters with several spellings that one word is tried in


def read(word: str) -> Reading:
    """Return the word of Latin *word*: MUELLER is another spelling of MÜLLER."""
    spellings = [_spellings(char) for char in word]
    plain = "".join(one[0] for one in spellings)
    if all(len(one) == 1 for one in spellings):
        return spelt([plain])
    doubled = "".join(one[min(1, len(one) - 1)] for one in spellings)
    return spelt([plain, doubled, *_azeri(word.upper()), *_mixed(spellings)])


def _azeri(word: str) -> list[str]:
    """Return what Azeri spelling sounds like, which passports before 1991 spelt: C is J."""
    sounds: dict[str, str] = data("letters")["azeri"]
    return ["".join(sounds.get(char, anyascii(char)) for char in word)] if "Ə" in word else []


def _spellings(char: str) -> tuple[str, ...]:
    if char.isascii():
        return (char,)
    # Lower case has no other entry, and the capital of ß is two letters.
    listed = data("letters")["latin"].get(char if char == "ß" else char.upper())
    return tuple(listed) if listed else (anyascii(char),)


def _mixed(spellings: list[tuple[str, ...]]) -> list[str]:
    several = [at for at, one in enumerate(spellings) if len(one) > 1][:_DEEPEST]
    firsts = [one[0] for one in spellings]
    ways = []
    for chosen in islice(product(*(spellings[at] for at in several)), 2 * MAX_OTHERS):
        for at, spelling in zip(several, chosen, strict=True):
            firsts[at] = spelling
        ways.append("".join(firsts))
    return ways
