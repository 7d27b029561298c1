"""What was measured is kept by part, and the page has a place for every part."""

import json
from pathlib import Path

import pytest

from bench.accuracy.document import replaced
from bench.figures import Figure
from bench.measured import FILE, Measured

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


@pytest.mark.slow  # all that benches import takes its time
def test_the_page_has_a_place_for_every_part() -> None:
    from bench.parts import PARTS

    text = PAGE.read_text("utf-8")
    for name in PARTS:
        replaced(text, name, "")


def test_a_table_says_what_is_not_met(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- measured: speed -->\nold\n<!-- end -->\n", "utf-8")
    figure = Figure("speed", "1/s", (1_000.0, 3_000.0, 2_000.0), 12_000, more_is_better=True)
    Measured({"speed": [figure.line]}).write(page, tmp_path / "figures.json")
    text = page.read_text("utf-8")
    assert "| speed | 2,000 | 1,000 | 3,000 | 1/s | ≥ 12,000 | **not met** |" in text
    assert "old" not in text


def test_what_is_kept_in_the_checkout_is_what_the_page_says() -> None:
    kept = json.loads(FILE.read_text("utf-8"))
    text = PAGE.read_text("utf-8")
    for lines in kept.values():
        for line in lines:
            assert f"| {line['figure']} |" in text
