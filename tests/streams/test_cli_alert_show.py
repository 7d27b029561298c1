"""From an alert to the records behind it, with its whole history."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.ledger import payload
from alerts.routing import trace_id
from streams.redis_clients import redis_client
from tests.builders import alert, manifest, passenger
from tests.running import Site
from tests.streams.alert_past import (
    BORN,
    OBADIAH,
    Asking,
    Traffic,
    asking,
    forget,
    past,
    places,
    traffic,
    until,
)

__all__ = ["asking", "past", "traffic"]

pytestmark = pytest.mark.timeout(120)


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
    assert set(said) == {"alert", "versions", "decisions", "deliveries"}
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


def test_what_redis_has_forgotten_is_shown_from_the_topics(
    asking: Asking, past: dict[str, str], served: Site, traffic: Traffic
) -> None:
    before = asking.shown(past["id"])
    forget(served, past["id"])
    after = asking.shown(past["id"])
    assert after["alert"] == before["alert"]
    assert places(after) == places(before)
    for topics, redis in zip(after["versions"], before["versions"], strict=True):
        apart = told_at(topics) - told_at(redis)  # a record is stamped as it is sent
        assert abs(apart) < timedelta(seconds=2)
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


def told_at(version: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(version["at"])
