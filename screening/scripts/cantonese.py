"""How Hong Kong spells a character's Cantonese reading: the package cantonese-romanisation.

Only the package's table is read, once, when the first Han name comes.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_VOICED = ("g", "j", "b", "d", "z")  # identity cards write K, CH, P, T instead


def hong_kong(char: str) -> list[str]:
    """Return the upper-case spellings of traditional *char*, the usual one first."""
    listed = _table().get(char, [])
    ranked = sorted(listed, key=lambda one: (one.startswith(_VOICED), -len(one)))
    return [one.upper() for one in ranked]


@cache
def _table() -> dict[str, list[str]]:
    spec = find_spec("cantoroman")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cantonese-romanisation is not installed")
    path = Path(spec.origin).parent / "data" / "charToRoman.json"
    table: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return table
