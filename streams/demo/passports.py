"""Document numbers in the shape of their issuer, none of them twice."""

from collections.abc import Mapping
from random import Random

_LETTERS = "CFGHJKLMNPRTVWXYZ"
_DIGITS = "0123456789"


class Passports:
    """Hands out document numbers; `patterns` are by issuer (# digit, @ letter), `other` last."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns = patterns
        self._given_out: set[tuple[str, str]] = set()

    def new(self, rng: Random, issuer: str) -> str:
        """Return a number that this issuer has not given out yet."""
        pattern = self._patterns.get(issuer, self._patterns["other"])
        while True:
            number = "".join(_drawn(rng, sign) for sign in pattern)
            if (issuer, number) not in self._given_out:
                self._given_out.add((issuer, number))
                return number


def _drawn(rng: Random, sign: str) -> str:
    if sign == "#":
        return rng.choice(_DIGITS)
    return rng.choice(_LETTERS) if sign == "@" else sign
