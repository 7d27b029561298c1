"""How surely two words are one name: 1 as spelt, less for each kind of variation, 0 not at all."""

from functools import lru_cache
from math import exp

from rapidfuzz.distance import OSA, Indel

from screening.kin import may_be_one
from screening.sounds import one_syllable, skeleton, sound, without_affixes
from screening.spelling import distance
from screening.tokens import Token, token
from screening.variants import as_russian, is_man_and_woman, is_patronymic, same_name, stem

SAME_SOUND = 0.97
OTHER_READING = 0.95
PREFIXED = 0.94  # SHARIF, ELSHARIF
SERVANT = 0.8  # KARIM, ABDULKARIM
SHORTENED = 0.7  # SAID, SAIDULLAH
# A kunya names the father by a child, so whoever bears the child's name is somebody else
# (Beeston, Arabic Nomenclature, 1971).
FATHER_OF = 0.5  # JIBRIL, ABUJIBRIL
SAME_NAME = 0.9  # in another language, a nickname, or declined: IVANOV, IVANOVA
SAME_CONSONANTS = 0.9  # where vowels were not written
CUT_OFF = 0.35
ANOTHER_GENDER = 0.3
ANOTHER_SYLLABLE = 0.3  # UN, CHUN
SHUFFLED = 0.85  # the same five letters or more in another order: PUTIN, NITPU
UNLIKE_SPELT = 0.6
UNLIKE = 0.55  # of the sounds, below which no closer look is worth its time
FARTHEST = 2.5  # nats a grapheme, from where nothing is left
ONE_SLIP = 1.2  # the most that one wrong letter, or two in the wrong order, costs
# Log-odds that two words of different sound are one name, sized by a logistic regression on the
# words left over where another part of two names agrees (9,602 of the labelled pairs), rounded.
ALIKE = 5.40
A_NAT = 2.18
A_LETTER = 0.12  # of the shorter word, up to LONG; a long word has more room for slips to be cheap
LONG = 9
# Where all consonants are the same, for each up to four; two known names share them by chance.
A_CONSONANT = 0.70
SAME_START = 0.25
ESTABLISHED = 0.9
MOST_ALIKE = 0.94
_SHORT = 3
_COMES_AND_GOES = "HLNRWY"  # before a vowel: YI is I, RYU is YU, HWANG is WANG
_ABD = "ABD"
_ABU = "ABU"
_NAMED_BY_CHILD = 7  # letters from which ABU begins a name of its own: ABUD is none
_FEMININE = ("LE", "NE", "TE")  # MICHEL, MICHELLE


def likeness(one: Token, other: Token) -> float:
    """Return the degree, 0 to 1, to which two words are one name."""
    if one is other:
        return 1.0
    return _looked_at(one, other) if may_be_one(one, other) else 0.0


def forget() -> None:
    """Compare anew what was compared: for who trains, after `spelling.use`."""
    _looked_at.cache_clear()


@lru_cache(maxsize=65_536)
def _looked_at(one: Token, other: Token) -> float:
    if one.text == other.text:
        return 1.0
    if len(one.text) == 1 or len(other.text) == 1:
        return _single_letter(one, other)
    known = _same_sound(one, other) or _written_down(one.text, other.text)
    if known:
        return known
    if one.vowelless or other.vowelless:
        return _unvowelled(one, other)
    return _alike(one, other)


def _single_letter(one: Token, other: Token) -> float:
    """Return how surely a vowel is a word of another spelling: U is WOO. Initials come last."""
    both = len(one.text) == len(other.text)
    return 0.0 if both or one.sound != other.sound else SAME_SOUND


def _same_sound(one: Token, other: Token) -> float:
    if one.heard == other.heard:
        return SAME_SOUND
    if one.sound == other.sound:
        return _affix_apart(one, other)
    if (one.others or other.others) and _read_alike(one, other):
        return OTHER_READING
    return 0.0


def _written_down(one: str, other: str) -> float:
    """Return the degree of two words of whose names, or endings, it is known what they are."""
    if is_man_and_woman(one, other):
        return ANOTHER_GENDER
    return SAME_NAME if same_name(one, other) or stem(one) == stem(other) else 0.0


def _alike(one: Token, other: Token) -> float:
    if _man_and_woman(one, other):
        return ANOTHER_GENDER
    alike = max(_spelt_alike(one, other), _cut_off(one.text, other.text), _shuffled(one, other))
    alike = max(alike, _of_one_ending(one, other))
    if is_patronymic(one.text) != is_patronymic(other.text):
        return min(alike, CUT_OFF)
    if _lacks_a_consonant(one, other):
        return min(alike, ANOTHER_SYLLABLE)
    if _is_father_of(one.text, other.text) or _is_father_of(other.text, one.text):
        return min(alike, FATHER_OF)
    bare, other_bare = _bare(one), _bare(other)
    if (bare is one) == (other_bare is other):
        return alike
    return max(alike, _affix_apart(one, other) * likeness(bare, other_bare))


