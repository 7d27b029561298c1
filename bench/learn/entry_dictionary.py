"""`python -m bench.learn.entry_dictionary`: write screening/data/entry.dict anew.

It is what entries have in common, learned from invented ones, to half of which is added what the
contract also knows.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import zstandard

from bench.retrieval.people import entries
from screening.stored_entry import LEVEL
from watchlist.entry import entry_json, parse_entry

COUNT, SIZE = 20_000, 4_096
_STATES = (
    "IRQ", "IRN", "SYR", "RUS", "UKR", "PAK", "AFG", "DEU", "FRA", "GBR", "USA", "COL", "NGA",
    "CHN",
)  # fmt: skip
_CATEGORIES = (
    "wanted", "foreign_terrorist_fighter", "sanctions", "missing", "travel_document", "no_entry",
)  # fmt: skip
_OWNERS = ("interpol", "uk-piu", "un", "ofac", "eu", "de-bka", "fr-uip")
_PLACES = (
    "Baghdad, Iraq", "Tikrit", "Damascus", "Kabul", "London", "Moscow", "Lagos", "Tehran, Iran",
)  # fmt: skip
_SAID = ("Detain and contact the owner", "Do not alert the person", "Refuse entry and report")


def _more(rng: Random, entry: dict[str, Any]) -> dict[str, Any]:
    """Return *entry* with some of what an entry may say beside names and dates."""
    surname = entry["names"][0]["full"].rpartition(" ")[2]
    possible: dict[str, Any] = {
        "severity": rng.choice(("low", "high", "top")),
        "sex": rng.choice("MF"),
        "nationalities": [rng.choice(_STATES)],
        "birth_places": [rng.choice(_PLACES)],
        "documents": [{"type": "P", "number": f"{rng.choice('ABM')}{rng.randrange(10**8)}",
                       "issuer": rng.choice(_STATES), "status": rng.choice(("stolen", "lost"))}],
        "instruction": rng.choice(_SAID),
        "valid_from": f"20{rng.randint(10, 26)}-01-01",
        "valid_until": f"20{rng.randint(27, 40)}-12-31",
        "sharing": {"visible_to": ["*"], "redact": ["instruction"]},
    }  # fmt: skip
    said = {name: value for name, value in possible.items() if rng.random() < 0.4}
    names = [{"surname": surname, **entry["names"][0]}, *entry["names"][1:]]
    told = {"owner": rng.choice(_OWNERS), "category": rng.choice(_CATEGORIES), "names": names}
    return {
        **entry,
        **told,
        **said,
        "list": rng.choice(("default", "sdn", "consolidated", "wanted")),
    }


def _samples() -> Iterator[bytes]:
    rng = Random(7)  # noqa: S311  # the same in every run
    for nth, one in enumerate(entries(COUNT, seed=11)):
        yield entry_json(parse_entry(_more(rng, one) if nth % 2 else {**one, "owner": "uk-piu"}))


if __name__ == "__main__":
    learned = zstandard.train_dictionary(SIZE, list(_samples()), level=LEVEL).as_bytes()
    Path("screening/data/entry.dict").write_bytes(learned)
    print(f"entry.dict: {len(learned):,} bytes; raise LAYOUT in screening/space.py")  # noqa: T201
