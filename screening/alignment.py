"""Which part of one name is which part of another: order-free, greedy, with glued parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from screening.gluing import KEPT_VOWELS, head, joined, may_glue, runs_from
from screening.likeness import CUT_OFF, likeness
from screening.tokens import Token, Tokens, token

LIKE = 0.15  # from here on two words count as the same part, to that degree
AS_ONE = 0.85  # the same, for words written apart on one side
_BETTER = 0.1  # than each of them alone
GLUABLE = 4  # letters
ROOM = 3  # letters that gluing may add or lose
WHOLE_WORD = 1.5  # a word that others glue together tells more than a simple one
_LESS_LIKELY = 0.8  # of the degree, in a reading that is not the likeliest
VOWELS = "AEIOUY"
CUT_SHORT = 0.9  # the last word of a name that fills its field


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


def align(sent: Tokens, listed: Tokens, *, cut: bool = False, strict: bool = False) -> Alignment:
    """Return the alignment of two names: the most telling agreement first.

    *cut* says that the last word sent may go on. *strict* trusts words that are not spelt the same
    less: with several readings of several words, closeness invents matches (findings of the scoring
    spike). A word that stands twice counts once.
    """
    same = set(sent).intersection(listed)
    pairs = [Pair((one,), (one,), 1.0, one.rarity) for one in dict.fromkeys(sent) if one in same]
    extra = [one for one in dict.fromkeys(sent) if one not in same]
    missing = [one for one in dict.fromkeys(listed) if one not in same]
    if not extra or not missing:
        return Alignment(pairs, extra, missing, [])
    found = _alike(extra, missing, sent[-1] if cut else None)
    if strict and len(sent) > 1:
        for pair in found:
            pair.degree *= 1.0 if pair.degree == 1.0 else _LESS_LIKELY
    if len(extra) > 1:
        found += _glued(sent, missing)
    if len(missing) > 1:
        found += [Pair(one.listed, one.sent, one.degree, one.told) for one in _glued(listed, extra)]
    if len(found) > 1:
        found.sort(key=_telling)
    for pair in found:
        if _free(pair.sent, extra) and _free(pair.listed, missing):
            _take(pair.sent, extra)
            _take(pair.listed, missing)
            pairs.append(pair)
    if not extra or not missing or not (_has_initial(sent) or _has_initial(listed)):
        return Alignment(pairs, extra, missing, [])
    return Alignment(pairs, extra, missing, _initials(extra, missing))


def _telling(pair: Pair) -> tuple[float, str, str]:
    """Return what sorts the most telling pair first; the words settle a draw, not their order."""
    return (-pair.degree * pair.told, pair.sent[0].text, pair.listed[0].text)


def _free(words: Tokens, left: list[Token]) -> bool:
    return words[0] in left if len(words) == 1 else all(one in left for one in words)


def _take(words: Tokens, left: list[Token]) -> None:
    for one in words:
        left.remove(one)


def _alike(extra: list[Token], missing: list[Token], last: Token | None) -> list[Pair]:
    pairs = []
    for one in extra:
        for other in missing:
            degree = likeness(one, other)
            if one is last and degree >= CUT_OFF and other.text.startswith(one.text):
                degree = CUT_SHORT
            if degree >= LIKE:
                pairs.append(Pair((one,), (other,), degree, min(one.rarity, other.rarity)))
    return pairs


def _glued(apart: Tokens, whole: list[Token]) -> Iterator[Pair]:
    """Yield what two or three neighbours of one side make together of one word of the other."""
    heads = [head(one.skeleton) for one in apart]
    ends = list(accumulate([len(one.text) for one in apart], initial=0))
    read = any(one.others for one in apart)
    for other in whole:
        anyhow = read or other.others  # a word with other readings may be spelt anyhow
        if len(other.text) < GLUABLE:
            continue
        lengths = range(len(other.text) - ROOM, len(other.text) + ROOM + 1)
        for at, its in enumerate(heads):
            if anyhow or other.skeleton.startswith(its) or _begins(apart[at], other):
                for words in runs_from(apart, ends, at, lengths):
                    if anyhow or _may_glue(words, other):
                        yield from _as_one(tuple(words), other)


def _begins(one: Token, other: Token) -> bool:
    """Say whether a word begins with the letters of another one, and sounds so at first."""
    return other.text.startswith(one.text) and other.skeleton[0] == one.skeleton[0]


def _may_glue(words: Sequence[Token], other: Token) -> bool:
    skeletons = [one.skeleton for one in words]
    if may_glue(joined(skeletons), other.skeleton):
        return True
    # To the letter: where two meet there may be a sound that neither has, DUC HAI, DUCHAI.
    more = set(other.skeleton).difference(KEPT_VOWELS, *skeletons)
    return _text(words) == other.text and len(more) < len(words)


def _as_one(words: Tokens, other: Token) -> Iterator[Pair]:
    if not other.others and sum(map(other.text.count, VOWELS)) < len(words):
        return  # SU YONG is not SONG: a syllable each, and one syllable
    text = _text(words)
    degree = likeness(token(text), other)
    if degree < AS_ONE:
        return
    # YONG alone is much like YONGHO, but YONG HO is the very word.
    if text == other.text or degree > _BETTER + max([likeness(one, other) for one in words]):
        told = min(sum([one.rarity for one in words]), other.rarity * WHOLE_WORD)
        yield Pair(words, (other,), degree, told)


def _text(words: Sequence[Token]) -> str:
    return "".join([one.text for one in words])


@lru_cache(maxsize=4_096)
def _has_initial(words: Tokens) -> bool:
    return any(one.initial for one in words)


def _initials(extra: list[Token], missing: list[Token]) -> list[tuple[Token, Token]]:
    """Return the pairs in which a side has an initial, taken off both lists."""
    taken = _spelt_out(extra, missing) + [(one, other) for other, one in _spelt_out(missing, extra)]
    for one in sorted(extra, key=_rarest):
        for other in sorted(missing, key=_rarest):
            short = min(len(one.text), len(other.text))
            if short == 1 and one.text[0] == other.text[0]:
                extra.remove(one)
                missing.remove(other)
                taken.append((one, other))
                break
    return taken


def _spelt_out(short: list[Token], long: list[Token]) -> list[tuple[Token, Token]]:
    """Return the initials of *short* written together, each with its word, both taken off."""
    taken = []
    for one in [word for word in short if len(word.text) > 1 and word.initial]:
        begun = [
            next((word for word in long if word.text[0] == letter), None) for letter in one.text
        ]
        meant = [word for word in begun if word is not None]
        if len(set(meant)) == len(one.text):
            short.remove(one)
            for word in meant:
                long.remove(word)
                taken.append((one, word))
    return taken


def _rarest(word: Token) -> tuple[float, str]:
    return (-word.rarity, word.text)
