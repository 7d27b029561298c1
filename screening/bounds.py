"""The most that a listed name can be worth beside one reading of a name, by skeletons alone. Pure.

It is what `kin` and `gluing` let alignment find, each agreement as good as can be.
"""

from screening.alignment import GLUABLE
from screening.gluing import head, joined, may_glue, runs_from
from screening.kin import kin
from screening.measures import MEASURES
from screening.name_evidence import STRONG_SUPPORT, scaled
from screening.names import Tokens, abbreviates
from screening.weights import Weights


class Bound:
    """What one reading can come to, by which of its words may be words of the listed name."""

    def __init__(self, reading: Tokens, weights: Weights) -> None:
        words = sorted(enumerate(reading), key=lambda one: -one[1].rarity)
        self._kin = [
            (1 << at, [kin(each).__getitem__ for each in one.skeletons]) for at, one in words
        ]
        self._reading = reading
        self._gluable = [(1 << at, one.skeleton) for at, one in words if len(one.text) >= GLUABLE]
        self._all = (1 << len(reading)) - 1
        self._exact = not any(one.others or abbreviates(one) for one in reading)
        self._strong = _Most(reading, weights, STRONG_SUPPORT)
        self._usual = _Most(reading, weights, 0.0)
        self._initials = max(0.0, -dict(zip(MEASURES, weights.worth, strict=True))["glued"])
        self._glued: dict[str, list[tuple[int, str]]] | None = None

    def may_reach(self, consonants: str, needed: float, support: float) -> bool:
        """Say whether a name of these *consonants*, as a record has them, may be worth *needed*."""
        most = self._strong if support >= STRONG_SUPPORT else self._usual
        mask = self._all
        spelt_out = self._exact and consonants[0] != "."
        # An initial takes a word out as gluing does, and costs nothing.
        if most[mask] + (0.0 if spelt_out else self._initials) < needed:
            return False
        if not spelt_out or ":" in consonants:
            return True  # initials, or other readings that are glued: not worth a bound
        skeletons = consonants.replace("/", " ").split(" ")
        agreeing = [bit for bit, readings in self._kin if True in map(readings[0], skeletons)]
        mask = sum(agreeing)
        if most[mask] < needed:
            mask |= self._parted(skeletons)
            if most[mask] < needed:
                mask |= self._whole(mask, consonants, skeletons)
            return most[mask] >= needed
        return any(self._fits(each.split(" "), most, needed) for each in consonants.split("/"))

    def _fits(self, skeletons: list[str], most: "_Most", needed: float) -> bool:
        """Say whether one reading of a listed name may be worth *needed*."""
        mask, found = 0, set()
        for bit, readings in self._kin:
            its = [one for one in skeletons if readings[0](one)]
            if its:
                mask |= bit
                found.update(its)
        left = len(found) < len(set(skeletons))
        if most[mask, left] >= needed:
            return True
        glued = self._parted(skeletons)
        glued |= self._whole(mask | glued, " ".join(skeletons), skeletons)
        return bool(glued) and most[mask | glued] >= needed

    def _parted(self, skeletons: list[str]) -> int:
        """Return the words that may together be one listed word."""
        if self._glued is None:
            self._glued = self._runs()
        found = 0
        for one in skeletons:
            for bits, together in self._glued.get(one[:2], ()):
                if may_glue(together, one):
                    found |= bits
        return found

    def _runs(self) -> dict[str, list[tuple[int, str]]]:
        """Return the words that neighbours make together, by how they begin."""
        glued: dict[str, list[tuple[int, str]]] = {}
        numbered = [(1 << at, one.skeleton) for at, one in enumerate(self._reading)]
        for run in [run for at in range(len(numbered)) for run in runs_from(numbered, at)]:
            together = joined([skeleton for _, skeleton in run])
            bits = sum([bit for bit, _ in run])
            glued.setdefault(together[:2], []).append((bits, together))
        return glued

    def _whole(self, mask: int, consonants: str, skeletons: list[str]) -> int:
        """Return the words beyond *mask* that may be several listed words."""
        found = 0
        heads = tuple(map(head, skeletons))
        for bit, whole in self._gluable:
            if not mask & bit and whole.startswith(heads):
                found |= bit * _made_of(whole, consonants)
        return found


def _made_of(whole: str, consonants: str) -> bool:
    """Say whether neighbours in some of the readings may be one word of skeleton *whole*."""
    return any(
        may_glue(joined(run), whole)
        for words in [reading.split(" ") for reading in consonants.split("/")]
        for at, one in enumerate(words)
        if whole.startswith(head(one))
        for run in runs_from(words, at)
    )


class _Most(dict[int | tuple[int, bool], float]):
    """The most that a name can be worth by which words may agree: bits, from the first word on.

    With True beside the bits, at least one listed word agrees with none.
    """

    __slots__ = ("_agreed", "_reading", "_start", "_support", "_worth")

    def __init__(self, reading: Tokens, weights: Weights, support: float) -> None:
        super().__init__()
        self._worth = worth = dict(zip(MEASURES, weights.worth, strict=True))
        agreed = max(0.0, worth["agreed"])
        # The other side may part a word: then it tells half as much again, less what gluing costs.
        self._agreed = [
            agreed * one.rarity + max(0.0, 0.5 * agreed * one.rarity + worth["glued"])
            for one in reading
        ]
        self._start, self._support, self._reading = weights.start, support, reading

    def __missing__(self, key: int | tuple[int, bool]) -> float:
        mask, left = key if isinstance(key, tuple) else (key, False)
        nats = sum([value for at, value in enumerate(self._agreed) if mask >> at & 1])
        count = mask.bit_count()
        best = max(self._beside(pairs, count, left) for pairs in range(count + 1))
        self[key] = found = scaled(self._start + nats + best, self._support)
        return found

    def _beside(self, pairs: int, agreeing: int, left: bool) -> float:
        """Return the most that the number of agreeing parts and what is left over come to."""
        worth = self._worth
        if not pairs:
            return 0.0
        every = agreeing == len(self._agreed)
        single = pairs == 1
        nats = worth[("first", "second", "third")[min(pairs, 3) - 1]]
        if every and not left:
            glued = worth["glued"] if single and agreeing > 1 else 0.0
            whole = worth["whole_single" if single else "whole"] + glued
            return nats + max(0.0, whole, self._within(single))
        if every or not left:
            return nats + max(0.0, self._within(single))
        return nats + worth["against_parts"]

    def _within(self, single: bool) -> float:
        return self._worth["within_single" if single else "within"]
