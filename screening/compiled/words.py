"""The most that two packed words may agree, 0 to 1: never less than `likeness` says."""

from math import exp

from screening import likeness as known
from screening.compiled.compiling import Whole, compiled, compiled_inside, compiled_into
from screening.compiled.kin import (
    AKIN,
    ALIKE,
    ANOTHER_SYSTEM,
    ANY_WAY,
    RELATED,
    ROUNDING,
    SHUFFLED,
    WRITTEN,
    may_be_one_name,
)  # fmt: skip
from screening.compiled.letters import (
    Letters,
    begins_with,
    count,
    equal,
    one_slip,
    same_letters,
    shared_start,
)  # fmt: skip
from screening.compiled.rows import (
    AKIN_BONES,
    AKIN_MASK,
    AKIN_SPARE,
    FIRST,
    FLAGS,
    FORMS,
    HEARD,
    ITS_BONES,
    KIND,
    KINDS,
    LENGTH,
    MASK,
    NAMES,
    SOUND,
    SPARE,
    STEM,
    TEXT,
    Word,
    bare_of,
    bones_of,
    has_affix,
    its,
    text_of,
)  # fmt: skip
from screening.compiled.shares import crc
from screening.compiled.sounds import heard
from screening.compiled.spelling import Tables, nats_apart
from screening.packed_words import BELARUSIAN, ESTABLISHED, NAMED, PATRONYMIC

CONSONANTS = 4  # that count
SAME_NAME = ANY_WAY + 1  # a way to be kin
_STEM = 3  # letters that words share of which endings are another form
_AN_ENDING = 3  # letters by which a woman's name and a man's differ in length, at most
_SURELY = 0.89  # by spelling, even if the words begin with another sound


@compiled_into
def ways_to_be_kin(words: Whole, i: int, others: Whole, j: int) -> int:
    """Return the ways in which the letters that two words have allow them to be kin, as bits.

    Most are not, and cost no more. At most so many letters as both have stand in both in order.
    """
    bones, its_bones, ways = words[i, ITS_BONES], others[j, ITS_BONES], 0
    common = count(words[i, MASK] & others[j, MASK]) + min(words[i, SPARE], others[j, SPARE])
    if 2.0 * common > ALIKE * (bones + its_bones) - ROUNDING:
        ways |= WRITTEN
    if common >= min(bones, its_bones):
        ways |= SHUFFLED
    if bones == its_bones and common >= bones - 1 and words[i, FIRST] != others[j, FIRST]:
        ways |= ANOTHER_SYSTEM
    if words[i, FLAGS] & others[j, FLAGS] & NAMED and words[i, KINDS] & others[j, KIND]:
        ways |= SAME_NAME
    bones, its_bones = words[i, AKIN_BONES], others[j, AKIN_BONES]
    spare = min(words[i, AKIN_SPARE], others[j, AKIN_SPARE])
    common = count(words[i, AKIN_MASK] & others[j, AKIN_MASK]) + spare
    if 2.0 * common > AKIN * (bones + its_bones) - ROUNDING:
        ways |= RELATED
    return ways


@compiled
def are_kin(one: Word, other: Word, ways: int) -> bool:
    """Say whether words may be of one name in one of the *ways*, as `kin.Kin` says.

    The row of *one* says in NAMES where the skeletons of its other names are.
    """
    bones, others = bones_of(one), bones_of(other)
    if its(one, MASK) == its(other, MASK) and equal(bones, others):
        return True
    if may_be_one_name(bones, others, ways):
        return True
    return ways & SAME_NAME != 0 and _named_alike(one, others)


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
def most_alike(one: Word, other: Word, costs: Tables) -> float:
    """Return what the likeness of two words that are kin and not spelt the same does not exceed."""
    if its(one, SOUND) == its(other, SOUND) or its(one, HEARD) == its(other, HEARD):
        return known.SAME_SOUND
    text, its_text = text_of(one), text_of(other)
    bones, others = bones_of(one), bones_of(other)
    established = (its(one, FLAGS) & ESTABLISHED) + (its(other, FLAGS) & ESTABLISHED)
    consonants = min(bones.length, CONSONANTS) if equal(bones, others) else 0
    most = most_spelt(text, its_text, established, consonants, costs)
    if its(one, STEM) == its(other, STEM) or _same_name(one, other):
        most = max(most, known.SAME_NAME)
    elif same_letters(text, its_text):
        most = max(most, known.SHUFFLED)
    elif begins_with(text, its_text) or begins_with(its_text, text):
        most = max(most, known.CUT_OFF)  # VALENTIN is an established name, VALENTINA too
    elif established and abs(text.length - its_text.length) <= _AN_ENDING:
        most = max(most, known.ANOTHER_GENDER)
    if (its(one, FLAGS) ^ its(other, FLAGS)) & BELARUSIAN and _of_one_ending(one, other):
        most = max(most, known.MOST_ALIKE)
    if has_affix(one) != has_affix(other):
        most = max(most, _most_alike_bare(one, other, costs) * known.PREFIXED)
    return most


