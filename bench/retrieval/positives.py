"""Labelled pairs of names of one person, and which of them resemble each other."""

import csv
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import OSA, JaroWinkler

from screening.names import prepare_name
from screening.tokens import Token, token

SETS = ("ofac_alias", "un_alias_good", "un_origscript", "romanization", "un_treated_name")
LIKE = 0.92  # Jaro-Winkler of two name parts


def positives(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield both names of every positive pair of one set."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for one, other, label in csv.reader(file):
            if label == "1":
                yield json.loads(one)["name"], json.loads(other)["name"]


def resembles(one: str, other: str) -> bool:
    """Say whether every part of the shorter name is like some part, or two joined, of the other."""
    short, long = sorted((prepare_name(one).tokens, prepare_name(other).tokens), key=len)
    if not short:
        return False
    alike = [
        any(_like(part, whole) for whole in long)
        or any(_written_as(part, both) for both in _joined(long))
        for part in short
    ]
    for at, both in enumerate(_joined(short)):
        if any(_written_as(whole, both) for whole in long):
            alike[at : at + 2] = True, True
    return all(alike)


def _joined(tokens: tuple[Token, ...]) -> list[Token]:
    return [token((one.text + other.text)[:40]) for one, other in pairwise(tokens)]


def _like(one: Token, other: Token) -> bool:
    if _written_as(one, other):
        return True
    long_enough = min(len(one.text), len(other.text)) >= 4
    return long_enough and JaroWinkler.similarity(one.text, other.text) >= LIKE


def _written_as(one: Token, other: Token) -> bool:
    if one.skeleton == other.skeleton:
        return True
    shorter = min(len(one.text), len(other.text))
    if shorter < 4:
        return False
    return OSA.distance(one.text, other.text) <= (2 if shorter >= 8 else 1)
