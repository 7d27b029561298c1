"""What the weights say of two names, scaled to what it tells beside travellers."""

from math import inf

from screening.compiled.compiling import compiled

# The pair files, whose strangers share words by design, size the weights; beside travellers a name
# that agrees this far tells more: so the name alone is calibrated (docs/accuracy.md).
TELLING = 2.6
TELLS_MORE = 0.65
# Parts of one name are not independent (families, fashions). So a name alone comes to even odds at
# most, as much as PRIOR takes away; and with the same nationality and sex beside it, it does not
# outweigh a birth year decades apart.
CEILING = 10.0
FLOOR = -1.0  # below, the agreement is what any two people may share
# What each missing unit below the floor takes away beyond itself: nationality and year of birth
# must not make up for it; the very day of birth, or a document, does so far.
STEEPNESS = 3.0
STEEPNESS_SUPPORTED = 0.5
STRONG_SUPPORT = 5.0  # nats of a date or document: the same day of birth, also with a slip in it
DIFFERS = -12.0  # a wholly different name; no birthday, nationality and place make up for it


@compiled
def scaled(nats: float, support: float) -> float:
    """Return the evidence of an alignment worth *nats* by its weights; never falls as they rise."""
    if nats < FLOOR:
        steepness = STEEPNESS_SUPPORTED if support >= STRONG_SUPPORT else STEEPNESS
        return max(DIFFERS, nats - steepness * (FLOOR - nats))
    return min(CEILING, nats + TELLS_MORE * max(0.0, nats - TELLING))


@compiled
def unscaled(needed: float, support: float) -> float:
    """Return the least that `scaled` makes *needed* of."""
    if needed > CEILING:
        return inf
    if needed <= DIFFERS:
        return -inf
    if needed < FLOOR:
        steepness = STEEPNESS_SUPPORTED if support >= STRONG_SUPPORT else STEEPNESS
        return (needed + steepness * FLOOR) / (1.0 + steepness)
    return needed if needed < TELLING else (needed + TELLS_MORE * TELLING) / (1.0 + TELLS_MORE)
