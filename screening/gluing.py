"""May neighbouring words be one word of another name? Asked of their skeletons alone. Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import Indel

KEPT_VOWELS = "AIU"  # a skeleton of one consonant has one, which is lost inside a word
GLUED = 0.8  # of the skeletons, joined and whole
_AFFIXES = frozenset({"ABTL", "ATN"})  # ABDUL, UDDIN: a skeleton of what they are glued to has none
_HEAD = 2  # letters that gluing leaves alone
W = TypeVar("W")


def joined(skeletons: Sequence[str]) -> str:
    """Return about the skeleton of words written as one: without vowels and affixes inside."""
    parts = [one for one in skeletons if one not in _AFFIXES]
    if not parts:
        return ""
    whole = _bare(parts[0])
    for one in parts[1:]:
        more = _bare(one.removeprefix("A"))
        whole += more[1:] if more[:1] == whole[-1:] else more
    return whole


def may_glue(together: str, whole: str) -> bool:
    """Say whether words of the skeleton *together* may be the word of skeleton *whole*."""
    return (
        together[:_HEAD] == whole[:_HEAD]
        and Indel.normalized_similarity(together, whole, score_cutoff=GLUED) > 0.0
    )


@lru_cache(maxsize=16_384)
def head(skeleton: str) -> str:
    """Return how a word begins, surely, of which a word of *skeleton* is the beginning."""
    return "" if skeleton in _AFFIXES else _bare(skeleton)[:_HEAD]


def runs_from(
    words: Sequence[W], ends: Sequence[int], at: int, lengths: range
) -> Iterator[Sequence[W]]:
    """Yield two and three neighbours from *at* on, then those backwards, where they are as long.

    *ends* says how many letters come before each word, and in all; *lengths* how many may be.
    """
    for count in range(2, min(3, len(words) - at) + 1):
        if ends[at + count] - ends[at] in lengths:
            yield words[at : at + count]
    for count in range(2, min(3, at + 1) + 1):
        if ends[at + 1] - ends[at - count + 1] in lengths:
            yield words[at - count + 1 : at + 1][::-1]


def _bare(skeleton: str) -> str:
    """Return the consonants; the vowel that a word of one consonant keeps is lost inside."""
    return skeleton[0] if len(skeleton) == 2 and skeleton[1] in KEPT_VOWELS else skeleton
