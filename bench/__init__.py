"""Measured figures: `make bench`. Medians of repeated runs with their spread; no tests here."""
