"""The most that two packed words may agree, 0 to 1: never less than `likeness` says."""

from math import exp
from typing import NamedTuple

import numpy as np

from screening import likeness as known
from screening.compiled.compiling import Whole, compiled
from screening.compiled.letters import (
    Letters,
    alike,
    begins_with,
    equal,
    one_slip,
    same_letters,
)
from screening.compiled.spelling import Costs, nats_apart
from screening.kin import AKIN, ALIKE, AS_AKIN, SYSTEMS, TELLING
from screening.packing import BELARUSIAN, ESTABLISHED, NAMED, PATRONYMIC

# Columns of an array with a row for each word; places are in the bytes that it was read from.
# FIRST is the first letter of the skeleton, 0 where that is an affix alone; MASK its letters as
# bits, SPARE how many of them stand there again; KIND one of 64 bits by the MASK, KINDS those of
# the skeletons that its other names have; AKIN_BONES and the columns behind it the skeleton with
# akin consonants written the same. SAME says that the other name has the very word.
(
    TEXT, LENGTH, BONES, ITS_BONES, SOUND, HEARD, STEM, FORMS, BEFORE, BEHIND, RARITY, FLAGS, NAMES,
    FIRST, MASK, SPARE, SAME, KIND, KINDS, AKIN_MASK, AKIN_SPARE, ITS_AKIN, AKIN_BONES,
) = range(23)  # fmt: skip
_MOST_BONES = 24  # letters of a skeleton that are compared with akin ones
COLUMNS = AKIN_BONES + _MOST_BONES
_ABDUL, _UDDIN = b"ABTL", b"ATN"
_AKIN = np.arange(128)
for _letter, _same in AS_AKIN.items():
    _AKIN[_letter] = _same or 0  # 0 where it is silent
_SYSTEMS = np.zeros((128, 128), np.bool_)
for _one, _other in map(sorted, SYSTEMS):
    _SYSTEMS[ord(_one), ord(_other)] = _SYSTEMS[ord(_other), ord(_one)] = True
_LONG = int(known.LONG)
_CONSONANTS = 4  # that count
_AN_ENDING = 3  # letters by which a woman's name and a man's differ in length, at most
SURELY = 0.89  # by spelling, even if the words begin with another sound


class Word(NamedTuple):
    """The nth row, and the bytes that it was read from."""

    data: bytes
    words: Whole
    nth: int


@compiled
def its(word: Word, column: int) -> int:
    """Return what a column says of a word."""
    return int(word.words[word.nth, column])


@compiled
def read_word(data: bytes, at: int, words: Whole, nth: int) -> int:
    """Put what `packing.packed_word` wrote at a place into a row; return the place behind it."""
    words[nth, TEXT], words[nth, LENGTH] = at + 1, data[at]
    at += 1 + data[at]
    words[nth, BONES], words[nth, ITS_BONES] = at + 1, data[at]
    _note_letters(Word(data, words, nth))
    at += 1 + data[at]
    for column in (SOUND, HEARD, STEM):
        words[nth, column] = data[at] | data[at + 1] << 8
        at += 2
    for column in (BEFORE, BEHIND, RARITY, FLAGS):
        words[nth, column] = data[at]
        at += 1
    words[nth, FORMS] = at
    return at + 1 + 2 * data[at]


@compiled
def read_names(data: bytes, at: int, words: Whole, nth: int) -> int:
    """Put where the skeletons of a word's other names are into its row; return the place behind."""
    words[nth, NAMES] = at
    kinds, names, at = 0, data[at], at + 1
    for _ in range(names):
        kinds |= _kind(_mask(Letters(data, at + 1, data[at])))
        at += 1 + data[at]
    words[nth, KINDS] = kinds
    return at


@compiled
def _note_letters(word: Word) -> None:
    bones, words, nth = bones_of(word), word.words, word.nth
    words[nth, MASK] = _mask(bones)
    words[nth, SPARE] = bones.length - _count(words[nth, MASK])
    words[nth, KIND] = _kind(words[nth, MASK])
    _note_akin(bones, words, nth)
    affix = equal(bones, Letters(_ABDUL, 0, 4)) or equal(bones, Letters(_UDDIN, 0, 3))
    words[nth, FIRST] = 0 if affix else bones.data[bones.at]


@compiled
def _note_akin(bones: Letters, words: Whole, nth: int) -> None:
    count, mask = 0, 0
    for i in range(bones.length):
        letter = _AKIN[bones.data[bones.at + i] & 127]
        if letter and count < _MOST_BONES:
            words[nth, AKIN_BONES + count] = letter
            mask |= 1 << (letter & 63)
            count += 1
    words[nth, ITS_AKIN], words[nth, AKIN_MASK] = count, mask
    words[nth, AKIN_SPARE] = count - _count(mask)


