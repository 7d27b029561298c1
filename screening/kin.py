"""May two words be one name? Asked of their skeletons alone: most pairs cost no more. Pure."""

from functools import lru_cache

from rapidfuzz.distance import Indel

from screening.names import Token
from screening.variants import named_alike

ALIKE = 0.66  # of two skeletons: one consonant in three may differ
AKIN = 0.75  # the same, once related consonants count as one
TELLING = 3  # consonants from which another order is a slip, and a beginning may be cut off
SYSTEMS = ({"J", "S"}, {"B", "P"}, {"A", "V"})
AS_AKIN = str.maketrans("FBMLJ", "PPNRS", "V")  # what ears and alphabets take for one another
_HELD = 2_048  # answers for one skeleton, and skeletons that have answers


class Kin(dict[str, bool]):
    """Which skeletons a word may have that is one name with a word of skeleton `own`."""

    __slots__ = ("_akin", "_named", "_own", "_sorted")

    def __init__(self, own: str) -> None:
        super().__init__()
        self._own = own
        self._akin = _akin(own)
        self._named = named_alike(own)
        self._sorted = sorted(own) if len(own) >= TELLING else None

    def __missing__(self, other: str) -> bool:
        """Return the answer for a skeleton that was not asked for of late."""
        if len(self) >= _HELD:
            self.clear()
        found = Indel.normalized_similarity(self._own, other, score_cutoff=ALIKE) > 0.0
        if not found:
            found = (
                other in self._named
                or self._is_cut_or_shuffled(other)
                or self._is_of_another_system(other)
                or self._is_akin(other)
            )
        self[other] = found
        return found

    def _is_akin(self, other: str) -> bool:
        """Say whether the consonants are alike once related ones count as the same."""
        mine, theirs = self._akin, _akin(other)
        if min(len(mine), len(theirs)) < TELLING:
            return mine == theirs and len(mine) > 1 and mine[0] != "A"
        return Indel.normalized_similarity(mine, theirs, score_cutoff=AKIN) > 0.0

    def _is_of_another_system(self, other: str) -> bool:
        """Say whether only the first sound differs, as JO is also written CHO, and BO PO."""
        own = self._own
        return own[1:] == other[1:] and {own[0], other[0]} in SYSTEMS

    def _is_cut_or_shuffled(self, other: str) -> bool:
        own = self._own
        if len(other) == len(own):
            return sorted(other) == self._sorted
        short, long = (own, other) if len(own) < len(other) else (other, own)
        return len(short) >= TELLING and long.startswith(short)


@lru_cache(maxsize=16_384)
def _akin(skeleton: str) -> str:
    """Return the consonants with those that are akin written the same."""
    return skeleton.translate(AS_AKIN)


kin = lru_cache(maxsize=_HELD)(Kin)


def may_be_one(one: Token, other: Token) -> bool:
    """Say whether some reading of one word may be a reading of the other."""
    if not one.others and not other.others:
        return kin(one.skeleton)[other.skeleton]
    return any(kin(mine)[theirs] for mine in one.skeletons for theirs in other.skeletons)
