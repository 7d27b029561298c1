"""Which part of one name is which part of another: order-free, greedy, with glued parts."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from screening.names import Token, token
from screening.rarity import established

_LENGTH_OF_TWO_ERRORS = 8
_UNLIKE = 0.72  # Jaro-Winkler below which no closer look is worth its time
_GLUED = 0.95  # of the agreement of the parts written apart


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts that agree, `degree` 1 if equal; two parts on a side are glued on the other."""

    sent: tuple[Token, ...]
    listed: tuple[Token, ...]
    degree: float

    @property
    def weight(self) -> float:
        """Return the log-odds of the agreement; the commoner spelling counts."""
        return self.degree * min(_told(self.sent), _told(self.listed))


@dataclass(frozen=True, slots=True)
class Alignment:
    """What agrees, what the passenger has beyond it, and what is missing of the listed name."""

    pairs: tuple[Pair, ...]
    extra: tuple[Token, ...]
    missing: tuple[Token, ...]


def align(sent: tuple[Token, ...], listed: tuple[Token, ...]) -> Alignment:
    """Return the alignment of two names; equal parts first, then the closest."""
    pairs = [Pair((one,), (one,), 1.0) for one in sent if one in listed]
    extra = [one for one in sent if one not in listed]
    missing = [one for one in listed if one not in sent]
    if extra and missing:
        pairs += _close(extra, missing)
    if extra and missing and len(extra) + len(missing) > 2:
        pairs += _glued(extra, missing)
    return Alignment(tuple(pairs), tuple(extra), tuple(missing))


def _close(extra: list[Token], missing: list[Token]) -> list[Pair]:
    """Return the pairs that resemble, the most telling first, and take them off both lists."""
    found = [
        Pair((one,), (other,), degree)
        for one in extra
        for other in missing
        if (degree := resemblance(one, other))
    ]
    if len(found) > 1:
        found.sort(key=lambda pair: pair.weight, reverse=True)
    taken = []
    for pair in found:
        if pair.sent[0] in extra and pair.listed[0] in missing:
            extra.remove(pair.sent[0])
            missing.remove(pair.listed[0])
            taken.append(pair)
    return taken


def _glued(extra: list[Token], missing: list[Token]) -> list[Pair]:
    """Return pairs of one part with two neighbours of the other side, taken off both lists."""
    taken = [Pair(parts, (one,), degree) for parts, one, degree in _joined(extra, missing)]
    taken += [Pair((one,), parts, degree) for parts, one, degree in _joined(missing, extra)]
    return taken


def _joined(
    apart: list[Token], whole: list[Token]
) -> list[tuple[tuple[Token, Token], Token, float]]:
    taken = []
    for one in tuple(whole):
        if len(one.text) < 5:
            continue
        for first, second in pairwise(apart):
            if abs(len(first.text) + len(second.text) - len(one.text)) > 3:
                continue
            degree = resemblance(_join(first.text, second.text), one)
            if degree > 0.6:
                taken.append(((first, second), one, degree * _GLUED))
                apart.remove(first)
                apart.remove(second)
                whole.remove(one)
                break
    return taken


@lru_cache(maxsize=65_536)
def _join(first: str, second: str) -> Token:
    return token((first + second)[:40])


@lru_cache(maxsize=262_144)
def resemblance(one: Token, other: Token) -> float:
    """Return how surely two parts are one name spelt twice: 1 equal, 0 not at all."""
    short, long = sorted((one.text, other.text), key=len)
    if short == long:
        return 1.0
    if len(short) == 1:
        return 0.3 if long[0] == short else 0.0
    if one.sound == other.sound:
        return 0.95
    alike = _same_consonants(one, other)
    if not alike and JaroWinkler.similarity(one.sound, other.sound) < _UNLIKE:
        return 0.0
    if established(one.text) and established(other.text):
        return alike  # two names that many bear: a letter between them is no slip
    return max(alike, _slip(short, long), _near_sound(one.sound, other.sound))


def _same_consonants(one: Token, other: Token) -> float:
    if one.skeleton != other.skeleton or len(one.skeleton) < 2:
        return 0.0
    likeness = Indel.normalized_similarity(one.sound, other.sound)
    if likeness < 0.55:
        return 0.0
    return 0.85 if len(one.skeleton) > 2 else 0.7


def _slip(short: str, long: str) -> float:
    """Return the degree for a typing or reading error, or for a name that was cut off."""
    if len(short) < 4:
        return 0.0
    errors = OSA.distance(short, long, score_cutoff=2)
    if errors == 1:
        return 0.85 if len(short) > 4 else 0.6
    if errors == 2 and len(short) >= _LENGTH_OF_TWO_ERRORS:
        return 0.7
    return 0.5 if long.startswith(short) else 0.0


def _near_sound(one: str, other: str) -> float:
    if min(len(one), len(other)) < 4:
        return 0.0
    if OSA.distance(one, other, score_cutoff=1) == 1:
        return 0.65
    return 0.5 if JaroWinkler.similarity(one, other) >= 0.9 else 0.0


def _told(tokens: tuple[Token, ...]) -> float:
    return tokens[0].rarity if len(tokens) == 1 else sum(one.rarity for one in tokens)