@compiled
def _mask(bones: Letters) -> int:
    mask = 0
    for i in range(bones.length):
        mask |= 1 << (bones.data[bones.at + i] & 63)
    return mask


@compiled
def _kind(mask: int) -> int:
    return 1 << ((mask ^ mask >> 7 ^ mask >> 13) & 63)


@compiled
def _count(bits: int) -> int:
    found = 0
    while bits:
        bits &= bits - 1
        found += 1
    return found


@compiled
def text_of(word: Word) -> Letters:
    """Return the letters of a word."""
    return Letters(word.data, its(word, TEXT), its(word, LENGTH))


@compiled
def bones_of(word: Word) -> Letters:
    """Return its skeleton."""
    return Letters(word.data, its(word, BONES), its(word, ITS_BONES))


@compiled
def may_be_kin(words: Whole, i: int, others: Whole, j: int) -> bool:
    """Say whether the letters that two words have allow them to be the same, or kin.

    Most are not, and cost no more. At most so many letters as both have stand in both in order.
    """
    bones, its_bones = words[i, ITS_BONES], others[j, ITS_BONES]
    common = _count(words[i, MASK] & others[j, MASK]) + min(words[i, SPARE], others[j, SPARE])
    if 2.0 * common > ALIKE * (bones + its_bones) - 1e-9 or common >= min(bones, its_bones):
        return True
    if words[i, FLAGS] & others[j, FLAGS] & NAMED and words[i, KINDS] & others[j, KIND]:
        return True
    if bones == its_bones and common == bones - 1 and words[i, FIRST] != others[j, FIRST]:
        return True
    bones, its_bones = words[i, ITS_AKIN], others[j, ITS_AKIN]
    spare = min(words[i, AKIN_SPARE], others[j, AKIN_SPARE])
    common = _count(words[i, AKIN_MASK] & others[j, AKIN_MASK]) + spare
    return bool(2.0 * common > AKIN * (bones + its_bones) - 1e-9)


@compiled
def most_at_once(one: Word, other: Word) -> float:
    """Return a degree that their likeness does not exceed, without a look at the spelling.

    The row of *one* says in NAMES where the skeletons of its other names are.
    """
    if its(one, LENGTH) == its(other, LENGTH) and equal(text_of(one), text_of(other)):
        return 1.0
    return known.SAME_SOUND if _kin(one, other) else 0.0


@compiled
def _kin(one: Word, other: Word) -> bool:
    """Say whether words may be of one name, as `kin.Kin` does of their skeletons."""
    bones, others = bones_of(one), bones_of(other)
    if its(one, MASK) == its(other, MASK) and equal(bones, others):
        return True
    if alike(bones, others) > ALIKE - 1e-9 or _cut_or_shuffled(bones, others):
        return True
    if _of_another_system(bones, others) or _akin(one, other):
        return True
    named = its(one, FLAGS) & its(other, FLAGS) & NAMED
    near = named != 0 and its(one, KINDS) & its(other, KIND) != 0
    return near and _named_alike(one, others)


@compiled
def _cut_or_shuffled(bones: Letters, others: Letters) -> bool:
    if min(bones.length, others.length) < TELLING:
        return False
    if bones.length == others.length:
        return same_letters(bones, others)
    return begins_with(bones, others) or begins_with(others, bones)


@compiled
def _akin(one: Word, other: Word) -> bool:
    """Say whether skeletons are alike once akin consonants count as the same."""
    bones = Letters(one.words[one.nth], AKIN_BONES, its(one, ITS_AKIN))
    others = Letters(other.words[other.nth], AKIN_BONES, its(other, ITS_AKIN))
    short, long = min(bones.length, others.length), max(bones.length, others.length)
    if short < TELLING:
        return short > 1 and its(one, AKIN_BONES) != ord("A") and equal(bones, others)
    return long == _MOST_BONES or alike(bones, others) > AKIN - 1e-9


@compiled
def most_alike(one: Word, other: Word, costs: Costs) -> float:
    """Return such a degree for two words that are kin and not spelt the same."""
    if its(one, SOUND) == its(other, SOUND) or its(one, HEARD) == its(other, HEARD):
        return known.SAME_SOUND
    text, its_text = text_of(one), text_of(other)
    bones, others = bones_of(one), bones_of(other)
    established = (its(one, FLAGS) & ESTABLISHED) + (its(other, FLAGS) & ESTABLISHED)
    consonants = min(bones.length, _CONSONANTS) if equal(bones, others) else 0
    most = most_spelt(text, its_text, established, consonants, costs)
    if its(one, STEM) == its(other, STEM) or _same_name(one, other):
        most = max(most, known.SAME_NAME)
    elif same_letters(text, its_text):
        most = max(most, known.SHUFFLED)
    elif established and abs(text.length - its_text.length) <= _AN_ENDING:
        most = max(most, known.ANOTHER_GENDER)
    elif begins_with(text, its_text) or begins_with(its_text, text):
        most = max(most, known.CUT_OFF)
    if (its(one, FLAGS) ^ its(other, FLAGS)) & BELARUSIAN and _of_one_ending(one, other):
        most = max(most, known.MOST_ALIKE)
    if (its(one, BEFORE) + its(one, BEHIND) > 0) != (its(other, BEFORE) + its(other, BEHIND) > 0):
        bare = most_spelt(_bare(one), _bare(other), 0, _CONSONANTS, costs)
        most = max(most, bare * known.PREFIXED)
    return most


