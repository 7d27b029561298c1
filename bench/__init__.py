"""Measured figures: `make bench`. Medians of repeated runs with their spread; no tests here."""

from screening.space import Space

SPACE = Space("bench", "bench")
