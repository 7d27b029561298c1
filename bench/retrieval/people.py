"""A long watchlist and ordinary travellers: invented, seeded, the same in every run."""

from collections.abc import Iterator
from random import Random
from typing import Any

from bench.retrieval.pools import CULTURES, Culture, pools
from manifests.contract import Passenger

SPELLINGS = (
    ("OU", "U"), ("U", "OU"), ("EI", "I"), ("I", "EE"), ("Q", "K"), ("K", "Q"), ("KH", "H"),
    ("SH", "CH"), ("Y", "I"), ("EE", "I"), ("O", "U"), ("A", "E"), ("E", "A"), ("W", "V"),
    ("TH", "T"), ("PH", "F"), ("CK", "K"), ("MM", "M"), ("M", "MM"), ("AH", "A"),
)  # fmt: skip
FULL_DATE, YEAR_ONLY = 0.60, 0.15  # of the entries; the rest has no birth date
ALIASES = (0.60, 0.85, 0.95, 0.99)  # cumulative share of entries with at most 0, 1, 2, 3 of them


def entries(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield *count* invented entries as contributed: 1.6 names each, 75% with a birth date."""
    rng = Random(seed)  # noqa: S311  # the same people in every run
    chosen = rng.choices(CULTURES, [one.listed for one in CULTURES], k=count)
    for number, culture in enumerate(chosen):
        full = name(rng, culture, listed=True)
        drawn = rng.random()
        aliases = [alias(rng, full) for _ in range(sum(drawn > share for share in ALIASES))]
        names = [{"full": full}, *({"full": one, "kind": "alias"} for one in aliases)]
        entry: dict[str, Any] = {
            "schema": "entry/1", "id": f"{number:07}", "owner": "bench", "list": "long",
            "category": "wanted", "names": names,
        }  # fmt: skip
        drawn = rng.random()
        if drawn < FULL_DATE + YEAR_ONLY:
            born = birth_date(rng)
            entry["birth_dates"] = [born if drawn < FULL_DATE else born[:4]]
        yield entry


def travellers(count: int, seed: int = 2) -> Iterator[Passenger]:
    """Yield *count* travellers, 97% with a birth date; names are of the pools of their culture."""
    rng = Random(seed)  # noqa: S311  # the same people in every run
    chosen = rng.choices(CULTURES, [one.travelling for one in CULTURES], k=count)
    for culture in chosen:
        parts = parts_of(rng, culture, listed=False)
        surname = " ".join(text for kind, text in parts if kind == "S") or parts[-1][1]
        given = " ".join(text for kind, text in parts if kind != "S") or None
        born = birth_date(rng) if rng.random() < 0.97 else None
        yield Passenger(surname=surname, given_names=given, birth_date=born)


def name(rng: Random, culture: Culture, *, listed: bool) -> str:
    """Return a whole name of *culture* in its own order."""
    return " ".join(text for _, text in parts_of(rng, culture, listed=listed))


def parts_of(rng: Random, culture: Culture, *, listed: bool) -> list[tuple[str, str]]:
    """Return the parts of an invented name, each with its kind: G, F or S."""
    pool = pools(culture, listed=listed)
    return [(kind, pool.part(rng, kind)) for kind in rng.choice(culture.form.split())]


def alias(rng: Random, full: str) -> str:
    """Return *full* as another list writes it: two spellings changed, sometimes a part less."""
    parts = full.split()
    if len(parts) > 2 and rng.random() < 0.4:
        del parts[rng.randrange(len(parts))]
    written = " ".join(parts)
    for old, new in rng.sample(SPELLINGS, 4):
        written = written.replace(old, new, 1)
    return written


def birth_date(rng: Random) -> str:
    """Return a birth date; years 1940 to 2010, most in 1970 to 1990."""
    year = int(rng.triangular(1940, 2010, 1980))
    return f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
