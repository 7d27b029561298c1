"""Real lists, read in full and counted a second time by plain means; they are not in the tree."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

from tests.watchlist.list_files import read
from watchlist.delta import Put, Removal, Summary, changes, digest

SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "watchlists"
UN_2018 = SAMPLES / "un" / "UN_consolidated_2018.xml"
UN_2026 = SAMPLES / "un" / "UN_consolidated_2026.xml"
OFAC = SAMPLES / "ofac"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample lists (../shared/samples/watchlists) are not here"
)


def individuals(path: Path) -> list[Element]:
    root = parse(path).getroot()
    assert root is not None
    return list(root.iter("INDIVIDUAL"))


def said(person: Element, *tags: str) -> Iterator[str]:
    for tag in tags:
        texts = (" ".join("".join(one.itertext()).split()) for one in person.iter(tag))
        yield from filter(None, texts)


@pytest.mark.parametrize("path", [UN_2018, UN_2026], ids=["2018", "2026"])
def test_all_un_individuals_with_names_papers_and_dates(path: Path) -> None:
    got = read(path)
    entries = {entry.id: entry for entry in got.entries}
    people = individuals(path)
    assert not got.bad
    assert list(entries) == [person.findtext("DATAID") for person in people]
    assert got.tally.bytes_read == path.stat().st_size
    for person in people:
        entry = entries[person.findtext("DATAID") or ""]
        assert {name.full for name in entry.names} == un_names(person)
        assert set(entry.birth_dates) >= un_dates(person)
        assert {one[:4] for one in entry.birth_dates} == un_years(person)
        assert {longest_digits(one.number) for one in entry.documents} == un_papers(person)
    read_without_a_year = got.tally.left_out["date of birth without a year"]
    assert read_without_a_year == sum(un_unreadable_dates(person) for person in people)


def un_names(person: Element) -> set[str]:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    names = {" ".join(text for part in parts for text in said(person, part) if text != "na")}
    names.update(said(person, "NAME_ORIGINAL_SCRIPT"))
    for written in said(person, "ALIAS_NAME"):
        alias = written
        bracketed = re.fullmatch(r"([^()]+) \((?:original script: )?([^()]+)\)", written)
        halves = bracketed.groups() if bracketed else ()
        if len({bool(re.search("[a-z]", half)) for half in halves}) == 2:
            alias = ";".join(halves)
        names.update(one.strip() for one in alias.split(";"))
    for alias_of in person.iter("INDIVIDUAL_ALIAS"):
        for note in said(alias_of, "NOTE"):
            names.update(re.findall(r"(?i)(?:original script|in arabic): (.+)", note))
    bare = {" ".join(re.sub(r"\([^)]*\)", " ", name).split()) for name in names}
    return (names | bare) - {""}


def un_dates(person: Element) -> set[str]:
    dates = {text[:10] for text in said(person, "DATE_OF_BIRTH")}
    dates.update(said(person, "FROM_YEAR", "TO_YEAR"))
    for birth in person.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        about = un_about(birth)
        dates.update(text[:4] if about else text[:10] for text in said(birth, "DATE"))
        if birth.find("NOTE") is None:
            dates.update(said(birth, "YEAR"))
    return dates


def un_years(person: Element) -> set[str]:
    years = {text[:4] for text in said(person, "DATE", "DATE_OF_BIRTH", "YEAR")}
    for birth in person.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        note = " ".join(said(birth, "NOTE"))
        years.update(re.findall(r"(?:19|20)\d\d", note))
        years.update({"1981", "1982"} if "/1402 (Hijri" in note else ())
        if un_about(birth):
            about = [int(text[:4]) for text in said(birth, "DATE", "YEAR")]
            years.update(str(year + off) for year in about for off in range(-2, 3))
        between = [int(text) for text in said(birth, "FROM_YEAR", "TO_YEAR")]
        years.update(
            str(year) for year in range(min(between, default=0), max(between, default=-1) + 1)
        )
    return years


def un_about(birth: Element) -> bool:
    return birth.findtext("TYPE_OF_DATE") == "APPROXIMATELY" and birth.find("FROM_YEAR") is None


def un_unreadable_dates(person: Element) -> int:
    births = [" ".join(birth.itertext()) for birth in person.iter("INDIVIDUAL_DATE_OF_BIRTH")]
    return sum("years old" in birth for birth in births)


def un_papers(person: Element) -> set[str]:
    papers: set[str] = set()
    for paper in person.iter("INDIVIDUAL_DOCUMENT"):
        texts = list(said(paper, "NUMBER")) or list(said(paper, "TYPE_OF_DOCUMENT2", "NOTE"))
        papers.update(longest_digits(re.sub(r"\b(issued|born|Expire).*", "", one)) for one in texts)
    return papers - {""}


def longest_digits(text: str) -> str:
    return max(re.findall(r"\d+", text), key=len, default="")


def test_the_un_list_of_2026_as_a_delta_of_2018() -> None:
    held = {entry.id: digest(entry) for entry in read(UN_2018).entries}
    summary = Summary()
    found = list(changes(held, read(UN_2026).entries, replace=True, summary=summary))
    old = {person.findtext("DATAID") for person in individuals(UN_2018)}
    new = {person.findtext("DATAID") for person in individuals(UN_2026)}
    added = {one.entry.id for one in found if isinstance(one, Put)} - held.keys()
    assert added == new - old
    assert {one.id for one in found if isinstance(one, Removal)} == old - new
    assert (summary.added, summary.removed, summary.bad) == (81, 54, 0)
    assert summary.changed + summary.unchanged == len(old & new)


PAPER = re.compile(
    r"(?i)([\w'.]+ ){0,3}?(passport|cedula|id (no|number|card|\d)|identif|identidad"
    r"|c\.u\.|r\.?f\.?c|d\.n\.i|n\.i\.e|i\.f\.e|electoral|driver|nit|fiscal code|cartilla|tax id"
    r"|ssn|resid|birth certificate|le number|citizen's card|travel document|visanumber|rtn|ruc"
    r"|immigration|tarjeta|pilot|public security and)"
)


def test_all_ofac_individuals_with_names_papers_and_dates() -> None:
    got = read(OFAC / "sdn_bench.csv")
    rows = {row[0]: row for row in rows_of(OFAC / "sdn_bench.csv", 12)}
    people = {number: row for number, row in rows.items() if row[2] == "individual"}
    aliases = defaultdict(set)
    for number, _, _, alias, _ in rows_of(OFAC / "alt_bench.csv", 5):
        aliases[number].add(turned(alias))
    assert not got.bad
    assert [entry.id for entry in got.entries] == list(people)
    assert got.tally.skipped == len(rows) - len(people)
    for entry in got.entries:
        row = people[entry.id]
        pieces = [one.strip().removesuffix(".") for one in row[11].split(";")]
        if len(row[11]) == 1000:  # cut off in the middle of the last piece
            pieces.pop()
        quoted = {turned(one[8:-1]) for one in pieces if one.startswith("a.k.a. '")}
        assert {name.full for name in entry.names} == {turned(row[1])} | aliases[entry.id] | quoted
        assert set(entry.birth_dates) == ofac_dates(pieces)
        assert {last_number(one.number) for one in entry.documents} == ofac_papers(pieces)


def rows_of(path: Path, width: int) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if len(row) == width]


def turned(name: str) -> str:
    return " ".join(" ".join(reversed(name.split(", ", 1))).split())


def ofac_papers(pieces: list[str]) -> set[str]:
    bare = {re.sub(r" (issued|expires) .*", "", one.removeprefix("alt. ")) for one in pieces}
    papers = {one for one in bare if PAPER.match(one) and re.search(r"\d", one)}
    return {last_number(re.sub(r"(\d\S*?)( \(|, ).*", r"\1", one)) for one in papers}


def last_number(text: str) -> str:
    return [word for word in text.split() if any(map(str.isdigit, word))][-1]


def ofac_dates(pieces: list[str]) -> set[str]:
    months = "JanFebMarAprMayJunJulAugSepOctNovDec"
    dates: set[str] = set()
    for piece in pieces:
        if not re.match(r"(alt\. )?DOB ", piece):
            continue
        years = re.findall(r"\d{4}", piece)
        whole = re.search(r"(?:(\d\d) )?([A-Z][a-z]{2}) \d{4}", piece)
        if "circa" in piece and len(years) == 1:
            dates.update(str(int(years[0]) + off) for off in range(-2, 3))
        elif len(years) == 2:
            dates.update(str(year) for year in range(int(years[0]), int(years[1]) + 1))
        elif whole:
            month = f"{months.index(whole[2]) // 3 + 1:02}"
            dates.add("-".join(filter(None, (years[0], month, whole[1]))))
        else:
            dates.update(years)
    return dates


def test_the_ftm_sample_gives_its_people() -> None:
    path = SAMPLES / "ftm" / "t1" / "entities.ftm.json"
    got = read(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not got.bad
    assert len(got.entries) == sum('"schema":"Person"' in line for line in lines)
    assert got.tally.skipped == len(lines) - len(got.entries)
