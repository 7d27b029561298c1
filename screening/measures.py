"""What an alignment of two names amounts to, in numbers; `weights` says what each is worth."""

from screening.alignment import Alignment
from screening.names import Token

AS_SPELT = 0.95  # degree from which parts count as agreeing exactly
CLOSE = 0.6
FULL_NAME = 14.0  # nats of agreement; beyond, the same family or village tells twice
LONG_CONFLICT = 7.0

MEASURES = (
    "exact",  # nats of the parts that agree as spelt
    "close",  # nats of those spelt another way
    "unlike",  # how unlike those are, two parts or more
    "beyond",  # nats beyond FULL_NAME
    "first",  # one part agrees
    "second",  # two
    "third",  # three or more
    "whole",  # nothing is left over on either side, two parts or more
    "whole_single",  # the same with one part
    "within",  # nothing is left over on one side, two parts or more agree
    "within_single",
    "against",  # nats left over on both sides: the lesser of the two
    "against_long",  # what of it exceeds LONG_CONFLICT
    "against_parts",  # how many words are left over on both sides
    "surplus",  # nats that one side has more
    "initials",
    "unlike_single",  # of a single name: how far from spelt the same
)
SPEAKS_AGAINST = frozenset(
    {"unlike", "beyond", "against", "against_long", "against_parts", "surplus", "unlike_single"}
)
SPEAKS_EITHER_WAY = frozenset({"first", "second", "third"})  # as the nats beside them have it
Measures = tuple[float, ...]


def measures(alignment: Alignment) -> Measures:
    """Return the MEASURES of *alignment*, in their order."""
    exact = close = unlike = 0.0
    worst = 1.0
    for pair in alignment.pairs:
        degree, told = pair.degree, pair.told
        worst = min(worst, degree)
        if degree >= AS_SPELT:
            exact += told
        else:
            close += told * degree
            unlike += 1.0 - degree
    count = len(alignment.pairs)
    extra, missing = alignment.extra, alignment.missing
    more, less = _nats(extra), _nats(missing)
    against = min(more, less)
    nothing = not extra and not missing
    one_side = bool(extra) != bool(missing)
    several = count > 1
    return (
        exact,
        close,
        unlike if several else 0.0,
        max(0.0, exact + close - FULL_NAME),
        float(count == 1),
        float(count == 2),
        float(count > 2),
        float(nothing and several),
        float(nothing and count == 1),
        float(one_side and several),
        float(one_side and count == 1),
        against,
        max(0.0, against - LONG_CONFLICT),
        float(min(len(extra), len(missing))),
        abs(more - less),
        float(len(alignment.initials)),
        1.0 - worst if nothing and count == 1 else 0.0,
    )


def _nats(tokens: list[Token]) -> float:
    return sum([one.rarity for one in tokens])
