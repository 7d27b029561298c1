"""The commands together: a list in, a manifest pushed, alerts followed, a person asked about."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer

from streams.clients import producer_options
from tests.builders import LISTED, alert, entry, manifest, manifest_json, passenger
from tests.conftest import Tocsin
from tests.running import Site
from watchlist.entry import entry_json

pytestmark = pytest.mark.timeout(60)
ASKED = ("check", "--name", "Sabawi Ibrahim al-Tikriti", "--born", "1947-02-27")


@pytest.fixture(scope="module")
def producer(site: Site) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**producer_options(site.settings.kafka))
    yield producer
    producer.close(timeout=5)


@pytest.fixture
def listed(tocsin: Tocsin, served: Site, tmp_path: Path) -> Site:
    """List the person for all, and once more in secret; return the installation."""
    list_file = tmp_path / "list.jsonl"
    rows = [entry("1"), entry("2", sharing={}, documents=[{"number": "S7712", "issuer": "IRQ"}])]
    list_file.write_bytes(b"\n".join(entry_json(row) for row in rows))
    ran = tocsin(
        "watchlist", "import", str(list_file), "--owner", "interpol", variables=served.variables
    )
    assert ran.code == 0, ran.err
    return served


def test_a_pushed_manifest_is_followed_by_an_alert_with_its_reasons(
    tocsin: Tocsin, listed: Site, tmp_path: Path
) -> None:
    pushed = tmp_path / "ua.json"
    pushed.write_text(json.dumps(json.loads(manifest_json(manifest())), indent=2))
    sent = tocsin("manifest", "push", str(pushed), "--airline", "UA", variables=listed.variables)
    assert (sent.code, sent.out) == (0, "1 manifest with 2 people sent\n")
    tail = ("alerts", "tail", "--agency", "uk-piu", "--from-beginning", "--max", "1")
    plain = tocsin(*tail, variables=listed.variables)
    told = tocsin(*tail, "--json", variables=listed.variables)
    found = json.loads(told.out)
    assert (plain.code, told.code) == (0, 0)
    assert (found["event"], found["entry"]["id"]) == ("raised", "1")
    assert "raised v1" in plain.out
    assert "AL TIKRITI, SABAWI IBRAHIM" in plain.out


@pytest.mark.parametrize(
    ("asker", "ids"),
    [
        pytest.param((), ["1", "2"], id="the operator sees all"),
        pytest.param(("--agency", "interpol"), ["1", "2"], id="the owner sees its own"),
        pytest.param(("--agency", "uk-piu"), ["1"], id="another agency sees what is shared"),
    ],
)
def test_check_answers_what_the_asker_may_see(
    tocsin: Tocsin, listed: Site, asker: tuple[str, ...], ids: list[str]
) -> None:
    ran = tocsin(*ASKED, *asker, "--json", variables=listed.variables)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert sorted(row["id"] for row in rows) == ids
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(ASKED, LISTED, id="by name and birth date"),
        pytest.param(("check", "--document", "IRQ:S7712"), LISTED, id="by document alone"),
        pytest.param(("check", "--name", "John Smith"), "not listed", id="nobody listed"),
    ],
)
def test_check_gives_a_readable_answer(
    tocsin: Tocsin, listed: Site, asked: tuple[str, ...], said: str
) -> None:
    ran = tocsin(*asked, variables=listed.variables)
    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out


def test_what_an_import_changes_is_on_record(tocsin: Tocsin, listed: Site) -> None:
    asked = ("audit", "show", "--about", "interpol/2", "--json")
    first = json.loads(tocsin(*asked, variables=listed.variables).out.splitlines()[0])
    assert (first["action"], first["what"]) == ("changed", "watchlist")
    assert {"entry:interpol/1", "entry:interpol/2"} <= set(first["about"])


def test_check_is_refused_while_there_is_no_index(tocsin: Tocsin, site: Site) -> None:
    elsewhere = {**site.variables, "TOCSIN_REDIS__URL": site.endpoints.redis_url[:-1] + "2"}
    ran = tocsin(*ASKED, variables=elsewhere)
    assert ran.code == 1
    assert ran.err.startswith("tocsin: the watchlist index is not built yet; start a worker")


def test_tail_shows_each_version_once_and_no_older_one_after_a_newer(
    tocsin: Tocsin, site: Site, producer: KafkaProducer
) -> None:
    other = {"alert_id": "ba" * 16}
    for one in (alert(1), alert(1), alert(3), alert(2), alert(3), alert(1, **other)):
        value = one.model_dump_json(by_alias=True).encode()
        producer.send("alerts.fr-piu", value=value, key=one.alert_id.encode())
    producer.send("alerts.fr-piu", value=b"{}")
    producer.flush()
    tail = ("alerts", "tail", "--agency", "fr-piu", "--json", "--idle-s", "0.5")
    ran = tocsin(*tail, "--from-beginning", variables=site.variables)
    shown = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["alert_id"][:2], one["version"]) for one in shown] == [
        ("ab", 1), ("ab", 3), ("ba", 1),
    ]  # fmt: skip
    assert "offset 6 is no alert" in ran.err
    assert tocsin(*tail, variables=site.variables).out == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_tail_follows_until_it_is_asked_to_end(
    site: Site, producer: KafkaProducer, number: signal.Signals
) -> None:
    with site.start("alerts", "tail", "--agency", "de-bka", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"following alerts.de-bka")
        one = alert(alert_id=f"{number:032x}")
        producer.send("alerts.de-bka", value=one.model_dump_json(by_alias=True).encode())
        producer.flush()
        assert json.loads(process.stdout.readline())["alert_id"] == one.alert_id
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr.read() == b""


def test_a_refused_record_is_listed_and_replayed_to_where_it_was_refused(
    tocsin: Tocsin, served: Site, producer: KafkaProducer
) -> None:
    spoofed = manifest_json(manifest("spoofed", passenger("SECRET"), sender="BA"))
    place = producer.send("manifests.LH", value=spoofed, key=b"k").get(10)
    producer.send("manifests.LH", value=b"garbage").get(10)
    mine = ("--topic", "manifests.LH", "--reason", "foreign_sender")
    seen = until_listed(tocsin, served, mine, 1)
    assert (seen[0]["offset"], seen[0]["reason"]) == (place.offset, "foreign_sender")
    assert "value_base64" not in seen[0]

    table = tocsin("quarantine", "list", "--topic", "manifests.LH", variables=served.variables)
    seen_at = f"manifests.LH/0/{place.offset}"
    assert seen_at in table.out
    assert "SECRET" not in table.out
    shown = tocsin("quarantine", "list", *mine, "--show-value", variables=served.variables)
    assert "SECRET" in shown.out

    replay = ("quarantine", "replay", *mine, "--offset", str(place.offset))
    dry = tocsin(*replay, "--dry-run", variables=served.variables)
    assert dry.out.splitlines()[-1] == "1 would be sent again"
    ran = tocsin(*replay, variables=served.variables)
    assert (ran.code, ran.out) == (0, "1 sent again\n")
    again = until_listed(tocsin, served, mine, 2)
    assert [one["key"] for one in again] == ["k", "k"]
    assert again[1]["offset"] > again[0]["offset"]
    dry = tocsin(*replay, "--dry-run", variables=served.variables)
    assert dry.out.splitlines() == [f"{seen_at}: foreign_sender", "1 would be sent again"]
    unsent = ("quarantine", "replay", *mine, "--dry-run")
    dry = tocsin(*unsent, variables=served.variables)
    assert dry.out.splitlines()[-1] == "1 would be sent again"  # what came back alone
    dry = tocsin(*unsent, "--again", variables=served.variables)
    assert dry.out.splitlines()[-1] == "2 would be sent again"
    one = tocsin("quarantine", "list", *mine, "--limit", "1", "--json", variables=served.variables)
    assert json.loads(one.out)["offset"] == again[1]["offset"]


def test_a_record_above_the_limit_is_refused_at_the_client(
    tocsin: Tocsin, site: Site, tmp_path: Path
) -> None:
    big, small = tmp_path / "big.json", tmp_path / "small.json"
    extra = {"filler": "x" * (8 * 1024 * 1024)}
    big.write_bytes(manifest_json(manifest("big", sender="KQ", extra=extra)))
    flight = manifest().flight.model_copy(update={"carrier": "KQ"})
    small.write_bytes(manifest_json(manifest("small", sender="KQ", flight=flight)))
    ran = tocsin(
        "manifest", "push", str(big), str(small), "--airline", "KQ", variables=site.variables
    )
    assert ran.err.splitlines()[0].startswith(f"{big}:1: the record exceeds 8388608 bytes")
    assert (ran.code, ran.out) == (1, "1 manifest with 2 people sent\n")


def until_listed(
    tocsin: Tocsin, site: Site, which: tuple[str, ...], count: int
) -> list[dict[str, Any]]:
    """Return what is in quarantine once it is *count* records."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        ran = tocsin("quarantine", "list", *which, "--json", variables=site.variables)
        found = [json.loads(line) for line in ran.out.splitlines()]
        if len(found) >= count:
            return found
    raise AssertionError(f"fewer than {count} refused")
