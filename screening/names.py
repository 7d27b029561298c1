"""A name made ready for comparing: its readings, each of telling words."""

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from screening.glued import (
    short_and_titled,
    with_particles_joined,
    without_glued_particle,
    without_glued_title,
)
from screening.letters import words
from screening.particles import (
    PARTICLES_OR_SYLLABLES,
    names_alone,
    names_perhaps,
    naming,
    surname_perhaps,
)
from screening.readings import MAX_READINGS, Word, ascii_words, readings
from screening.tokens import Token, Tokens, token, token_of

MAX_TOKENS = 12  # of one name; bounds what a comparison costs
# The name field of a machine-readable passport holds 39 characters (ICAO 9303-4), two separators
# among them; a name that fills it may have been cut off.
FILLED_FIELD = 37
_REMARK = re.compile(  # with a number in it; Max Born is a name
    r"[\s,;(]+(?:born|dob|d\.o\.b\.|passports?|identity (?:card|no)|id no)\b(?=.{0,80}\d).*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = " .,-/'`"  # that may stand behind a name


class PreparedName(NamedTuple):
    """One name; `shown` is as sent, `readings` are () when nothing names anybody."""

    shown: str
    readings: tuple[Tokens, ...]
    weak: bool = False
    cut: bool = False  # it fills its field, so its last word may go on
    own: str | None = None  # the first given name, where it is another word than the first

    @property
    def tokens(self) -> Tokens:
        """Return the words of the likeliest reading."""
        return self.readings[0] if self.readings else ()

    def own_word(self, reading: Tokens) -> Token:
        """Return the person's own name in a *reading*, not a father's or a family's.

        Where nothing says which word that is, the first one: so most of the world writes.
        """
        if self.own is None:
            return reading[0]
        said = (self.own, without_glued_particle(self.own))
        exact = (one for one in reading if one.text in said)
        titled = (one for one in reading if one.text.startswith(self.own))  # NAMS beside NA
        return next(chain(exact, titled), reading[0])


def prepare_name(
    full: str, *, surname: str | None = None, given_names: str | None = None, weak: bool = False
) -> PreparedName:
    """Return *full* ready for comparing; any text has an answer.

    Given names are what follows a comma, where nobody says which they are; the surname comes last,
    where there is none.
    """
    bare = without_remark(full)
    before, comma, behind = bare.partition(",")
    family = surname or (before if comma else _last(bare))
    given = given_names or behind
    said, names = _said(bare), _alone(family, given)
    perhaps = names_perhaps(said)
    if not surname and not comma:
        perhaps |= surname_perhaps(said)
    found = _readings(bare, names)
    if not perhaps <= names:  # SHEIKH/HASSAN may be who is listed as HASSAN, Sheikh
        found = _first_of(found, _readings(bare, perhaps))
    return PreparedName(full, found, weak, own=_own(found, given))


def prepare_sent_name(surname: str, given_names: str | None) -> PreparedName:
    """Return a passenger's name as an airline sends it, without a title glued to its end."""
    before, _, last = (given_names or surname).rstrip(_SIGNS).rpartition(" ")
    bare, short = without_glued_title(last.upper()), short_and_titled(last.upper())
    untitled = last if bare == last.upper() else bare
    name = _sent(surname, given_names, f"{before} {untitled}")
    if not short:
        return name
    likelier = _sent(surname, given_names, f"{before} {short}")
    return likelier._replace(readings=_first_of(likelier.readings, name.readings))


def _sent(surname: str, given_names: str | None, untitled: str) -> PreparedName:
    """Return a name; *untitled* is what was sent last of it, without a title."""
    if not given_names:
        found = _readings(untitled, _alone(_last(untitled), ""))
        return PreparedName(surname, found, cut=len(surname) >= FILLED_FIELD)
    shown = f"{given_names} {surname}"
    found = _readings(f"{surname} {untitled}", _alone(surname, untitled))
    return PreparedName(shown, found, cut=len(shown) >= FILLED_FIELD, own=_own(found, untitled))


def without_remark(full: str) -> str:
    """Return *full* without what some lists write behind an alias: born in 1963, passport no. 7."""
    said = _REMARK.search(full)
    return full[: said.start()] if said and full[: said.start()].strip() else full


def _own(found: tuple[Tokens, ...], given: str) -> str | None:
    """Return the first word of *given* that names somebody; None where it comes first anyway."""
    said = _said(given) if given and found else ()
    for nth, one in enumerate(found[0] if said else ()):
        if one.text in said:
            return one.text if nth else None
    return None


def _first_of(likelier: tuple[Tokens, ...], others: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """Return as many readings as are kept, each once."""
    return tuple(dict.fromkeys(likelier + others))[:MAX_READINGS]


def _alone(surname: str, given_names: str) -> frozenset[str]:
    return names_alone(_said(surname), _said(given_names))


def _last(text: str) -> str:
    """Return the last word, but no particle behind several: BERG JAN VAN DER."""
    before, _, last = text.rpartition(" ")
    return "" if " " in before and last.upper() in PARTICLES_OR_SYLLABLES else last


def _said(text: str) -> tuple[str, ...]:
    return ascii_words(text) if text.isascii() else words(text)


def _readings(full: str, names: frozenset[str]) -> tuple[Tokens, ...]:
    if full.isascii():
        return _ascii_readings(ascii_words(full), names)
    return _other_readings(full, names)


def _ascii_readings(words: tuple[str, ...], names: frozenset[str]) -> tuple[Tokens, ...]:
    tokens = tuple(map(token, _telling(words, names)))
    found = _and_parted((tokens,)) if tokens else ()
    joined = with_particles_joined(words, names)
    if joined == words:
        return found
    return _first_of(found, (tuple(map(token, _telling(joined, names))),))


def _and_parted(found: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """Return the readings, and them without particles glued to names: BINLADEN, LADEN.

    Lists and airlines write either, and a particle written apart names nobody.
    """
    parted = [tuple(map(_without_particle, words)) for words in found]
    # ALI BENALI is not ALI.
    return _first_of(found, tuple(one for one in parted if len(set(one)) == len(one)))


@lru_cache(maxsize=65_536)
def _without_particle(word: Token) -> Token:
    bare = without_glued_particle(word.text)
    return word if bare == word.text else token(bare)


@lru_cache(maxsize=4_096)
def _other_readings(full: str, names: frozenset[str]) -> tuple[Tokens, ...]:
    found = (_tokens(said, names) for said in readings(full))
    return _and_parted(tuple(dict.fromkeys(tokens for tokens in found if tokens)))


def _tokens(said: tuple[Word, ...], names: frozenset[str]) -> Tokens:
    by_text = {word.text: word for word in said}
    return tuple([_token(by_text.get(text), text) for text in _telling(tuple(by_text), names)])


def _telling(words: tuple[str, ...], names: frozenset[str]) -> tuple[str, ...]:
    telling = naming(words, names)
    if len(telling) <= MAX_TOKENS:
        return telling
    # Whichever way they are ordered, the same ones stay.
    kept = sorted(telling, key=lambda word: (-len(word), word))[:MAX_TOKENS]
    return tuple(word for word in telling if word in kept)


def _token(word: Word | None, text: str) -> Token:
    return token(text) if word is None else token_of(text, word.others, vowelless=word.vowelless)
