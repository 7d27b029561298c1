"""Words as rows of numbers, read from what `packed_words.py` packed."""

from typing import NamedTuple

from screening.compiled.affixes import ABDUL, UDDIN, is_affix
from screening.compiled.compiling import Nats, Whole, compiled, compiled_inside, compiled_into
from screening.compiled.kin import HEARD as AS_HEARD
from screening.compiled.letters import PLACE, Letters, bits_of, count, mask
from screening.packed_words import FIRST_FROM, NAMED, STEPS_A_NAT

# Columns of an array with a row for each word; places are in the bytes that it was read from.
# FIRST is the place of the first letter of the skeleton, 0 where that is an affix alone; MASK its
# letters as bits, SPARE how many of them stand there again, and the same with AKIN_ once related
# consonants count as one; KIND is one of 64 bits by the MASK, KINDS those of the skeletons that its
# other names have. SAME says that the other name has the very word.
(
    TEXT, LENGTH, BONES, ITS_BONES, SOUND, HEARD, STEM, FORMS, BEFORE, BEHIND, RARITY, FLAGS, NAMES,
    FIRST, MASK, SPARE, SAME, KIND, KINDS, AKIN_MASK, AKIN_SPARE, AKIN_BONES,
) = range(22)  # fmt: skip
COLUMNS = 22
_OF_ABDUL, _OF_UDDIN = (bits_of(one.decode()) for one in (ABDUL, UDDIN))
_OF_AFFIXES = int(PLACE[ABDUL[0]])  # the letter that both begin with
# Letters that are heard as others (kin.HEARD), and how many places further those are.
_MOVED = tuple((1 << PLACE[one], int(PLACE[AS_HEARD[one]] - PLACE[one])) for one in b"FBMLJ")
(_F, _TO_P), (_B, _TO_IT), (_M, _TO_N), (_L, _TO_R), (_J, _TO_S) = _MOVED
_UNHEARD = _F | _B | _M | _L | _J | 1 << PLACE[ord("V")]
_LETTERS = (1 << FIRST_FROM) - 2  # of an outline


class Word(NamedTuple):
    """The nth row, and the bytes that it was read from."""

    data: bytearray
    words: Whole
    nth: int


class Name(NamedTuple):
    """The words of one way to read a name: an array with a row for each, and how many those are."""

    data: bytearray
    words: Whole
    size: int
    least: Nats  # of so many of its words, at least
    own: int  # which of them is the person's own name
    initials: bool  # some of them are
    cut: bool  # the last one may go on


@compiled
def its(word: Word, column: int) -> int:
    """Return what a column says of a word."""
    return int(word.words[word.nth, column])


@compiled_inside
def text_of(word: Word) -> Letters:
    """Return the letters of a word."""
    return Letters(word.data, its(word, TEXT), its(word, LENGTH))


@compiled_inside
def bones_of(word: Word) -> Letters:
    """Return its skeleton."""
    return Letters(word.data, its(word, BONES), its(word, ITS_BONES))


@compiled_into
def read_outline(data: bytearray, at: int, words: Whole, nth: int) -> None:
    """Put an outline into a row: what does not vary in length."""
    bits = data[at] | data[at + 1] << 8 | data[at + 2] << 16 | data[at + 3] << 24
    words[nth, LENGTH], words[nth, ITS_BONES] = data[at + 4], data[at + 5]
    words[nth, FLAGS], words[nth, FIRST] = NAMED * (bits & 1), bits >> FIRST_FROM
    words[nth, RARITY] = data[at + 7]
    _note_bits(words, nth, bits & _LETTERS, 0 + data[at + 6])


@compiled
def read_whole(data: bytearray, at: int, words: Whole, nth: int) -> int:
    """Put a word into a row that is not outlined; return the place behind it."""
    behind = read_word(data, at, words, nth)
    _note_letters(data, words, nth)
    return behind