@compiled
def _of_one_ending(one: Word, other: Word) -> bool:
    """Say whether the word that is not Belarusian may end as the other one does in Russian."""
    last = _last(other) if its(one, FLAGS) & BELARUSIAN else _last(one)
    return last == ord("V") or last == ord("I") or last == ord("H") or last == ord("A")


@compiled
def surely_alike(one: Word, other: Word, costs: Costs) -> bool:
    """Say whether the likeness of two words is so high that glued to others they are no more so."""
    bones, others = bones_of(one), bones_of(other)
    if (its(one, BEFORE) + its(one, BEHIND) > 0) != (its(other, BEFORE) + its(other, BEHIND) > 0):
        return False
    if not equal(bones, others) or (its(one, FLAGS) ^ its(other, FLAGS)) & PATRONYMIC:
        return False
    if its(one, FLAGS) & its(other, FLAGS) & ESTABLISHED:
        return False
    if its(one, SOUND) == its(other, SOUND) or its(one, HEARD) == its(other, HEARD):
        return True
    consonants = min(bones.length, _CONSONANTS)
    established = (its(one, FLAGS) & ESTABLISHED) + (its(other, FLAGS) & ESTABLISHED)
    if established and (_may_be_feminine(one) or _may_be_feminine(other)):
        return False
    return most_spelt(text_of(one), text_of(other), established, consonants, costs) > SURELY


@compiled
def _may_be_feminine(word: Word) -> bool:
    last = _last(word)
    return last == ord("A") or last == ord("E")


@compiled
def _last(word: Word) -> int:
    return word.data[its(word, TEXT) + its(word, LENGTH) - 1]


@compiled
def most_spelt(
    one: Letters, other: Letters, established: int, consonants: int, costs: Costs
) -> float:
    """Return the degree by spelling, as if both sounded as far alike as can be.

    *established* is how many of them are known names, *consonants* how many are the same.
    """
    if equal(one, other):
        return 1.0
    nats = nats_apart(one, other, costs)
    if nats > known.ONE_SLIP and one_slip(one, other):
        nats = known.ONE_SLIP
    if nats > known.FARTHEST:
        return 0.0
    odds = known.ALIKE - known.A_NAT * nats + known.SAME_START
    odds -= known.A_LETTER * min(one.length, other.length, _LONG)
    odds -= known.ESTABLISHED * established
    if established < 2:
        odds += known.A_CONSONANT * consonants
    return known.MOST_ALIKE / (1.0 + exp(-odds))


@compiled
def _bare(word: Word) -> Letters:
    """Return the letters of a word without affixes."""
    return Letters(
        word.data,
        its(word, TEXT) + its(word, BEFORE),
        its(word, LENGTH) - its(word, BEFORE) - its(word, BEHIND),
    )


@compiled
def _of_another_system(bones: Letters, others: Letters) -> bool:
    """Say whether only the first sound differs, as JO is also written CHO, and BO PO."""
    if not _SYSTEMS[bones.data[bones.at], others.data[others.at]]:
        return False
    return equal(
        Letters(bones.data, bones.at + 1, bones.length - 1),
        Letters(others.data, others.at + 1, others.length - 1),
    )


@compiled
def _named_alike(one: Word, others: Letters) -> bool:
    """Say whether a skeleton is one of those that the word's names have."""
    at = its(one, NAMES)
    for _ in range(one.data[at]):
        length = one.data[at + 1]
        if equal(Letters(one.data, at + 2, length), others):
            return True
        at += 1 + length
    return False


@compiled
def _same_name(one: Word, other: Word) -> bool:
    """Say whether both are forms of one given name."""
    at, place = its(one, FORMS), its(other, FORMS)
    for i in range(one.data[at]):
        for j in range(other.data[place]):
            mine, theirs = at + 1 + 2 * i, place + 1 + 2 * j
            if (
                one.data[mine] == other.data[theirs]
                and one.data[mine + 1] == other.data[theirs + 1]
            ):
                return True
    return False
