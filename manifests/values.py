"""Single values on their way into a manifest: fit for the contract, or left out with a warning."""

import re
from collections import Counter
from functools import lru_cache
from itertools import islice

from config.countries import country_code
from manifests.airports import iata_code

_MOST_SENTENCES = 50
_AIRPORT = re.compile(r"[A-Z]{3}", re.ASCII)
_SEXES = {"M": "M", "F": "F", "X": "X", "U": "U", "MI": "M", "FI": "F", "XI": "X"}


class Notes:
    """What is wrong with a message though it is taken in; without personal data."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.lacking = False  # whether a list names fewer people than were on it

    def warn(self, sentence: str) -> None:
        """Keep the sentence; the same one again is counted."""
        self._counts[sentence] += 1

    def lacks(self, sentence: str) -> None:
        """Keep the sentence, which says that the list does not name everybody on it."""
        self.lacking = True
        self.warn(sentence)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return each sentence once, with how often it was to be said; the first ones of many."""
        told = [
            text if count == 1 else f"{text} ({count} times)"
            for text, count in islice(self._counts.items(), _MOST_SENTENCES)
        ]
        more = len(self._counts) - len(told)
        return (*told, f"and {more} more such sentences") if more else tuple(told)


@lru_cache(maxsize=1_024)
def country(code: str) -> str | None:
    """Return the ICAO 9303 code of a country, None where there is none of that code; D<< is DEU."""
    try:
        return country_code(code.rstrip("<"))
    except ValueError:
        return None


def airport(code: str) -> str | None:
    """Return an IATA airport code, None where it cannot be one; EGLL and GBLHR are LHR."""
    upper = code.upper()
    return upper if _AIRPORT.fullmatch(upper) else iata_code(upper)


def sex(code: str) -> str | None:
    """Return M, F, X or U; an infant's MI and FI are what they begin with."""
    return _SEXES.get(code.strip().upper())


def fitting(text: str, limit: int = 512) -> str | None:
    """Return *text* as a contract takes it, None where nothing is left."""
    return text.strip()[:limit].strip() or None
