"""May two words be one name? Asked of their skeletons alone: most pairs cost no more. Pure."""

from functools import lru_cache

from screening.compiled.kin import ANY_WAY, may_be_one_name
from screening.compiled.letters import letters
from screening.tokens import Token
from screening.variants import named_alike

_HELD = 2_048  # answers for one skeleton, and skeletons that have answers


class Kin(dict[str, bool]):
    """Which skeletons a word may have that is one name with a word of skeleton `own`."""

    __slots__ = ("_named", "_own")

    def __init__(self, own: str) -> None:
        super().__init__()
        self._own = letters(own)
        self._named = named_alike(own)

    def __missing__(self, other: str) -> bool:
        """Return the answer for a skeleton that was not asked for of late."""
        if len(self) >= _HELD:
            self.clear()
        found = other in self._named or may_be_one_name(self._own, letters(other), ANY_WAY)
        self[other] = found
        return found


kin = lru_cache(maxsize=_HELD)(Kin)


def may_be_one(one: Token, other: Token) -> bool:
    """Say whether some reading of one word may be a reading of the other."""
    if not one.others and not other.others:
        return kin(one.skeleton)[other.skeleton]
    return any(kin(mine)[theirs] for mine in one.skeletons for theirs in other.skeletons)
