"""How Japanese surnames and given names in kanji are read: japanese-personal-name-dataset.

Only the package's tables are read, once, when the first Han name comes.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def surnames() -> dict[str, str]:
    """Return the reading of each surname: 佐藤 -> satou."""
    return {row[0]: row[3] for row in _rows("last_name_org")}


@cache
def given_names() -> dict[str, tuple[str, ...]]:
    """Return the readings of each given name; those the dataset counts as usual come first.

    Within each kind, a reading that more names are written for comes first.
    """
    readings: dict[str, tuple[str, ...]] = {}
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}  # one tuple for all names read alike
    for kind in ("opti", "org"):
        rows = [row for sex in ("man", "woman") for row in _rows(f"first_name_{sex}_{kind}")]
        for _, reading, *names in sorted(rows, key=len, reverse=True):
            for name in names:
                known = readings.get(name, ())
                if reading not in known:
                    more = (*known, reading)
                    readings[name] = alike.setdefault(more, more)
    return readings


def _rows(name: str) -> list[list[str]]:
    spec = find_spec("japanese_personal_name_dataset")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("japanese-personal-name-dataset is not installed")
    path = Path(spec.origin).parent / "dataset" / f"{name}.csv"
    return [line.split(",") for line in path.read_text("utf-8").split()]
