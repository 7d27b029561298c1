"""What an agency decides reaches its alert, and the owner of the entry, once."""

from typing import Any

import pytest
from redis.asyncio import Redis

from access.audit import NotNoted
from access.caller import Caller
from access.parties import AgencyId
from alerts.alert import Alert
from alerts.disposition import word_of
from screening.space import Space
from streams.record import Refused
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, OTHER, Bench, both
from tests.streams.deciding import Desk, disposition
from tests.streams.handling import KafkaAway, Kept, encoded


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    """Return a desk with one alert told to interpol, who owns the entry, and uk."""
    bench = Bench(redis)
    await bench.enlist(entry())
    await bench.push(manifest(LISTED, OTHER))
    assert await bench.route() == both("raised", 1)
    return Desk(bench)


async def test_decision_is_a_version_of_the_alert_of_its_agency(desk: Desk) -> None:
    assert await desk.decide("acknowledge", note="On it") == [("uk", "updated", 2)]
    alert = desk.alert()
    assert alert.disposition is not None
    assert (alert.disposition.state, alert.disposition.by) == ("acknowledged", "officer-7")
    assert (alert.disposition.note, alert.disposition.at[:19]) == ("On it", "2026-11-25T08:00:00")
    assert alert.cause == "disposition"
    assert alert.changes == ({"field": "disposition", "before": "open", "now": "acknowledged"},)
    assert desk.alert("interpol").disposition is None


async def test_owner_is_told_who_confirmed_and_what_was_asked(desk: Desk) -> None:
    assert await desk.decide("confirm", note="for us") == [
        ("interpol", "updated", 2),
        ("uk", "updated", 2),
    ]
    (told,) = desk.alert("interpol").from_others
    assert (told.agency, told.said, told.note) == ("uk", "confirmed", None)
    await desk.decide("ask_owner", note="Has he a scar?")
    (told,) = desk.alert("interpol").from_others
    assert (told.said, told.note) == ("asked", "Has he a scar?")
    await desk.decide("reopen")
    assert desk.alert("interpol").from_others == ()
    assert desk.alert("interpol").changes == (
        {"field": "from_others", "before": ["uk asked"], "now": []},
    )


async def test_owners_own_decision_tells_nobody_else(desk: Desk) -> None:
    assert await desk.decide("confirm", desk.alert("interpol")) == [("interpol", "updated", 2)]


async def test_decision_stays_while_the_alert_is_updated(desk: Desk) -> None:
    await desk.decide("confirm")
    await desk.bench.push(manifest({**LISTED, "seat": "2B"}, OTHER, at=1))
    assert await desk.bench.route() == both("updated", 3)
    alert = desk.alert()
    assert alert.disposition is not None
    assert alert.disposition.state == "confirmed"
    assert desk.alert("interpol").from_others


async def test_withdrawn_alert_may_be_decided_and_is_open_when_raised_again(desk: Desk) -> None:
    await desk.bench.push(manifest(OTHER, at=1))
    await desk.bench.route()
    reason = desk.alert().reason
    assert await desk.decide("acknowledge") == [("uk", "withdrawn", 3)]
    assert (desk.alert().reason, desk.alert().event) == (reason, "withdrawn")
    await desk.bench.push(manifest(LISTED, OTHER, at=2))
    assert await desk.bench.route() == [("interpol", "raised", 3), ("uk", "raised", 4)]
    assert desk.alert().disposition is None


async def test_decision_that_changes_nothing_is_no_version_but_is_kept(desk: Desk) -> None:
    await desk.decide("confirm")
    assert await desk.decide("acknowledge") == []
    made = await desk.made_about(desk.alert())
    assert {(one.disposition.action, one.version) for one in made} == {
        ("confirm", 2),
        ("acknowledge", None),
    }


async def test_same_disposition_again_does_nothing(desk: Desk) -> None:
    said = disposition("confirm", desk.alert())
    for offset in (5, 5, 6):
        await desk.send(said, offset=offset)
    await desk.go_on()
    await desk.decide("reopen")
    await desk.send(said, offset=5)
    assert await desk.go_on() == []
    assert desk.alert().disposition is None


@pytest.mark.parametrize(
    ("change", "agency", "reason"),
    [
        pytest.param({"note": "other"}, "uk", "disposition_id_reused", id="other content"),
        pytest.param({"alert_id": "ab" * 16}, "uk", "unknown_alert", id="no such alert"),
        pytest.param({"disposition_id": "new"}, "fr", "unknown_alert", id="of another agency"),
    ],
)
async def test_what_is_not_right_is_refused(
    desk: Desk, change: dict[str, Any], agency: str, reason: str
) -> None:
    said = disposition("confirm", desk.alert(), disposition_id="first")
    await desk.send(said)
    with pytest.raises(Refused) as refusal:
        await desk.send({**said, **change}, agency)
    assert refusal.value.reason == reason


async def test_two_agencies_may_use_the_same_id(desk: Desk) -> None:
    for agency in ("uk", "interpol"):
        alert = desk.alert(agency)
        await desk.send(disposition("acknowledge", alert, disposition_id="1"), agency)
    await desk.go_on()
    assert desk.alert("interpol").disposition
    assert desk.alert("uk").disposition


