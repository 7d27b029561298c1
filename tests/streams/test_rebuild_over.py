"""After a rebuild agencies' alerts on flights that are over are known again, their people not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from screening.space import text
from streams.told import told_to
from tests.manifests.building import entry, manifest, passenger_fields
from tests.running import site as new_site
from tests.streams.station import Station, at_work

LISTED = passenger_fields(passenger_id="7A")
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01")
LANDED = {"departure": "2024-01-01T10:00", "arrival": "2024-01-01T17:00"}
AT_ONCE = 1e-6  # a time that is over before anybody looks
NONE, A_DAY = timedelta(), timedelta(days=1)
ALERTS = 6  # three agencies, two entries


@pytest.fixture
async def landed() -> AsyncIterator[Station]:
    """Yield a station of its own that lost its Redis when a flight with alerts was over."""
    with new_site() as site:
        async with at_work(site) as station:
            withheld = {"visible_to": ["*"], "redact": ["owner"]}
            await station.enlist(entry("1"))
            await station.enlist(entry("2", sharing=withheld))
            await station.push(manifest(LISTED, OTHER, flight=LANDED, message_id="L"))
            await station.work()
            assert len(await station.alerts()) == ALERTS
            await station.redis.flushall()
            yield station


async def test_alerts_of_a_flight_that_is_over_come_back_without_its_people(
    landed: Station,
) -> None:
    await landed.rebuild(after_arrival_h=AT_ONCE).run()
    assert len(await landed.alerts()) == ALERTS
    assert not [name for name in await landed.held() if name.startswith(("people:", "flight:"))]


@pytest.mark.slow
async def test_alerts_are_read_back_while_they_are_kept_or_their_flight_is_held(
    landed: Station,
) -> None:
    flying, kafka = {one.alert_id for one in await landed.told()}, landed.settings.kafka
    for alerts, keep, count in ((flying, NONE, ALERTS), ({}, NONE, 0), ({}, A_DAY, ALERTS)):
        each = landed.rules.now.parties.agencies
        found = [await told_to(kafka, agency, alerts, keep) for agency in each]
        assert sum(map(len, found)) == count


@pytest.mark.parametrize("item", ["1", "2"], ids=["shown", "owner withheld"])
@pytest.mark.slow
async def test_entry_removed_after_a_rebuild_withdraws_its_alerts_on_a_flight_that_is_over(
    landed: Station, item: str
) -> None:
    await landed.rebuild(after_arrival_h=AT_ONCE).run()
    await landed.unlist(f"interpol/{item}")
    await landed.work()
    events = sorted(one.event for one in await landed.told())
    assert events == ["raised"] * ALERTS + ["withdrawn"] * (ALERTS // 2)


@pytest.mark.slow
async def test_entry_changed_after_a_rebuild_leaves_alerts_on_a_flight_that_is_over(
    landed: Station,
) -> None:
    await landed.rebuild(after_arrival_h=AT_ONCE).run()
    before = len(await landed.told())
    await landed.enlist(entry("1", birth_dates=["1990-01-01"]))
    await landed.work()
    assert len(await landed.told()) == before


@pytest.mark.slow
async def test_message_is_remembered_no_longer_for_a_rebuild(landed: Station) -> None:
    await landed.rebuild().run()
    before = await remembered_until(landed)
    await asyncio.sleep(2.1)
    await landed.rebuild().run()
    after = await remembered_until(landed)
    assert set(before) == {"receipt:UA:L", "fate:UA:L"}
    assert all(abs(after[name] - until) <= 1 for name, until in before.items())


async def remembered_until(station: Station) -> dict[str, int]:
    """Return until when each receipt and fate is kept, in epoch seconds."""
    prefix = (await station.space()).prefix
    return {
        text(key).removeprefix(prefix): int(await station.redis.expiretime(key))
        for kind in ("receipt", "fate")
        async for key in station.redis.scan_iter(match=f"{prefix}{kind}:*")
    }
