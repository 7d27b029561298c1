"""Hangul: surnames as Koreans spell them, given names by each romanisation in use."""

from functools import cache, lru_cache
from itertools import islice, product

from screening.scripts.data import data
from screening.scripts.word import MAX_OTHERS, Reading, spelt

_FIRST, _LAST = 0xAC00, 0xD7A3
_SYSTEMS = ("revised", "usual", "northern", "reischauer")


def read(words: list[str]) -> list[Reading]:
    """Return the readings of Hangul *words*: one syllable of surname first, then the given name.

    Two syllables may also be a given name alone; more than four are a foreign name by sound.
    """
    first, *rest = words
    given = "".join(rest)
    if rest and is_surname(first):
        return [surname(first) + given_name(given)]
    if rest:
        return [tuple(one for word in words for one in given_name(word))]
    family = first[:2] if first[:2] in _compounds() and len(first) > 2 else first[:1]
    parted = surname(family) + given_name(first[len(family) :])
    if len(first) == 1:
        return [parted]
    whole = given_name(first)
    if len(first) > 4 or not is_surname(family):
        return [whole]
    return [parted, whole] if len(first) == 2 else [parted]


def is_surname(hangul: str) -> bool:
    """Say whether *hangul* is a Korean surname."""
    return hangul in data("korean")["surnames"]


def surname(hangul: str) -> Reading:
    """Return the word of a surname, the usual spelling first: 박 is PARK, also PAK, BAK."""
    listed = data("korean")["surnames"].get(hangul)
    return spelt(listed.split()) if listed else given_name(hangul)


def given_name(hangul: str) -> Reading:
    """Return the word of a given name: 정은 is JEONGEUN, also JUNGEUN, JONGUN, CHONGUN."""
    if not hangul:
        return ()
    revised, usual, northern, reischauer = (
        [syllable(char, system) for char in hangul] for system in _SYSTEMS
    )
    mixed = islice(product(*zip(revised, usual, strict=True)), MAX_OTHERS)
    ways = [revised, northern, usual, reischauer, *(list(way) for way in mixed)]
    return spelt("".join(way) for way in ways)


@lru_cache(maxsize=16_384)
def syllable(char: str, system: str) -> str:
    """Return one Hangul *char* in *system*: revised, usual, northern or reischauer."""
    if not _FIRST <= ord(char) <= _LAST:
        return char if char.isascii() else ""
    if system == "usual" and char in data("korean")["usual"]:
        usual: str = data("korean")["usual"][char]
        return usual
    initials, vowels, finals = _jamo(system)
    initial, rest = divmod(ord(char) - _FIRST, 588)
    vowel, final = divmod(rest, 28)
    return (initials[initial] + vowels[vowel] + finals[final]).replace("_", "")


@cache
def _jamo(system: str) -> tuple[list[str], list[str], list[str]]:
    table = data("korean")
    initials, vowels = table["initials"][system].split(), table["vowels"][system].split()
    return initials, vowels, table["finals"].split()


@cache
def _compounds() -> frozenset[str]:
    return frozenset(data("korean")["compound"].split())
