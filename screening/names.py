"""A name made ready for comparing: its telling words, each with sound, skeleton and rarity."""

from dataclasses import dataclass
from functools import lru_cache

from screening.letters import words
from screening.particles import naming, without_glued_title
from screening.rarity import rarity
from screening.sounds import skeleton, sound

MAX_TOKENS = 12  # of one name; bounds what a comparison costs


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One telling word; made once per spelling, so identity is equality."""

    text: str
    sound: str
    skeleton: str
    rarity: float  # log-odds that agreeing on it brings

    @property
    def skeletons(self) -> tuple[str, ...]:
        """Return the skeletons of all its readings, the likeliest first."""
        return (self.skeleton,)


@dataclass(frozen=True, slots=True)
class PreparedName:
    """One name; `shown` is as sent, `tokens` are () when nothing names anybody."""

    shown: str
    tokens: tuple[Token, ...]
    weak: bool = False

    @property
    def readings(self) -> tuple[tuple[Token, ...], ...]:
        """Return its ways to be read as a whole, the likeliest first; one for Latin letters."""
        return (self.tokens,) if self.tokens else ()


@lru_cache(maxsize=262_144)
def token(word: str) -> Token:
    """Return the token of an upper-case ASCII *word*."""
    return Token(word, sound(word), skeleton(word), rarity(word))


def prepare_name(full: str, *, weak: bool = False) -> PreparedName:
    """Return *full* ready for comparing; any text has an answer."""
    return PreparedName(full, _tokens(words(full)), weak)


def prepare_sent_name(surname: str, given_names: str | None) -> PreparedName:
    """Return a passenger's name as an airline sends it, without titles glued to given names."""
    if not given_names:
        return prepare_name(surname)
    given = words(given_names)
    if given:
        given = (*given[:-1], without_glued_title(given[-1]))
    return PreparedName(f"{given_names} {surname}", _tokens(words(surname) + given))


@lru_cache(maxsize=65_536)
def _tokens(said: tuple[str, ...]) -> tuple[Token, ...]:
    telling = naming(said)
    if len(telling) > MAX_TOKENS:  # whichever way they are ordered, the same ones stay
        kept = sorted(telling, key=lambda word: (-len(word), word))[:MAX_TOKENS]
        telling = tuple(word for word in telling if word in kept)
    return tuple(token(word) for word in telling)