@compiled
def read_word(data: bytearray, at: int, words: Whole, nth: int) -> int:
    """Put what `packed_word` wrote at a place into a row; return the place behind it.

    But nothing of what an outline says as well, beside lengths, rarity and flags.
    """
    words[nth, TEXT], words[nth, LENGTH] = at + 1, data[at]
    at += 1 + data[at]
    words[nth, BONES], words[nth, ITS_BONES] = at + 1, data[at]
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
def read_names(data: bytearray, at: int, words: Whole, nth: int) -> int:
    """Put where the skeletons of a word's other names are into its row; return the place behind."""
    words[nth, NAMES] = at
    kinds, names, at = 0, data[at], at + 1
    for _ in range(names):
        kinds |= _kind(mask(Letters(data, at + 1, data[at])))
        at += 1 + data[at]
    words[nth, KINDS] = kinds
    return at


@compiled_inside
def begins(words: Whole, nth: int) -> int:
    """Return the place of the letter that a skeleton begins with, be it an affix alone."""
    first = int(words[nth, FIRST])
    return first or _OF_AFFIXES


@compiled_inside
def not_the_same(name: Name) -> int:
    """Return how many words of a name the other one does not have."""
    found = 0
    for i in range(name.size):
        found += not name.words[i, SAME]
    return found


@compiled
def has_affix(word: Word) -> bool:
    """Say whether something is glued to a word that is not of the name."""
    return its(word, BEFORE) + its(word, BEHIND) > 0


@compiled_inside
def bare_of(word: Word) -> Letters:
    """Return the letters of a word without affixes."""
    length = its(word, LENGTH) - its(word, BEFORE) - its(word, BEHIND)
    return Letters(word.data, its(word, TEXT) + its(word, BEFORE), length)


@compiled
def _note_letters(data: bytearray, words: Whole, nth: int) -> None:
    at, length = words[nth, BONES], words[nth, ITS_BONES]
    bits = audible = 0
    for i in range(length):
        letter = data[at + i] & 127
        bits |= 1 << PLACE[letter]
        audible += AS_HEARD[letter] != 0
    _note_bits(words, nth, bits, audible)
    may_be = bits == _OF_ABDUL or bits == _OF_UDDIN  # noqa: PLR1714  # no set is compiled
    affix = may_be and is_affix(Letters(data, at, length))
    words[nth, FIRST] = 0 if affix or not length else PLACE[data[at] & 127]


@compiled_into
def _note_bits(words: Whole, nth: int, bits: int, audible: int) -> None:
    """Note the letters of a skeleton, of which so many are heard."""
    akin = bits & ~_UNHEARD | (bits & _F) << _TO_P | (bits & _B) << _TO_IT | (bits & _M) << _TO_N
    akin |= (bits & _L) << _TO_R | (bits & _J) << _TO_S
    words[nth, MASK], words[nth, SPARE] = bits, words[nth, ITS_BONES] - count(bits)
    words[nth, KIND] = _kind(bits)
    words[nth, AKIN_BONES], words[nth, AKIN_MASK] = audible, akin
    words[nth, AKIN_SPARE] = audible - count(akin)


@compiled
def _kind(bits: int) -> int:
    return 1 << ((bits ^ bits >> 7 ^ bits >> 13) & 63)


@compiled
def note_least(words: Whole, count: int, least: Nats) -> None:
    """Note the nats of none, one, two... of the words, at least."""
    for i in range(count):
        least[i + 1] = max(0.0, (words[i, RARITY] - 1.0) / STEPS_A_NAT)  # they were rounded up
    sort_first(least[1:], count)
    least[0] = 0.0
    for i in range(count):
        least[i + 1] += least[i]


@compiled
def sort_first(values: Nats, count: int) -> None:
    """Sort the first few values: insertion, for there are hardly more than four."""
    for i in range(1, count):
        value, j = values[i], i
        while j and values[j - 1] > value:
            values[j] = values[j - 1]
            j -= 1
        values[j] = value
