"""From an alert to the records behind it, with its whole history, and back from a record."""

import json
import shlex
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kafka import KafkaProducer

from alerts.ledger import payload
from alerts.routing import trace_id
from manifests.contract import Manifest
from streams.clients import producer_options
from streams.redis_clients import redis_client
from tests.acceptance.reading import all_of
from tests.builders import alert, entry, manifest, manifest_json, passenger
from tests.conftest import Ran, Tocsin
from tests.manifests.messages import ADA, ALAN, interchange, passengers
from tests.running import Site
from watchlist.entry import Entry, entry_json

pytestmark = pytest.mark.timeout(120)
BORN = {"given_names": "OBADIAH", "birth_date": "1961-03-04"}
OBADIAH = entry(
    "9", names=[{"full": "Obadiah ZEBULONSKY"}], birth_dates=["1961-03-04"], nationalities=[]
)


class Traffic:
    """Records sent to a running installation, and the places that they came to."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._producer = KafkaProducer(**producer_options(site.settings.kafka))

    def push(self, one: Manifest) -> str:
        return self.send("manifests.UA", manifest_json(one), None)

    def contribute(self, one: Entry) -> str:
        return self.send("watchlist.interpol", entry_json(one), one.id.encode())

    def remove(self, item: str) -> str:
        return self.send("watchlist.interpol", None, item.encode())

    def applied(self, entry_key: str) -> None:
        """Return once the index has the entry."""
        with redis_client(self.site.settings.redis) as client:
            until(lambda: client.keys(f"tocsin:*:entry:{entry_key}"), "the entry is not applied")

    def told(self, agency: str, version: int, flight: str = "123") -> dict[str, Any]:
        """Return a version about somebody on this flight, once the agency was told it."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            for one in all_of(self.site.endpoints.bootstrap, f"alerts.{agency}"):
                if (one["version"], one["flight"]["number"]) == (version, flight):
                    return one
        raise AssertionError(f"{agency} was not told version {version} on flight {flight}")

    def close(self) -> None:
        self._producer.close(timeout=5)

    def send(self, topic: str, value: bytes | None, key: bytes | None) -> str:
        found = self._producer.send(topic, value, key=key).get(10)
        return f"{found.topic}/{found.partition}/{found.offset}"


class Asking:
    """Asks about alerts and reads the answers."""

    def __init__(self, tocsin: Tocsin, site: Site) -> None:
        self._tocsin = tocsin
        self._site = site

    def ran(self, *arguments: str) -> Ran:
        return self._tocsin("alerts", *arguments, variables=self._site.variables)

    def shown(self, alert_id: str, *flags: str) -> dict[str, Any]:
        ran = self.ran("show", alert_id, "--json", *flags)
        assert ran.code == 0, ran.err
        return dict(json.loads(ran.out))

    def caused(self, *arguments: str) -> list[tuple[str, str, int, str]]:
        ran = self.ran("caused-by", *arguments, "--json")
        assert ran.code == 0, ran.err
        rows = [json.loads(line) for line in ran.out.splitlines()]
        return [(one["how"], one["agency"], one["version"], one["source"]) for one in rows]


@pytest.fixture(scope="module")
def traffic(served: Site) -> Iterator[Traffic]:
    found = Traffic(served)
    yield found
    found.close()


@pytest.fixture
def asking(tocsin: Tocsin, served: Site) -> Asking:
    return Asking(tocsin, served)


@pytest.fixture(scope="module")
def past(traffic: Traffic) -> dict[str, str]:
    """Give one alert a past of four versions; return the places of the records behind them."""
    people = (passenger(), passenger("SMITH", given_names="JOHN"))
    listed = traffic.contribute(entry())
    traffic.applied("interpol/1")  # before anybody flies, so that each version has one cause
    pushed = traffic.push(manifest("first", *people))
    traffic.told("uk-piu", 1)
    moved = traffic.push(
        manifest("second", passenger(seat="12A"), people[1], sent_at="2026-11-24T08:10:00Z")
    )
    traffic.told("uk-piu", 2)
    raised = traffic.contribute(entry(severity="top", instruction="Detain"))
    told = traffic.told("uk-piu", 3)
    removed = traffic.remove("1")
    traffic.told("uk-piu", 4)
    other = traffic.told("interpol", 4)
    places = {"listed": listed, "pushed": pushed, "moved": moved, "raised": raised}
    return {**places, "removed": removed, "id": told["alert_id"], "other": other["alert_id"]}


