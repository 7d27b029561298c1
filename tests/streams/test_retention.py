"""`tocsin retention` on real services: what is held where, and where a planted value lies."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import zstandard
from kafka import KafkaProducer

from access.parties import Agency, AgencyId, Parties, parties_of
from config.files import PartiesFile, read_yaml
from config.retention import RetentionSettings
from screening.space import EPOCH
from streams.clients import producer_options
from streams.held.on_topics import held_on_topics
from streams.topics import topic_names
from tests.builders import alert
from tests.conftest import Tocsin
from tests.running import Site

NAME = "ZYXOPHRENE"
FRANCE = Agency(AgencyId("fr-piu"), frozenset({"FRA"}))
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(site: Site) -> Iterator[Any]:
    """Yield the site's Redis, empty but for an epoch."""
    with redis.Redis.from_url(site.endpoints.redis_url) as client:
        client.flushall()
        client.set(EPOCH, "7@test")
        yield client


@pytest.fixture(scope="module")
def producer(site: Site) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(**producer_options(site.settings.kafka))
    yield producer
    producer.close(timeout=5)


def reported(tocsin: Tocsin, site: Site, **variables: str) -> dict[str, dict[str, Any]]:
    """Return what the report says, by category in Redis and by topic."""
    ran = tocsin("retention", "report", "--json", variables={**site.variables, **variables})
    assert ran.code == 0, ran.err
    rows = [json.loads(line) for line in ran.out.splitlines()]
    return {one["category"] if one["where"] == "Redis" else one["where"]: one for one in rows}


def proved(tocsin: Tocsin, site: Site, tmp_path: Path, *lines: str) -> tuple[int, list[str], str]:
    planted = tmp_path / "planted"
    planted.write_text("\n".join(lines or [NAME]), encoding="utf-8")
    ran = tocsin("retention", "prove", str(planted), variables=site.variables)
    return ran.code, ran.out.splitlines(), ran.err


def test_flight_is_told_with_its_people_and_times(tocsin: Tocsin, site: Site, store: Any) -> None:
    state = {"flight_order": "2026-11-24T08:00:00.000000Z|000000000|1|UA"}
    earlier = {"boarded": "2026-11-23T09:30:00.000000Z|000000001|2|UA"}
    written = json.dumps([state, earlier], separators=(",", ":")).encode()
    store.hset("tocsin:7:flight:A", "state", zstandard.compress(written, 1))
    store.hset("tocsin:7:people:A", mapping={"r1": "1|{}", "r2": "1|{}"})
    store.expireat("tocsin:7:flight:A", LATER + timedelta(days=1))  # its safety net
    store.zadd("tocsin:7:expiry", {"A": LATER.timestamp()})
    found = reported(tocsin, site)
    assert (found["flights"]["count"], found["passengers"]["count"]) == (1, 2)
    assert found["flights"]["since"] == "2026-11-23T09:30:00Z"
    assert found["passengers"]["until"] == "2100-01-01T00:00:00Z"
    assert found["flights"]["overdue"] == 0


def test_flight_that_should_be_gone_is_overdue(tocsin: Tocsin, site: Site, store: Any) -> None:
    store.hset("tocsin:7:flight:A", "state", zstandard.compress(b"{}", 1))
    store.zadd("tocsin:7:expiry", {"A": 1_000_000_000})
    ran = tocsin("retention", "report", variables=site.variables)
    assert reported(tocsin, site)["flights"]["overdue"] == 1
    assert "(1 overdue)" in " ".join(ran.out.split())


def test_alerts_patterns_receipts_fates_and_answers_are_told_with_their_times(
    tocsin: Tocsin, site: Site, store: Any
) -> None:
    raised = alert(raised_at="2026-11-24T08:00:00.000000Z").model_dump_json(by_alias=True)
    for item, over in (("1", 50), ("2", 60)):
        store.hset(f"tocsin:7:alert:{item}", "payload", raised)
        store.expireat(f"tocsin:7:alert:{item}", LATER + timedelta(seconds=over))
    store.set("tocsin:7:receipt:UA:1", b"x", exat=int(LATER.timestamp()))
    store.hset("tocsin:7:fate:UA:1", "at", "2026-11-24T09:00:00.000000Z")
    store.set("tocsin:7:answer:UA:1", b"{}", exat=int(LATER.timestamp()))
    store.hset("tocsin:7:pattern-of:1", mapping={"version": 1, "leg": "{}"})
    store.expireat("tocsin:7:pattern-of:1", LATER)
    found = reported(tocsin, site, TOCSIN_RETENTION__RECEIPTS_DAYS="2")
    times = {name: (one["count"], one["since"], one["until"]) for name, one in found.items()}
    assert times["alerts"] == (2, "2026-11-24T08:00:00Z", "2100-01-01T00:01:00Z")
    assert times["receipts"] == (1, "2099-12-30T00:00:00Z", "2100-01-01T00:00:00Z")
    assert times["fates"] == (1, "2026-11-24T09:00:00Z", None)
    assert times["patterns"] == (1, None, "2100-01-01T00:00:00Z")
    assert found["patterns"]["kept"] == "90 days after departure"
    assert times["answers"] == (1, "2099-12-31T00:00:00Z", "2100-01-01T00:00:00Z")


