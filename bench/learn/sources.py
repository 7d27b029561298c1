"""Names and the share of a region's people who bear them, from packages and world.json."""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anyascii import anyascii

from screening.particles import naming

NEEDED = ("names", "arabic_name_romanizer", "japanese_personal_name_dataset")
JAPANESE = 125e6  # people
_WORD = re.compile("[A-Z]+")
_SPELLING = 0.02  # of a name's bearers; what fewer write is a slip or another name


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its spellings, the share of people who bear it, whether many write it so."""

    spellings: tuple[str, ...]
    share: float
    established: bool


@dataclass(frozen=True, slots=True)
class Region:
    """People who name alike; `travellers` is their share of all, `sources` are read apart."""

    travellers: float
    sources: tuple[tuple[Name, ...], ...]


def regions() -> tuple[Region, ...]:
    """Return the world; raises ModuleNotFoundError where a package in NEEDED is missing."""
    text = resources.files("bench").joinpath("learn/world.json").read_text("utf-8")
    rows = json.loads(text)["regions"].values()
    everybody = sum(row["travellers"] for row in rows)
    return tuple(Region(row["travellers"] / everybody, _sources(row)) for row in rows)


def _sources(row: dict[str, object]) -> tuple[tuple[Name, ...], ...]:
    origins, parts = row.get("from", []), row["parts"]
    assert isinstance(origins, list)
    assert isinstance(parts, float | int)
    found = [tuple(_written_down(str(row["names"])))]
    countries = frozenset(one.removeprefix("wikidata:") for one in origins if ":" in one)
    if countries:
        found.append(tuple(_wikidata(countries, parts)))
    if "names" in origins:
        found.append(tuple(_us_census()))
    if "japanese" in origins:
        found.append(tuple(_japanese()))
    return tuple(found)


def _written_down(listed: str) -> Iterator[Name]:
    """Read NAME and how many of a thousand bear it; A/B are spellings of one name."""
    said = listed.split()
    for spellings, thousandths in zip(said[::2], said[1::2], strict=True):
        yield Name(tuple(spellings.split("/")), float(thousandths) / 1000, established=True)


def _us_census() -> Iterator[Name]:
    """Read the 1990 census: percent of surnames, of women's and of men's given names."""
    for file, of_all, many in (
        ("dist.all.last", 1.0, 0.004),
        ("dist.female.first", 0.8, 0.01),  # half the people, many with a middle name
        ("dist.male.first", 0.8, 0.01),
    ):
        for line in resources.files("names").joinpath(file).read_text("ascii").splitlines():
            name, percent = line.split()[:2]
            share = max(float(percent), 0.0003) / 100  # the last thousands are rounded to zero
            yield Name((name,), of_all * share, established=float(percent) >= many)


def _wikidata(countries: frozenset[str], parts: float) -> Iterator[Name]:
    """Read people of *countries* by their names in Arabic letters, with all Latin spellings."""
    borne: Counter[str] = Counter()
    for key, country, count in _counts():
        if country in countries:
            borne[key] += count
    everything = sum(borne.values())
    spelt = _spelt()
    for key in sorted(borne):
        share = borne[key] / everything * parts
        yield Name(spelt[key], share, established=borne[key] >= 5)


@cache
def _counts() -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (key, country, count)
        for key, country, count in _query(
            "SELECT arabic_key, country, SUM(count) FROM units GROUP BY 1, 2 ORDER BY 1, 2"
        )
    )


@cache
def _spelt() -> dict[str, tuple[str, ...]]:
    """Map a name in Arabic letters to the words that a share of its bearers write in Latin."""
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, latin, count in _query(
        "SELECT arabic_key, latin, SUM(count) FROM units GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        for word in _words(latin):
            words[key][word] += count
    return {
        key: tuple(word for word, n in counts.items() if n >= _SPELLING * counts.total())
        for key, counts in words.items()
    }


def _words(latin: str) -> tuple[str, ...]:
    """Return the telling words, and all in one word: airlines send either."""
    said = tuple(_WORD.findall(anyascii(re.sub(r"['`\u2019\u02bc-\u02bf]", "", latin)).upper()))
    return tuple(dict.fromkeys((*naming(said), "".join(said)))) if said else ()


def _query(sql: str) -> list[tuple[str, str, int]]:
    resource = resources.files("arabic_name_romanizer").joinpath("resources/names.sqlite3")
    with resources.as_file(resource) as path:
        base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            return base.execute(sql).fetchall()
        finally:
            base.close()


def _japanese() -> Iterator[Name]:
    """Read bearers of surnames; given names by how many ways they are written, lacking counts."""
    folder = resources.files("japanese_personal_name_dataset").joinpath("dataset")
    bearers: Counter[str] = Counter()
    for line in folder.joinpath("last_name_org.csv").read_text("utf-8").splitlines():
        _, counted, _, latin = line.split(",")[:4]
        bearers[latin.upper()] += int(counted)
    for surname, people in sorted(bearers.items()):
        yield Name(_long_vowels(surname), people / JAPANESE, established=people >= 30_000)
    for file in ("first_name_man_opti.csv", "first_name_woman_opti.csv"):
        lines = folder.joinpath(file).read_text("utf-8").splitlines()
        ways = [(cells[1].upper(), len(cells) - 2) for cells in (one.split(",") for one in lines)]
        everything = sum(count for _, count in ways)
        for given, count in ways:
            yield Name(_long_vowels(given), 0.5 * count / everything, established=count >= 40)


def _long_vowels(latin: str) -> tuple[str, ...]:
    plain = re.sub("OU|OO", "O", latin.replace("UU", "U"))
    return (plain, latin) if latin != plain else (plain,)