def test_show_leads_from_an_alert_to_the_records_and_list_versions_behind_it(
    asking: Asking, past: dict[str, str]
) -> None:
    said = asking.shown(past["id"])
    versions = said["versions"]
    assert (said["alert"]["version"], said["entry"]) == (4, "interpol/1")
    assert [(one["version"], one["event"], one["cause"]) for one in versions] == [
        (1, "raised", "manifest"),
        (2, "updated", "manifest"),
        (3, "updated", "watchlist"),
        (4, "withdrawn", "watchlist"),
    ]
    assert [one["source"]["place"] for one in versions] == [
        past["pushed"], past["moved"], past["raised"], past["removed"],
    ]  # fmt: skip
    assert all(one["source"]["held"] for one in versions)
    (message,) = versions[1]["source"]["messages"]
    assert versions[1]["source"]["airline"] == "UA"
    assert (message["message_id"], message["function"]) == ("second", "full")
    assert message["sent_at"] == "2026-11-24T08:10:00Z"
    assert [one["source"]["removed"] for one in versions[2:]] == [False, True]
    assert [one["listed"]["first"] for one in versions] == [
        past["listed"], past["listed"], past["raised"], past["removed"],
    ]  # fmt: skip
    assert [one["listed"]["since"] for one in versions] == [
        "removed", "removed", "removed", "unchanged",
    ]  # fmt: skip
    assert sorted(one["at"] for one in versions) == [one["at"] for one in versions]


def test_show_reads_well(asking: Asking, past: dict[str, str]) -> None:
    ran = asking.ran("show", past["id"][:8].upper())
    said = " ".join(ran.out.split())
    assert (ran.code, ran.err) == (0, "")
    assert f"alert {past['id']}" in said
    assert "passenger.seat: none -> 12A" in said
    assert f"record {past['moved']}: UA, message second, full of api, sent 2026-11-24T08:10" in said
    assert f"record {past['removed']}: removal of interpol/1" in said
    assert "because the entry was removed" in said
    assert "name: " in said
    assert "SMITH" not in said  # who else is on the manifest is not shown


def test_an_agency_is_shown_what_it_was_told_and_no_places(
    asking: Asking, past: dict[str, str]
) -> None:
    said = asking.shown(past["id"], "--agency", "uk-piu")
    plain = asking.ran("show", past["id"], "--agency", "uk-piu").out
    assert set(said) == {"alert", "versions"}
    assert [one["version"] for one in said["versions"]] == [1, 2, 3, 4]
    assert not any({"source", "listed"} & set(one) for one in said["versions"])
    for place in ("manifests.", "watchlist/", "watchlist.interpol", "first", "second"):
        assert place not in json.dumps(said["versions"])
        assert place not in plain


def test_an_alert_of_another_agency_is_the_same_answer_as_none(
    asking: Asking, past: dict[str, str]
) -> None:
    for length in (8, 32):
        forbidden, unknown = past["other"][:length], ("0" * 32)[:length]
        ran = asking.ran("show", forbidden, "--agency", "uk-piu")
        none = asking.ran("show", unknown, "--agency", "uk-piu")
        assert (ran.code, ran.out, ran.err.replace(forbidden, "X")) == (
            none.code, none.out, none.err.replace(unknown, "X"),
        )  # fmt: skip
        assert ran.code == 2
        assert ran.err.count("\n") == 1
    assert asking.shown(past["other"])["alert"]["agency"] == "interpol"  # it is there


def test_caused_by_leads_back_from_each_record(asking: Asking, past: dict[str, str]) -> None:
    for name, version in (("pushed", 1), ("moved", 2), ("raised", 3), ("removed", 4)):
        place = past[name]
        caused = [one for one in asking.caused(place) if one[0] == "led_to"]
        assert caused == [("led_to", one, version, place) for one in _agencies(asking, place)]
        assert {one[1] for one in caused} == {"interpol", "uk-piu", "us-cbp"}


def _agencies(asking: Asking, place: str) -> list[str]:
    return [one[1] for one in asking.caused(place) if one[0] == "led_to"]


def test_caused_by_names_the_versions_that_rest_on_a_list_version(
    asking: Asking, past: dict[str, str]
) -> None:
    resting = {(version, how) for how, _, version, _ in asking.caused(past["listed"])}
    assert resting == {(1, "rests_on"), (2, "rests_on")}
    handed_on = asking.shown(past["id"])["versions"][0]["listed"]["place"]
    assert {(one[2], one[0]) for one in asking.caused(handed_on)} == resting
    handed_on = asking.shown(past["id"])["versions"][2]["listed"]["place"]
    assert {one[:3] for one in asking.caused(handed_on)} == {
        ("led_to", agency, 3) for agency in ("interpol", "uk-piu", "us-cbp")
    }