LOW: dict[str, Any] = {
    "birth_dates": ["1985-05-05"],
    "sex": "F",
    "nationalities": ["BRA"],
    "sharing": {"visible_to": ["*"], "redact": ["birth_dates", "owner"]},
}


async def test_owner_for_whom_it_is_no_hit_is_told_all_the_same(redis: Redis, space: Space) -> None:
    bench = Bench(redis)
    await bench.enlist(entry(**LOW))
    await bench.push(manifest(LISTED))
    assert await bench.route() == [("uk", "raised", 1)], "the owner's own view should score low"
    desk = Desk(bench)
    assert await desk.decide("ask_owner", note="Is it she?") == [
        ("interpol", "raised", 1),
        ("uk", "updated", 2),
    ]
    assert desk.alert("interpol").score < 0.5
    mine = desk.alert("uk")
    assert "interpol" not in mine.model_dump_json(exclude={"passenger"})
    await bench.push(manifest({**LISTED, "seat": "2B"}, at=1))
    assert await bench.route() == [("interpol", "updated", 2), ("uk", "updated", 3)]
    await bench.push(manifest(OTHER, at=2))
    assert await bench.route() == [("interpol", "withdrawn", 3), ("uk", "withdrawn", 4)]


@pytest.mark.parametrize("lost", range(3), ids=["first", "second", "third"])
async def test_broker_away_at_any_moment_leaves_the_same_in_the_end(
    redis: Redis, space: Space, lost: int
) -> None:
    bench = Bench(redis)
    await bench.enlist(entry())
    await bench.push(manifest(LISTED))
    await bench.route()
    desk = Desk(bench)
    await desk.send(disposition("confirm", desk.alert()))
    decided = bench.waiting()
    bench.out.problems = [None] * lost + [KafkaAway()]
    with pytest.raises(KafkaAway):
        await bench.route(*decided)
    await bench.route(*decided)
    told = [Alert.model_validate_json(one.value or b"") for one in bench.out.on_alerts()]
    assert sorted((one.agency, one.version) for one in told) == [
        ("interpol", 1),
        ("interpol", 2),
        ("uk", 1),
        ("uk", 2),
    ]
    assert isinstance(bench.out, Kept)


async def test_decision_that_comes_by_kafka_is_on_record_before_it_is_handed_on(desk: Desk) -> None:
    alert = desk.alert()
    desk.not_noted = NotNoted("the audit trail is away")
    with pytest.raises(NotNoted):
        await desk.send(disposition("confirm", alert, disposition_id="D-x"))
    assert desk.bench.facts.records == []
    desk.not_noted = None
    await desk.send(disposition("confirm", alert, disposition_id="D-x"))
    ((who, what, about),) = desk.noted
    assert who == Caller(AgencyId("uk"), "officer", "officer-7")
    assert what == "an alert: confirm"
    assert {f"alert:{alert.alert_id}", "disposition:uk/D-x"} <= set(about)
    assert LISTED["surname"] not in str(about)
    assert await desk.go_on() != []


async def test_decision_that_is_on_record_is_not_noted_again_and_no_agency_can_say_so(
    desk: Desk,
) -> None:
    first, second = (disposition(one, desk.alert()) for one in ("acknowledge", "confirm"))
    mark = desk.notes.mark("dispositions.uk", encoded(first))
    await desk.send(first, headers=mark)
    assert desk.noted == []
    for other in (mark, {"noted": "yes"}, {"noted": "\u00e9"}):
        await desk.send(second, headers=other)
    await desk.send(disposition("confirm", desk.alert("interpol")), "interpol", headers=mark)
    assert [one[1] for one in desk.noted] == ["an alert: confirm"] * 4


async def test_decision_that_is_refused_is_no_decision_on_record(desk: Desk) -> None:
    with pytest.raises(Refused):
        await desk.send(disposition("confirm", desk.alert("interpol")), "uk")
    assert desk.noted == []


KEPT = [
    pytest.param("confirm", "high", "confirmed", id="confirmed"),
    pytest.param("dismiss", "top", "dismissed", id="dismissed at top"),
]


@pytest.mark.parametrize(("action", "severity", "state"), KEPT)
async def test_decision_for_the_flight_is_there_again_with_the_passenger_and_is_lifted(
    redis: Redis, space: Space, action: str, severity: str, state: str
) -> None:
    bench = Bench(redis)
    await bench.enlist(entry(severity=severity))
    await bench.push(manifest(LISTED, OTHER))
    await bench.route()
    desk = Desk(bench)
    await desk.decide(action)
    await bench.push(manifest(OTHER, at=1))
    await desk.go_on()
    await bench.push(manifest(LISTED, OTHER, at=2))
    assert ("uk", "raised", 4) in await desk.go_on()
    assert word_of(desk.alert().disposition) == state
    await desk.decide("reopen")
    assert await desk.store.all(await bench.things.indexes.space()) == []


