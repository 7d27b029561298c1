"""Arabic, Persian, Urdu, Kurdish: attested spellings first; else the letters, vowels unknown."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import Indel

from screening.scripts.attested import spellings
from screening.scripts.data import data
from screening.scripts.syllables import with_vowels
from screening.scripts.word import MAX_OTHERS, MAX_WORD, Reading, Word, spelt
from screening.sounds import sound

# The index folds letters so (its normalize.py): alef and hamza forms, alef maksura, ta marbuta.
_KEY = str.maketrans("أإآٱىیكکہەۀة", "اااايي" + "كك" + "هههه")
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARTICLE = re.compile(r"^(?:[AE][LSTDRNZ]|ASH|ATH|ADH|UL|OUL) (?=\w{2})")
_GLUED_ARTICLE = re.compile(r"^[AE]L+(?=\w{3})")
_VOWELS = frozenset("AEIOU")
_CLASSES = str.maketrans("CKQGJDPVFZ", "KKKKKTBBBS", "AEIOUWYH ")
_LEAST_ALIKE = 0.75  # of the consonants, for a spelling that is no slip in the records
_LEAST_SHARE = 0.01  # of the commonest spelling's count


def read(words: list[str]) -> list[Reading]:
    """Return the one reading of Arabic *words*; names of two words, as عبد الله, become one."""
    persian = any(char in data("arabic")["persian_only"] for word in words for char in word)
    keys = [key for word in words for key in _parted(_MARKS.sub("", word).translate(_KEY)) if key]
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
    for start in (table["servant"], table["father"]):
        rest = key.removeprefix(start)
        if (
            rest != key
            and len(rest) > 2
            and (start != table["servant"] or rest.startswith(table["article"]))
        ):
            return (
                [key]
                if spellings(key, persian=False) and start != table["servant"]
                else [start, rest]
            )
    for ending in table["glued_ends"]:
        if key.endswith(ending) and len(key) > len(ending) + 1:
            return [key[: -len(ending)], ending]
    return [key]


def _next_words(keys: list[str], at: int, *, persian: bool) -> tuple[int, Reading]:
    table = data("arabic")
    pair = keys[at : at + 2]
    if len(pair) == 2 and (pair[0] == table["servant"] or pair[1] in table["of_god"]):
        return 2, _compound(pair[0], pair[1], persian=persian)
    key = keys[at]
    if key in table["words"]:
        return 1, _listed(table["words"][key])
    article = table["article"]
    if key.startswith(article) and len(key) > len(article) + 1:
        return 1, (Word("AL"), *_with_article(key, persian=persian))
    return 1, _word(key, persian=persian)


def _listed(listed: list[str]) -> Reading:
    first, *others = (text.split() for text in listed)
    if len(first) > 1:
        return tuple(map(Word, first))
    return spelt([first[0], *("".join(other) for other in others)])


@lru_cache(maxsize=16_384)
def _compound(first: str, second: str, *, persian: bool) -> Reading:
    """Read عبد الرحمن as one word ABDULRAHMAN: who compares glues and parts Latin words anyway."""
    attested = [text for text, _ in _ranked(f"{first} {second}", persian=persian)]
    if first == data("arabic")["servant"] and second != "الله":
        bare = _with_article(second, persian=persian)
        spellings_of_it = [spelling for word in bare for spelling in (word.text, *word.others)]
        return _distinct(["ABDUL" + spelling for spelling in spellings_of_it[:3]] + attested)
    ends = ("ULLAH", "ALLAH") if second == "الله" else ("UDDIN", "ALDIN", "EDDINE")
    stems = _word(first, persian=persian)
    return _distinct([*attested, *(word.text + end for word in stems for end in ends)])


@lru_cache(maxsize=16_384)
def _with_article(key: str, *, persian: bool) -> Reading:
    """Return the word behind ال, which the records write AL-, EL-, AS- or not at all."""
    bare = key.removeprefix(data("arabic")["article"])
    counts: dict[str, int] = {}
    for text, count in spellings(key, persian=persian):
        parted = _ARTICLE.sub("", text)
        word = parted if parted != text else _GLUED_ARTICLE.sub("", text)
        counts[word] = counts.get(word, 0) + 2 * count  # with its article it is surely this name
    for text, count in spellings(bare, persian=persian):
        counts[text] = counts.get(text, 0) + count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return _known(_likely(ranked, bare), bare, persian=persian)


def _ranked(key: str, *, persian: bool) -> list[tuple[str, int]]:
    found = list(spellings(key, persian=persian))
    if not found and "ھ" in key:  # Urdu's breathy h, typed for the plain one
        found = list(spellings(key.replace("ھ", "ه"), persian=persian))
    return _likely(found, key)


def _likely(ranked: list[tuple[str, int]], key: str) -> list[tuple[str, int]]:
    """Leave out what the records pair wrongly: حسن beside HASSANPOUR."""
    bare = key.replace(" ", "")  # read both ways: ض is heard D in Mecca and Z in Tehran
    heard = {_consonants(_by_letter(bare, persian=way)) for way in (False, True)}
    least = _LEAST_SHARE * max((count for _, count in ranked), default=0)
    return [
        (text, count)
        for text, count in ranked
        if count >= least
        and max(Indel.normalized_similarity(one, _consonants(text)) for one in heard)
        >= _LEAST_ALIKE
    ]


def _consonants(latin: str) -> str:
    """Return the consonants of *latin*, each by where in the mouth it is made, no two in a row."""
    classes = latin.replace("SH", "S").replace("CH", "S").replace("TH", "T").translate(_CLASSES)
    return "".join(char for char, _ in groupby(classes))


def _known(ranked: list[tuple[str, int]], key: str, *, persian: bool) -> Reading:
    if ranked:
        return _distinct(text for text, _ in ranked)
    return spelt([_by_letter(key, persian=persian)], vowelless=True)


@lru_cache(maxsize=16_384)
def _word(key: str, *, persian: bool) -> Reading:
    return _known(_ranked(key, persian=persian), key, persian=persian)


def _distinct(texts: Iterable[str]) -> Reading:
    """Return the word of *texts*, of those that sound alike only the likeliest."""
    heard: dict[str, str] = {}
    for text in texts:
        glued = text.replace(" ", "")[:MAX_WORD]
        heard.setdefault(sound(glued), glued)
        if len(heard) > MAX_OTHERS:
            break
    return spelt(heard.values())


def _by_letter(key: str, *, persian: bool) -> str:
    """Spell *key* letter by letter: long vowels as written, an A where a syllable lacks its own."""
    table = data("arabic")
    letters = table["letters"] | (table["persian_letters"] if persian else {})
    sounds: list[str] = []
    for at, char in enumerate(key[:MAX_WORD]):
        before = sounds[-1] if sounds else ""
        sounds.append(_letter(char, before, key[at + 1 : at + 2], letters))
    return with_vowels([one for one in sounds if one])


def _letter(char: str, before: str, after: str, letters: dict[str, str]) -> str:
    glides = not before or before[-1] in _VOWELS or after in ("ا", "ع")
    if char in "وؤ":
        return "W" if glides and after else "U"
    if char in "يئ":
        return "Y" if glides and after else "I"
    if char == "ه" and not after and before[-1:] not in _VOWELS:
        return "A"
    vowels: dict[str, str] = data("arabic")["vowels"]
    if char in vowels:
        return "" if vowels[char] == before else vowels[char]
    return letters.get(char, "")