def test_what_a_request_leaves_behind_is_told(tocsin: Tocsin, site: Site, store: Any) -> None:
    for kind, name in (("claim", "claims"), ("idempotent", "request keys")):
        store.set(f"tocsin:7:{kind}:x", b"x", exat=int(LATER.timestamp()))
        found = reported(tocsin, site)[name]
        assert (found["count"], found["until"]) == (1, "2100-01-01T00:00:00Z")
    assert "unknown" not in reported(tocsin, site)


def test_what_the_console_and_imports_leave_is_told_each_by_its_name(
    tocsin: Tocsin, site: Site, store: Any
) -> None:
    store.set(f"tocsin:console:{'a' * 64}", b"x")
    store.set("tocsin:console:import:uk-piu", b"x")
    store.set("tocsin:console:import-changes:uk-piu:1", b"x")
    store.set("tocsin:console:import-taken:uk-piu:1", b"x")
    for name in ("uk-piu/wanted", "uk-piu/stolen"):
        store.lpush(f"tocsin:console:versions:{name}", b"x", b"x")
    found = reported(tocsin, site)
    told = [found[one]["count"] for one in ("sessions", "console imports", "imported lists")]
    assert (told, found["other builds"]["count"]) == ([1, 1, 2], 0)


def test_what_of_the_audit_trail_waits_is_told(tocsin: Tocsin, site: Site, store: Any) -> None:
    store.rpush("tocsin:audit:pending", b"x", b"x")
    assert reported(tocsin, site)["audit, waiting"]["count"] == 2


def test_an_answer_counts_once_however_many_people_it_is_about(
    tocsin: Tocsin, site: Site, store: Any
) -> None:
    store.set("tocsin:7:answer:UA:1", b"{}", exat=int(LATER.timestamp()))
    store.hset("tocsin:7:answered:F", "x", b"x")
    store.sadd("tocsin:7:asked-about:F:r1", b"1")
    store.sadd("tocsin:7:asked-about:F:r2", b"1")
    store.expireat("tocsin:7:asked-about:F:r2", LATER + timedelta(hours=1))
    found = reported(tocsin, site)["answers"]
    assert (found["count"], found["until"]) == (1, "2100-01-01T01:00:00Z")


def test_kind_of_key_that_nobody_knows_is_told(tocsin: Tocsin, site: Site, store: Any) -> None:
    store.set("tocsin:7:people-of-mine:x", b"x")
    assert reported(tocsin, site)["unknown"]["count"] == 1


def test_what_another_build_left_is_told(tocsin: Tocsin, site: Site, store: Any) -> None:
    store.set("tocsin:6:held:N:X", b"x")
    store.set("tocsin:worker:here-1", b"x")
    store.hset("tocsin:audit:head", "seq", "7")  # of no build
    assert reported(tocsin, site)["other builds"]["count"] == 1


