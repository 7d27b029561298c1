"""How Japanese surnames and given names in kanji are read: japanese-personal-name-dataset.

Only the package's tables are read, once, when the first Han name comes.
"""

from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern

_LEAST_PEOPLE = 1  # the dataset's surnames are the 2,000 commonest


@cache
def surnames() -> dict[str, str]:
    """Return the reading of each surname: 佐藤 -> satou."""
    return {row[0]: row[3] for row in _rows("last_name_org")}


@cache
def given_names() -> dict[str, tuple[str, ...]]:
    """Return the readings of each given name; those the dataset counts as usual come first.

    Within each kind, a reading that more names are written for comes first.
    """
    ranked: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for rank, kind in enumerate(("opti", "org")):
        for sex in ("man", "woman"):
            for _, reading, *names in _rows(f"first_name_{sex}_{kind}"):
                for name in names:
                    ranked[name].setdefault(intern(reading), (rank, -len(names)))
    return {name: tuple(sorted(ways, key=ways.__getitem__)) for name, ways in ranked.items()}


def _rows(name: str) -> list[list[str]]:
    spec = find_spec("japanese_personal_name_dataset")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("japanese-personal-name-dataset is not installed")
    path = Path(spec.origin).parent / "dataset" / f"{name}.csv"
    return [line.split(",") for line in path.read_text("utf-8").split()]
