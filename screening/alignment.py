"""Which part of one name is which part of another: order-free, greedy, with glued parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from screening.likeness import CUT_OFF, likeness
from screening.names import Token, Tokens, token

LIKE = 0.15  # from here on two words count as the same part
_GLUED = 0.85  # the same, for words written apart on one side
_BETTER = 0.1  # than each of them alone
_GLUABLE = 4  # letters
_LONGEST = 40
_WHOLE_WORD = 1.5  # a word that others glue together tells more than a simple one
_CUT_SHORT = 0.9  # the last word of a name that fills its field


@dataclass(slots=True)
class Pair:
    """Parts that agree to a degree; one side has several words where the other glues them."""

    sent: Tokens
    listed: Tokens
    degree: float
    told: float  # nats: how rare the commoner of the two sides is


@dataclass(slots=True)
class Alignment:
    """What agrees, what the passenger has beyond it, and what is missing of the listed name."""

    pairs: list[Pair]
    extra: list[Token]
    missing: list[Token]
    initials: list[tuple[Token, Token]]


def align(sent: Tokens, listed: Tokens, *, cut: bool = False) -> Alignment:
    """Return the alignment of two names: the most telling agreement first.

    *cut* says that the last word sent may go on.
    """
    pairs = [Pair((one,), (one,), 1.0, one.rarity) for one in sent if one in listed]
    extra = [one for one in sent if one not in listed]
    missing = [one for one in listed if one not in sent]
    if not extra or not missing:
        return Alignment(pairs, extra, missing, [])
    found = list(_alike(extra, missing, sent[-1] if cut else None))
    if len(sent) > 1 or len(listed) > 1:
        found += _glued(sent, missing, extra)
        found += [
            Pair(one.listed, one.sent, one.degree, one.told)
            for one in _glued(listed, extra, missing)
        ]
    if len(found) > 1:
        found.sort(key=lambda pair: -pair.degree * pair.told)
    for pair in found:
        if all(one in extra for one in pair.sent) and all(one in missing for one in pair.listed):
            _take(pair, extra, missing)
            pairs.append(pair)
    return Alignment(pairs, extra, missing, _initials(extra, missing) if extra and missing else [])


def _take(pair: Pair, extra: list[Token], missing: list[Token]) -> None:
    for one in pair.sent:
        extra.remove(one)
    for one in pair.listed:
        missing.remove(one)


def _alike(extra: list[Token], missing: list[Token], last: Token | None) -> Iterator[Pair]:
    for one in extra:
        for other in missing:
            degree = likeness(one, other)
            if one is last and degree >= CUT_OFF and other.text.startswith(one.text):
                degree = _CUT_SHORT
            if degree >= LIKE or degree == CUT_OFF:
                yield Pair((one,), (other,), degree, min(one.rarity, other.rarity))


def _glued(apart: Tokens, whole: list[Token], free: list[Token]) -> Iterator[Pair]:
    """Yield what two or three neighbours of one side make together of one word of the other."""
    if len(free) < 2:
        return
    for words, joined, turned in _runs(apart):
        length = len(joined.text)
        for other in whole:
            if -3 <= len(other.text) - length <= 3 and len(other.text) >= _GLUABLE:
                degree = max(likeness(joined, other), likeness(turned, other))
                if degree >= _GLUED and degree > _BETTER + max([likeness(one, other) for one in words]):
                    told = min(sum([one.rarity for one in words]), other.rarity * _WHOLE_WORD)
                    yield Pair(words, (other,), degree, told)


@lru_cache(maxsize=65_536)
def _runs(words: Tokens) -> tuple[tuple[Tokens, Token, Token], ...]:
    """Return two and three neighbours each, glued in their order and turned round."""
    runs = [words[at : at + count] for count in (2, 3) for at in range(len(words) - count + 1)]
    return tuple([(run, _join(run), _join(run[::-1])) for run in runs])


def _join(words: Tokens) -> Token:
    return token("".join([one.text for one in words])[:_LONGEST])


def _initials(extra: list[Token], missing: list[Token]) -> list[tuple[Token, Token]]:
    """Return the pairs in which a side has an initial, taken off both lists."""
    taken = []
    for one in tuple(extra):
        for other in missing:
            short = min(len(one.text), len(other.text))
            if short == 1 and one.text[0] == other.text[0]:
                extra.remove(one)
                missing.remove(other)
                taken.append((one, other))
                break
    return taken
