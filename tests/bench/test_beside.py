"""What is measured beside Tocsin is no part of it, and does what its sources say."""

import ast
from pathlib import Path

import pytest

from bench.naive import sound

BENCH = Path(__file__).parents[2] / "bench"
OURS = {"access", "alerts", "bench", "config", "doors", "manifests", "screening", "streams"}


@pytest.mark.parametrize("script", ["floor.py", "nomenklatura_match.py"])
def test_what_stands_beside_imports_nothing_of_ours(script: str) -> None:
    tree = ast.parse((BENCH / script).read_text(encoding="utf-8"))
    names = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not names & (OURS | {"watchlist"})


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Robert", "R163"),
        ("Rupert", "R163"),
        ("Ashcraft", "A261"),
        ("Tymczak", "T522"),
        ("Pfister", "P236"),
        ("Honeyman", "H555"),
    ],
)
def test_soundex_is_that_of_the_national_archives(word: str, code: str) -> None:
    assert sound(word) == code
