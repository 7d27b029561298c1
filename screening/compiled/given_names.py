"""Which given names a word is a form of, and the skeletons of other forms."""

from screening.compiled.compiling import Whole, compiled
from screening.compiled.letters import Letters, letter_set
from screening.compiled.shares import crc
from screening.compiled.sounds import is_one_syllable
from screening.compiled.wordbook import NOT_THERE, Book, find

SPELT_APART = 4  # letters up to which names that sound alike are yet others
# Kinds in the book of words: numbers of names, 2 bytes each, by a form's letters, and by its first
# letter and what is heard of it; by a skeleton those of the other forms, each behind its length.
SPELT, SOUNDING, SKELETON = map(ord, "NHS")
NO_SYLLABLE = -1
_NICKNAME = 2  # letters above which a known short form is no syllable
_BEFORE_H = letter_set("CZ")
_HARD, _BEHIND_HARD = letter_set("KGTDPB"), letter_set("AEIOUYW")
_AS_K, _AS_T = letter_set("KG"), letter_set("TD")
_C, _E, _H, _J, _K, _O, _P, _T = map(ord, "CEHJKOPT")


@compiled
def named(book: Book, word: Letters, heard: Letters, into: Whole) -> int:
    """Return the entry with the given names that a word is a form of, or NOT_THERE.

    *into* is room for a letter more than what is *heard* of it.
    """
    entry = find(book, SPELT, word)
    if entry != NOT_THERE or word.length <= SPELT_APART:
        return entry
    into[0] = word.data[word.at]
    for i in range(heard.length):
        into[1 + i] = heard.data[heard.at + i]
    return find(book, SOUNDING, Letters(into, 0, 1 + heard.length))


@compiled
def syllable(word: Letters, entry: int, into: Whole) -> int:
    """Return a sum that syllables share whose first sound one system writes as another does.

    JO is CHO, GANG is KANG, BYONG is PYONG: Korean by the Revised and by McCune and Reischauer's
    system, Chinese by pinyin and by Wade and Giles without their apostrophes. NO_SYLLABLE where it
    is none, or by its *entry* a name that is spelt out: DAN is no Korean TAN.
    """
    if (entry != NOT_THERE and word.length > _NICKNAME) or not is_one_syllable(word):
        return NO_SYLLABLE
    first, begun = word.data[word.at] & 127, 1
    behind = word.data[word.at + 1] & 127 if word.length > 1 else 0
    length = 1
    if first == _J or (_BEFORE_H[first] and behind == _H):
        begun = 1 if first == _J else 2
        into[0], into[1], length = _C, _H, 2
    elif _HARD[first] and _BEHIND_HARD[behind]:
        into[0] = _K if _AS_K[first] else _T if _AS_T[first] else _P
    else:
        return NO_SYLLABLE
    for i in range(begun, word.length):
        letter = word.data[word.at + i]
        if letter == _O and into[length - 1] == _E:  # EO is O
            length -= 1
        into[length] = letter
        length += 1
    return crc(Letters(into, 0, length))