@compiled_inside
def _most_alike_bare(one: Word, other: Word, costs: Tables) -> float:
    """Return the most that words are alike without affixes, of which one has some."""
    affixed, plain = (one, other) if has_affix(one) else (other, one)
    text, its_text, room = bare_of(affixed), text_of(plain), costs.heard
    if crc(Letters(room, 0, heard(text, room))) & 0xFFFF == its(plain, HEARD):
        return max(known.SAME_SOUND, most_spelt(text, its_text, 0, CONSONANTS, costs))
    most = most_spelt(text, its_text, 0, CONSONANTS, costs)
    if plain.data[its(plain, FORMS)] or shared_start(text, its_text) >= _STEM:
        most = max(most, known.SAME_NAME)
    if same_letters(text, its_text):
        most = max(most, known.SHUFFLED)
    elif begins_with(text, its_text) or begins_with(its_text, text):
        most = max(most, known.CUT_OFF)
    return most


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


@compiled
def _of_one_ending(one: Word, other: Word) -> bool:
    """Say whether the word that is not Belarusian may end as the other one does in Russian."""
    last = _last(other) if its(one, FLAGS) & BELARUSIAN else _last(one)
    return last == ord("V") or last == ord("I") or last == ord("H") or last == ord("A")


@compiled
def surely_alike(one: Word, other: Word, costs: Tables) -> bool:
    """Say whether the likeness of two words is so high that glued to others they are no more so."""
    bones, others = bones_of(one), bones_of(other)
    if has_affix(one) != has_affix(other) or _begins_as_kunya(one) != _begins_as_kunya(other):
        return False
    if not equal(bones, others) or (its(one, FLAGS) ^ its(other, FLAGS)) & PATRONYMIC:
        return False
    if its(one, FLAGS) & its(other, FLAGS) & ESTABLISHED:
        return False
    if its(one, SOUND) == its(other, SOUND) or its(one, HEARD) == its(other, HEARD):
        return True
    consonants = min(bones.length, CONSONANTS)
    established = (its(one, FLAGS) & ESTABLISHED) + (its(other, FLAGS) & ESTABLISHED)
    if _may_be_feminine(one) or _may_be_feminine(other):
        return False
    return most_spelt(text_of(one), text_of(other), established, consonants, costs) > _SURELY


@compiled
def _begins_as_kunya(word: Word) -> bool:
    at = its(word, TEXT)
    a, b, u = word.data[at], word.data[at + 1], word.data[at + 2]
    return bool(its(word, LENGTH) > 2 and a == ord("A") and b == ord("B") and u == ord("U"))


@compiled
def _may_be_feminine(word: Word) -> bool:
    last = _last(word)
    return last == ord("A") or last == ord("E")


@compiled
def _last(word: Word) -> int:
    return word.data[its(word, TEXT) + its(word, LENGTH) - 1]


@compiled
def most_spelt(
    one: Letters, other: Letters, established: int, consonants: int, costs: Tables
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
    odds -= known.A_LETTER * min(one.length, other.length, known.LONG)
    odds -= known.ESTABLISHED * established
    if established < 2:
        odds += known.A_CONSONANT * consonants
    return known.MOST_ALIKE / (1.0 + exp(-odds))
