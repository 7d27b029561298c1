"""Which words a name may write apart that another writes as one; as `gluing` says of skeletons."""

import numpy as np

from screening.alignment import GLUABLE, ROOM, VOWELS
from screening.compiled.compiling import (
    Whole,
    compiled,
    compiled_inside,
)
from screening.compiled.glued import may_be_alike
from screening.compiled.kin import ROUNDING
from screening.compiled.letters import (
    AS_WRITTEN,
    Letters,
    alike,
    begins_with,
    bits_of,
    count,
    equal,
    same_letters,
)
from screening.compiled.neighbours import Run, nth_of, skeletons_joined, written_as_one
from screening.compiled.rows import (
    FIRST,
    ITS_BONES,
    LENGTH,
    MASK,
    RARITY,
    SAME,
    TEXT,
    Name,
    Word,
    begins,
    bones_of,
    has_affix,
    its,
    text_of,
)  # fmt: skip
from screening.compiled.sounds import skeleton
from screening.compiled.spelling import LONGEST_GLUED, Tables
from screening.compiled.wordbook import Book
from screening.compiled.words import CONSONANTS, most_spelt, surely_alike
from screening.gluing import GLUED, KEPT_VOWELS

# Below what alignment asks of words that are glued, for affixes may make up for what is missing.
_SPELT_ALIKE = 0.75
_VOWELS = bits_of(KEPT_VOWELS)
_VOWEL = np.isin(np.arange(128), list(VOWELS.encode()))


@compiled
def two_shortest(words: Whole, count: int) -> int:
    """Return how many letters the two shortest words have together that the other name has not."""
    one = other = LONGEST_GLUED
    for i in range(count):
        if not words[i, SAME]:
            length = words[i, LENGTH]
            one, other = min(one, length), min(other, max(one, length))
    return one + other


@compiled
def may_be_glued(words: Whole, count: int, others: Whole, j: int) -> bool:
    """Say whether letters and lengths allow neighbours to be the jth of the others."""
    length = others[j, LENGTH]
    if length < GLUABLE or others[j, SAME] or count < 2:
        return False
    for at in range(count):
        first = words[at, FIRST]
        if words[at, SAME] or (first and first != begins(others, j)):
            continue
        for step in (1, -1):
            letters, last = words[at, LENGTH], at
            for _ in range(2):
                last += step
                if last < 0 or last >= count or words[last, SAME]:
                    break
                letters += words[last, LENGTH]
                if letters == length and _may_be_just(words, at, last, others, j):
                    return True
                if abs(letters - length) <= ROOM and _letters_fit(words, at, last, others, j):
                    return True
    return False


@compiled
def _may_be_just(words: Whole, at: int, last: int, others: Whole, j: int) -> bool:
    """Say whether the letters of skeletons allow words to be the jth of the others, to the letter.

    Where two words meet there may be a letter that neither has: DUC HAI and DUCHAI.
    """
    there = 0
    for i in range(min(at, last), max(at, last) + 1):
        there |= words[i, MASK]
    return bool(count(others[j, MASK] & ~there & ~_VOWELS) <= abs(last - at))


@compiled
def _letters_fit(words: Whole, at: int, last: int, others: Whole, j: int) -> bool:
    """Say whether the letters of skeletons allow them to be as alike as GLUED says, joined.

    What is common to both is in each of them. Vowels may be lost inside, and affixes are.
    """
    there = stays = 0
    for i in range(min(at, last), max(at, last) + 1):
        there |= words[i, MASK]
        if words[i, FIRST]:
            stays |= words[i, MASK] & ~_VOWELS
    bones, whole = others[j, ITS_BONES], others[j, MASK]
    common, more = bones - count(whole & ~there), count(stays & ~whole)
    return bool((2.0 - GLUED) * common >= GLUED * (bones + more) - ROUNDING)


