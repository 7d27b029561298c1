"""The ledger outlives the flight: what still reaches an alert whose passengers are forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from alerts.history import Told
from alerts.ledger import Ledger
from alerts.restore import LedgerRestore
from manifests.contract import utc_text
from screening.entry_record import EntryRecord
from screening.space import Space
from screening.sweep import Sweep
from tests.alerts.test_ledger import ENTRY, KEEP, LISTED, NOW, Case
from tests.builders import alert
from tests.manifests.building import entry


@pytest.fixture
async def case(redis: Redis, space: Space) -> Case:
    found = Case(redis, space)
    await found.apply(entry(), 1)
    return found


async def forgotten(case: Case) -> None:
    """Let the flight's time be over and be swept, as a worker does."""
    assert await Sweep(case.redis).run(case.space, datetime(2199, 1, 1, tzinfo=UTC)) == 1


async def test_alert_outlives_its_flight(case: Case) -> None:
    facts = await case.screen(LISTED)
    case.ledger = Ledger(case.redis, keep=timedelta(days=30))
    await case.record(facts)
    await forgotten(case)
    assert await case.held() == [(1, 0)]
    over = await case.redis.expiretime(case.space.key("alert", alert().alert_id))
    assert over >= (NOW + timedelta(days=30)).timestamp() - 1


async def test_older_facts_withdraw_nothing_of_a_flight_that_is_forgotten(case: Case) -> None:
    older = await case.screen({**LISTED, "given_names": "JOHN", "birth_date": "1980-01-01"})
    newer = await case.screen(LISTED, at=1)
    await case.record(newer)
    await case.sent(1)
    await forgotten(case)
    assert await case.record(older, 2, event="withdrawn") == "stale"


async def test_removed_entry_withdraws_what_is_left_of_a_forgotten_flight(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    await forgotten(case)
    removed = EntryRecord(ENTRY, None, 0, 2, "w/0/2")
    (applied,) = await case.entries.apply(case.space, [removed], case.ledger.flights_with, NOW)
    (found,) = applied.facts
    withdrawal = facts.model_copy(update={"as_of": found.as_of})
    assert await case.record(withdrawal, 2, event="withdrawn") == "pending"


async def test_changed_entry_is_no_news_for_a_forgotten_flight(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    changed = EntryRecord(ENTRY, entry(birth_dates=["1990-01-01"]), 0, 2, "w/0/2")
    (held,) = await case.entries.apply(case.space, [changed], case.ledger.flights_with, NOW)
    await forgotten(case)
    again = replace(changed, offset=3)
    (over,) = await case.entries.apply(case.space, [again], case.ledger.flights_with, NOW)
    assert ([len(one.hits) for one in held.facts], over.facts) == ([0], ())


async def test_restored_alert_is_kept_from_when_it_was_told(case: Case) -> None:
    over_long_ago = alert().flight.model_copy(update={"departure": "2020-01-01T10:00"})
    told = alert(flight=over_long_ago)
    sent = datetime(2100, 1, 1, tzinfo=UTC)
    await LedgerRestore(case.redis, keep=KEEP).put(case.space, [[Told(told, utc_text(sent))]], {})
    over = await case.redis.expiretime(case.space.key("alert", told.alert_id))
    assert over == (sent + KEEP).timestamp()
