"""What is glued to names that is none: titles behind them, JOHNMR, particles before, BINLADEN."""

import json
from functools import cache
from importlib import resources
from typing import TypedDict

from screening.particles import FILLERS, LESSER
from screening.rarity import established


class _File(TypedDict):
    titles: list[str]
    titles_or_endings: list[str]
    particles: dict[str, tuple[int, int, int]]
    joined: list[str]
    names: list[str]


@cache
def _file() -> _File:
    text = resources.files("screening").joinpath("data/glued.json").read_text("utf-8")
    file: _File = json.loads(text)
    return file


_TITLES = tuple(_file()["titles"])
_TITLES_OR_ENDINGS = tuple(_file()["titles_or_endings"])  # ANNAMS, but ABRAHAMS
ANY_TITLE = _TITLES + _TITLES_OR_ENDINGS
# Before a name, and the fewest letters of that: if many bear it, and it begins with a vowel or
# not; if nobody is known to.
PARTICLES = _file()["particles"]
_ANY_PARTICLE = tuple(PARTICLES)
_WHOLE = frozenset(_file()["names"])  # that only begin like a particle and another name
_JOINED = frozenset(_file()["joined"])
_SHORT = (2, 3)  # letters of a name that with a title glued to it may be another
_VOWELS = frozenset("AEIOUY")


def without_glued_title(word: str) -> str:
    """Return *word* without the titles airlines glue to given names: JOHNMR and JOHNDRMR give JOHN.

    Only where a name is left: OMR and ALEKSANDR stay as they are.
    """
    if not word.endswith(ANY_TITLE):
        return word
    for title in _TITLES:
        bare = word.removesuffix(title)
        if bare == word:
            continue
        if len(bare) > 3 or bare in FILLERS or (len(bare) == 3 and established(bare)):
            return without_glued_title(bare)
    if established(word):
        return word
    for title in _TITLES_OR_ENDINGS:
        bare = word.removesuffix(title)
        if bare != word and len(bare) > 3 and established(bare):
            return bare
    return word


def short_and_titled(word: str) -> str:
    """Return the two or three letters that a title may be glued to: NAMS may be NA; else ""."""
    for letters in _SHORT:
        if word[letters:] in ANY_TITLE and not established(word):
            return word[:letters]
    return ""


def without_glued_particle(word: str) -> str:
    """Return *word* without a particle glued before a name: BINLADEN gives LADEN, BINGHAM stays."""
    if not word.startswith(_ANY_PARTICLE) or word in _WHOLE:
        return word
    for particle, fewest in PARTICLES.items():
        bare = word.removeprefix(particle)
        if bare != word and _is_name_behind(bare, *fewest):
            return bare
    return word


def with_particles_joined(words: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    """Return *words* with particles as one with the name behind: DE LA CRUZ gives DELACRUZ.

    VAN HAI is VANHAI on many a ticket. A particle among *names*, all of a surname, stays by itself.
    """
    if _JOINED.isdisjoint(words):
        return words
    whole: list[str] = []
    waiting: list[str] = []  # for the name that they are joined to
    for word in words:
        if word in _JOINED and word not in names:
            waiting.append(word)
        elif word in LESSER or len(word) == 1:
            whole += [*waiting, word]
            waiting = []
        else:
            whole.append("".join((*waiting, word)))
            waiting = []
    return (*whole, *waiting)


def _is_name_behind(bare: str, vowel: int, consonant: int, unknown: int) -> bool:
    """Say whether enough is left: so many letters, 0 for never; *unknown*: of no known name."""
    fewest = vowel if bare[:1] in _VOWELS else consonant
    if not fewest or len(bare) < fewest:
        return False
    return established(bare) or 0 < unknown <= len(bare)
