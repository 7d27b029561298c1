"""`tocsin watchlist import` with a worker at work: what is published, said and held afterwards."""

import asyncio
import json
import os
from pathlib import Path
from zlib import crc32

import pytest
from kafka import KafkaConsumer

from doors.console.watchlist_desk import Version
from streams.clients import BATCH_BYTES, consumer_options
from streams.ends import ends_of
from streams.list_versions import ListVersions
from streams.redis_clients import async_redis_client
from streams.topics import WATCHLIST
from tests.builders import entry
from tests.conftest import Ran, Tocsin
from tests.running import Site
from watchlist.entry import Entry, entry_json

pytestmark = pytest.mark.timeout(60)


def records(site: Site) -> int:
    """Return how many records the `watchlist` topic has."""
    consumer = KafkaConsumer(**consumer_options(site.settings.kafka))
    try:
        return sum(ends_of(consumer, WATCHLIST).values())
    finally:
        consumer.close()


class Importer:
    """Imports lists of its own name, so that the tests of a module do not meet."""

    def __init__(self, tocsin: Tocsin, site: Site, folder: Path, name: str) -> None:
        self._tocsin = tocsin
        self._site = site
        self.file = folder / f"{name}.jsonl"
        self.name = name

    def listed(self, number: int, **more: object) -> Entry:
        """Return an entry of this list."""
        return entry(f"{self.name}-{number}", list=self.name, **more)

    def __call__(self, *rows: Entry | bytes, flags: tuple[str, ...] = ()) -> Ran:
        lines = [entry_json(row) if isinstance(row, Entry) else row for row in rows]
        self.file.write_bytes(b"\n".join(lines))
        return self.of(self.file, *flags)

    def of(self, file: Path, *flags: str) -> Ran:
        """Import *file*; the list's name is in its rows."""
        arguments = ("watchlist", "import", str(file), "--owner", "interpol", "--patience-s", "20")
        return self._tocsin(*arguments, *flags, variables=self._site.variables)


