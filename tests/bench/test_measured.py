"""What was measured is kept by part, and the page has a place for every part."""

import re
from pathlib import Path

import pytest

from bench import growth, scale
from bench.accuracy.document import replaced, table
from bench.figures import Figure
from bench.measured import Measured, table_of

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


def test_every_table_is_what_is_kept_in_the_checkout() -> None:
    text = PAGE.read_text("utf-8")
    for name, lines in Measured.read().parts.items():
        assert replaced(text, name, table_of(lines)) == text, (
            f"{name}: see python -m bench.measured"
        )


def test_no_table_is_empty() -> None:
    tables = re.findall(r"<!-- measured: ([\w-]+) -->", PAGE.read_text("utf-8"))
    assert set(tables) == {*Measured.read().parts, "growth"}


def test_the_table_of_growth_is_what_is_kept_in_the_checkout() -> None:
    text = PAGE.read_text("utf-8")
    assert replaced(text, "growth", table(growth.rows(growth.read()))) == text


def test_what_the_world_needs_is_computed_from_what_was_measured_last() -> None:
    text = scale.DOCUMENT.read_text("utf-8")
    costs = scale.Costs.of(Measured.read())
    assert replaced(text, "sizes", table(scale.rows(costs))) == text, (
        "python -m bench.scale --write"
    )


def test_what_the_world_needs_is_not_made_up_where_it_was_not_measured() -> None:
    with pytest.raises(ValueError, match="python -m bench --only throughput --write"):
        scale.Costs.of(Measured({}))
