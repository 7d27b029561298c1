"""Names that sound apart and are one name: William and Bill, Yusuf and Joseph; surname endings."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TypedDict
from zlib import crc32

from nicknames import name_triplets

from screening.particles import particle_weight
from screening.sounds import LONGEST_SYLLABLE, heard, one_syllable, skeleton

_INITIALS = {
    "CH": "CH", "J": "CH", "ZH": "CH", "K": "K", "G": "K", "T": "T", "D": "T", "P": "P", "B": "P",
}  # fmt: skip
_INITIAL = re.compile(r"(?:CH|ZH|J|[KGTDPB](?=[AEIOUYW]))")
_PATRONYMIC = (
    "OVICH", "EVICH", "AVICH", "OVYCH", "EVYCH", "AVYCH", "OVNA", "EVNA", "IVNA", "AUNA", "EUNA",
)  # fmt: skip
_KEPT = 3  # letters before an ending; less is no name
_NICKNAME = 2  # letters above which a known short form is no syllable
_SPELT_APART = 4  # letters up to which names that sound alike are yet others


_NONE: frozenset[int] = frozenset()
_NONE_ALIKE: frozenset[str] = frozenset()


class _File(TypedDict):
    names: list[str]
    endings: dict[str, str]
    belarusian: dict[str, str]


@lru_cache(maxsize=16_384)
def variants(word: str) -> frozenset[int]:
    """Return the numbers of the given names that *word* is a form of; empty where none is known."""
    return variants_of(word, heard(word))


def variants_of(word: str, key: str) -> frozenset[int]:
    """Return them for who has heard the *word* already: by *key*."""
    spelt, sounding = _forms()
    known = spelt.get(word)
    if known is None and len(word) > _SPELT_APART:
        known = sounding.get(_sounding(word, key))
    if known and len(word) > _NICKNAME:
        return known  # DAN is no Korean TAN
    return (known or _NONE) | _syllable(word)


def _syllable(word: str) -> frozenset[int]:
    """Return a number that syllables share whose first sound one system writes as another does.

    JO is CHO, GANG is KANG, BYONG is PYONG: Korean by the Revised and by McCune and Reischauer's
    system, Chinese by pinyin and by Wade and Giles without their apostrophes.
    """
    if len(word) > LONGEST_SYLLABLE or not one_syllable(word) or not _INITIAL.match(word):
        return _NONE
    begun = _INITIAL.sub(lambda found: _INITIALS[found[0]], word, count=1)
    spelt = begun.replace("EO", "O")
    return frozenset({-crc32(spelt.encode())})  # the numbers of names are positive


def same_name(one: str, other: str) -> bool:
    """Say whether two upper-case words are forms of one given name, or equal."""
    return one == other or not variants(one).isdisjoint(variants(other))


def is_named(consonants: str) -> bool:
    """Say whether a form of some given name has this skeleton."""
    return consonants in _skeletons()[0]


def named_alike(consonants: str) -> frozenset[str]:
    """Return the skeletons of all forms of the given names that have a form of this skeleton."""
    numbers, skeletons = _skeletons()
    if consonants not in numbers:
        return _NONE_ALIKE
    return frozenset().union(*[skeletons[number] for number in numbers[consonants]])


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a surname or patronymic with its ending folded: IVANOVA and IVANOVICH give IVANOV."""
    endings = _endings()
    if word[-2:] not in endings.last:
        return word
    for length in range(min(7, len(word) - _KEPT), 1, -1):
        folded = endings.folded.get(word[-length:])
        if folded is not None:
            return stem(word[:-length] + folded)
    return word


@lru_cache(maxsize=16_384)
def as_russian(word: str) -> str:
    """Return a Belarusian surname or patronymic with its Russian ending: KAZLOU gives KAZLOV."""
    endings = _belarusian()
    if word[-2:] not in endings.last:
        return word
    for length in range(min(6, len(word) - _KEPT), 1, -1):
        ending = endings.folded.get(word[-length:])
        if ending is not None:
            return word[:-length] + ending
    return word


def is_patronymic(word: str) -> bool:
    """Say whether *word* names a father, as Russians, Ukrainians and Belarusians write him."""
    return word.endswith(_PATRONYMIC)


@cache
def _forms() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Map words, as they are written and by their sound, to the names they are forms of."""
    spelt: defaultdict[str, set[int]] = defaultdict(set)
    sounding: defaultdict[str, set[int]] = defaultdict(set)
    for number, forms in enumerate((*_written_down(), *_english())):
        for form in forms:
            spelt[form].add(number)
            if len(form) > _SPELT_APART:
                sounding[_sounding(form, heard(form))].add(number)
    return _frozen(spelt), _frozen(sounding)


@cache
def _skeletons() -> tuple[dict[str, frozenset[int]], dict[int, frozenset[str]]]:
    """Map skeletons to the numbers of the names that they are forms of, and back."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    skeletons: defaultdict[int, set[str]] = defaultdict(set)
    for form, known in _forms()[0].items():
        consonants = skeleton(form)
        numbers[consonants] |= known
        for number in known:
            skeletons[number].add(consonants)
    return _frozen(numbers), {number: frozenset(each) for number, each in skeletons.items()}


def _sounding(word: str, key: str) -> str:
    """Return the first letter and what is heard: GAMAL is JAMAL, KAMAL is not."""
    return word[:1] + key


def _frozen(forms: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {form: frozenset(numbers) for form, numbers in forms.items()}


def _written_down() -> list[list[str]]:
    return [name.split() for name in _file()["names"]]


def _english() -> list[list[str]]:
    """Return pairs of a name and a short form; two short forms of a name are no pair."""
    pairs = [[name.upper(), short.upper()] for name, _, short in name_triplets()]
    return [pair for pair in pairs if len(pair[1]) > 2 and particle_weight(pair[1]) == 1]


@dataclass(frozen=True, slots=True)
class _Endings:
    """What becomes of each ending, and the last two letters of all: few words have those."""

    folded: dict[str, str]
    last: frozenset[str]


@cache
def _endings() -> _Endings:
    return _by_last_letters(_file()["endings"])


@cache
def _belarusian() -> _Endings:
    return _by_last_letters(_file()["belarusian"])


def _by_last_letters(folded: dict[str, str]) -> _Endings:
    return _Endings(folded, frozenset(ending[-2:] for ending in folded))


def _file() -> _File:
    text = resources.files("screening").joinpath("data/variants.json").read_text("utf-8")
    file: _File = json.loads(text)
    return file
