"""What was measured last, part by part, and the tables of docs/performance.md that are made of it.

`python -m bench.measured` writes the tables anew and measures nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bench.accuracy.document import replaced, table

FILE = Path(__file__).with_name("data") / "figures.json"
HEADING = ("figure", "median", "least", "greatest", "unit", "goal", "")


@dataclass(frozen=True, slots=True)
class Measured:
    """Lines of figures by part, as `--json` prints them."""

    parts: dict[str, list[dict[str, Any]]]

    @classmethod
    def read(cls) -> Self:
        """Return what is kept in this checkout."""
        return cls(json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {})

    def write(self, document: Path, file: Path = FILE) -> None:
        """Keep it in *file*, and write each part's table in *document*; raises ValueError."""
        file.write_text(json.dumps(self.parts, indent=1, ensure_ascii=False) + "\n", "utf-8")
        text = document.read_text("utf-8")
        for name, lines in self.parts.items():
            text = replaced(text, name, table_of(lines))
        document.write_text(text, "utf-8")


def table_of(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of a part."""
    return table([HEADING, *map(_row, lines)])


def _row(line: Mapping[str, Any]) -> Sequence[str]:
    goal, met = line["goal"], line["met"]
    sign = "≥" if line.get("more_is_better") else "≤"
    wanted = "" if met is None else f"{sign} {goal:,}"
    numbers = (_short(line[part]) for part in ("value", "min", "max"))
    told = {None: "", True: "met", False: "**not met**"}[met]
    return [line["figure"], *numbers, line["unit"], wanted, told]


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1_000 else f"{number:.4g}"


if __name__ == "__main__":
    Measured.read().write(Path(__file__).parents[1] / "docs" / "performance.md")
