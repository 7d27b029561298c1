"""What agencies decided is known again after Redis was lost, and nothing is done twice."""

from collections.abc import AsyncIterator

import pytest

from alerts.alert import Alert
from alerts.decided import DecisionsMade
from alerts.ledger import payload
from alerts.suppressions import SuppressionStore
from streams.publisher import Outgoing
from streams.topics import HITS
from tests.manifests.building import entry, manifest, passenger_fields
from tests.running import Site
from tests.streams.deciding import disposition
from tests.streams.station import Station, at_work

LISTED = passenger_fields(passenger_id="7A", sex="M")


@pytest.fixture
async def decided(site: Site) -> AsyncIterator[Station]:
    """Yield a station where one alert was dismissed, another confirmed, and one was kept back."""
    async with at_work(site) as station:
        await station.enlist(entry("d1", severity="high"))
        await station.enlist(entry("d2", severity="high"))
        await station.work()
        await station.push(manifest(LISTED, message_id="A", flight={"number": "901"}))
        await station.work()
        await station.decide(
            disposition("dismiss", await latest(station, "d1"), disposition_id="one"), "uk-piu"
        )
        await station.decide(
            disposition("confirm", await latest(station, "d2"), disposition_id="two"), "uk-piu"
        )
        await station.decide(
            disposition("acknowledge", await latest(station, "d1"), disposition_id="none"), "uk-piu"
        )
        await station.work()
        await station.work()
        await station.push(manifest(LISTED, message_id="B", flight={"number": "902"}))
        await station.work()
        yield station


async def latest(station: Station, item: str, number: str = "901") -> Alert:
    """Return the latest version of uk-piu's alert on an entry and flight."""
    told = [
        one
        for one in await station.told()
        if (one.agency, one.entry.id, one.flight.number) == ("uk-piu", item, number)
    ]
    return max(told, key=lambda one: one.version)


async def test_decisions_are_as_they_were(decided: Station) -> None:
    before, told = await decided.held(), await decided.told()
    assert (await latest(decided, "d1")).disposition
    assert [one.flight.number for one in told if one.agency == "uk-piu" and one.entry.id == "d1"][
        -1
    ] == "901"
    await decided.redis.flushall()
    assert await decided.rebuild().run()
    held = await decided.held()
    kept = {name for name in before if name.startswith(("suppress", "decided", "disposition"))}
    assert len(kept) >= 6
    made = DecisionsMade(decided.redis)
    alert = await latest(decided, "d1")
    found = await made.of(await decided.space(), alert.alert_id)
    assert [(one.disposition.disposition_id, one.version) for one in found] == [("one", 2)]
    for name in kept - {f"decided:{alert.alert_id}"}:
        assert _without_revision(held[name]) == _without_revision(before[name]), name
    await decided.work()
    assert sorted(map(payload, await decided.told())) == sorted(map(payload, told))


@pytest.mark.slow
async def test_decision_handed_on_again_after_the_loss_is_not_done_again(decided: Station) -> None:
    again = [one for one in await records(decided, HITS) if b"decided/1" in (one.value or b"")]
    assert len(again) >= 3
    await decided.decide(
        disposition("reopen", await latest(decided, "d2"), disposition_id="three"), "uk-piu"
    )
    await decided.work()
    await decided.work()
    told = await decided.told()
    await decided.redis.flushall()
    assert await decided.rebuild().run()
    await decided.publisher.publish(*again)
    await decided.work()
    assert sorted(map(payload, await decided.told())) == sorted(map(payload, told))


@pytest.mark.slow
async def test_what_was_kept_back_is_told_when_it_ends_after_the_loss(decided: Station) -> None:
    await decided.redis.flushall()
    await decided.rebuild().run()
    await decided.work()
    (one,) = [
        one
        for one in await SuppressionStore(decided.redis).all(await decided.space())
        if one.kind == "not_the_same_person"
    ]
    await decided.publisher.publish(Outgoing("suppressions", None, one.key))
    await decided.work()
    await decided.work()
    assert (await latest(decided, "d1", "902")).event == "raised"
    assert (await latest(decided, "d1")).disposition is None


async def records(station: Station, topic: str) -> list[Outgoing]:
    from streams.topic_reader import UntilNow

    return [
        Outgoing(topic, one.value, (one.key or b"").decode(), one.headers)
        async for one in UntilNow(station.settings.kafka, [topic])
    ]


def _without_revision(held: object) -> object:
    if isinstance(held, dict):
        return {key: value for key, value in held.items() if key != b"revision"}
    return held
