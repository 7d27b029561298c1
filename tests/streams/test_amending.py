"""An airline that asks again is never told what a decision has changed since."""

from collections.abc import Sequence

import pytest
from redis.asyncio import Redis

from screening.space import Space, current_space
from streams.publisher import Outgoing, Stored
from tests.manifests.building import entry, manifest
from tests.streams.bench import LISTED, OTHER, Bench
from tests.streams.boarding import Gate, verdicts
from tests.streams.deciding import Desk

FIRST = manifest(OTHER, LISTED, message_id="Q-1")
SECOND = manifest(LISTED, OTHER, message_id="Q-2", at=1)


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    bench = Bench(redis)
    await bench.enlist(entry(severity="high"))
    await bench.push(FIRST)
    await bench.route()
    return Desk(bench)


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
