"""Entries applied together lead to what each would alone, in their order."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from alerts.ledger import Ledger
from config.settings import WorkerSettings
from screening.entry_join import EntryJoin
from screening.facts import Facts
from screening.home import number_in
from screening.space import Space
from streams.dealing import Dealing
from streams.record import Record
from streams.rescreen import Rescreen
from streams.topics import HITS, QUARANTINE, WATCHLIST
from tests.builders import entry
from tests.manifests.building import manifest, passenger_fields
from tests.screening.joining import Joins
from tests.screening.spaces import contents, fresh_space
from tests.streams.handling import Kept, equipment
from watchlist.entry import Entry, entry_json, parse_entry

JOHN = {"names": [{"full": "John Smith"}], "birth_dates": ["1980-01-01"]}
ABOARD = manifest(
    passenger_fields(),
    passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01"),
)


class Case:
    """The handler over one generation, with one flight on its way."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self.redis, self.space, self.out = redis, space, Kept()
        self._offsets = count(1)
        ledger = Ledger(redis, keep=timedelta(hours=24))
        joined = EntryJoin(redis, min_score=0.5)
        self.rescreen = Rescreen(equipment(self.out, redis), joined, ledger)

    def record(self, one: Entry, *, value: bytes | None = b"", origin: int | None = None) -> Record:
        """Return the record of an entry, or of *value* under its key; *origin* is intake's."""
        said = entry_json(one) if value == b"" else value
        headers = {"source": "import/list.csv"}
        if origin is not None:
            headers = {"source": f"watchlist.interpol/0/{origin}", "sent_ms": str(origin)}
        return Record(WATCHLIST, 0, next(self._offsets), one.key.encode(), said, headers, 0)

    async def found(self) -> list[tuple[str | None, list[str]]]:
        """Return of all facts which entry they are about, and who is a hit."""
        facts = [Facts.model_validate_json(one.value or b"") for one in self.out.on(HITS)]
        return [(one.entry, [hit.passenger.surname for hit in one.hits]) for one in facts]

    async def applied(self) -> int:
        return int(await self.redis.hget(self.space.key("applied"), "0") or 0)


async def case(redis: Redis) -> Case:
    space = await fresh_space(redis)
    await Joins(redis, space).screen(ABOARD)
    return Case(redis, space)


def some(at: Case) -> list[Record]:
    """Return records that meet each other: two of one entry, a removal, one that finds nobody."""
    listed, other = entry("1"), entry("2", **JOHN)
    return [
        at.record(listed),
        at.record(other),
        at.record(entry("3", names=[{"full": "Zebulon Quix"}])),
        at.record(entry("1", severity="top")),
        at.record(other, value=None),
    ]


async def test_together_leads_to_what_each_alone_leads_to(redis: Redis) -> None:
    alone = await case(redis)
    for one in some(alone):
        await alone.rescreen.handle(one)
    apart = await contents(redis, alone.space)
    together = await case(redis)
    await together.rescreen.handle_all(some(together))
    assert await together.found() == await alone.found()
    assert await together.found() == [
        ("interpol/1", ["AL TIKRITI"]),
        ("interpol/2", ["SMITH"]),
        ("interpol/1", ["AL TIKRITI"]),
    ]
    at_once = await contents(redis, together.space)
    assert {**at_once, "people": None} == {**apart, "people": None}
    assert await together.applied() == 6


async def test_removals_alone_go_together_too(redis: Redis) -> None:
    at = await case(redis)
    listed, other = entry("1"), entry("2", **JOHN)
    await at.rescreen.handle_all([at.record(listed), at.record(other)])
    await at.rescreen.handle_all([at.record(one, value=None) for one in (listed, other)])
    held = await contents(redis, at.space)
    assert [name for name in held if name.startswith(("listed:", "digests:"))] == []


async def test_one_bad_record_fails_all_before_anything_is_noted(redis: Redis) -> None:
    at = await case(redis)
    records = [at.record(entry("1")), at.record(entry("2"), value=b"{"), at.record(entry("3"))]
    with pytest.raises(ValueError):  # noqa: PT011  # pydantic's own
        await at.rescreen.handle_all(records)
    assert (await at.applied(), at.out.records) == (0, [])


@pytest.mark.parametrize("reason", ["invalid", "internal"])
async def test_index_is_past_a_record_that_is_in_quarantine(redis: Redis, reason: str) -> None:
    at = await case(redis)
    bad = at.record(entry("1"), value=b"{" if reason == "invalid" else b"", origin=1)
    if reason == "internal":
        bad = replace(bad, headers={**bad.headers, "sent_ms": "soon"})
    dealing = Dealing(equipment(at.out, redis), WorkerSettings())
    await dealing.deal_with(bad, at.rescreen.handle, getattr(at.rescreen, "refused", None))
    (put,) = at.out.on(QUARANTINE)
    assert json.loads(put.value or b"")["reason"] == reason
    assert await at.applied() == 2


async def test_what_comes_too_late_among_others_is_overruled_again(redis: Redis) -> None:
    at = await case(redis)
    newer, older = entry("1", severity="top"), entry("1", severity="low")
    await at.rescreen.handle_all(
        [
            at.record(newer, origin=9),
            at.record(entry("2", **JOHN), origin=8),
            at.record(older, origin=7),
        ]
    )
    (again,) = at.out.on(WATCHLIST)
    assert parse_entry(again.value or b"") == newer
    assert again.headers == {"source": "watchlist.interpol/0/9", "sent_ms": "9"}


async def test_large_entries_go_a_few_at_a_time(redis: Redis) -> None:
    at = await case(redis)
    long = [entry(str(nth), birth_places=["x" * 2000] * 40) for nth in range(30)]
    assert sum(len(entry_json(one)) for one in long) > 2_000_000
    await at.rescreen.handle_all([at.record(one) for one in long])
    assert await redis.hlen(at.space.key("digests", f"{long[0].owner}/{long[0].list}")) == 30


async def test_how_far_the_index_is_never_goes_back(redis: Redis) -> None:
    at = await case(redis)
    first, second = at.record(entry("1")), at.record(entry("2"))
    await at.rescreen.handle_all([first, second])
    await at.rescreen.handle(first)  # a worker that was paused wakes up
    assert await at.applied() == 3


async def test_numbers_of_what_was_written_before_a_fault_are_not_given_again(redis: Redis) -> None:
    at = await case(redis)
    await at.rescreen.handle(at.record(entry("bad")))
    await redis.set(at.space.key("entry", entry("bad").key), "no such line")
    listed = at.record(entry("1"))
    with pytest.raises(ResponseError):
        await at.rescreen.handle_all([listed, at.record(entry("bad", severity="top"))])
    await at.rescreen.handle(at.record(entry("2", **JOHN)))
    await at.rescreen.handle(listed)
    facts = await at.found()
    assert ("interpol/1", ["AL TIKRITI"]) in facts
    assert ("interpol/2", ["SMITH"]) in facts
    lines = [await redis.get(at.space.key("entry", entry(one).key)) for one in ("1", "2")]
    assert len({number_in(one) for one in lines}) == 2
