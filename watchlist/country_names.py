"""Country names and demonyms, as lists write them, to ICAO codes. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pycountry

from config.countries import country_code
from watchlist.country_aliases import ALIASES

_LONGEST = 9  # words in the longest name: United Kingdom of Great Britain and Northern Ireland


@cache
def countries_of(text: str) -> tuple[str, ...]:
    """Return the ICAO codes *text* names, in order, each once; () if it names none.

    A text that is no country name as a whole is searched for names, the longest first, so
    `Sudan/South Sudan` gives two and `Tunisian passport` one.
    """
    whole = country_named(text)
    if whole is not None:
        return (whole,)
    words = _folded(text).split()
    return tuple(dict.fromkeys(_named_within(words)))


@cache
def country_named(text: str) -> str | None:
    """Return the code of the country that *text* as a whole is a name, demonym or code of."""
    written = text.strip()
    if len(written) in (2, 3) and written.isascii() and written.isupper():
        try:
            return country_code(written)
        except ValueError:
            pass  # an abbreviation such as UAE, which the names below know
    return _names().get(_folded(text))


def _named_within(words: list[str]) -> Iterator[str]:
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            code = _names().get(" ".join(words[start:end]))
            if code is not None:
                yield code
                start = end - 1
                break
        start += 1


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (country.name, *_further_names(country)):
            names[_folded(name)] = country.alpha_3
            last, comma, first = name.partition(", ")
            if comma:
                names.setdefault(_folded(f"{first} {last}"), country.alpha_3)
    for code, aliases in ALIASES.items():
        names.update(dict.fromkeys(map(_folded, aliases.split("|")), code))
    return names


def _further_names(country: object) -> tuple[str, ...]:
    fields = ("official_name", "common_name")
    return tuple(name for name in (getattr(country, field, None) for field in fields) if name)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    # `People's` is one word under either apostrophe; every other sign parts words.
    words = re.sub(r"[\W_]+", " ", re.sub(r"['\u2019]", "", letters))
    return words.strip().removeprefix("the ")
