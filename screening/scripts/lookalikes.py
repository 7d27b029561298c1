"""Cyrillic and Greek letters that look Latin: a word mixed of both was meant as one script."""

# ruff: noqa: RUF002 - letters that look like Latin ones are what this is about

from functools import cache

from screening.scripts.data import data
from screening.scripts.writing import ALPHABETS, script


def unmixed(word: str) -> str:
    """Return *word* in one alphabet where it is spoofed with letters of another that look alike.

    Whichever alphabet can write the whole word wins, the one with more letters first.
    """
    alphabets = [script(char) for char in word if char.isalpha()]
    used = sorted(set(alphabets), key=alphabets.count, reverse=True)
    if len(used) < 2 or not set(used) <= set(ALPHABETS):
        return word
    for alphabet in used:
        meant = [_as_in(alphabet, char) for char in word.upper()]
        if all(meant):
            return "".join(meant)
    return word


def latin_meant(words: list[str]) -> list[str]:
    """Return *words* with those that may be Latin in disguise as such: РОРЕ beside JOHN is POPE."""
    if not any(script(char) == "latin" for word in words for char in word):
        return words
    seen = [[_as_in("latin", char) for char in word.upper()] for word in words]
    return ["".join(one) if all(one) else word for one, word in zip(seen, words, strict=True)]


def as_latin(text: str) -> str:
    """Return *text* with letters that look Latin as such, if it has no others: a printed number."""
    meant = [_as_in("latin", char) for char in text.upper()]
    return "".join(meant) if all(meant) else text


def _as_in(alphabet: str, char: str) -> str:
    here = script(char)
    if here == alphabet or not char.isalpha():
        return char
    latin = char if here == "latin" else _latin(here).get(char, "")
    return latin if alphabet == "latin" else _from_latin(alphabet).get(latin, "")


def _latin(alphabet: str) -> dict[str, str]:
    letters: dict[str, str] = data("letters")["lookalikes"].get(alphabet, {})
    return letters


@cache
def _from_latin(alphabet: str) -> dict[str, str]:
    backwards: dict[str, str] = {}
    for char, latin in _latin(alphabet).items():
        backwards.setdefault(latin, char)
    return backwards
