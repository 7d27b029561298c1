"""What a contributor is told before an entry is contributed, and what it may not be told."""

import asyncio
from typing import Any

from redis.asyncio import Redis

from access.parties import AgencyId
from doors.console.watchlist_desk import Outlook
from doors.problem import Declined
from screening.space import Space
from streams.console.outlook import MOST_WAITING, Outlooks
from tests.manifests.building import entry, manifest, rules
from tests.streams.bench import LISTED, OTHER, PARTIES, Bench
from tests.streams.deciding import Desk

INTERPOL = AgencyId("interpol")
EVERYBODY = {"visible_to": ["*"]}


async def outlook(redis: Redis, **more: Any) -> Outlook:
    return await Outlooks(redis, rules(of=PARTIES)).of(INTERPOL, entry(**more), "admin-1")


async def test_who_asks_anew_is_answered_the_latest_question_alone(
    redis: Redis, space: Space
) -> None:
    assert space
    await Bench(redis).push(manifest(LISTED, OTHER))
    outlooks = Outlooks(redis, rules(of=PARTIES))
    asked = [outlooks.of(INTERPOL, entry(str(number)), "admin-1") for number in range(4)]
    first, *overtaken, latest = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(first, Outlook)  # it was being answered
    assert isinstance(latest, Outlook)
    assert [type(one) for one in overtaken] == [Declined, Declined]
    assert isinstance(await outlooks.of(INTERPOL, entry(), "admin-1"), Outlook)


async def test_questions_of_one_agency_that_wait_are_few(redis: Redis, space: Space) -> None:
    assert space
    outlooks, uk = Outlooks(redis, rules(of=PARTIES)), entry(owner="uk")
    many = [outlooks.of(INTERPOL, entry(), f"admin-{one}") for one in range(MOST_WAITING + 2)]
    *found, others = await asyncio.gather(
        *many, outlooks.of(AgencyId("uk"), uk, "admin-1"), return_exceptions=True
    )
    assert [isinstance(one, Outlook) for one in found] == [True] * MOST_WAITING + [False] * 2
    assert isinstance(others, Outlook)


def reach(found: Outlook) -> dict[str, tuple[bool, int]]:
    return {one.agency: (one.sees, one.hits) for one in found.viewers}


async def test_owner_is_shown_its_alert_and_of_others_numbers_alone(
    redis: Redis, space: Space
) -> None:
    assert space
    await Bench(redis).push(manifest(LISTED, OTHER))
    found = await outlook(redis, sharing=EVERYBODY)
    (alert,) = found.alerts
    assert (alert.agency, alert.alert_id in found.new, found.gone) == ("interpol", True, 0)
    # The flight goes to the United Kingdom; whatever anybody subscribed to.
    assert reach(found) == {"uk": (True, 1), "fr": (True, 0)}


async def test_who_may_not_see_the_entry_counts_nothing(redis: Redis, space: Space) -> None:
    assert space
    await Bench(redis).push(manifest(LISTED, OTHER))
    hidden = await outlook(redis, sharing={**EVERYBODY, "hidden_from": ["uk"]})
    assert reach(hidden) == {"uk": (False, 0), "fr": (True, 0)}
    alone = await outlook(redis, sharing={})
    assert reach(alone) == {"uk": (False, 0), "fr": (False, 0)}
    assert len(alone.alerts) == 1


async def test_numbers_of_others_are_by_what_they_may_see(redis: Redis, space: Space) -> None:
    assert space
    await Bench(redis).push(manifest(LISTED, OTHER))
    document = {"documents": [{"number": "M1234567", "issuer": "IRQ"}], "names": []}
    withheld = {**EVERYBODY, "redact": ["documents"]}
    found = await outlook(redis, **document, birth_dates=[], sharing=withheld)
    assert found.nothing_left
    assert reach(found) == {"uk": (False, 0), "fr": (False, 0)}


async def test_change_says_what_is_new_and_what_goes(redis: Redis, space: Space) -> None:
    assert space
    bench = Bench(redis)
    await bench.push(manifest(LISTED, OTHER))
    await bench.enlist(entry())
    same = await outlook(redis)
    assert (len(same.alerts), same.new, same.gone) == (1, frozenset(), 0)
    other = await outlook(redis, names=[{"full": "Nobody Atall"}], documents=[])
    assert (len(other.alerts), other.gone) == (0, 1)


async def test_whom_others_dismissed_is_not_told(redis: Redis, space: Space) -> None:
    assert space
    desk = Desk(Bench(redis))
    await desk.bench.enlist(entry(sharing=EVERYBODY, severity="high"))
    for number in ("123", "456"):
        flight = {"number": number}
        await desk.bench.push(manifest(LISTED, OTHER, flight=flight, message_id=number))
    await desk.go_on()
    await desk.decide("dismiss")
    assert reach(await outlook(redis, sharing=EVERYBODY, severity="high"))["uk"] == (True, 2)
