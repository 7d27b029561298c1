"""An airline that asks again is never told what a decision has changed since."""

from collections.abc import Sequence

import pytest
from redis.asyncio import Redis

from manifests.contract import Manifest
from screening.space import Space, current_space
from streams.publisher import Outgoing, Stored
from tests.manifests.building import entry, manifest, passenger_fields
from tests.streams.bench import LISTED, OTHER, Bench
from tests.streams.boarding import Gate, read, verdicts
from tests.streams.deciding import Desk

FIRST = manifest(OTHER, LISTED, message_id="Q-1")
SECOND = manifest(LISTED, OTHER, message_id="Q-2", at=1)


async def at_desk(redis: Redis, pushed: Manifest) -> Desk:
    """Return the desk of an agency that has an alert about the listed person in *pushed*."""
    bench = Bench(redis)
    await bench.enlist(entry(severity="high"))
    await bench.push(pushed)
    await bench.route()
    return Desk(bench)


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    return await at_desk(redis, FIRST)


async def test_same_question_after_a_decision_has_the_answer_as_it_is_now(desk: Desk) -> None:
    gate = Gate(desk)
    for one in (FIRST, SECOND, FIRST):
        await gate.ask(one)
    first, second, again = gate.told()
    assert again == first
    assert verdicts(first) == ("962", ["0Z", "1Z"])
    assert verdicts(second) == ("962", ["1Z", "0Z"])
    await desk.decide("dismiss", at="2026-11-25T08:00:00Z", suppress_days=1000)
    await gate.hear()
    assert verdicts(gate.told()[3]) == ("132", ["0Z"])
    for _ in range(2):
        for one in (FIRST, SECOND):
            await gate.ask(one)
    once, twice = gate.told()[4:6], gate.told()[6:]
    assert once == twice
    assert [verdicts(one) for one in once] == [("962", ["0Z", "0Z"])] * 2
    assert [await gate.kept(one) for one in ("Q-1", "Q-2")] == [one.decode() for one in once]
    space = await current_space(desk.bench.redis, "test")
    said = await gate.fates.answer(space, "UA", "Q-1")
    assert said is not None
    assert said.changed_at
    assert [one.code for one in said.people] == ["0Z", "0Z"]
    assert [one.text for one in said.people] == [None, None]


async def test_changed_back_it_is_the_first_answer_byte_for_byte(desk: Desk) -> None:
    gate = Gate(desk)
    await gate.ask(FIRST)
    for action in ("dismiss", "reopen"):
        await desk.decide(action)
        await gate.hear()
    assert [verdicts(one)[1] for one in gate.told()] == [["0Z", "1Z"], ["0Z"], ["1Z"]]
    await gate.ask(FIRST)
    assert gate.told()[-1] == gate.told()[0]


async def test_decision_while_the_answer_goes_out_is_told_last(desk: Desk) -> None:
    gate = Gate(desk)
    publish = gate.answering._with.publisher.publish  # noqa: SLF001
    await desk.decide("acknowledge")
    decided = False

    async def slow(*records: Outgoing) -> Sequence[Stored]:
        nonlocal decided
        if not decided and "responses.UA" in str(records):
            decided = True
            await desk.decide("dismiss")
            await gate.hear()
        return await publish(*records)

    gate.answering._with.publisher.publish = slow  # type: ignore[method-assign]  # noqa: SLF001
    await gate.ask(FIRST)
    assert [verdicts(one)[1] for one in gate.told()] == [["0Z"], ["0Z", "1Z"], ["0Z", "0Z"]]


async def test_change_names_all_people_of_the_question_where_several_may_be_meant(
    redis: Redis, space: Space
) -> None:
    wanted = passenger_fields(record_locator="ABC")
    family = passenger_fields(given_names="LAYLA", birth_date="2022-03-04", record_locator="ABC")
    alone = passenger_fields("SMITH", given_names="JOHN", record_locator="XYZ")
    asked = manifest(alone, family, wanted, message_id="Q-1")
    gate = Gate(desk := await at_desk(redis, asked))
    await gate.ask(asked)
    for action in ("dismiss", "reopen"):
        await desk.decide(action)
        await gate.hear()
    (first,), (second,), (third,) = map(read, gate.told())
    assert verdicts(gate.told()[1]) == ("132", ["0Z", "0Z", "0Z"])
    assert [one.record_locator for one in second.people] == ["XYZ", "ABC", "ABC"]
    assert third.people == first.people


@pytest.mark.parametrize("named", [{}, {"record_locator": "ABC"}, {"passenger_id": "7A"}])
async def test_change_names_one_person_where_no_other_can_be_meant(
    redis: Redis, space: Space, named: dict[str, str]
) -> None:
    other = passenger_fields("SMITH", given_names="JOHN", passenger_id="7B", record_locator="XYZ")
    others = [other] if named else []
    asked = manifest(*others, passenger_fields(**named), message_id="Q-1")
    gate = Gate(desk := await at_desk(redis, asked))
    await gate.ask(asked)
    await desk.decide("dismiss")
    await gate.hear()
    (said,) = read(gate.told()[1])
    assert len(said.people) == 1