@pytest.fixture
def importer(
    tocsin: Tocsin, served: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> Importer:
    name = f"l{crc32(request.node.name.encode())}"
    return Importer(tocsin, served, tmp_path, name)


def test_a_second_import_of_the_same_file_publishes_nothing(
    importer: Importer, served: Site
) -> None:
    rows = [importer.listed(number) for number in range(20)]
    first, before = importer(*rows), records(served)
    second = importer(*rows)
    name = f"interpol/{importer.name}"
    counts = "20 added, 0 changed, 0 removed, 0 unchanged, 0 bad, 0 skipped"
    assert (first.code, first.out) == (0, f"{name}: {counts}\n")
    assert second.out.startswith(f"{name}: 0 added, 0 changed, 0 removed, 20 unchanged")
    assert records(served) == before


def test_the_rows_of_one_file_may_be_on_several_lists(importer: Importer, served: Site) -> None:
    rows = [
        importer.listed(number).model_copy(update={"list": f"{importer.name}_{number % 2}"})
        for number in range(4)
    ]
    first, before = importer(*rows), records(served)
    assert first.out.startswith("interpol: 4 added, 0 changed")
    assert importer(*rows).out.startswith("interpol: 0 added, 0 changed, 0 removed, 4 unchanged")
    assert records(served) == before


@pytest.mark.parametrize(
    ("flags", "removed"),
    [
        pytest.param((), 0, id="without --replace nothing is removed"),
        pytest.param(("--replace",), 1, id="with --replace what is absent is removed"),
    ],
)
def test_only_what_differs_is_published(
    importer: Importer, served: Site, flags: tuple[str, ...], removed: int
) -> None:
    importer(*(importer.listed(number) for number in range(3)))
    before = records(served)
    kept, changed, new = importer.listed(0), importer.listed(1, severity="top"), importer.listed(9)
    ran = importer(kept, changed, new, flags=(*flags, "--json"))
    said = json.loads(ran.out)
    counts = [said[name] for name in ("added", "changed", "removed", "unchanged")]
    assert (ran.code, counts) == (0, [1, 1, removed, 1])
    assert (said["owner"], said["list"]) == ("interpol", importer.name)
    assert records(served) == before + 2 + removed


async def versions(site: Site, name: str) -> tuple[Version, ...]:
    redis = async_redis_client(site.settings.redis)
    try:
        return await ListVersions(redis).of("interpol", name)
    finally:
        await redis.aclose()


def test_an_import_is_a_version_of_its_list(importer: Importer, served: Site) -> None:
    importer(importer.listed(1), importer.listed(2))
    importer(importer.listed(1), flags=("--list", importer.name, "--replace"))
    second, first = asyncio.run(versions(served, importer.name))
    assert (first.added, first.entries, first.by) == (2, 2, "tocsin watchlist import")
    assert (second.removed, second.entries, second.file) == (1, 1, importer.file.name)


def test_an_import_is_a_version_of_each_of_its_lists(importer: Importer, served: Site) -> None:
    def rows(count: int) -> list[Entry]:
        on = [{"list": f"{importer.name}_{number % 2}"} for number in range(count)]
        return [importer.listed(number).model_copy(update=on[number]) for number in range(count)]

    importer(*rows(3))
    importer(*rows(6))
    for which, counts in ((0, [(1, 3), (2, 2)]), (1, [(2, 3), (1, 1)])):
        found = asyncio.run(versions(served, f"{importer.name}_{which}"))
        assert [(one.added, one.entries) for one in found] == counts


def test_a_bad_row_is_named_and_the_good_ones_are_imported(importer: Importer) -> None:
    bad = entry_json(importer.listed(2)).replace(b'"severity":"high"', b'"severity":"severe"')
    ran = importer(importer.listed(1), bad, importer.listed(3, sharing={"visible_to": ["nobody"]}))
    stranger = "sharing names the unknown agency 'nobody'; see config/parties.yaml"
    assert ran.err.splitlines() == [
        f"{importer.file}: line 2: severity: should be 'low', 'medium', 'high' or 'top'",
        f"{importer.file}: id {importer.name}-3: {stranger}",
        "tocsin: 2 bad rows were not imported; mend them and import the file again",
    ]
    assert ": 1 added, 0 changed, 0 removed, 0 unchanged, 2 bad," in ran.out
    assert ran.code == 1


def test_of_many_bad_rows_the_first_twenty_are_named_and_the_rest_counted(
    importer: Importer,
) -> None:
    ran = importer(importer.listed(1), *[b"{"] * 25)
    told = ran.err.splitlines()
    assert (len(told), told[20]) == (22, f"{importer.file}: and 5 more bad rows")


def test_a_bad_row_keeps_its_person_on_a_list_that_is_replaced(importer: Importer) -> None:
    importer(*(importer.listed(number) for number in range(3)))
    bad = entry_json(importer.listed(1)).replace(b'"category"', b'"categry"')
    ran = importer(importer.listed(0), bad, flags=("--replace",))
    assert "0 added, 0 changed, 1 removed, 1 unchanged, 1 bad, 0 skipped" in ran.out
    assert "1 kept: a bad row may be about them" in ran.out


def test_a_file_of_another_list_or_of_nobody_removes_nothing(
    importer: Importer, tmp_path: Path
) -> None:
    importer(*(importer.listed(number) for number in range(3)))
    flags = ("--list", importer.name, "--replace")
    other = importer(entry("9", list="other"), flags=flags)
    assert "0 added, 0 changed, 0 removed, 0 unchanged, 1 bad" in other.out
    assert "3 kept: no row is an entry" in other.out
    assert other.code == 1
    companies = tmp_path / "companies.json"
    companies.write_text('{"id": "Q1", "schema": "Company", "properties": {"name": ["A"]}}')
    nobody = importer.of(companies, *flags)
    assert "0 removed, 0 unchanged, 0 bad, 1 skipped" in nobody.out
    assert "no row is an entry, so nothing is removed; check that it is this list" in nobody.err
    assert nobody.code == 1


def test_a_file_that_would_remove_most_of_a_list_needs_a_word_more(
    importer: Importer, served: Site
) -> None:
    importer(*(importer.listed(number) for number in range(20)))
    before, new = records(served), importer.listed(99)
    ran = importer(new, flags=("--replace",))
    said = f"would remove 20 of the 20 entries of interpol/{importer.name}, so nothing is imported"
    assert f"{said}; if it is the whole list all the same, add --shrink" in ran.err
    assert (ran.code, records(served)) == (2, before)
    meant = importer(new, flags=("--replace", "--shrink"))
    assert (meant.code, "1 added, 0 changed, 20 removed" in meant.out) == (0, True)


def test_nobody_is_taken_off_another_list_unless_that_is_meant(importer: Importer) -> None:
    importer(*(importer.listed(number) for number in range(3)))
    file = importer.file.read_bytes()
    other = [
        importer.listed(number).model_copy(update={"list": f"{importer.name}_b"})
        for number in (0, 9)
    ]
    ran = importer(*other)
    said = f"id {importer.name}-0: is on list {importer.name!r} already"
    assert (ran.code, "1 added" in ran.out, said in ran.err) == (1, True, True)
    importer.file.write_bytes(file)
    again = importer.of(importer.file)
    assert "0 added, 0 changed, 0 removed, 3 unchanged, 0 bad" in again.out
    assert "1 changed, 0 removed, 1 unchanged" in importer(*other, flags=("--move",)).out
    whole = ("--list", importer.name, "--replace")
    left = importer(importer.listed(1), importer.listed(2), flags=whole)
    assert "0 added, 0 changed, 0 removed, 2 unchanged" in left.out


def test_a_list_that_breaks_off_is_imported_so_far_and_removes_nothing(
    importer: Importer, tmp_path: Path
) -> None:
    one = "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>JOHN</FIRST_NAME></INDIVIDUAL>"
    whole = tmp_path / "whole.xml"
    people = "".join(one.format(number) for number in (1, 2))
    whole.write_text(f"<CONSOLIDATED_LIST>{people}</CONSOLIDATED_LIST>")
    cut = tmp_path / "cut.xml"
    cut.write_text(f"<CONSOLIDATED_LIST>{one.format(3)}<INDIVID")
    flags = ("--list", importer.name, "--replace", "--share", "*")
    importer.of(whole, *flags)
    ran = importer.of(cut, *flags)
    assert "1 added, 0 changed, 0 removed, 0 unchanged" in ran.out
    assert "the file may be cut off, fetch it again; the rows before it are imported" in ran.err
    assert ran.code == 1


def test_without_a_worker_the_import_says_so(
    tocsin: Tocsin, importer: Importer, served: Site
) -> None:
    elsewhere = {**served.variables, "TOCSIN_REDIS__URL": served.endpoints.redis_url[:-1] + "1"}
    importer.file.write_bytes(entry_json(importer.listed(1)))
    arguments = ("--owner", "interpol", "--patience-s", "0.3")
    ran = tocsin("watchlist", "import", str(importer.file), *arguments, variables=elsewhere)
    assert ran == Ran(
        1,
        "",
        "tocsin: the index does not follow: start a worker (`tocsin up` or `tocsin worker`)\n",
    )


def test_progress_is_a_bar_on_a_terminal(importer: Importer, served: Site) -> None:
    importer.file.write_bytes(entry_json(importer.listed(1)))
    ours, theirs = os.openpty()
    flags = ("watchlist", "import", str(importer.file), "--owner", "interpol")
    with served.start(*flags, stderr=theirs, variables={"TERM": "xterm"}) as process:
        os.close(theirs)
        shown = b""
        while b"screened against" not in shown or process.poll() is None:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # how Linux ends a terminal
                break
    os.close(ours)
    assert b"100%" in shown
    assert process.returncode == 0


def test_more_than_a_batch_holds_is_imported_whole(importer: Importer, served: Site) -> None:
    before = records(served)
    aliases = [{"full": f"Jane Roe {'x' * 1_900}{number}", "kind": "alias"} for number in range(90)]
    larger = importer.listed(0, names=[{"full": "Jane Roe"}, *aliases])  # than a batch
    assert len(entry_json(larger)) > BATCH_BYTES
    others = [importer.listed(number, instruction="x" * 2_000) for number in range(1, 700)]
    ran = importer(*others, larger)
    assert ran.out.startswith("interpol")
    assert "700 added" in ran.out
    assert records(served) == before + 700