def _man_and_woman(one: Token, other: Token) -> bool:
    """Say whether an ending makes an established name the other: VIKTOR, VIKTORIA."""
    if not (one.established or other.established):
        return False
    return _is_feminine(one.text, other.text) or _is_feminine(other.text, one.text)


def _lacks_a_consonant(one: Token, other: Token) -> bool:
    """Say whether two syllables differ in that one begins with its vowel."""
    mine, theirs = one.skeleton[0], other.skeleton[0]
    if (mine == "A") == (theirs == "A") or not one_syllable(one.text):
        return False
    begins = {one.text[0], other.text[0]}
    return begins.isdisjoint(_COMES_AND_GOES) and one_syllable(other.text)


def _is_father_of(one: str, other: str) -> bool:
    """Say whether *one* is a kunya and the *other* none: ABUKARIM, and KARIM or ABDULKARIM."""
    if not one.startswith(_ABU) or len(one) < _NAMED_BY_CHILD:
        return False
    return other.startswith(_ABD) or not other.startswith(_ABU[:2])


def _is_feminine(woman: str, man: str) -> bool:
    if woman[-1] == "A":
        stems = (man, man + "I", man + "IY", man.removesuffix("O"), man.removesuffix("OS"))
        return woman[:-1] in stems
    return woman[-2:] in _FEMININE and woman[:-2] == man and woman[-2] == man[-1]


def _of_one_ending(one: Token, other: Token) -> float:
    """Return the degree of two words once one has the Russian ending that the other has."""
    russian, other_russian = as_russian(one.text), as_russian(other.text)
    one_changes = (russian == one.text) != (other_russian == other.text)
    if not one_changes or russian[-2:] != other_russian[-2:]:
        return 0.0
    return _spelt_alike(token(russian), token(other_russian))


def _shuffled(one: Token, other: Token) -> float:
    same_length = len(one.text) == len(other.text) > _SHORT + 1
    shuffled = same_length and sorted(one.text) == sorted(other.text)
    return SHUFFLED if shuffled and not (one.established and other.established) else 0.0


def _affix_apart(one: Token, other: Token) -> float:
    """Return the degree of two words that are the same but for affixes."""
    if (_bare(one) is one) == (_bare(other) is other):
        return SAME_SOUND
    if not all(word.text.endswith(_bare(word).text) for word in (one, other)):
        return SHORTENED
    return SERVANT if _ABD in (one.text[:3], other.text[:3]) else PREFIXED


@lru_cache(maxsize=16_384)
def _bare(word: Token) -> Token:
    bare = without_affixes(word.text)
    return word if bare == word.text else token(bare)


def _read_alike(one: Token, other: Token) -> bool:
    """Say whether some reading of one is the other by sound; never by closeness."""
    return not _sounds(one).isdisjoint(_sounds(other))


@lru_cache(maxsize=16_384)
def _sounds(word: Token) -> frozenset[str]:
    return frozenset((word.sound, *map(sound, word.others)))


def _unvowelled(one: Token, other: Token) -> float:
    if not set(one.skeletons).isdisjoint(other.skeletons):
        return SAME_CONSONANTS
    mine, theirs = skeleton(one.text), skeleton(other.text)
    slips = OSA.distance(mine, theirs, score_cutoff=1)
    return 0.5 if slips == 1 and min(len(mine), len(theirs)) > _SHORT else 0.0


def _spelt_alike(one: Token, other: Token) -> float:
    consonants = one.skeleton == other.skeleton
    if not consonants and _far_apart(one, other):
        return 0.0
    short = min(len(one.text), len(other.text))
    nats = distance(one.text, other.text)
    if (
        nats > ONE_SLIP
        and short > _SHORT + 1
        and OSA.distance(one.text, other.text, score_cutoff=1) == 1
    ):
        nats = ONE_SLIP
    if nats > FARTHEST:
        return 0.0
    odds = ALIKE - A_NAT * nats - A_LETTER * min(short, LONG)
    odds -= ESTABLISHED * (one.established + other.established)  # names that many bear: no slip
    if consonants and not (one.established and other.established):
        odds += A_CONSONANT * min(len(one.skeleton), 4)
    if one.sound[:1] == other.sound[:1]:
        odds += SAME_START
    return MOST_ALIKE / (1.0 + exp(-odds))


def _far_apart(one: Token, other: Token) -> bool:
    return (
        Indel.normalized_similarity(one.sound, other.sound) < UNLIKE
        and Indel.normalized_similarity(one.text, other.text) < UNLIKE_SPELT
    )


def _cut_off(one: str, other: str) -> float:
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return CUT_OFF if len(short) >= _SHORT and long.startswith(short) else 0.0