def test_caused_by_finds_a_message_by_its_id(
    asking: Asking, past: dict[str, str], traffic: Traffic
) -> None:
    traffic.push(manifest("mentions", passenger("SMITH"), extra={"see": "second"}))
    for flags in ("--airline", "UA"), ():
        found = asking.caused("second", *flags)
        assert {(how, version, place) for how, _, version, place in found} == {
            ("led_to", 2, past["moved"])
        }
    ran = asking.ran("caused-by", "second", "--airline", "UA")
    (record,) = [line for line in ran.out.splitlines() if not line.startswith("  ")]
    assert record.startswith(f"{past['moved']}: UA, message second")
    assert past["id"] in ran.out
    assert "TIKRITI" not in ran.out


def test_caused_by_says_so_where_nothing_was_caused(
    asking: Asking, past: dict[str, str], traffic: Traffic
) -> None:
    place = traffic.push(manifest("nobody", passenger("SMITH", given_names="ANN"), sender="UA"))
    ran = asking.ran("caused-by", place)
    assert ran.code == 0
    assert ran.out.startswith(f"{place}: UA, message nobody")
    assert "led to no alert that is known" in ran.out
    gone = asking.ran("caused-by", "manifests.UA/0/9999")
    assert (gone.code, gone.out) == (2, "")
    assert "manifests.UA/0/9999: the topic holds no such record (any more)" in gone.err
    unknown = asking.ran("caused-by", "never-sent", "--airline", "UA")
    assert unknown.code == 2
    assert "no topic of UA holds a message 'never-sent'" in unknown.err


@pytest.mark.parametrize("command", ["show", "caused-by", "replay"])
def test_help_teaches_by_examples_that_work(
    asking: Asking, past: dict[str, str], command: str
) -> None:
    here = {
        "3fa9c2d1": past["id"][:8],
        "manifests.UA/0/123": past["pushed"],
        "watchlist.interpol/0/4": past["listed"],
        "UA-20261124-000123": "second",
    }
    examples = [
        line.split("  ")[0].split(" |")[0].removeprefix("tocsin alerts ")
        for line in map(str.strip, asking.ran(command, "--help").out.splitlines())
        if line.startswith(f"tocsin alerts {command}")
    ]
    assert len(examples) >= 2
    for example in examples:
        ran = asking.ran(*(here.get(word, word) for word in shlex.split(example)))
        assert (ran.code, bool(ran.out)) == (0, True), example


def test_a_question_before_boarding_is_traced_to_where_it_was_handed_on(
    asking: Asking, traffic: Traffic
) -> None:
    traffic.contribute(OBADIAH)
    traffic.applied(OBADIAH.key)
    flight = manifest().flight.model_copy(update={"number": "78"})
    traffic.push(manifest("asks", passenger("ZEBULONSKY", **BORN), flight=flight, respond=True))
    told = traffic.told("us-cbp", 1, "78")
    (place,) = places(asking.shown(told["alert_id"]))
    assert place.startswith("requests.UA/0/")
    assert {one[3] for one in asking.caused("asks", "--airline", "UA")} == {place}


def test_an_edifact_message_is_found_by_the_id_that_it_is_given(
    asking: Asking, traffic: Traffic
) -> None:
    place = traffic.send(
        "manifests.UA", interchange(passengers(ADA), passengers(ALAN, reference="3")), None
    )
    ran = asking.ran("caused-by", "UA-REF1-3-20261124T0800", "--airline", "UA")
    assert (ran.code, ran.out.splitlines()[0].partition(":")[0]) == (0, place)
    assert asking.ran("caused-by", "UA-REF1-2-20261124T0800", "--airline", "UA").code == 2


def test_an_id_that_may_be_two_is_told_apart_by_more_of_it(
    asking: Asking, traffic: Traffic, served: Site
) -> None:
    """Redis knows neither: as of flights long over, whose records are gone from the topics too."""
    turned = trace_id(served.settings.secret(), "time/interpol/1")
    ids = [f"{'ab' * 4}{end * 24}" for end in "12"]
    for one in ids:
        made = alert(alert_id=one, agency="de-bka", cause="time", trace_id=turned)
        traffic.send("alerts.de-bka", payload(made), one.encode())
    traffic.send("alerts.fr-piu", payload(alert(agency="fr-piu")), alert().alert_id.encode())
    ran = asking.ran("show", "ab" * 4, "--agency", "de-bka")
    assert (ran.code, ran.err) == (
        2, f"tocsin: {'ab' * 4} may be {', '.join(ids)}; write more of it\n",
    )  # fmt: skip
    assert places(asking.shown(ids[1][:9])) == ["time/interpol/1"]
    theirs = asking.shown("ab" * 4, "--agency", "fr-piu")  # others' ids are none of its affair
    assert theirs["alert"]["alert_id"] == alert().alert_id
    (unknown,) = asking.shown("ab" * 16)["versions"]
    assert (unknown["source"], unknown["listed"]) == (None, None)
    ran = asking.ran("show", "ab" * 16)
    assert "record not known any more: it has expired" in " ".join(ran.out.split())


