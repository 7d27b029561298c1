"""The book of words that machine code reads: given names, endings, words that name nobody. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TypedDict

from nicknames import name_triplets

from screening.compiled.endings import (
    BELARUSIAN_ENDING,
    ENDING,
    GLUED_TITLE,
    LAST_TWO,
    PATRONYMIC_ENDING,
)
from screening.compiled.given_names import SKELETON, SOUNDING, SPELT, SPELT_APART
from screening.compiled.lexicon import PARTICLE, WATCHED
from screening.compiled.packed_word import Known
from screening.compiled.wordbook import book_of
from screening.glued import ANY_TITLE, PARTICLES
from screening.packed_words import MOST, behind_its_length, counted, short
from screening.particles import LESSER
from screening.particles import WATCHED as WATCHED_WORDS
from screening.rarity import shares
from screening.sounds import Sounds, sounds_of

PATRONYMICS = (
    "OVICH", "EVICH", "AVICH", "OVYCH", "EVYCH", "AVYCH", "OVNA", "EVNA", "IVNA", "AUNA", "EUNA",
    "OVITCH", "EVITCH", "OWITSCH", "EWITSCH", "OWNA", "EWNA",  # in French and German
)  # fmt: skip
_Said = Iterator[tuple[int, str, bytes]]


class _File(TypedDict):
    names: list[str]
    men: list[str]
    endings: dict[str, str]
    belarusian: dict[str, str]


@cache
def known() -> Known:
    """Return all that is known of words; takes .1 s."""
    return Known(shares(), book_of((*_given_names(), *_endings(), *_watched())))


@cache
def men() -> frozenset[str]:
    """Return the given names of men that with an A are women's, though -INA ends surnames too."""
    return frozenset(_file()["men"])


def _given_names() -> _Said:
    """Yield what is known of forms of given names."""
    numbers = _numbers()
    heard = {form: sounds_of(form) for form in numbers}
    for form, its in numbers.items():
        yield SPELT, form, _packed(its)
    for beginning, its in _by_sound(numbers, heard).items():
        yield SOUNDING, beginning, _packed(its)
    for skeleton, others in _skeletons(numbers, heard).items():
        yield SKELETON, skeleton, counted(map(behind_its_length, sorted(others)[:MOST]))


def _numbers() -> Mapping[str, set[int]]:
    """Map words to the names that they are forms of."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, forms in enumerate((*_written_down(), *_english())):
        for form in forms:
            found[form].add(number)
    return found


def _by_sound(
    numbers: Mapping[str, set[int]], heard: Mapping[str, Sounds]
) -> Mapping[str, set[int]]:
    """Map the first letter and what is heard to the same: GAMAL is JAMAL, KAMAL is not."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for form, its in numbers.items():
        if len(form) > SPELT_APART:
            found[form[:1] + heard[form].heard] |= its
    return found


def _skeletons(
    numbers: Mapping[str, set[int]], heard: Mapping[str, Sounds]
) -> Mapping[str, set[str]]:
    """Map skeletons to those of all forms of the names that have a form of this skeleton."""
    names: defaultdict[str, set[int]] = defaultdict(set)
    skeletons: defaultdict[int, set[str]] = defaultdict(set)
    for form, its in numbers.items():
        names[heard[form].skeleton] |= its
        for number in its:
            skeletons[number].add(heard[form].skeleton)
    return {one: set().union(*[skeletons[number] for number in its]) for one, its in names.items()}


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(short, sorted(numbers)[:MOST]))


def _written_down() -> list[list[str]]:
    return [name.split() for name in _file()["names"]]


def _english() -> list[list[str]]:
    """Return pairs of a name and a short form; two short forms of a name are no pair."""
    pairs = [[name.upper(), short.upper()] for name, _, short in name_triplets()]
    return [pair for pair in pairs if len(pair[1]) > 2 and pair[1] not in LESSER]


def _endings() -> _Said:
    """Yield endings with what they are folded to, and the last two letters of all."""
    file = _file()
    folded = {
        ENDING: file["endings"],
        BELARUSIAN_ENDING: file["belarusian"],
        PATRONYMIC_ENDING: dict.fromkeys(PATRONYMICS, ""),
        GLUED_TITLE: dict.fromkeys(ANY_TITLE, ""),
    }
    for kind, its in folded.items():
        for ending, becomes in its.items():
            yield kind, ending, becomes.encode()
    for last in sorted({ending[-2:] for its in folded.values() for ending in its}):
        yield LAST_TWO, last, b""


def _watched() -> _Said:
    """Yield words that may name nobody, and particles with what has to be left behind them."""
    for word in sorted(WATCHED_WORDS):
        yield WATCHED, word, b""
    for particle, fewest in PARTICLES.items():
        yield PARTICLE, particle, bytes(fewest)


@cache
def _file() -> _File:
    text = resources.files("screening").joinpath("data/variants.json").read_text("utf-8")
    file: _File = json.loads(text)
    return file
