"""May letters written as one be a word of the same skeleton? More than their spelling is asked."""

from screening.alignment import AS_ONE
from screening.compiled.affixes import without_affixes
from screening.compiled.compiling import compiled
from screening.compiled.kin import ROUNDING
from screening.compiled.letters import Letters, letter_set, same_letters, shared_start
from screening.compiled.rows import FLAGS, FORMS, HEARD, SOUND, Word, its, text_of
from screening.compiled.shares import crc
from screening.compiled.sounds import heard, sound
from screening.compiled.spelling import Tables
from screening.compiled.words import most_spelt
from screening.packed_words import BELARUSIAN, ESTABLISHED

_STEM = 3  # letters that words share of which endings are another form
_ENDING = 7  # letters, at most
_BEFORE_LAST, _LAST = letter_set("OAEKCN"), letter_set("UWIHA")  # of words that Belarusians write


@compiled
def may_be_alike(text: Letters, whole: Word, consonants: int, costs: Tables) -> bool:
    """Say whether glued letters may be as alike as alignment asks; the word has no affix.

    All the *consonants* of both are the same, up to four; none where some is another.
    """
    its_text, room = text_of(whole), costs.heard
    if whole.data[its(whole, FORMS)] or its(whole, FLAGS) & BELARUSIAN or _is_belarusian(text):
        return True
    if without_affixes(text).length != text.length:
        return True
    least = max(_STEM, min(text.length, its_text.length) - _ENDING)
    if shared_start(text, its_text) >= least or same_letters(text, its_text):
        return True
    if crc(Letters(room, 0, heard(text, room))) & 0xFFFF == its(whole, HEARD):
        return True
    if crc(Letters(room, 0, sound(text, room))) & 0xFFFF == its(whole, SOUND):
        return True
    established = its(whole, FLAGS) & ESTABLISHED
    return most_spelt(text, its_text, established, consonants, costs) > AS_ONE - ROUNDING


@compiled
def _is_belarusian(text: Letters) -> bool:
    """Say whether it may end as Belarusians write what Russians end in another way."""
    last = text.data[text.at + text.length - 1] & 127
    before = text.data[text.at + text.length - 2] & 127
    return bool(_LAST[last] and _BEFORE_LAST[before])
