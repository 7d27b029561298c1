"""May letters written as one be a word of the same skeleton? More than their spelling is asked."""

from screening.alignment import AS_ONE
from screening.compiled.affixes import without_affixes
from screening.compiled.compiling import Whole, compiled
from screening.compiled.endings import as_russian, last_of, stem
from screening.compiled.given_names import NO_SYLLABLE, named, syllable
from screening.compiled.kin import ROUNDING
from screening.compiled.letters import Letters, equal, same_letters
from screening.compiled.rows import FLAGS, FORMS, HEARD, SOUND, STEM, Word, its, text_of
from screening.compiled.shares import crc
from screening.compiled.sounds import heard, sound
from screening.compiled.spelling import Tables
from screening.compiled.wordbook import NOT_THERE, Book, said
from screening.compiled.words import CONSONANTS, most_spelt
from screening.packed_words import ESTABLISHED

_ENDS = 2  # last letters that words of one ending share


@compiled
def may_be_alike(text: Letters, whole: Word, consonants: int, costs: Tables, book: Book) -> bool:
    """Say whether glued letters may be as alike as alignment asks; the word has no affix.

    All the *consonants* of both are the same, up to four; none where some is another.
    """
    its_text, room = text_of(whole), costs.heard
    if without_affixes(text).length != text.length or same_letters(text, its_text):
        return True
    if _are_one_name(text, whole, costs, book) or _are_of_one_ending(text, its_text, costs, book):
        return True
    if crc(Letters(room, 0, sound(text, room))) & 0xFFFF == its(whole, SOUND):
        return True
    established = its(whole, FLAGS) & ESTABLISHED
    return most_spelt(text, its_text, established, consonants, costs) > AS_ONE - ROUNDING


@compiled
def _are_one_name(text: Letters, whole: Word, costs: Tables, book: Book) -> bool:
    """Say whether they are heard as one, are forms of a given name, or of a surname."""
    room = costs.joined
    known = Letters(costs.heard, 0, heard(text, costs.heard))
    if crc(known) & 0xFFFF == its(whole, HEARD):
        return True
    if crc(Letters(room, 0, stem(book, text, room))) & 0xFFFF == its(whole, STEM):
        return True
    return whole.data[its(whole, FORMS)] > 0 and _share_a_form(text, known, whole, room, book)


@compiled
def _share_a_form(text: Letters, known: Letters, whole: Word, room: Whole, book: Book) -> bool:
    """Say whether letters, heard as is *known*, are a form of a given name that the word is."""
    entry = named(book, text, known, room)
    own = syllable(text, entry, room)
    at = its(whole, FORMS)
    for nth in range(at + 1, at + 1 + 2 * whole.data[at], 2):
        number = whole.data[nth] | whole.data[nth + 1] << 8
        if own != NO_SYLLABLE and -own & 0xFFFF == number:
            return True
        if entry != NOT_THERE and _says(book, entry, number):
            return True
    return False


@compiled
def _says(book: Book, entry: int, number: int) -> bool:
    """Say whether a number is among those that an entry consists of."""
    its_own = said(book, entry)
    for at in range(its_own.at, its_own.at + its_own.length, 2):
        if book.entries[at] | book.entries[at + 1] << 8 == number:
            return True
    return False


@compiled
def _are_of_one_ending(text: Letters, other: Letters, costs: Tables, book: Book) -> bool:
    """Say whether they may be alike once Russian endings stand for the Belarusian ones."""
    russian = Letters(costs.joined, 0, as_russian(book, text, costs.joined))
    its_russian = Letters(costs.heard, 0, as_russian(book, other, costs.heard))
    if equal(russian, text) and equal(its_russian, other):
        return False
    if not equal(last_of(russian, _ENDS), last_of(its_russian, _ENDS)):
        return False
    return most_spelt(russian, its_russian, 0, CONSONANTS, costs) > AS_ONE - ROUNDING
