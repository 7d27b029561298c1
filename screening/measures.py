"""What an alignment of two names amounts to, in numbers; `weights` says what each is worth."""

from screening.alignment import Alignment
from screening.sounds import one_syllable
from screening.tokens import Token
from screening.variants import is_patronymic

AS_SPELT = 0.95  # degree from which a part counts as agreeing exactly

MEASURES = (
    "agreed",  # nats of the parts that agree, each by its degree
    "unlike",  # how unlike the parts are that agree another way than as spelt; two parts or more
    "first",  # one part agrees
    "second",  # two
    "third",  # three or more
    "whole",  # nothing is left over on either side, two parts or more, be they initials
    "whole_single",  # the same with one part
    "within",  # nothing is left over on one side, two parts or more agree
    "within_single",
    "against",  # nats left over on both sides: the lesser of the two
    "against_parts",  # how many words are left over on both sides
    "surplus",  # nats that one side has more
    "unlike_single",  # of a single name: how far from spelt the same
    # Brothers, and fathers and sons, share all but their own names.
    "own_differs",  # neither own name has a part on the other side
    "own_elsewhere",  # one of them has none, two parts or more agree
    "own_alone",  # nothing but the own names agrees
    "own_crossed",  # each agrees with another part of the other, and parts are left over
    "kin",  # nats that agree beyond KIN where the own names differ: what a family shares
    # KIM MUN CHOL, KIM SOK CHOL: few syllables make up all Korean and Chinese names.
    "syllabic",  # every word of both is a syllable, two parts or more agree
    "syllables_differ",  # and of three or more words some are left over on both sides
    "glued",  # parts that one side writes as one word
    "fathers_differ",  # each side has a patronymic that the other has not
    "initials_differ",  # but for a word on each side all agrees, and one is another's initial
)
KIN = 12.0
SPEAKS_AGAINST = frozenset(
    {
        "unlike", "against", "against_parts", "surplus", "unlike_single",
        "own_differs", "own_elsewhere", "own_alone", "own_crossed", "kin",
        "syllabic", "syllables_differ", "glued", "fathers_differ", "initials_differ",
    }
)  # fmt: skip
SPEAKS_EITHER_WAY = frozenset({"first", "second", "third"})  # as the nats beside them have it
Measures = tuple[float, ...]


def measures(alignment: Alignment, own: Token, listed_own: Token) -> Measures:
    """Return the MEASURES of *alignment*, in their order.

    *own* and *listed_own* are the words of either side that are the person's own name.
    """
    agreed = unlike = glued = 0.0
    for pair in alignment.pairs:
        degree = pair.degree
        agreed += pair.told * degree
        if degree < AS_SPELT:
            unlike += 1.0 - degree
        if len(pair.sent) != len(pair.listed):
            glued += 1.0
    count = len(alignment.pairs)
    extra, missing = alignment.extra, alignment.missing
    more, less = _nats(extra), _nats(missing)
    single, several = count == 1, count > 1
    whole = not extra and not missing
    # J SMITH is no single name: an initial is a part, though it tells nothing.
    together = several or (single and whole and bool(alignment.initials))
    within = bool(extra) != bool(missing)
    return (
        agreed,
        unlike if together else 0.0,
        float(single),
        float(count == 2),
        float(count > 2),
        float(whole and together),
        float(whole and single and not together),
        float(within and several),
        float(within and single),
        min(more, less),
        float(min(len(extra), len(missing))),
        abs(more - less),
        1.0 - alignment.pairs[0].degree if whole and single and not together else 0.0,
        *(_NOTHING if whole or not count else _own(alignment, own, listed_own, agreed)),
        *(_syllables(alignment) if count else (0.0, 0.0)),
        glued,
        float(_has_patronymic(extra) and _has_patronymic(missing)),
        float(several and _initials_differ(alignment)),
    )


_NO_INITIAL = "AU"  # what is left of ABD and of UD, which are no names
_NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0)


def _own(alignment: Alignment, own: Token, listed_own: Token, agreed: float) -> tuple[float, ...]:
    """Return what becomes of the own names where parts are left over."""
    several = len(alignment.pairs) > 1
    left, listed_left = own in alignment.extra, listed_own in alignment.missing
    if left and listed_left:
        return 1.0, 0.0, 0.0, 0.0, max(0.0, agreed - KIN)
    if left or listed_left:
        return 0.0, float(several), 0.0, 0.0, 0.0
    together = any(own in pair.sent and listed_own in pair.listed for pair in alignment.pairs)
    return 0.0, 0.0, float(together and not several), float(several and not together), 0.0


def _syllables(alignment: Alignment) -> tuple[float, float]:
    pairs, extra, missing = alignment.pairs, alignment.extra, alignment.missing
    sent = [*extra, *(word for pair in pairs for word in pair.sent)]
    listed = [*missing, *(word for pair in pairs for word in pair.listed)]
    if not all(one_syllable(word.text) for word in (*sent, *listed)):
        return 0.0, 0.0
    differ = bool(extra) and bool(missing) and len(sent) > 2 and len(listed) > 2
    return float(len(pairs) > 1), float(differ)


def _has_patronymic(tokens: list[Token]) -> bool:
    for one in tokens:  # noqa: SIM110  # asked of every comparison: no generator
        if is_patronymic(one.text):
            return True
    return False


def _initials_differ(alignment: Alignment) -> bool:
    """Say whether all that is left over is a word on each side, and one is another's initial."""
    extra, missing = alignment.extra, alignment.missing
    if len(extra) != 1 or len(missing) != 1 or alignment.initials:
        return False
    short = min(extra[0].text, missing[0].text, key=len)
    return len(short) == 1 and short not in _NO_INITIAL


def _nats(tokens: list[Token]) -> float:
    return sum([one.rarity for one in tokens])
