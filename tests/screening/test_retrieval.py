"""Who is a candidate: what the rule says, whatever came and went; the same from both sides."""

import random
from typing import Any

import pytest
from redis.asyncio import Redis

from manifests.contract import Passenger
from screening.asking import LONGEST, UNDATED, Budget
from screening.entry_record import EntryRecord
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.space import Space, split_member
from screening.traveller import traveller_of
from tests.manifests.building import entry, manifest, passenger_fields
from tests.screening.joining import NOW, Joins
from tests.screening.retrieval_model import expected
from watchlist.entry import Entry

GIVEN = ("MUHAMMAD", "ALI", "OMAR", "ABD AL RAHMAN", "ABDULRAHMAN", "SAAD", "HAMADOU", "BOSCO")
SURNAMES = ("HASAN", "AL TIKRITI", "KHAN", "GADDAFI", "NTAGANDA")
BORN = ("1947-02-27", "1948", "1950-01-01", "1957-02-27", "1990-05")
NUMBERS = ("M9134567", "M9143567", "9134567", "OISB588", "0155588")


def random_name(draw: random.Random) -> str:
    parts = [*draw.sample(GIVEN, draw.choice((0, 1, 1, 2, 2, 3))), draw.choice(SURNAMES)]
    return " ".join(parts)


def random_entry(draw: random.Random, ids: int) -> Entry:
    fields: dict[str, Any] = {
        "names": [{"full": random_name(draw)} for _ in range(draw.choice((1, 1, 2)))],
        "birth_dates": draw.sample(BORN, draw.choice((0, 1, 1, 2))),
        "documents": [{"number": one} for one in draw.sample(NUMBERS, draw.choice((0, 0, 1)))],
        "sharing": {"visible_to": ["*"], "redact": draw.choice(([], [], ["birth_dates"]))},
    }
    return entry(str(draw.randrange(ids)), **fields)


def random_passenger(draw: random.Random, number: int) -> dict[str, Any]:
    return passenger_fields(
        random_name(draw),
        given_names=draw.choice((None, "OMAR")),
        birth_date=draw.choice((None, *BORN)),
        documents=[{"number": one} for one in draw.sample(NUMBERS, draw.choice((0, 0, 1)))],
        passenger_id=str(number),
    )


async def changed(draw: random.Random, joins: Joins, entries: dict[str, Entry], ids: int) -> None:
    """Add, change or remove one entry."""
    if entries and draw.random() < 0.3:
        await joins.remove(entries.pop(draw.choice(list(entries))).key)
        return
    listed = random_entry(draw, ids)
    if entries.get(listed.key) != listed:  # changed: now the newest
        entries.pop(listed.key, None)
    entries[listed.key] = listed
    await joins.apply(listed)


@pytest.mark.parametrize(
    ("surname", "given", "listed"),
    [
        pytest.param("MCVEIGH", "BILL", "William MCVEIGH", id="what one is called"),
        pytest.param("KADYROV", "SASHA", "Aleksandr KADYROV", id="short for"),
        pytest.param("ZAMBADA", "PACO", "Francisco ZAMBADA", id="in another way short for"),
    ],
)
async def test_whom_few_share_a_part_with_is_brought_up_whatever_the_other_part(
    redis: Redis, space: Space, surname: str, given: str, listed: str
) -> None:
    joins = Joins(redis, space)
    one = entry(
        names=[{"full": listed}], birth_dates=["1971-05-18"], sex="M", nationalities=["USA"]
    )
    fields = passenger_fields(
        surname, given_names=given, birth_date="1971-05-17", sex="M", nationality="USA"
    )
    await joins.screen(manifest(fields))
    assert await joins.apply(one)
    person = prepare_passenger(Passenger(**fields))
    (found,) = await Lookup(redis, space).candidates([person])
    assert [each.key for each in found] == [one.key]


