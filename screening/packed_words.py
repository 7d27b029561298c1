"""Words as bytes, as what is compiled reads them. Pure.

Numbers of several bytes have the lowest first; what varies in length comes behind its length, what
comes several times behind its number, a byte each.

A word: its text; its skeleton; sums of sound, of sound as frequencies are counted, of stem (2
bytes each); how many letters come before and behind what is left without affixes; rarity in
steps, rounded up; flags; the numbers of the given names that it is a form of (2 bytes each).
An outline has what rules most names out, at a place that is known: 4 bytes of bits, that is whether
other names are known of the word, the letters of its skeleton, and which is the first; then the
number of letters of the word, of the skeleton, and of what of that is heard; rarity.
A word that is sought, of a person: the word, and the skeletons that other forms of it have.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from struct import Struct
from zlib import crc32

from screening.compiled.kin import HEARD
from screening.compiled.letters import PLACE
from screening.names import Packed, Token, abbreviates
from screening.variants import as_russian, is_named, is_patronymic, named_alike, stem, variants_of

STEPS_A_NAT = 16
MOST = 255  # of anything that is counted in a byte
# Flags of a word.
ESTABLISHED, NAMED, BELARUSIAN, PATRONYMIC = 1, 2, 4, 8
FACTS = Struct("<HHHBBBB")  # behind the skeleton
_OUTLINE = Struct("<IBBBB")
OUTLINE, FIRST_FROM = _OUTLINE.size, 27  # from which bit on the first letter stands
_PLACES, _HEARD = PLACE.tolist(), HEARD.astype(bool).tolist()  # of letters, as Python reads them
_AFFIXES = ("ABTL", "ATN")  # skeletons that are nothing but an affix


def packed(word: Token) -> Packed:
    """Return what names of entries have of a word; it is kept with the word."""
    try:
        return word.packed
    except AttributeError:
        word.packed = Packed(outline(word), _word(word), steps(word), abbreviates(word))
        return word.packed


def _word(word: Token) -> bytes:
    text, bones = word.text, word.skeleton
    facts = FACTS.pack(
        _sum(word.sound), _sum(word.heard), _sum(stem(text)),
        word.before, word.behind, steps(word), _flags(word),
    )  # fmt: skip
    head = f"{chr(len(text))}{text}{chr(len(bones))}{bones}"
    return head.encode("latin-1") + facts + _forms(word)


def outline(word: Token) -> bytes:
    """Return what rules most names with the word out."""
    bones = word.skeleton.encode("latin-1")
    bits = 1 if is_named(word.skeleton) else 0
    for letter in set(bones):
        bits |= 1 << _PLACES[letter & 127]
    if bones and word.skeleton not in _AFFIXES:
        bits |= _PLACES[bones[0] & 127] << FIRST_FROM
    heard = sum([_HEARD[letter & 127] for letter in bones])
    return _OUTLINE.pack(bits, len(word.text), len(bones), heard, steps(word))


def steps(word: Token) -> int:
    """Return the rarity of a word, rounded up."""
    return ceil(word.rarity * STEPS_A_NAT)


def _flags(word: Token) -> int:
    return (
        ESTABLISHED * word.established
        | NAMED * is_named(word.skeleton)
        | BELARUSIAN * (as_russian(word.text) != word.text)
        | PATRONYMIC * is_patronymic(word.text)
    )


def _forms(word: Token) -> bytes:
    known = variants_of(word.text, word.heard)
    return counted(map(_short, sorted(known)[:MOST])) if known else b"\0"


@lru_cache(maxsize=16_384)
def searching(word: Token) -> bytes:
    """Return a word of a person, and the skeletons that other forms of it have."""
    return _word(word) + _alike(word.skeleton)


@lru_cache(maxsize=16_384)
def _alike(skeleton: str) -> bytes:
    return counted(map(behind_its_length, sorted(named_alike(skeleton))[:MOST]))


@lru_cache(maxsize=4_096)
def behind_its_length(text: str) -> bytes:
    """Return a text behind its length."""
    return bytes((len(text),)) + text.encode()


def counted(parts: Iterable[bytes]) -> bytes:
    """Return *parts* behind their number."""
    found = list(parts)
    return bytes((len(found),)) + b"".join(found)


def _sum(text: str) -> int:
    return crc32(text.encode()) & 0xFFFF


def _short(number: int) -> bytes:
    return (number & 0xFFFF).to_bytes(2, "little")
