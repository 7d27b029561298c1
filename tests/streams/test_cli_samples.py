"""Real lists, imported with the command: what the index then holds is what a plain count says."""

import json
from pathlib import Path
from typing import Any

import pytest

from screening.home import number_in
from screening.record import parted
from screening.space import text
from screening.stored_entry import entry_in
from streams.redis_clients import redis_client
from tests.conftest import Tocsin
from tests.running import Site
from tests.watchlist.list_files import read
from tests.watchlist.test_samples import OFAC, SAMPLES, UN_2018, UN_2026, individuals, rows_of
from watchlist.entry import Entry

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample lists (../shared/samples/watchlists) are not here"
)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_index_holds_the_un_list_of_2018_then_that_of_2026(
    served: Site, tocsin: Tocsin
) -> None:
    first = imported(tocsin, served, UN_2018)
    assert first["added"] == len(individuals(UN_2018))
    assert held(served, "interpol/") == by_key(UN_2018)
    second = imported(tocsin, served, UN_2026, "--replace")
    assert (second["added"], second["removed"]) == (81, 54)
    assert second["changed"] + second["unchanged"] == len(individuals(UN_2018)) - 54
    assert held(served, "interpol/") == by_key(UN_2026)
    assert {key.partition("/")[2] for key in held(served, "interpol/")} == {
        person.findtext("DATAID") for person in individuals(UN_2026)
    }


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_index_holds_all_ofac_individuals(served: Site, tocsin: Tocsin) -> None:
    path = OFAC / "sdn_bench.csv"
    people = [row for row in rows_of(path, 12) if row[2] == "individual"]
    summary = imported(tocsin, served, path, owner="us-cbp")
    assert (summary["added"], summary["bad"]) == (len(people), 0)
    assert held(served, "us-cbp/") == by_key(path, "us-cbp")


def imported(
    tocsin: Tocsin, served: Site, path: Path, *flags: str, owner: str = "interpol"
) -> dict[str, int]:
    command = ("watchlist", "import", str(path), "--owner", owner, "--json", *flags)
    ran = tocsin(*command, variables=served.variables)
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def by_key(path: Path, owner: str = "interpol") -> dict[str, Entry]:
    """Return the list as its reader gives it; test_samples.py counts that against the file."""
    entries = [one.model_copy(update={"owner": owner}) for one in read(path).entries]
    return {one.key: one for one in entries}


def held(served: Site, prefix: str) -> dict[str, Entry]:
    """Return every entry that the index in Redis holds under keys with *prefix*."""
    redis: Any = redis_client(served.settings.redis)
    with redis:
        home = f"tocsin:{text(redis.get('tocsin:epoch')).partition('@')[0]}:"
        found = map(text, redis.scan_iter(match=f"{home}entry:{prefix}*", count=1000))
        of = {key.removeprefix(f"{home}entry:"): number_in(redis.get(key)) for key in found}
        # Of a removed entry there is no number.
        contents = {key: redis.get(f"{home}contents:{one}") for key, one in of.items() if one}
        return {key: whole(one) for key, one in contents.items()}


def whole(contents: bytes) -> Entry:
    """Return the entry that lies behind its record and its keys."""
    return entry_in(parted(contents)[1])
