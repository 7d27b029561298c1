"""How a Latin word sounds, three ways: to compare it, to count how common it is, to find it."""

from screening.compiled.affixes import is_servant_of_god, without_affixes, without_any_affix
from screening.compiled.compiling import Whole, compiled
from screening.compiled.letters import VOWEL, Letters, letter_set
from screening.compiled.respelling import copied, letter_table, respelt, rules, single, translated

_DIGRAPHS = (
    ("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("DZH", "J"), ("DJ", "J"), ("KH", "K"),
    ("GH", "K"), ("CK", "K"), ("PH", "F"), ("TH", "T"), ("DH", "T"), ("SH", "S"), ("CH", "S"),
)  # fmt: skip
_SPELT_SOUNDS = rules(
    (*_DIGRAPHS,
     ("TS", "S"), ("TZ", "S"), ("ZH", "J"), ("HSI", "SI"), ("HSU", "SU"), ("KS", "S"))
)  # fmt: skip
_VOWELS = rules(
    (("AE", "A"), ("OE", "O"), ("UE", "U"), ("EI", "I"), ("EY", "I"), ("AI", "I"), ("AY", "I"),
     ("EE", "I"), ("IE", "I"), ("IY", "I"), ("EO", "U"), ("EU", "U"), ("OU", "U"), ("OO", "U"),
     ("AU", "U"), ("OW", "U"), ("AW", "U"), ("UW", "U"))
)  # fmt: skip
_CONSONANTS = letter_table("CDGQXZ", "KTKKSS")
_PLAIN_VOWELS = letter_table("EYOWV", "IIUUU")

_SPELT_BONES = rules(
    (*_DIGRAPHS, ("CE", "SE"), ("CI", "SI"), ("CY", "SY"), ("TS", "S"), ("TZ", "S"), ("ZH", "J"),
     ("HS", "S"), ("KS", "S"))
)  # fmt: skip
_SILENT = letter_set("AEIOUYWH")
_AS_U, _AS_I = letter_set("UOW"), letter_set("IEY")

_SPELT_SHARES = rules(
    (("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("DZH", "J"), ("KH", "K"), ("GH", "K"),
     ("PH", "F"), ("TH", "T"), ("DH", "D"), ("SH", "S"), ("CH", "S"), ("ZH", "J"),
     ("DJ", "J"), ("CK", "K"), ("CZ", "S"), ("SZ", "S"), ("TS", "S"), ("TZ", "S"),
     ("EE", "I"), ("OO", "U"))
)  # fmt: skip
_SHARED = letter_table("CGQXZWEYO", "KKKSSVAIU")
_DIPHTHONGS = rules((("AI", "I"), ("AU", "U"), ("IA", "A")))
_BEFORE_H = letter_set("AIU")  # is not silent behind them
_LONGEST_SYLLABLE = 6  # letters: CHUANG
_ENDS_A_SYLLABLE = letter_set("NMKLPTRHSG")


@compiled
def sound(word: Letters, into: Whole) -> int:
    """Put a word with one spelling per consonant sound and three vowels A, I, U into an array.

    Return its length, as the others do.
    """
    length = respelt(into, copied(without_affixes(word), into), _SPELT_SOUNDS)
    translated(into, length, _CONSONANTS)
    length = respelt(into, single(into, length), _VOWELS)
    translated(into, length, _PLAIN_VOWELS)
    return single(into, length)


@compiled
def heard(word: Letters, into: Whole) -> int:
    """Put what spellings of one name share into an array: MOHAMED and MUHAMMAD, HUSSEIN, HUSAYN."""
    length = respelt(into, copied(word, into), _SPELT_SHARES)
    translated(into, length, _SHARED)
    length = respelt(into, _without_silent_h(into, length), _DIPHTHONGS)
    return single(into, length)


@compiled
def _without_silent_h(word: Whole, length: int) -> int:
    put, before = 0, ord("A")
    for i in range(length):
        letter = word[i]
        silent = i + 1 == length or not _BEFORE_H[before & 127]
        if letter != ord("H") or not silent:
            word[put] = letter
            put += 1
        before = letter
    return put


@compiled
def skeleton(word: Letters, into: Whole) -> int:
    """Put the consonants that survive spelling into an array: QADHAFI, GADDAFI: KTF."""
    if is_servant_of_god(word):
        into[0], into[1], into[2], into[3] = ord("A"), ord("B"), ord("T"), ord("L")
        return 4
    length = single(into, copied(without_any_affix(word), into))
    length = respelt(into, length, _SPELT_BONES)
    translated(into, length, _CONSONANTS)
    return _consonants(into, single(into, length))


@compiled
def _consonants(word: Whole, length: int) -> int:
    """Leave the consonants; a vowel before them is A, and one consonant keeps its vowel."""
    if not length:
        return 0
    put, vowel = 0, 0
    if _SILENT[word[0] & 127]:
        word[0], put, vowel = ord("A"), 1, -1
    for i in range(put, length):
        letter = word[i] & 127
        if not _SILENT[letter]:
            word[put] = letter
            put += 1
        elif i:
            vowel = _telling_vowel(vowel, letter)
    if put == 1 and vowel > 0:
        word[1], put = vowel, 2
    return put


@compiled
def telling_vowel(word: Letters) -> int:
    """Return the vowel that tells most of a word, heard coarsely; 0 where there is none."""
    vowel = 0
    for i in range(word.length):
        vowel = _telling_vowel(vowel, word.data[word.at + i] & 127)
    return vowel


@compiled
def _telling_vowel(one: int, letter: int) -> int:
    """Return the vowel that tells more, heard coarsely: U, then I, then A."""
    if one == -1 or one == ord("U") or _AS_U[letter]:
        return -1 if one == -1 else ord("U")
    if one == ord("I") or _AS_I[letter]:
        return ord("I")
    return ord("A") if letter == ord("A") else one


@compiled
def is_one_syllable(word: Letters) -> bool:
    """Say whether a word may be one syllable of a Korean or Chinese name."""
    if word.length > _LONGEST_SYLLABLE:
        return False
    at = _behind(word, _behind(word, 0, vowels=False), vowels=True)
    if not at or not VOWEL[word.data[word.at + at - 1] & 127]:
        return False
    left, last = word.length - at, word.data[word.at + word.length - 1] & 127
    if left == 2:
        return bool(word.data[word.at + at] == ord("N") and last == ord("G"))
    return left == 0 or (left == 1 and bool(_ENDS_A_SYLLABLE[last]))


@compiled
def _behind(word: Letters, at: int, vowels: bool) -> int:
    """Return the place behind letters that are all vowels, or none of them."""
    while at < word.length and VOWEL[word.data[word.at + at] & 127] == vowels:
        at += 1
    return at
