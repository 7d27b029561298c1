"""Arabic, Persian, Urdu, Kurdish: attested spellings first; else the letters, vowels unknown."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about

import re
from functools import lru_cache

from screening.scripts.arabic_words import (
    distinct,
    has_article,
    people,
    ranked_spellings,
    with_article,
    word,
)
from screening.scripts.data import data
from screening.scripts.word import Reading, Word, spelt

# The index folds letters so (its normalize.py): alef and hamza forms, alef maksura, ta marbuta.
_KEY = str.maketrans("أإآٱىیكکہەۀة", "اااايي" + "كك" + "هههه")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_SHORTEST = 3  # letters of a name that is cut off another
_WELL_KNOWN = 4  # people in the records who bear it


def read(words: list[str]) -> list[Reading]:
    """Return the one reading of Arabic *words*; names of two words, as عبد الله, become one."""
    persian = any(char in data("arabic")["persian_only"] for letters in words for char in letters)
    keys = [
        key for letters in words for key in _parted(_MARKS.sub("", letters).translate(_KEY)) if key
    ]
    read_words: list[Word] = []
    at = 0
    while at < len(keys):
        taken, several = _next_words(keys, at, persian=persian)
        read_words += several
        at += taken
    return [tuple(read_words)]


def _parted(key: str) -> list[str]:
    """Cut عبدالله and أبوغيث into their two words, which is how they are looked up."""
    table = data("arabic")
    servant, article = table["servant"], table["article"]
    if key.startswith(servant + article) and len(key) > len(servant + article) + 1:
        return [servant, key.removeprefix(servant)]
    if not people(key):
        if key.startswith(table["father"]) and len(key) > len(table["father"]) + 2:
            return [table["father"], key.removeprefix(table["father"])]
        for ending in table["glued_ends"]:
            if key.endswith(ending) and len(key) > len(ending) + 1:
                return [key.removesuffix(ending), ending]
    return _two_names(key)


def _two_names(key: str) -> list[str]:
    """Cut an unknown word that is two well-known names: محمدگلاب."""
    if people(key) or len(key) < 2 * _SHORTEST or key.startswith(data("arabic")["article"]):
        return [key]
    cuts = [(key[:at], key[at:]) for at in range(_SHORTEST, len(key) - _SHORTEST + 1)]
    known, cut = max((min(map(people, halves)), halves) for halves in cuts)
    return list(cut) if known >= _WELL_KNOWN else [key]


def _next_words(keys: list[str], at: int, *, persian: bool) -> tuple[int, Reading]:
    table = data("arabic")
    pair = keys[at : at + 2]
    if len(pair) == 2 and (pair[0] == table["servant"] or pair[1] in table["of_god"]):
        return 2, _compound(pair[0], pair[1], persian=persian)
    key = keys[at]
    if key in table["words"]:
        return 1, _listed(table["words"][key])
    if has_article(key):
        return 1, (Word("AL"), *with_article(key, persian=persian))
    return 1, word(key, persian=persian)


def _listed(listed: list[str]) -> Reading:
    first, *others = (text.split() for text in listed)
    if len(first) > 1:
        return tuple(map(Word, first))
    return spelt([first[0], *("".join(other) for other in others)])


@lru_cache(maxsize=16_384)
def _compound(first: str, second: str, *, persian: bool) -> Reading:
    """Read عبد الرحمن as one word ABDULRAHMAN: who compares glues and parts Latin words anyway."""
    attested = [text for text, _ in ranked_spellings(f"{first} {second}", persian=persian)]
    if first == data("arabic")["servant"] and second != "الله":
        bare = with_article(second, persian=persian)
        spellings_of_it = [spelling for one in bare for spelling in (one.text, *one.others)]
        return distinct(["ABDUL" + spelling for spelling in spellings_of_it[:3]] + attested)
    ends = ("ULLAH", "ALLAH") if second == "الله" else ("UDDIN", "ALDIN", "EDDINE")
    stems = word(first, persian=persian)
    return distinct([*attested, *(one.text + end for one in stems for end in ends)])