def test_topic_is_told_with_its_oldest_record(
    tocsin: Tocsin, site: Site, store: Any, producer: KafkaProducer
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    for value in (b"1", b"2"):
        producer.send("dispositions.uk-piu", value).get(10)
    found = reported(tocsin, site, TOCSIN_RETENTION__DISPOSITIONS_DAYS="1.5")["dispositions.uk-piu"]
    since, until = (datetime.fromisoformat(found[name]) for name in ("since", "until"))
    assert (found["count"], found["kept"], found["overdue"]) == (2, "1.5 days", 0)
    assert before <= since <= datetime.now(UTC)
    assert until - since == timedelta(days=1.5)


@pytest.mark.parametrize(
    ("after", "overdue"),
    [
        pytest.param(timedelta(days=11, minutes=4), 0, id="its segment may wait a tenth longer"),
        pytest.param(timedelta(days=11, minutes=6), 1, id="and Kafka five minutes"),
    ],
)
async def test_topic_whose_oldest_record_should_be_gone_is_overdue(
    site: Site, producer: KafkaProducer, after: timedelta, overdue: int
) -> None:
    await asyncio.to_thread(lambda: producer.send("dispositions.fr-piu", b"{}").get(10))
    kept, agencies = RetentionSettings(dispositions_days=10), {AgencyId("fr-piu"): FRANCE}
    parties, now = Parties({}, agencies), datetime.now(UTC)
    found = await held_on_topics(site.settings.kafka, parties, kept, now)
    (topic,) = [one for one in found if one.where == "dispositions.fr-piu"]
    assert topic.since is not None
    later = await held_on_topics(site.settings.kafka, parties, kept, topic.since + after)
    assert [one.overdue for one in later if one.where == topic.where] == [overdue]


def test_report_tells_no_personal_data(tocsin: Tocsin, site: Site, store: Any) -> None:
    store.hset(
        "tocsin:7:flight:A", "state", zstandard.compress(json.dumps({"surname": NAME}).encode(), 1)
    )
    store.hset("tocsin:7:people:A", NAME, f"1|{NAME}")
    for arguments in (("report",), ("report", "--json")):
        ran = tocsin("retention", *arguments, variables=site.variables)
        assert NAME not in ran.out + ran.err


def test_planted_value_is_found_in_every_kind_of_key(
    tocsin: Tocsin, site: Site, store: Any, tmp_path: Path
) -> None:
    state = json.dumps({"surname": NAME, "layers": ["filler"] * 99}).encode()
    store.hset("tocsin:7:flight:A", "state", zstandard.compress(state, 1))
    store.set("tocsin:7:answer:UA:1", f"x{NAME.lower()}x")
    store.hset("tocsin:7:people:A", mapping={f"r{n}": "x" for n in range(3000)} | {"r": NAME})
    store.hset("tocsin:7:alert:1", NAME, "x")
    store.sadd("tocsin:7:on-entry:e", *(f"m{n}" for n in range(3000)), NAME)
    store.zadd("tocsin:7:expiry", {NAME: 1})
    store.rpush("another:list", "x", NAME)
    store.xadd("another:stream", {"x": NAME})
    store.sadd(f"tocsin:7:held:N:{NAME}", "x")
    store.sadd("tocsin:7:held:N:SKELETON", NAME)
    store.set(f"tocsin:7:receipt:UA:{NAME}", "x")
    store.set(f"{NAME}", "x")
    code, places, complaint = proved(tocsin, site, tmp_path)
    names = ("flight:A", "answer:UA:1", "people:A", "alert:1", "on-entry:e", "expiry")
    expected = {f"line 1: Redis tocsin:7:{name}" for name in names}
    expected |= {f"line 1: Redis another:{name}" for name in ("list", "stream")}
    expected |= {f"line 1: Redis tocsin:7:{kind}:… (in its name)" for kind in ("held", "receipt")}
    expected |= {"line 1: Redis tocsin:7:held:N:SKELETON", "line 1: Redis … (in its name)"}
    assert set(places) == expected
    assert (code, "12 places hold a planted value" in complaint) == (1, True)
    assert NAME not in complaint + "\n".join(places)


def test_planted_value_is_found_in_key_value_and_headers_of_a_record(
    tocsin: Tocsin, site: Site, store: Any, producer: KafkaProducer, tmp_path: Path
) -> None:
    value = b'"' + NAME.encode() + b'"'
    twice = [("x", b"1"), ("x", NAME.encode()), ("x", b"2")]
    sent: list[tuple[str, dict[str, Any]]] = [
        ("manifests.UA", {"key": NAME.encode()}),
        ("responses.UA", {"value": value}),
        ("alerts.uk-piu", {"value": b"1", "headers": twice}),
    ]
    for topic, record in sent:
        producer.send(topic, **record).get(10)
    code, places, _ = proved(tocsin, site, tmp_path, "elsewhere", "", NAME)
    assert code == 1
    assert set(places) == {f"line 3: {topic}/0/0" for topic, _ in sent}


def test_nothing_found_is_a_sentence(
    tocsin: Tocsin, site: Site, store: Any, tmp_path: Path
) -> None:
    store.set("tocsin:7:answer:UA:1", "x")
    planted = tmp_path / "planted"
    planted.write_text("QUILLABRAST\nVEXILLONK\n")
    ran = tocsin("retention", "prove", str(planted), variables=site.variables)
    assert ran.code == 0
    assert ran.out.startswith("none of 2 values is anywhere: 2 keys and ")
    parties = parties_of(read_yaml(site.settings.parties_file, PartiesFile))
    assert f"on {len(topic_names(parties))} topics were looked through" in ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"long enough\nabc\n", "line 2 has fewer than 4 characters", id="short"),
        pytest.param(b"\n \n", "holds no value", id="empty"),
        pytest.param(b"\xff\xfe\xfa\xfb\n", "is no UTF-8 text", id="no text"),
    ],
)
def test_values_that_prove_nothing_are_refused(
    tocsin: Tocsin, tmp_path: Path, content: bytes, said: str
) -> None:
    planted = tmp_path / "planted"
    planted.write_bytes(content)
    ran = tocsin("retention", "prove", str(planted))
    assert (ran.code, said in ran.err) == (2, True)