@pytest.mark.parametrize("budget", [None, Budget(names=12, tokens=4), Budget(names=60, tokens=60)])
@pytest.mark.parametrize("seed", range(4))
async def test_candidates_are_those_of_the_rule_whatever_came_and_went(
    redis: Redis, space: Space, seed: int, budget: Budget | None
) -> None:
    draw, joins = random.Random(seed), Joins(redis, space)
    entries: dict[str, Entry] = {}
    for _ in range(300):
        await changed(draw, joins, entries, ids=draw.choice((40, 200)))
    people = [
        prepare_passenger(Passenger(**random_passenger(draw, number))) for number in range(60)
    ]
    answers = await Lookup(redis, space, budget).candidates(people)
    for person, found in zip(people, answers, strict=True):
        assert {one.key for one in found} == expected(entries.values(), person, budget)


@pytest.mark.parametrize("seed", range(3))
async def test_what_one_join_finds_the_other_finds_too(
    redis: Redis, space: Space, seed: int
) -> None:
    draw, joins = random.Random(seed), Joins(redis, space)
    entries: dict[str, Entry] = {}
    for _ in range(150):
        await changed(draw, joins, entries, ids=80)
    sent = [random_passenger(draw, number) for number in range(40)]
    await joins.screen(manifest(*sent))
    found: dict[str, set[str]] = {}  # by entry: who is read when it is applied again
    for offset, listed in enumerate(entries.values(), 10_000):
        record = EntryRecord(listed.key, listed, 3, offset, "w/0/1")
        ((_, _, members, _),) = await joins.entries.write(space, [record], NOW)
        found[listed.key] = {split_member(one)[1] for one in members[::2]}
    people = [prepare_passenger(Passenger(**one)) for one in sent]
    refs = await references(redis, space)
    for one, person in zip(sent, people, strict=True):
        for key in expected(entries.values(), person):
            assert refs[one["passenger_id"]] in found[key]


async def references(redis: Redis, space: Space) -> dict[str, str]:
    """Return the reference of each passenger id on the one flight held."""
    (flight,) = [name async for name in redis.scan_iter(match=f"{space.prefix}people:*")]
    people: dict[Any, Any] = await redis.hgetall(flight)
    found = {ref.decode(): traveller_of(record) for ref, record in people.items()}
    return {one.passenger.passenger_id or "": ref for ref, one in found.items() if one}


async def test_worst_passenger_has_no_more_candidates_than_the_budget(
    redis: Redis, space: Space
) -> None:
    joins = Joins(redis, space)
    for number in range(40):  # all of one name
        await joins.apply(entry(str(number), names=[{"full": "ALI HASAN"}], birth_dates=[]))
    person = prepare_passenger(Passenger(surname="HASAN", given_names="ALI"))
    (within,) = await Lookup(redis, space, Budget(names=40, tokens=0)).candidates([person])
    (beyond,) = await Lookup(redis, space, Budget(names=39, tokens=39)).candidates([person])
    assert len(within) == 40
    assert [one.id for one in beyond] == [str(number) for number in range(1, 40)]


async def test_flight_takes_one_round_trip_and_another_for_whom_sketches_leave(
    redis: Redis, space: Space
) -> None:
    joins = Joins(redis, space)
    await joins.apply(entry())
    trips = []
    for at, born in enumerate((None, None, "1999-12-31")):
        before = await calls(redis)
        await joins.screen(manifest(passenger_fields(birth_date=born), at=at))
        trips.append(await calls(redis) - before)
    assert trips == [3, 2, 1]  # the first reads what is to be sketched


async def calls(redis: Redis) -> int:
    stats: dict[str, Any] = await redis.info("commandstats")
    return int(stats["cmdstat_evalsha"]["calls"])


async def test_very_common_name_is_found_from_both_sides(redis: Redis, space: Space) -> None:
    joins = Joins(redis, space)
    namesakes = [
        entry(str(number), names=[{"full": "ALI HASAN"}], birth_dates=[])
        for number in range(LONGEST + 100)
    ]
    for one in namesakes:
        await joins.apply(one)
    sent = passenger_fields("HASAN", given_names="ALI", birth_date=None)
    await joins.screen(manifest(sent))
    (found,) = await Lookup(redis, space).candidates([prepare_passenger(Passenger(**sent))])
    assert len(found) == UNDATED.names
    record = EntryRecord(namesakes[-1].key, namesakes[-1], 3, 10_000, "w/0/1")
    ((_, _, members, _),) = await joins.entries.write(space, [record], NOW)
    assert namesakes[-1].key in {one.key for one in found}
    assert members