@compiled
def glued_words(name: Name, whole: Word, costs: Tables, book: Book) -> tuple[int, int]:
    """Return how many neighbours may be the word *whole*, and their rarity; the rarest of all."""
    found, most = 0, 0
    for at in range(name.size):
        first = name.words[at, FIRST]
        if name.words[at, SAME] or (first and first != begins(whole.words, whole.nth)):
            continue
        for step in (1, -1):
            letters, rarity = name.words[at, LENGTH], name.words[at, RARITY]
            for words in (2, 3):
                last = at + step * (words - 1)
                if last < 0 or last >= name.size or name.words[last, SAME]:
                    break
                letters += name.words[last, LENGTH]
                rarity += name.words[last, RARITY]
                room, run = abs(letters - its(whole, LENGTH)), Run(name, at, step * words)
                if rarity <= most or room > ROOM:
                    continue
                if (not room and _is_just(run, whole, costs)) or (
                    _letters_fit(name.words, at, last, whole.words, whole.nth)
                    and _bones_may_glue(run, whole, costs)
                    and _may_glue(run, whole, costs, book)
                ):
                    found, most = words, rarity
    return found, most


@compiled_inside
def _is_just(run: Run, whole: Word, costs: Tables) -> bool:
    """Say whether words are the word *whole*, to the letter."""
    if _vowels(text_of(whole)) < abs(run.words):
        return False  # a syllable each, at least
    return equal(written_as_one(run, costs.glued), text_of(whole))


@compiled
def _bones_may_glue(run: Run, whole: Word, costs: Tables) -> bool:
    """Say whether so many words from a place on, or backwards, may be one with it by skeletons."""
    its_bones, joined = bones_of(whole), skeletons_joined(run, costs)
    head = Letters(whole.data, its_bones.at, min(2, its_bones.length))
    if not begins_with(joined, head) or (joined.length > 1) != (its_bones.length > 1):
        return False
    return alike(joined, its_bones, AS_WRITTEN) > GLUED - ROUNDING


@compiled
def _may_glue(run: Run, whole: Word, costs: Tables, book: Book) -> bool:
    """Say the same by the words, whose skeletons allow it; none is surely as much like it alone."""
    if _vowels(text_of(whole)) < abs(run.words):
        return False  # a syllable each, at least
    text, affixless = written_as_one(run, costs.glued), _is_affixless(run, whole)
    bones, consonants = bones_of(whole), 0
    if equal(Letters(costs.heard, 0, skeleton(text, costs.heard)), bones):
        consonants = min(bones.length, CONSONANTS)
    else:
        same = 0 if affixless else CONSONANTS
        shuffled = same_letters(text, text_of(whole))
        if not shuffled and most_spelt(text, text_of(whole), 0, same, costs) < _SPELT_ALIKE:
            return False
    if affixless and not may_be_alike(text, whole, consonants, costs, book):
        return False
    return not _better_alone(run, whole, costs)


@compiled
def _is_affixless(run: Run, whole: Word) -> bool:
    for nth in range(0, run.words, 1 if run.words > 0 else -1):
        if not its(nth_of(run, nth), FIRST):
            return False
    return not has_affix(whole) and not _begins_like_an_article(nth_of(run, 0))


@compiled
def _vowels(word: Letters) -> int:
    found = 0
    for i in range(word.length):
        found += _VOWEL[word.data[word.at + i] & 127]
    return found


@compiled
def _better_alone(run: Run, whole: Word, costs: Tables) -> bool:
    """Say whether one of the words is surely as much like it as all together."""
    for nth in range(0, run.words, 1 if run.words > 0 else -1):
        if surely_alike(nth_of(run, nth), whole, costs):
            return True
    return False


@compiled
def _begins_like_an_article(first: Word) -> bool:
    letter = first.data[its(first, TEXT)]
    return its(first, LENGTH) < GLUABLE and (
        letter == ord("A") or letter == ord("E") or letter == ord("U")
    )
