"""What two names say for or against one person: log-odds and a sentence for an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.alignment import Alignment, Pair, align
from screening.compiled.scaling import scaled
from screening.measures import Measures, measures
from screening.names import PreparedName
from screening.particles import PARTICLES_PERHAPS
from screening.tokens import Token, Tokens, consonants
from screening.weights import Weights, learned

WEAK_UNSUPPORTED = (
    3.0  # by its weights, a weak alias without birth date or document; never an alert
)
RESEMBLES = 0.5  # the degree up to which a word merely does
UNSUPPORTED = " that neither a date of birth nor a document supports"
NOTHING_IN_COMMON = "the names have nothing in common"
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_Way = tuple[Tokens, PreparedName, Tokens, bool]  # how both names are read; if not the likeliest


@dataclass(slots=True)
class Best:
    """The listed name that fits best, how it is aligned, and what that is worth."""

    nats: float
    listed: PreparedName
    alignment: Alignment
    measured: Measures


@dataclass(slots=True)
class NameEvidence:
    """What the listed name that fits best is worth, and why."""

    nats: float
    sent: PreparedName
    listed: PreparedName
    alignment: Alignment
    support: float

    @property
    def note(self) -> str:
        """Return the sentence for an officer."""
        note = _sentence(self.alignment, self.nats)
        if not self.listed.weak:
            return note
        return f"{note}; a weak alias" + ("" if self.support > 0 else UNSUPPORTED)


def name_evidence(
    sent: PreparedName,
    listed: Sequence[PreparedName],
    *,
    support: float,
    weights: Weights | None = None,
    among: Sequence[PreparedName] | None = None,
) -> NameEvidence | None:
    """Return the evidence of the listed name that fits best; None where a side has none.

    *support* is how much a birth date or document speaks for the person, in nats. A weak alias
    needs some; with much of it a name may be less alike. Of *listed* only those *among* which the
    best may be are compared, where that is known.
    """
    strong = best_alignment(sent, [one for one in listed if not one.weak], weights, among)
    weak = best_alignment(sent, [one for one in listed if one.weak], weights, among)
    if weak is not None and support <= 0:
        weak.nats = min(weak.nats, WEAK_UNSUPPORTED)
    best = strong if weak is None or (strong is not None and strong.nats >= weak.nats) else weak
    if best is None:
        return None
    nats = scaled(best.nats, support)
    return NameEvidence(nats, sent, best.listed, best.alignment, support)


def best_alignment(
    sent: PreparedName,
    listed: Sequence[PreparedName],
    weights: Weights | None = None,
    among: Sequence[PreparedName] | None = None,
) -> Best | None:
    """Return how *sent* fits the one of *listed* that it fits best; None where there is none.

    Where some names share the consonants of a word with *sent*, the others are not looked at: most
    aliases of a candidate have nothing to do with the name that brought it up.
    """
    weights = weights or learned()
    ways = [
        (mine, name, theirs, bool(nth or other))
        for nth, mine in enumerate(sent.readings)
        for name in listed
        for other, theirs in enumerate(name.readings)
        if not (nth and other and _has_particle(sent, mine) and _has_particle(name, theirs))
    ]
    ways = _worth_a_look(ways) if len(ways) > 1 else ways
    if among is not None:
        ways = [one for one in ways if any(one[1] is name for name in among)]
    best: Best | None = None
    for mine, name, theirs, strict in ways:
        alignment = align(mine, theirs, cut=sent.cut, strict=strict)
        measured = measures(alignment, sent.own_word(mine), name.own_word(theirs))
        nats = weights.log_odds(measured)
        if best is None or nats > best.nats:
            best = Best(nats, name, alignment, measured)
    return best


def _has_particle(name: PreparedName, reading: Tokens) -> bool:
    """Say whether a *reading* has a particle as a name, or in one, that likelier is none.

    Two of those agree on what is no name of either: Pedro de la FUENTE, Pedro de la VEGA, or
    VANDERBERG and VANDERMEER. Titles they do agree on: Haji IBRAHIM is known as IBRAHIM, Haji.
    """
    likelier = name.tokens
    return not _particles(reading) <= _particles(likelier) or _has_joined(reading, likelier)


@lru_cache(maxsize=8_192)
def _has_joined(reading: Tokens, likelier: Tokens) -> bool:
    """Say whether a word is one of the *likelier* behind a particle: VANDERBERG, BERG."""
    gone = tuple(word.text for word in likelier if word not in reading)
    return any(one.text.endswith(gone) for one in reading if one not in likelier)


@lru_cache(maxsize=8_192)
def _particles(reading: Tokens) -> frozenset[str]:
    return PARTICLES_PERHAPS.intersection([one.text for one in reading])


def _worth_a_look(ways: list[_Way]) -> list[_Way]:
    """Return the *ways* to read names that share consonants in some way; all where none does."""
    sharing = {id(name) for mine, name, theirs, _ in ways if _share_consonants(mine, theirs)}
    return [one for one in ways if id(one[1]) in sharing] if sharing else ways


def _share_consonants(mine: Tokens, theirs: Tokens) -> bool:
    return not consonants(mine).isdisjoint(consonants(theirs))


def _sentence(alignment: Alignment, nats: float) -> str:
    if not alignment.pairs and not alignment.initials:
        return NOTHING_IN_COMMON
    agreed = sum(len(pair.listed) for pair in alignment.pairs if pair.degree > RESEMBLES)
    agreed += len(alignment.initials) if alignment.pairs else 0
    parts = sum(len(pair.listed) for pair in alignment.pairs) + len(alignment.initials)
    notes = [_agreement(agreed, parts + len(alignment.missing))]
    notes += [_spelling(pair) for pair in alignment.pairs if _written_apart(pair)]
    notes += _initials(alignment.initials)
    if alignment.missing:
        notes.append(_listing(alignment.missing, "missing"))
    if alignment.extra:
        notes.append(_listing(alignment.extra, "not in the listed name"))
    if nats < 0:
        notes.append("on the whole another name")
    return "; ".join(notes)


def _agreement(agreed: int, parts: int) -> str:
    if not agreed:
        return "no part agrees"
    if agreed < parts:
        return f"{_number(agreed)} of {_number(parts)} parts agree{'s' if agreed == 1 else ''}"
    if parts == 1:
        return "the single listed name agrees"
    return "both parts agree" if parts == 2 else f"all {_number(parts)} parts agree"


def _written_apart(pair: Pair) -> bool:
    return pair.degree < 1.0 or len(pair.sent) != len(pair.listed)


def _spelling(pair: Pair) -> str:
    sent, listed = (" ".join(part.text for part in side) for side in (pair.sent, pair.listed))
    return (
        f"{sent} is written {listed}" if pair.degree > RESEMBLES else f"{sent} resembles {listed}"
    )


def _initials(initials: Sequence[tuple[Token, Token]]) -> list[str]:
    """Return what each initial, or some written together, may stand for; listed ones last."""
    sent: dict[Token, list[str]] = {}
    listed: dict[Token, list[str]] = {}
    for one, other in initials:
        short = len(one.text) == 1 or (one.initial and len(other.text) > len(one.text))
        side, initial, word = (sent, one, other) if short else (listed, other, one)
        side.setdefault(initial, []).append(word.text)
    stand = [f"{one.text} may stand for {_all(words)}" for one, words in sent.items()]
    return stand + [f"{_all(words)} may be {one.text}" for one, words in listed.items()]


def _listing(tokens: list[Token], what: str) -> str:
    is_or_are = "is" if len(tokens) == 1 else "are"
    return f"{_all([token.text for token in tokens])} {is_or_are} {what}"


def _all(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
