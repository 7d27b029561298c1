"""May two skeletons be of one name? Nothing but their letters is asked."""

import numpy as np

from screening.compiled.compiling import compiled
from screening.compiled.letters import (
    AS_WRITTEN,
    Letters,
    alike,
    audible,
    begins_with,
    equal,
    same_letters,
)

ALIKE = 0.5  # of two skeletons: one consonant in two may differ
AKIN = 0.75  # the same, once related consonants count as one
TELLING = 3  # consonants from which another order is a slip, and a beginning may be cut off
ROUNDING = 1e-9
# What ears and alphabets take for one another is heard as the same; V is silent.
HEARD = AS_WRITTEN.copy()
for _letter, _as in zip("FBMLJ", "PPNRS", strict=True):
    HEARD[ord(_letter)] = ord(_as)
HEARD[ord("V")] = 0
_SYSTEMS = np.zeros((128, 128), np.bool_)
for _one, _other in ("JS", "BP", "AV"):
    _SYSTEMS[ord(_one), ord(_other)] = _SYSTEMS[ord(_other), ord(_one)] = True


# Ways in which two skeletons may be of one name, as bits.
WRITTEN, SHUFFLED, ANOTHER_SYSTEM, RELATED = 1, 2, 4, 8
ANY_WAY = WRITTEN | SHUFFLED | ANOTHER_SYSTEM | RELATED


@compiled
def may_be_one_name(bones: Letters, others: Letters, ways: int) -> bool:
    """Say whether two skeletons may be of one name; given names that sound apart are not known.

    Only the *ways* are looked at that are not ruled out already.
    """
    return bool(
        (ways & WRITTEN and alike(bones, others, AS_WRITTEN) > ALIKE - ROUNDING)
        or (ways & SHUFFLED and _is_cut_or_shuffled(bones, others))
        or (ways & ANOTHER_SYSTEM and _is_of_another_system(bones, others))
        or (ways & RELATED and _is_akin(bones, others))
    )


@compiled
def _is_cut_or_shuffled(bones: Letters, others: Letters) -> bool:
    if min(bones.length, others.length) < TELLING:
        return False
    if bones.length == others.length:
        return same_letters(bones, others)
    return begins_with(bones, others) or begins_with(others, bones)


@compiled
def _is_of_another_system(bones: Letters, others: Letters) -> bool:
    """Say whether only the first sound differs, as JO is also written CHO, and BO PO."""
    if not _SYSTEMS[bones.data[bones.at], others.data[others.at]]:
        return False
    return equal(
        Letters(bones.data, bones.at + 1, bones.length - 1),
        Letters(others.data, others.at + 1, others.length - 1),
    )


@compiled
def _is_akin(bones: Letters, others: Letters) -> bool:
    """Say whether the consonants are alike once related ones count as the same."""
    short = min(audible(bones, HEARD), audible(others, HEARD))
    if short >= TELLING:
        return alike(bones, others, HEARD) > AKIN - ROUNDING
    return short > 1 and not _begins_with_a_vowel(bones) and alike(bones, others, HEARD) == 1.0


@compiled
def _begins_with_a_vowel(bones: Letters) -> bool:
    for i in range(bones.length):
        letter = HEARD[bones.data[bones.at + i]]
        if letter:
            return bool(letter == ord("A"))
    return False
