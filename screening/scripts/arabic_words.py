"""One Arabic or Persian word: as the records spell it, else by its letters, vowels unknown."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Indel

from screening.scripts.arabic_letters import by_letter, consonants
from screening.scripts.attested import spellings
from screening.scripts.data import data
from screening.scripts.word import MAX_OTHERS, MAX_WORD, Reading, spelt
from screening.sounds import sound

_ARTICLE = re.compile(r"^(?:[AE][LSTDRNZ]|ASH|ATH|ADH|UL|OUL) (?=\w{2})")
_GLUED_ARTICLE = re.compile(r"^[AE]L+(?=\w{3})")
_SEEN_ARTICLE = re.compile(r"^(?:[AE][LSTDRNZ] |ASH |ATH |[AE]?L[^AEIOU]|LA)")
_SHORTEST = 3  # letters of a word with its article
_LISPED = frozenset("ثذضظ")
_LEAST_ALIKE = 0.75  # of the consonants, for a spelling that is no slip in the records
_LEAST_SHARE = 0.01  # of the commonest spelling's count


@lru_cache(maxsize=16_384)
def word(key: str, *, persian: bool) -> Reading:
    """Return the word of *key*, which has no article."""
    if len(key) == 1:  # an initial; the records name the letter, MEEM
        return spelt([by_letter(key, persian=persian)])
    return _known(ranked_spellings(key, persian=persian), key, persian=persian)


def has_article(key: str) -> bool:
    """Say whether ال is the article: not in الياس, which nobody spells AL-, L- or ELY-."""
    if not key.startswith(data("arabic")["article"]) or len(key) < _SHORTEST + 1:
        return False
    if len(key) > _SHORTEST + 1 and key[2] in "اع":  # ALAMIN, LARBI
        return True
    found = spellings(key, persian=False)
    seen = sum(count for text, count in found if _SEEN_ARTICLE.match(text))
    apart = sum(count for text, count in found if _ARTICLE.match(text))
    rare_without = people(key) > 3 * people(key[2:])  # الهام, ILHAM: hardly anybody is هام
    return 5 * seen >= people(key) and not (5 * apart < people(key) and rare_without)


@lru_cache(maxsize=16_384)
def with_article(key: str, *, persian: bool) -> Reading:
    """Return the word behind ال, which the records write AL-, EL-, AS- or not at all."""
    bare = key.removeprefix(data("arabic")["article"])
    counts: dict[str, int] = {}
    for text, count in spellings(key, persian=persian):
        parted = _ARTICLE.sub("", text)
        name = parted if parted != text else _GLUED_ARTICLE.sub("", text)
        counts[name] = counts.get(name, 0) + 2 * count  # with its article it is surely this name
    for text, count in spellings(bare, persian=persian):
        counts[text] = counts.get(text, 0) + count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return _known(_likely(ranked, bare), bare, persian=persian)


def people(key: str) -> int:
    """Return how many people in the records bear *key*."""
    return sum(count for _, count in spellings(key, persian=False))


def ranked_spellings(key: str, *, persian: bool) -> list[tuple[str, int]]:
    """Return (spelling, people) of *key*, the likeliest first, without the slips."""
    found = list(spellings(key, persian=persian))
    if not found and "ھ" in key:  # Urdu's breathy h, typed for the plain one
        found = list(spellings(key.replace("ھ", "ه"), persian=persian))
    return _likely(found, key)


def _likely(ranked: list[tuple[str, int]], key: str) -> list[tuple[str, int]]:
    """Leave out what the records pair wrongly: حسن beside HASSANPOUR."""
    bare = key.replace(" ", "")  # read both ways: ض is heard D in Mecca and Z in Tehran
    heard = {consonants(by_letter(bare, persian=way)) for way in (False, True)}
    if _LISPED & set(bare):  # ظ is D, DH or Z
        heard |= {one.replace("S", "T") for one in heard}
    least = _LEAST_SHARE * max((count for _, count in ranked), default=0)
    return [
        (text, count)
        for text, count in ranked
        if count >= least
        and max(Indel.normalized_similarity(one, consonants(text)) for one in heard) >= _LEAST_ALIKE
    ]


def _known(ranked: list[tuple[str, int]], key: str, *, persian: bool) -> Reading:
    if ranked:
        return distinct(text for text, _ in ranked)
    return spelt([by_letter(key, persian=persian)], vowelless=True)


def distinct(texts: Iterable[str]) -> Reading:
    """Return the word of *texts*, of those that sound alike only the likeliest."""
    heard: dict[str, str] = {}
    for text in texts:
        glued = text.replace(" ", "")[:MAX_WORD]
        heard.setdefault(sound(glued), glued)
        if len(heard) > MAX_OTHERS:
            break
    return spelt(heard.values())
