"""From a record, or a message, back to the alerts that it led to; and a replay beside them."""

import shlex
from typing import Any

import pytest

from tests.acceptance.reading import all_of
from tests.builders import manifest, passenger
from tests.manifests.messages import ADA, ALAN, interchange, passengers
from tests.running import Site
from tests.streams.alert_past import (
    BORN,
    OBADIAH,
    Asking,
    Traffic,
    asking,
    ledger,
    past,
    places,
    traffic,
)

__all__ = ["asking", "past", "traffic"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


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
