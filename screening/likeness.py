"""How surely two words are one name: 1 as spelt, less for each kind of variation, 0 not at all."""

from functools import lru_cache
from math import exp

from rapidfuzz.distance import OSA, Indel

from screening.names import Token
from screening.skeletons import skeleton
from screening.sounds import sound
from screening.spelling import distance
from screening.variants import same_name, stem

SAME_SOUND = 0.97
OTHER_READING = 0.95
SAME_NAME = 0.9  # in another language, or a nickname
SAME_STEM = 0.9  # IVANOV, IVANOVA
SAME_CONSONANTS = 0.9  # where vowels were not written
CUT_OFF = 0.35
UNLIKE = 0.55  # of the sounds, below which no closer look is worth its time
FARTHEST = 2.5  # nats a grapheme, from where nothing is left
# Log-odds that two words of different sound are one name.
ALIKE = 4.65
A_NAT = 2.2
A_LETTER = 0.08
LONG = 9
ALIKE_CONSONANTS = 1.68
ALIKE_START = 0.33
BOTH_ESTABLISHED = 1.29
MOST_ALIKE = 0.94
_SHORT = 3


@lru_cache(maxsize=524_288)
def likeness(one: Token, other: Token) -> float:
    """Return the degree, 0 to 1, to which two words are one name."""
    if one.text == other.text:
        return 1.0
    if len(one.text) == 1 or len(other.text) == 1:
        return 0.0  # an initial; it is matched last
    if one.sound == other.sound or one.heard == other.heard:
        return SAME_SOUND
    if (one.others or other.others) and _read_alike(one, other):
        return OTHER_READING
    if same_name(one.text, other.text):
        return SAME_NAME
    if one.vowelless or other.vowelless:
        return _unvowelled(one, other)
    if stem(one.text) == stem(other.text):
        return SAME_STEM
    return max(_spelt_alike(one, other), _cut_off(one.text, other.text))


def _read_alike(one: Token, other: Token) -> bool:
    """Say whether some reading of one is the other by sound; never by closeness."""
    return not _sounds(one).isdisjoint(_sounds(other))


@lru_cache(maxsize=65_536)
def _sounds(word: Token) -> frozenset[str]:
    return frozenset((word.sound, *map(sound, word.others)))


def _unvowelled(one: Token, other: Token) -> float:
    if one.skeleton == other.skeleton:
        return SAME_CONSONANTS
    mine, theirs = skeleton(one.text), skeleton(other.text)
    slips = OSA.distance(mine, theirs, score_cutoff=1)
    return 0.5 if slips == 1 and min(len(mine), len(theirs)) > _SHORT else 0.0


def _spelt_alike(one: Token, other: Token) -> float:
    consonants = one.skeleton == other.skeleton
    if not consonants and Indel.normalized_similarity(one.sound, other.sound) < UNLIKE:
        return 0.0
    nats = distance(one.text, other.text)
    if nats > FARTHEST:
        return 0.0
    odds = ALIKE - A_NAT * nats - A_LETTER * min(len(one.text), len(other.text), LONG)
    if consonants:
        odds += ALIKE_CONSONANTS
    if one.sound[:1] == other.sound[:1]:
        odds += ALIKE_START
    if one.established and other.established:  # two names that many bear: hardly a slip
        odds -= BOTH_ESTABLISHED
    return MOST_ALIKE / (1.0 + exp(-odds))


def _cut_off(one: str, other: str) -> float:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return CUT_OFF if len(short) >= _SHORT and long.startswith(short) else 0.0