def test_a_replay_changes_no_ledger_and_reaches_nobody_else(
    asking: Asking, past: dict[str, str], served: Site
) -> None:
    def told(agency: str) -> list[dict[str, Any]]:
        return all_of(served.endpoints.bootstrap, f"alerts.{agency}")

    before, theirs, others = ledger(served), told("uk-piu"), told("interpol")
    first = [one for one in theirs if not one["replay"]]
    assert asking.ran("replay", "--agency", "uk-piu").out == f"{len(first)} sent again\n"
    assert told("uk-piu")[len(theirs) :] == [{**one, "replay": True} for one in first]
    assert (ledger(served), told("interpol")) == (before, others)
    assert asking.shown(past["id"])["alert"]["replay"] is False


def test_what_redis_has_forgotten_is_shown_from_the_topics(
    asking: Asking, past: dict[str, str], served: Site, traffic: Traffic
) -> None:
    before = asking.shown(past["id"])
    forget(served, past["id"])
    after = asking.shown(past["id"])
    assert after["alert"] == before["alert"]
    assert places(after) == places(before)
    assert [one["at"][:19] for one in after["versions"]] == [
        one["at"][:19] for one in before["versions"]
    ]
    traced = [one for one in after["versions"] if one["listed"]]
    assert [one["version"] for one in traced] == [4]  # the one that the entry's last record led to
    assert traced[0]["listed"]["first"] == past["removed"]
    again = asking.ran("replay", "--agency", "uk-piu")
    assert again.code == 0
    assert asking.shown(past["id"]) == after
    for held in (past["other"], traffic.told("us-cbp", 1)["alert_id"]):
        forget(served, held)
    for name, version in ("moved", 2), ("removed", 4):
        found = asking.caused(past[name])
        assert {(how, agency, one) for how, agency, one, _ in found} == {
            ("led_to", agency, version) for agency in ("interpol", "uk-piu", "us-cbp")
        }


def test_sources_are_found_again_after_redis_was_lost(
    asking: Asking, traffic: Traffic, served: Site
) -> None:
    flight = manifest().flight.model_copy(update={"number": "77"})
    listed = traffic.contribute(OBADIAH)
    traffic.applied(OBADIAH.key)
    traffic.push(manifest("lost", passenger("ZEBULONSKY", **BORN), flight=flight))
    told = traffic.told("uk-piu", 1, "77")
    before = asking.shown(told["alert_id"])
    assert before["versions"][0]["listed"]["first"] == listed
    with redis_client(served.settings.redis) as client:
        client.flushall()
        until(lambda: client.get("tocsin:epoch"), "the index is not built anew")
    after = asking.shown(told["alert_id"])
    assert places(after) == places(before)
    assert after["versions"][0]["listed"] is None
    found = asking.caused(places(before)[0])
    assert ("led_to", "uk-piu", 1, places(before)[0]) in found
    ran = asking.ran("show", told["alert_id"])
    assert "list not known any more: Redis was lost since" in " ".join(ran.out.split())


def places(said: dict[str, Any]) -> list[str]:
    return [one["source"]["place"] for one in said["versions"]]


def forget(site: Site, alert_id: str) -> None:
    """Let Redis hold nothing of the alert, as after its flight."""
    with redis_client(site.settings.redis) as client:
        for key in client.scan_iter(match=f"*{alert_id}"):
            client.delete(key)


def ledger(site: Site) -> dict[bytes, bytes | None]:
    """Return everything that Redis holds of alerts."""
    with redis_client(site.settings.redis) as client:
        kinds = ("alert", "history", "on-flight", "on-entry", "traced", "source")
        keys = [key for kind in kinds for key in client.scan_iter(match=f"tocsin:*:{kind}:*")]
        return {key: client.dump(key) for key in keys}


def until(holds: Callable[[], object], otherwise: str) -> None:
    """Return once *holds* does."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(otherwise)