@pytest.mark.parametrize(("action", "severity", "state"), KEPT)
async def test_decision_from_before_is_lifted_though_the_alert_is_open_again(
    redis: Redis, space: Space, action: str, severity: str, state: str
) -> None:
    bench = Bench(redis)
    await bench.enlist(entry(severity=severity))
    await bench.push(manifest({**LISTED, "birth_place": "OWJA"}, OTHER))
    await bench.route()
    desk = Desk(bench)
    await desk.decide(action)
    await bench.push(manifest(OTHER, at=1))
    await desk.go_on()
    await bench.push(manifest({**LISTED, "sex": "M"}, OTHER, at=2))  # new about them: it is open
    await desk.go_on()
    assert desk.alert().disposition is None
    assert await desk.store.all(await bench.things.indexes.space())
    before = desk.alert()
    await desk.decide("reopen")
    assert desk.alert() == before
    assert await desk.store.all(await bench.things.indexes.space()) == []
    (made,) = [one for one in await desk.made_about(before) if one.disposition.action == "reopen"]
    assert made.version is None


async def low_for_its_owner(redis: Redis) -> Desk:
    """Return a desk with an alert of uk on an entry that is no hit in its owner's own view."""
    bench = Bench(redis)
    await bench.enlist(entry(**LOW))
    await bench.push(manifest(LISTED, OTHER))
    assert await bench.route() == [("uk", "raised", 1)]
    return Desk(bench)


OWNERS = [
    pytest.param({}, id="a hit for its owner"),
    pytest.param(LOW, id="one by the others' word alone"),
]


async def back_on_board(bench: Bench, said: str, **listed: Any) -> tuple[Desk, list[Any]]:
    """Return what was told of a passenger who came back, of whom uk had said so much."""
    await bench.enlist(entry(**listed))
    await bench.push(manifest(LISTED, OTHER))
    await bench.route()
    desk = Desk(bench)
    await desk.decide(said)
    await bench.push(manifest(OTHER, at=1))
    await desk.go_on()
    assert desk.alert("interpol").event == "withdrawn"
    await bench.push(manifest(LISTED, OTHER, at=2))
    return desk, [(agency, event) for agency, event, _ in await desk.go_on()]


@pytest.mark.parametrize("listed", OWNERS)
async def test_owner_is_told_of_who_is_back_on_board_that_another_confirmed_it(
    redis: Redis, space: Space, listed: dict[str, Any]
) -> None:
    desk, told = await back_on_board(Bench(redis), "confirm", **listed)
    assert told == [("interpol", "raised"), ("uk", "raised")]
    (said,) = desk.alert("interpol").from_others
    assert (said.agency, said.said) == ("uk", "confirmed")
    await desk.bench.push(manifest({**LISTED, "seat": "2B"}, OTHER, at=3))
    assert [event for _, event, _ in await desk.go_on()] == ["updated", "updated"]
    await desk.decide("reopen")
    assert desk.alert("interpol").from_others == ()


@pytest.mark.parametrize("listed", OWNERS)
async def test_what_another_asked_of_who_was_on_board_is_not_told_again(
    redis: Redis, space: Space, listed: dict[str, Any]
) -> None:
    desk, told = await back_on_board(Bench(redis), "ask_owner", **listed)
    assert told == [*([] if listed else [("interpol", "raised")]), ("uk", "raised")]
    assert (desk.alert("interpol").from_others == ()) is (not listed)


async def test_owner_is_told_of_a_hit_that_is_none_any_more(redis: Redis, space: Space) -> None:
    desk = await low_for_its_owner(redis)
    await desk.bench.push(manifest(OTHER, at=1))
    assert await desk.go_on() == [("uk", "withdrawn", 2)]
    assert await desk.decide("confirm") == [("interpol", "withdrawn", 1), ("uk", "withdrawn", 3)]
    told = desk.alert("interpol")
    assert [(one.agency, one.said) for one in told.from_others] == [("uk", "confirmed")]
    assert told.reason == desk.alert().reason
    assert await desk.decide("reopen") == [("interpol", "withdrawn", 2), ("uk", "withdrawn", 4)]
    assert desk.alert("interpol").from_others == ()


async def test_owner_is_told_when_the_hits_of_the_flight_are_forgotten(
    redis: Redis, space: Space
) -> None:
    desk = await low_for_its_owner(redis)
    flight = desk.alert().flight.key
    for kind in ("flight", "people", "hits-on"):
        assert await redis.delete(space.key(kind, flight))
    assert await desk.decide("ask_owner", note="Is it she?") == [
        ("interpol", "raised", 1),
        ("uk", "updated", 2),
    ]
    assert desk.alert("interpol").passenger == desk.alert().passenger
    assert desk.alert("interpol").from_others


async def test_retraction_reaches_the_owner_whose_alert_is_withdrawn(desk: Desk) -> None:
    await desk.decide("confirm")
    await desk.bench.push(manifest(OTHER, at=1))
    await desk.go_on()
    assert await desk.decide("reopen") == [("interpol", "withdrawn", 4), ("uk", "withdrawn", 4)]
    assert desk.alert("interpol").from_others == ()
