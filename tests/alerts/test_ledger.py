"""The ledger on a real Valkey: versions follow each other, and rest on what still stands."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.history import History, Told
from alerts.ledger import Grounds, Ledger, Outcome, Version, payload
from alerts.life import Held, Step
from alerts.restore import LedgerRestore
from manifests.contract import Flight, utc_text
from manifests.identity import PassengerRef
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.facts import Facts
from screening.passenger_join import PassengerJoin
from screening.space import EPOCH, NotReady, Space
from streams.telling import Telling
from tests.builders import alert
from tests.manifests.building import FLIGHT, entry, manifest, passenger_fields
from tests.streams.handling import Kept, equipment
from watchlist.entry import Entry, EntryKey

NOW = datetime.now(UTC)
KEEP = timedelta(hours=24)
LISTED = passenger_fields(passenger_id="7A")
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01")
ENTRY = EntryKey("interpol/4711")


class Case:
    """One listed passenger on one flight, and the ledger that an alert about them goes into."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self.redis = redis
        self.space = space
        self.ledger = Ledger(redis, keep=KEEP)
        self.passengers = PassengerJoin(redis, min_score=0.5, keep=KEEP)
        self.entries = EntryJoin(redis, min_score=0.5)

    async def screen(self, *people: dict[str, Any], at: float = 0, **more: Any) -> Facts:
        push = manifest(*people, at=at, **more)
        return await self.passengers.screen(self.space, push, "m/0/1", NOW)

    async def apply(self, listed: Entry | None, offset: int) -> None:
        async def nobody(space: Space, entries: Sequence[EntryKey]) -> dict[EntryKey, list[Flight]]:
            return {}

        record = EntryRecord(ENTRY, listed, 0, offset, "w/0/1")
        await self.entries.apply(self.space, [record], nobody, NOW)

    async def record(self, facts: Facts, version: int = 1, **more: Any) -> str:
        """Try to store a version that follows from *facts*; return what became of it."""
        made = alert(version, flight=facts.flight, **more)
        ref = facts.hits[0].ref if facts.hits else facts.refs[0]
        step = Step(made, version - 1, PassengerRef(ref), ENTRY)
        return (await self.record_all([step], facts))[0]

    async def record_all(self, steps: Sequence[Step], facts: Facts) -> list[Outcome]:
        versions, grounds = (
            [Version.of(one) for one in steps],
            Grounds(facts.source, facts.as_of, 1),
        )
        return await self.ledger.record_all(self.space, versions, grounds, NOW)

    async def on_flight(self) -> list[Held]:
        return await self.ledger.held_on(self.space, FLIGHT).answer()

    async def sent(self, version: int) -> None:
        await self.ledger.mark_sent(self.space, [alert(version)])

    async def held(self) -> list[tuple[int, int]]:
        """Return version and sent of each alert held on the flight."""
        found = await self.on_flight()
        return [(one.alert.version, one.sent) for one in found]


@pytest.fixture
async def case(redis: Redis, space: Space) -> Case:
    found = Case(redis, space)
    await found.apply(entry(), 1)
    return found


async def test_version_is_pending_until_it_is_marked_as_sent(case: Case) -> None:
    facts = await case.screen(LISTED)
    assert await case.record(facts) == "pending"
    assert await case.held() == [(1, 0)]
    await case.sent(1)
    assert await case.held() == [(1, 1)]


