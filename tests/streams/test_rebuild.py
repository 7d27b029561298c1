"""A lost index comes back from the topics as it was, and agencies are told nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access.parties import AgencyId
from alerts.ledger import payload
from manifests.contract import utc_text
from screening.space import EPOCH
from streams.fates import Fates
from streams.publisher import Outgoing
from streams.receipts import Receipts, warned
from streams.topics import HITS, MANIFESTS, WATCHLIST, alerts_topic
from streams.tracing.resending import marked
from tests.manifests.building import entry, manifest, passenger_fields
from tests.running import Site
from tests.streams.station import Station, at_work
from watchlist.entry import entry_json

LISTED = passenger_fields(passenger_id="7A")
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01")


@pytest.fixture
async def station(site: Site) -> AsyncIterator[Station]:
    async with at_work(site) as found:
        yield found


@pytest.fixture
async def busy(station: Station) -> Station:
    """Return a station with a past: entries and flights changed, agencies were told."""
    withheld = {"visible_to": ["*"], "redact": ["owner"]}
    await station.enlist(entry("1", severity="low"))
    await station.enlist(entry("2", sharing=withheld))
    await station.enlist(entry("3"))
    await station.work()
    await station.push(manifest(LISTED, OTHER, message_id="A"))
    await station.push(manifest(OTHER, flight={"number": "456"}, message_id="B"))
    await station.work()
    await station.enlist(entry("1", severity="top"))
    await station.unlist("interpol/3")
    await station.push(manifest({**LISTED, "seat": "2B"}, at=1, message_id="C"))
    await station.work()
    return station


async def test_rebuilt_index_is_the_one_that_was_streamed(busy: Station) -> None:
    before, generation = await busy.held(), (await busy.space()).generation
    assert any(name.startswith("alert:") for name in before)
    await busy.redis.flushall()
    assert await busy.rebuild().run()
    assert (await busy.space()).generation != generation
    assert await busy.held() == before


async def test_agencies_are_told_nothing_again_after_a_rebuild(busy: Station) -> None:
    told, facts = await busy.told(), await busy.facts()
    await busy.redis.flushall()
    await busy.rebuild().run()
    assert await busy.facts() == facts + 2  # both flights are screened again
    await busy.work()
    assert told
    assert sorted(map(payload, await busy.told())) == sorted(map(payload, told))


@pytest.mark.slow
async def test_ledger_comes_back_as_it_was_after_a_replay(busy: Station) -> None:
    before, past = await busy.held(), await busy.history()
    told, moment = await busy.told(), utc_text(datetime.now(UTC))
    for alert in told:
        again = Outgoing(alerts_topic(AgencyId(alert.agency)), marked(payload(alert)))
        await busy.publisher.publish(again)
    await busy.redis.flushall()
    assert await busy.rebuild().run()
    assert await busy.held() == before
    held = await busy.history()
    assert [one.alert for one in held] == [one.alert for one in past]
    assert all(one.at < moment for one in held)  # when it was sent first
    await busy.work()
    assert len(await busy.told()) == 2 * len(told)  # the sent, the replayed, and nothing more


@pytest.mark.slow
async def test_version_of_which_the_replay_alone_is_left_is_held_unmarked(busy: Station) -> None:
    last = (await busy.told())[-1]
    left = last.model_copy(update={"version": last.version + 1})
    again = Outgoing(alerts_topic(AgencyId(last.agency)), marked(payload(left)))
    await busy.publisher.publish(again)
    await busy.redis.flushall()
    assert await busy.rebuild().run()
    held = await busy.ledger.held_on(await busy.space(), left.flight.key).answer()
    assert left in [one.alert for one in held]
    assert left in [one.alert for one in await busy.history()]


async def test_life_of_an_alert_goes_on_after_a_rebuild(busy: Station) -> None:
    await busy.redis.flushall()
    await busy.rebuild().run()
    before = set(map(payload, await busy.told()))
    await busy.unlist("interpol/1")
    await busy.unlist("interpol/2")
    await busy.work()
    news = [one for one in await busy.told() if payload(one) not in before]
    latest = {one.alert_id: one for one in await busy.told()}
    assert {one.event for one in news} == {"withdrawn"}
    assert {one.event for one in latest.values()} == {"withdrawn"}
    assert {one.entry.owner for one in news} == {"interpol", None}


@pytest.mark.slow
async def test_who_left_while_the_ledger_was_lost_is_withdrawn(busy: Station) -> None:
    await busy.redis.flushall()
    await busy.push(manifest(OTHER, at=2, message_id="D"))
    await busy.rebuild().run()
    await busy.work()
    latest = {one.alert_id: one for one in await busy.told()}
    assert {one.event for one in latest.values()} == {"withdrawn"}


@pytest.mark.slow
async def test_facts_from_before_the_loss_count_no_more(busy: Station) -> None:
    await busy.enlist(entry("9"))
    await busy.push(manifest({**LISTED, "seat": "9F"}, OTHER, at=5, message_id="E"))
    busy_handlers = busy._handlers  # noqa: SLF001  # the facts alone must wait
    route = busy_handlers.pop(HITS)
    await busy.work()
    await busy.unlist("interpol/9")
    await busy.redis.flushall()
    await busy.rebuild().run()
    busy_handlers[HITS] = route
    await busy.work()
    assert not [one for one in await busy.told() if one.entry.id == "9"]


@pytest.mark.slow
async def test_clock_of_a_rebuild_is_above_every_older_one(busy: Station) -> None:
    before = int(await busy.redis.get((await busy.space()).key("clock")) or 0)
    await busy.rebuild().run()
    stamps: Any = await busy.redis.hgetall(
        (await busy.space()).key("people", manifest().flight.key)
    )
    assert stamps
    assert all(int(one.partition(b"|")[0]) > before for one in stamps.values())


@pytest.mark.slow
async def test_only_one_of_two_rebuilds_runs(busy: Station) -> None:
    await busy.redis.flushall()
    ran = await asyncio.gather(busy.rebuild().run(), busy.rebuild().run())
    assert sorted(ran) == [False, True]
    assert await busy.space()


async def test_rebuild_cut_off_by_a_flush_is_not_put_in_force(busy: Station) -> None:
    await busy.redis.flushall()
    building = asyncio.create_task(busy.rebuild().run())
    while not [one async for one in busy.redis.scan_iter(match="tocsin:*:flight:*")]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await busy.redis.flushall()
    assert await building is False
    assert await busy.redis.get(EPOCH) is None
    assert await busy.rebuild().run()


@pytest.mark.slow
async def test_nothing_of_older_generations_is_left(busy: Station) -> None:
    await busy.redis.set("tocsin:worker:one", 1)
    await busy.redis.hset("tocsin:delivery:uk-piu/desk", "position", "7")
    await busy.rebuild().run()
    prefix = (await busy.space()).prefix
    staying = {"tocsin:worker:one", "tocsin:delivery:uk-piu/desk"}
    outside = {"tocsin:epoch", "tocsin:builds", "tocsin:stats", *staying}
    keys = {one.decode() async for one in busy.redis.scan_iter(match="*")}
    assert staying <= {one for one in keys if not one.startswith(prefix)} <= outside


@pytest.mark.slow
async def test_generation_that_began_later_stays(busy: Station) -> None:
    """Redis may be lost, and another build be put in force, while older ones are deleted."""
    now = (await busy.space()).generation
    later = f"tocsin:{int(now, 16) + 10**12:x}:entry:x"
    await busy.redis.set(later, 1)
    assert await busy.rebuild().run()
    assert await busy.redis.exists(later)
    await busy.redis.delete(later)


@pytest.mark.slow
async def test_records_that_are_none_do_not_stop_a_rebuild(busy: Station) -> None:
    for topic, key in ((MANIFESTS, "x"), (WATCHLIST, "interpol/x")):
        await busy.publisher.publish(Outgoing(topic, b"{", key))
    await busy.publisher.publish(Outgoing(WATCHLIST, entry_json(entry("5")), "interpol/other"))
    before = await busy.held()
    await busy.redis.flushall()
    assert await busy.rebuild().run()
    assert await busy.held() == before


@pytest.mark.slow
async def test_index_of_another_cluster_is_not_trusted(busy: Station) -> None:
    other = replace(await busy.space(), cluster="other")
    await busy.redis.set(EPOCH, other.epoch)
    await busy.rebuild().run()
    assert (await busy.space()).cluster == "test"


@pytest.mark.slow
async def test_what_became_of_a_message_is_known_after_a_rebuild(busy: Station) -> None:
    await busy.redis.flushall()
    assert await busy.rebuild().run()
    fates = Fates(busy.redis, keep=timedelta(days=1))
    found = await fates.of(await busy.space(), "UA", "E")
    assert found is not None
    assert (found.state, found.people) == ("screened", 2)


@pytest.mark.slow
async def test_message_with_our_warning_is_the_same_one_after_a_rebuild(station: Station) -> None:
    sent = manifest(OTHER, flight={"destination": "QQQ"}, message_id="W")
    await station.push(warned(sent, ["QQQ is no airport"]))
    await station.redis.flushall()
    assert await station.rebuild().run()
    receipts, space = Receipts(station.redis, keep=timedelta(days=1)), await station.space()
    assert not await receipts.conflict(space, sent)
    assert await receipts.conflict(space, sent.model_copy(update={"passengers": ()}))
