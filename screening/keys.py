"""The index keys of a passenger and of an entry: one pure function, so that both sides agree.

Kinds: N all skeletons of a name, S the skeleton of a single name, P two skeletons of a name,
F exact birth date and first sound of a name part, D document number. Order, case, particles and
titles of a name change no key.
"""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import combinations

from screening.names import PreparedName
from screening.prepared import BirthDate, PreparedDocument, PreparedEntry, PreparedPassenger

PAIRED_TOKENS = 5  # of a name, those with the most consonants: at most 10 P keys
MAX_KEY = 40


def passenger_keys(passenger: PreparedPassenger) -> tuple[str, ...]:
    """Return the keys to look a passenger up by, sorted and unique.

    At most 23 and one a document: one N or S, ten P, twelve F.
    """
    dates = () if passenger.birth_date is None else (passenger.birth_date,)
    return _keys((passenger.name,), dates, passenger.documents)


def entry_keys(entry: PreparedEntry) -> tuple[str, ...]:
    """Return the keys under which an entry is found, sorted and unique."""
    return _keys(entry.names, entry.birth_dates, entry.documents)


def _keys(
    names: Iterable[PreparedName],
    birth_dates: tuple[BirthDate, ...],
    documents: tuple[PreparedDocument, ...],
) -> tuple[str, ...]:
    # The number alone: with the issuer in the key, a document whose issuer one side left out or
    # mistook would not be found; the score weighs the issuer.
    keys = {_short(f"D{document.number}") for document in documents}
    days = tuple(date.shown.replace("-", "") for date in birth_dates if date.day)
    for name in names:
        if not name.tokens:
            continue
        skeletons = sorted({token.skeleton for token in name.tokens})
        keys.add(_short(("N" if len(skeletons) > 1 else "S") + ".".join(skeletons)))
        keys.update(_pairs(skeletons))
        keys.update(f"F{day}{skeleton[0]}" for day in days for skeleton in skeletons)
    return tuple(sorted(keys))


def _pairs(skeletons: list[str]) -> list[str]:
    longest = sorted(skeletons, key=lambda skeleton: (-len(skeleton), skeleton))[:PAIRED_TOKENS]
    return [_short(f"P{one}.{other}") for one, other in combinations(sorted(longest), 2)]


def _short(key: str) -> str:
    """Return *key*, or its kind and a digest where it is long: equal keys stay equal."""
    if len(key) <= MAX_KEY:
        return key
    return key[0] + "#" + blake2b(key.encode(), digest_size=12).hexdigest()