async def test_held_alert_is_as_stored_byte_for_byte(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    (held,) = await case.on_flight()
    assert payload(held.alert) == payload(alert(flight=facts.flight))
    assert (held.ref, held.entry) == (facts.hits[0].ref, ENTRY)


async def test_same_version_is_stored_once(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    assert await case.record(facts) == "moved"


async def test_next_version_waits_until_the_last_is_sent(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    assert await case.record(facts, 2) == "moved"
    await case.sent(1)
    assert await case.record(facts, 2) == "pending"
    assert await case.held() == [(2, 1)]


@pytest.mark.parametrize("version", [1, 3], ids=["behind", "ahead"])
async def test_version_that_does_not_follow_is_not_stored(case: Case, version: int) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    assert await case.record(facts, version) == "moved"


async def test_sent_is_never_marked_back(case: Case) -> None:
    facts = await case.screen(LISTED)
    for version in (1, 2):
        await case.record(facts, version)
        await case.sent(version)
    await case.sent(1)
    assert await case.held() == [(2, 2)]


async def test_passenger_who_changed_since_makes_facts_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    newer = await case.screen({**LISTED, "seat": "2B"}, at=1)
    assert await case.record(facts) == "stale"
    assert await case.record(newer) == "pending"


async def test_passenger_who_left_since_makes_facts_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.screen(OTHER, at=1)
    assert await case.record(facts) == "stale"


async def test_another_passenger_who_changed_since_does_not(case: Case) -> None:
    facts = await case.screen(LISTED, OTHER)
    await case.screen({**OTHER, "seat": "2B"}, at=1, function="update")
    assert await case.record(facts) == "pending"


async def test_flight_that_changed_since_makes_facts_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    moved = {"departure": f"{FLIGHT[-10:]}T22:00", "scheduled_date": FLIGHT[-10:]}
    newer = await case.screen(LISTED, at=1, flight=moved)
    assert await case.record(facts) == "stale"
    assert await case.record(newer) == "pending"


async def test_entry_that_changed_since_makes_facts_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.apply(entry(severity="top"), 2)
    assert await case.record(facts) == "stale"


async def test_entry_said_again_unchanged_does_not(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.apply(entry(), 2)
    assert await case.record(facts) == "pending"


async def test_entry_removed_since_makes_facts_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.apply(None, 2)
    assert await case.record(facts) == "stale"


async def test_withdrawal_of_who_left_is_stored(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    gone = await case.screen(OTHER, at=1)
    left = gone.model_copy(update={"refs": gone.left})
    assert await case.record(left, 2, event="withdrawn") == "pending"


async def test_withdrawal_on_a_removed_entry_is_stored(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    await case.apply(None, 2)
    assert await case.record(facts, 2, event="withdrawn") == "pending"


async def test_withdrawal_of_who_came_back_since_is_stale(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await case.sent(1)
    gone = await case.screen(OTHER, at=1)
    await case.screen(LISTED, OTHER, at=2)
    left = gone.model_copy(update={"refs": gone.left})
    assert await case.record(left, 2, event="withdrawn") == "stale"


@pytest.mark.parametrize("epoch", [None, "other@test"], ids=["lost", "other"])
async def test_nothing_is_stored_or_read_without_the_index(case: Case, epoch: str | None) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    await (case.redis.delete(EPOCH) if epoch is None else case.redis.set(EPOCH, epoch))
    with pytest.raises(NotReady):
        await case.record(facts)
    with pytest.raises(NotReady):
        await case.on_flight()
    await case.sent(1)
    await case.redis.set(EPOCH, case.space.epoch)
    assert await case.held() == [(1, 0)]


async def test_flights_with_alerts_on_an_entry(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    found = await case.ledger.flights_with(case.space, [EntryKey("interpol/1"), ENTRY])
    assert found == {ENTRY: [facts.flight]}


async def test_ledger_is_kept_as_long_as_the_flight(case: Case) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    homes = [case.space.key("alert", alert().alert_id)]
    homes += [case.space.key("on-flight", FLIGHT), case.space.key("on-entry", ENTRY)]
    ends = [await case.redis.expiretime(home) for home in homes]
    assert len(set(ends)) == 1
    assert ends[0] > (NOW + KEEP).timestamp()


async def test_restored_alert_is_held_as_sent(case: Case) -> None:
    facts = await case.screen(LISTED)
    told = alert(3, flight=facts.flight)
    restore = LedgerRestore(case.redis, keep=KEEP)
    for _ in range(2):
        await restore.put(case.space, [[Told(told, utc_text(NOW))]], {told.alert_id: ENTRY})
    assert await case.held() == [(3, 3)]
    assert await case.record(facts, 4) == "pending"


@pytest.mark.parametrize("owner", ["interpol", None], ids=["shown", "withheld"])
async def test_restored_alert_is_found_by_its_entry(case: Case, owner: str | None) -> None:
    facts = await case.screen(LISTED)
    shown = alert().entry.model_copy(update={"owner": owner, "id": "4711"})
    told: Alert = alert(3, flight=facts.flight, entry=shown)
    await LedgerRestore(case.redis, keep=KEEP).put(
        case.space, [[Told(told, utc_text(NOW))]], {told.alert_id: ENTRY}
    )
    assert await case.ledger.flights_with(case.space, [ENTRY]) == {ENTRY: [facts.flight]}
    (held,) = await case.on_flight()
    assert held.entry == ENTRY


async def test_history_says_when_each_version_was_told_and_what_it_rests_on(case: Case) -> None:
    await case.apply(entry(), 7)
    facts = await case.screen(LISTED)
    await case.record(facts)
    (told,) = await History(case.redis).of(case.space, alert().alert_id)
    assert told == Told(alert(flight=facts.flight), utc_text(NOW), "m/0/1", "0/7")
    again = Told(alert(2, flight=facts.flight), "2026-11-24T08:00:02.000000Z")
    restore = LedgerRestore(case.redis, keep=KEEP)
    await restore.put(case.space, [[again, replace(told, source="", listed_at="")]], {})
    restored = await History(case.redis).of(case.space, alert().alert_id)
    assert [(one.alert.version, one.at) for one in restored] == [(1, told.at), (2, again.at)]


async def test_version_of_a_newer_release_is_read_and_published_as_it_is_stored(
    case: Case,
) -> None:
    facts = await case.screen(LISTED)
    await case.record(facts)
    home = case.space.key("alert", alert().alert_id)
    said = json.loads(await case.redis.hget(home, "payload") or b"")
    said["passenger"]["new"] = said["new"] = {"of": "a newer release"}
    stored = json.dumps(said).encode()
    await case.redis.hset(home, "payload", stored)
    out = Kept()
    (held,) = await Telling(equipment(out, case.redis), case.ledger).held_on(case.space, FLIGHT)
    assert [one.value for one in out.records] == [stored]
    assert (held.alert.version, held.alert.score) == (1, alert().score)
    assert await case.held() == [(1, 1)]


async def test_several_versions_are_stored_in_their_order(case: Case) -> None:
    facts = await case.screen(LISTED)
    steps = [
        Step(alert(version, flight=facts.flight), version - 1, facts.hits[0].ref, ENTRY)
        for version in (1, 1, 3)
    ]
    found = await case.record_all(steps, facts)
    assert found == ["pending", "moved", "moved"]
    assert await case.held() == [(1, 0)]
    await case.redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await case.record_all(steps, facts)
