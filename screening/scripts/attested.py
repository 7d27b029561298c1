"""How people in public records write an Arabic or Persian name: arabic-name-romanizer's index.

Only the package's data is opened, read-only; the package itself, with its model, is not imported.
"""

import re
import sqlite3
from collections import Counter
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from anyascii import anyascii

_PERSIAN = ("AF", "IR", "PK")
_NOT_LETTERS = re.compile("[^A-Z]")


@cache
def _index() -> sqlite3.Connection:
    spec = find_spec("arabic_name_romanizer")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("arabic-name-romanizer is not installed")
    path = Path(spec.origin).parent / "resources" / "names.sqlite3"
    # immutable: nobody writes it, so no lock is taken and threads may share it.
    return sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


@lru_cache(maxsize=16_384)
def spellings(key: str, *, persian: bool) -> tuple[tuple[str, int], ...]:
    """Return (spelling, people who write it so) of the normalised *key*, the most first.

    A spelling is upper-case words, as in ABD AL RAHMAN. Records of the name's own language family
    come first, by count, then those of the other.
    """
    rows = _index().execute("SELECT latin, country, count FROM units WHERE arabic_key = ?", (key,))
    own, foreign = Counter[str](), Counter[str]()
    for latin, country, count in rows:
        family = own if (country in _PERSIAN) == persian else foreign
        family[_latin(latin)] += count
    foreign_only = [(text, count) for text, count in _by_count(foreign) if text not in own]
    return tuple((text, count) for text, count in _by_count(own) + foreign_only if text)


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _latin(text: str) -> str:
    upper = anyascii(text).upper().replace("'", "").replace("`", "")
    return " ".join(_NOT_LETTERS.sub(" ", upper).split())
