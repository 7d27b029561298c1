"""What two names say for or against one person: log-odds and a sentence for an officer."""

from math import sqrt

from screening.alignment import Alignment, Pair, align
from screening.explanation import Feature
from screening.names import PreparedName, Token

# Parts of one name are not independent (families, fashions): what they tell together levels off
# here. Above it a name alone would outweigh a birth year decades apart.
CEILING = 12.0
COMPLETE = 1.5  # nothing is left over on either side
CONTRADICTION = 0.9  # of the telling weight that stands against each other
SURPLUS = 0.1  # of the weight that one side alone has: people leave out and add names
FLOOR = 4.0  # below, the agreement is what any two people may share
STEEPNESS = 4.0  # what each missing unit below the floor takes away beyond itself
DIFFERS = -8.0  # a wholly different name; no birthday, nationality and place make up for it
WEAK_UNSUPPORTED = 3.5  # a weak alias without birth date or document; never an alert
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def name_evidence(
    sent: PreparedName, listed: tuple[PreparedName, ...], *, supported: bool
) -> Feature | None:
    """Return the evidence of the listed name that fits best; None where a side has none."""
    if not sent.tokens or not listed:
        return None
    best: tuple[float, PreparedName, Alignment] | None = None
    for name in listed:
        alignment = align(sent.tokens, name.tokens)
        nats = log_odds(alignment)
        if name.weak and not supported:
            nats = min(nats, WEAK_UNSUPPORTED)
        if best is None or nats > best[0]:
            best = (nats, name, alignment)
    assert best is not None
    nats, name, alignment = best
    note = _sentence(alignment, nats)
    if name.weak:
        note += "; a weak alias" + ("" if supported else " that nothing else supports")
    return Feature(
        feature="name", contribution=nats, passenger=sent.shown, entry=name.shown, note=note
    )


def log_odds(alignment: Alignment) -> float:
    """Return the contribution of an alignment, from DIFFERS to CEILING + COMPLETE."""
    agreed = sum([pair.weight for pair in alignment.pairs])
    nats = agreed / sqrt(sqrt(1.0 + (agreed / CEILING) ** 4))
    extra, missing = _weight(alignment.extra), _weight(alignment.missing)
    if extra or missing:
        nats -= CONTRADICTION * min(extra, missing) + SURPLUS * abs(extra - missing)
    else:
        nats += COMPLETE
    return nats if nats >= FLOOR else max(DIFFERS, nats - STEEPNESS * (FLOOR - nats))


def _weight(tokens: tuple[Token, ...]) -> float:
    return sum([token.rarity for token in tokens])


def _sentence(alignment: Alignment, nats: float) -> str:
    if not alignment.pairs:
        return "the names have nothing in common"
    agreed = sum(len(pair.listed) for pair in alignment.pairs)
    parts = agreed + len(alignment.missing)
    notes = [_agreement(agreed, parts)]
    notes += [_spelling(pair) for pair in alignment.pairs if pair.degree < 1.0]
    if alignment.missing:
        notes.append(_listing(alignment.missing, "missing"))
    if alignment.extra:
        notes.append(_listing(alignment.extra, "not in the listed name"))
    if nats < 0:
        notes.append("on the whole another name")
    return "; ".join(notes)


def _agreement(agreed: int, parts: int) -> str:
    if agreed < parts:
        return f"{_number(agreed)} of {_number(parts)} parts agree{'s' if agreed == 1 else ''}"
    if parts == 1:
        return "the single listed name agrees"
    return "both parts agree" if parts == 2 else f"all {_number(parts)} parts agree"


def _spelling(pair: Pair) -> str:
    sent, listed = (" ".join(part.text for part in side) for side in (pair.sent, pair.listed))
    if min(len(sent), len(listed)) == 1:
        return f"{sent} may stand for {listed}" if len(sent) == 1 else f"{listed} may be {sent}"
    return f"{sent} is written {listed}"


def _listing(tokens: tuple[Token, ...], what: str) -> str:
    texts = [token.text for token in tokens]
    if len(texts) == 1:
        return f"{texts[0]} is {what}"
    return f"{', '.join(texts[:-1])} and {texts[-1]} are {what}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
