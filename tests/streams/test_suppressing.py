"""Who is not the listed person is not told again, until something about them is new."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.known_hits import KnownHits
from alerts.preview import preview
from alerts.suppressions import NONE
from screening.space import Space, current_space
from streams.suppression_log import ended_by
from streams.topics import SUPPRESSIONS
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, OTHER, Bench, both
from tests.streams.deciding import Desk

KNOWN = {**LISTED, "sex": "M", "nationality": "IRQ"}
DOCUMENT = {"number": "M1234567", "issuer": "IRQ"}
NEXT = {"number": "456"}


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    """Return a desk with one alert, on the first flight."""
    bench = Bench(redis)
    await bench.enlist(entry(severity="high"))
    await bench.push(manifest({**KNOWN, "documents": [DOCUMENT]}, OTHER))
    assert await bench.route() == both("raised", 1)
    return Desk(bench)


async def flies_again(desk: Desk, *changes: dict[str, Any], at: float = 0) -> list[Any]:
    """Push the same person on another flight with *changes*; return who was told what."""
    person = {**KNOWN, "documents": [DOCUMENT]}
    for one in changes:
        person = {**person, **one}
    stated = {key: value for key, value in person.items() if value is not None}
    await desk.bench.push(manifest(stated, flight=NEXT, at=at, message_id=f"N-{at}"))
    return await desk.go_on()


async def test_same_person_is_not_told_on_the_next_flight(desk: Desk) -> None:
    assert await desk.decide("dismiss") == [("uk", "updated", 2)]
    assert await flies_again(desk) == [("interpol", "raised", 1)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"birth_date": None}, id="date of birth missing, document the same"),
        pytest.param({"documents": []}, id="document missing, name and date the same"),
        pytest.param({"sex": None, "nationality": None}, id="less is stated"),
    ],
)
async def test_less_about_the_same_person_is_nothing_new(
    desk: Desk, change: dict[str, Any]
) -> None:
    await desk.decide("dismiss")
    assert ("uk", "raised", 1) not in await flies_again(desk, change)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"birth_date": "1947-02-28"}, id="another date of birth"),
        pytest.param({"documents": [{"number": "M7654321", "issuer": "IRQ"}]}, id="document"),
        pytest.param({"documents": [{**DOCUMENT, "issuer": "SYR"}]}, id="issuer"),
        pytest.param({"documents": [DOCUMENT, {"number": "X1", "issuer": "USA"}]}, id="one more"),
        pytest.param({"birth_place": "TIKRIT"}, id="place of birth"),
        pytest.param({"given_names": "SABAWI"}, id="name"),
        pytest.param({"birth_date": None, "documents": []}, id="the name alone is the same"),
    ],
)
async def test_anything_new_about_the_person_is_told(desk: Desk, change: dict[str, Any]) -> None:
    await desk.decide("dismiss")
    assert ("uk", "raised", 1) in await flies_again(desk, change)


@pytest.mark.parametrize(
    ("change", "raised"),
    [
        pytest.param({"severity": "top"}, True, id="top is told always"),
        pytest.param({"birth_dates": ["1947-02-27", "1948"]}, True, id="new data"),
        pytest.param({"sharing": {"visible_to": ["uk"]}}, False, id="shared with fewer"),
    ],
)
async def test_changed_entry_is_told_if_the_agency_sees_the_change(
    desk: Desk, change: dict[str, Any], *, raised: bool
) -> None:
    await desk.decide("dismiss")
    changed: dict[str, Any] = {"severity": "high", **change}
    await desk.bench.enlist(entry(**changed))
    told = await desk.go_on()
    assert (("uk", "updated", 3) in told) is raised
    if raised:
        assert desk.alert().disposition is None
        assert {
            "field": "disposition",
            "before": "dismissed",
            "now": "open",
        } in desk.alert().changes
    assert (("uk", "raised", 1) in await flies_again(desk)) is raised


async def test_change_that_the_agency_may_not_see_opens_nothing(redis: Redis, space: Space) -> None:
    bench = Bench(redis)
    hidden: dict[str, Any] = {"sharing": {"visible_to": ["*"], "redact": ["instruction", "owner"]}}
    await bench.enlist(entry(**hidden))
    await bench.push(manifest(LISTED))
    await bench.route()
    desk = Desk(bench)
    await desk.decide("dismiss")
    await bench.enlist(entry(instruction="Detain", **hidden))
    assert [one for one in await desk.go_on() if one[0] == "uk"] == []
    assert desk.alert().disposition is not None


async def test_alert_that_stands_on_another_flight_is_withdrawn(desk: Desk) -> None:
    assert await flies_again(desk) == both("raised", 1)
    first = desk.alert(flight=manifest().flight.key)
    assert await desk.decide("dismiss", first) == [("uk", "updated", 2), ("uk", "withdrawn", 2)]
    gone = desk.alert(flight=manifest(flight=NEXT).flight.key)
    assert gone.reason == "dismissed as not the same person"
    assert (gone.cause, gone.trace_id) == (
        "disposition",
        desk.alert(flight=first.flight.key).trace_id,
    )


async def test_alert_that_was_confirmed_stays_where_another_is_dismissed(desk: Desk) -> None:
    await flies_again(desk)
    await desk.decide("confirm", desk.alert(flight=manifest(flight=NEXT).flight.key))
    told = await desk.decide("dismiss", desk.alert(flight=manifest().flight.key))
    assert ("uk", "withdrawn", 3) not in told


async def test_dismissed_alert_goes_on_being_updated(desk: Desk) -> None:
    await desk.decide("dismiss")
    person = {**KNOWN, "documents": [DOCUMENT], "seat": "2B"}
    await desk.bench.push(manifest(person, OTHER, at=1))
    assert await desk.go_on() == [("interpol", "updated", 2), ("uk", "updated", 3)]
    state = desk.alert().disposition
    assert state is not None
    assert state.state == "dismissed"
    assert state.suppression


async def test_who_leaves_and_returns_is_not_told_again(desk: Desk) -> None:
    await desk.decide("dismiss")
    await desk.bench.push(manifest(OTHER, at=1))
    assert ("uk", "withdrawn", 3) in await desk.go_on()
    await desk.bench.push(manifest({**KNOWN, "documents": [DOCUMENT]}, OTHER, at=2))
    assert await desk.go_on() == [("interpol", "raised", 3)]


async def test_new_data_on_the_flight_itself_opens_the_alert(desk: Desk) -> None:
    await desk.decide("dismiss")
    person = {**KNOWN, "documents": [DOCUMENT], "birth_place": "TIKRIT"}
    await desk.bench.push(manifest(person, OTHER, at=1))
    assert ("uk", "updated", 3) in await desk.go_on()
    assert desk.alert().disposition is None


async def test_opened_again_everybody_it_kept_back_is_told(desk: Desk) -> None:
    await desk.decide("dismiss")
    await flies_again(desk)
    first = desk.alert(flight=manifest().flight.key)
    assert await desk.decide("reopen", first) == [("uk", "updated", 3), ("uk", "raised", 1)]


async def test_when_its_time_is_over_everybody_it_kept_back_is_told(desk: Desk) -> None:
    await desk.decide("dismiss", at=datetime.now(UTC).isoformat(), suppress_days=1)
    await flies_again(desk)
    assert await desk.pass_time() == []
    desk.bench.now = datetime.now(UTC) + timedelta(days=1, minutes=1)
    assert sorted(await desk.pass_time()) == [("uk", "raised", 1), ("uk", "updated", 3)]
    assert desk.alert(flight=manifest().flight.key).disposition is None
    assert await desk.store.all(await desk.bench.things.indexes.space()) == []


async def test_dismissal_at_top_is_for_its_flight_alone(redis: Redis, space: Space) -> None:
    bench = Bench(redis)
    await bench.enlist(entry(severity="top"))
    await bench.push(manifest({**KNOWN, "documents": [DOCUMENT]}))
    await bench.route()
    desk = Desk(bench)
    await desk.decide("dismiss")
    state = desk.alert().disposition
    assert state is not None
    assert state.suppression is None
    assert await flies_again(desk) == both("raised", 1)


async def test_other_dismissals_are_for_their_flight_alone(desk: Desk) -> None:
    await desk.decide("dismiss", reason="no_longer_relevant")
    assert await flies_again(desk) == both("raised", 1)


async def test_nothing_that_is_kept_names_anybody(desk: Desk, redis: Redis, space: Space) -> None:
    await desk.decide("dismiss")
    (one,) = desk.bench.out.on("suppressions")
    held: list[Any] = [(one.key or "").encode(), one.value or b""]
    for key in [raw async for raw in redis.scan_iter(match=space.key("suppress*"))]:
        if await redis.type(key) == b"hash":
            held += [part for pair in (await redis.hgetall(key)).items() for part in pair]
    assert len(held) > 4
    plain = b"\n".join(map(bytes, held)).upper()
    assert not [one for one in ("TIKRITI", "SABAWI", "1947", "M1234567") if one.encode() in plain]


async def test_owner_sees_what_others_say_though_it_dismissed_the_same_person(desk: Desk) -> None:
    await flies_again(desk)
    await desk.decide("confirm", desk.alert(flight=manifest(flight=NEXT).flight.key))
    told = await desk.decide("dismiss", desk.alert("interpol", manifest().flight.key))
    assert told == [("interpol", "updated", 2)]
    assert desk.alert("interpol", manifest(flight=NEXT).flight.key).from_others


@pytest.mark.parametrize(
    "change",
    [{"sex": "M"}, {"nationality": "IRQ"}, {"birth_place": "OWJA"}, {"given_names": "S I"}],
)
async def test_what_is_new_about_the_person_is_told_before_anybody_dismisses_them(
    redis: Redis, space: Space, change: dict[str, Any]
) -> None:
    bench = Bench(redis)
    await bench.enlist(entry(severity="high", sex="M", nationalities=["IRQ"]))
    await bench.push(manifest({**LISTED, "documents": [DOCUMENT]}))
    assert await bench.route() == both("raised", 1)
    person = {**LISTED, "documents": [DOCUMENT], **change}
    await bench.push(manifest(person, at=1))
    assert await bench.route() == both("updated", 2)
    assert f"passenger.{next(iter(change))}" in [one["field"] for one in bench.last().changes]
    desk = Desk(bench)
    assert await desk.decide("dismiss") == [("uk", "updated", 3)]
    assert desk.alert().disposition is not None


async def test_same_written_otherwise_is_no_news(desk: Desk) -> None:
    person = {**KNOWN, "surname": "AL-TIKRITI", "documents": [DOCUMENT]}
    await desk.bench.push(manifest(person, OTHER, at=1))
    assert await desk.bench.route() == []


async def test_dismissal_is_of_the_entry_as_it_stands(desk: Desk) -> None:
    names = [{"full": "Sabawi Ibrahim AL-TIKRITI"}, {"full": "ABU SOMEBODY"}]
    await desk.bench.enlist(entry(severity="high", names=names))
    assert await desk.bench.route() == [], "the score should hardly move"
    await desk.decide("dismiss")
    assert desk.alert().disposition is not None
    assert await flies_again(desk) == [("interpol", "raised", 1)]


async def test_dismissal_begins_though_it_is_not_known_what_the_agency_saw(
    desk: Desk, redis: Redis, space: Space
) -> None:
    await redis.hset(space.key("alert", desk.alert().alert_id), "view", "")
    await desk.decide("dismiss")
    state = desk.alert().disposition
    assert state is not None
    assert state.suppression
    assert await flies_again(desk) == [("interpol", "raised", 1)]


async def test_preview_of_a_subscription_does_not_bring_whom_the_agency_dismissed(
    desk: Desk, redis: Redis, space: Space
) -> None:
    await desk.decide("dismiss")
    await flies_again(desk)
    hits = KnownHits(redis, keep=timedelta(0))
    found = [
        one
        for flight in await hits.flights(space)
        for one in await hits.on_flight(space, flight, datetime.now(UTC).date()) or ()
    ]
    after = desk.bench.rules.now
    before, now = replace(after, subscriptions={}), datetime.now(UTC)
    flights = {one.flight.key for one in found}
    decisions = await desk.store.by_entry(space)
    for known, brought in ((NONE.by_entry, flights), (decisions, {manifest().flight.key})):
        effect = preview(found, before, after, now, known)
        assert {one.flight.key for one in effect.brings if one.agency == "uk"} == brought
    assert len(flights) == 2


async def test_who_ended_it_is_told_with_the_alert_that_is_open_again(desk: Desk) -> None:
    await desk.decide("dismiss")
    before = desk.alert()
    (one,) = await desk.store.all(await desk.bench.things.indexes.space())
    desk.bench.out.records.append(ended_by(one, "officer-9"))
    assert await desk.go_on() == [("uk", "updated", 3)]
    alert = desk.alert()
    assert alert.changes == (
        {"field": "disposition", "before": "dismissed", "now": "open", "by": "officer-9"},
    )
    assert alert.cause == "disposition"
    assert alert.trace_id not in (before.trace_id, desk.alert("interpol").trace_id)


async def test_alert_that_is_open_again_as_time_passed_says_so(desk: Desk) -> None:
    await desk.decide("dismiss", at=datetime.now(UTC).isoformat(), suppress_days=1)
    desk.bench.now = datetime.now(UTC) + timedelta(days=1, minutes=1)
    assert await desk.pass_time() == [("uk", "updated", 3)]
    assert desk.alert().cause == "time"
    assert desk.alert().changes == ({"field": "disposition", "before": "dismissed", "now": "open"},)


async def test_late_worker_does_not_put_back_what_has_ended(desk: Desk) -> None:
    await desk.decide("dismiss")
    space = await current_space(desk.bench.redis, "test")
    (held,) = await desk.store.all(space)
    await desk.decide("reopen")
    for offset in ({}, {"offset": 10**9}):
        await desk.store.put(space, held, **offset)
        assert await desk.store.all(space) == []
    assert ("uk", "raised", 1) in await flies_again(desk)


async def test_what_a_late_worker_says_again_is_ended_again_on_the_topic(desk: Desk) -> None:
    await desk.decide("dismiss")
    (began,) = desk.bench.out.on(SUPPRESSIONS)
    assert await desk.decide("reopen") == [("uk", "updated", 3)]
    desk.bench.out.records.append(began)  # the last word on its key, once the topic is compacted
    await desk.apply()
    (last,) = desk.bench.facts.on(SUPPRESSIONS)
    assert (last.key, last.value, dict(last.headers)) == (began.key, None, {"by": "officer-7"})
    desk.bench.facts.records.remove(last)
    desk.bench.out.records.append(last)
    assert await desk.go_on() == []
    assert desk.bench.facts.records == []
