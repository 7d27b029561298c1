"""Whatever comes between a decision and the airline's being told: what holds is told last."""

from collections.abc import Awaitable, Callable, Sequence

import pytest
from redis.asyncio import Redis

from alerts.alert import Alert
from screening.space import Space
from streams.answered import Answered
from streams.publisher import Outgoing, Stored
from tests.manifests.building import entry, manifest, passenger_fields
from tests.streams.bench import LISTED, OTHER, Bench
from tests.streams.boarding import Gate, verdicts
from tests.streams.deciding import Desk
from tests.streams.handling import KafkaAway
from tests.streams.test_amending import at_desk

FIRST = manifest(OTHER, LISTED, message_id="Q-1")
SECOND = manifest(LISTED, OTHER, message_id="Q-2", at=1)
Meanwhile = Callable[[], Awaitable[None]]


@pytest.fixture
async def desk(redis: Redis, space: Space) -> Desk:
    return await at_desk(redis, FIRST)


def said(gate: Gate) -> list[list[str]]:
    return [verdicts(one)[1] for one in gate.told()]


def while_it_is_sent(gate: Gate, meanwhile: Meanwhile, problem: Exception | None = None) -> None:
    """Have *meanwhile* happen before the next change reaches the broker, and *problem* after."""
    publish, waiting = gate.out.publish, [meanwhile]

    async def slow(*records: Outgoing) -> Sequence[Stored]:
        if not waiting or b"BGM+132" not in (records[0].value or b""):
            return await publish(*records)
        await waiting.pop()()
        stored = await publish(*records)
        if problem is not None:
            raise problem
        return stored

    gate.out.publish = slow  # type: ignore[method-assign]


async def test_question_before_the_decision_is_heard_leaves_no_earlier_answer_behind(
    desk: Desk,
) -> None:
    gate = Gate(desk)
    await gate.ask(FIRST)
    await desk.decide("dismiss")
    await gate.ask(SECOND)
    await gate.hear()
    await gate.ask(FIRST)
    assert said(gate) == [["0Z", "1Z"], ["0Z", "0Z"], ["0Z"], ["0Z", "0Z"]]
    await gate.hear(again=True)
    assert len(gate.told()) == 4


async def test_question_while_the_broker_is_away_takes_no_change_away(desk: Desk) -> None:
    gate = Gate(desk)
    await gate.ask(FIRST)
    await desk.decide("dismiss")
    gate.out.problems = [KafkaAway()]
    with pytest.raises(KafkaAway):
        await gate.hear()
    await gate.ask(SECOND)
    await gate.hear(again=True)
    assert said(gate) == [["0Z", "1Z"], ["0Z", "0Z"], ["0Z"]]


async def test_worker_that_was_paused_before_it_told_turns_nothing_back(desk: Desk) -> None:
    gate, other = Gate(desk), Gate(desk)
    await gate.ask(FIRST)
    await desk.decide("dismiss")
    amend, paused = gate.amending._answers.amend, False  # noqa: SLF001

    async def pausing(space: Space, before: Answered, after: Answered) -> bool:
        nonlocal paused
        done = await amend(space, before, after)
        if not paused:
            paused = True
            await other.hear()
            await desk.decide("reopen")
            await other.hear()
        return done

    gate.amending._answers.amend = pausing  # type: ignore[method-assign]  # noqa: SLF001
    await gate.hear()
    assert said(gate) == [["0Z", "1Z"], ["0Z"], ["1Z"]]
    await gate.ask(FIRST)
    assert gate.told()[-1] == gate.told()[0]


async def test_worker_that_was_paused_while_it_told_tells_what_holds_by_now(desk: Desk) -> None:
    gate, other = Gate(desk), Gate(desk)
    await gate.ask(FIRST)
    await desk.decide("dismiss")

    async def meanwhile() -> None:
        await other.hear()
        await desk.decide("reopen")
        await other.hear()

    while_it_is_sent(gate, meanwhile)
    await gate.hear()
    assert said(gate) == [["0Z", "1Z"], ["0Z"], ["1Z"], ["0Z"], ["1Z"]]
    await gate.ask(FIRST)
    assert gate.told()[-1] == gate.told()[0]


@pytest.mark.parametrize("problem", [None, KafkaAway()], ids=["goes on", "dies when it is told"])
async def test_change_that_a_newer_answer_has_overtaken_is_not_the_last_word(
    desk: Desk, problem: Exception | None
) -> None:
    gate = Gate(desk)
    await gate.ask(FIRST)
    await desk.decide("dismiss")

    async def meanwhile() -> None:
        await desk.decide("reopen")
        await gate.ask(SECOND)

    while_it_is_sent(gate, meanwhile, problem)
    if problem is None:
        await gate.hear()
    else:
        with pytest.raises(KafkaAway):
            await gate.hear()
        await gate.hear(again=True)
    assert said(gate) == [["0Z", "1Z"], ["1Z", "0Z"], ["0Z"], ["1Z"]]
    await gate.ask(FIRST)
    assert gate.told()[-1] == gate.told()[0]


async def test_change_of_all_people_that_another_has_overtaken_is_not_the_last_word(
    redis: Redis, space: Space
) -> None:
    family = {"MAYSA": "1971-05-06", "QASIM": "1952-03-04"}
    rows = [passenger_fields("ZEBARIAN", given_names=k, birth_date=v) for k, v in family.items()]
    bench = Bench(redis)
    for name, born in family.items():
        names = [{"full": f"{name} ZEBARIAN"}]
        await bench.enlist(entry(name, severity="high", names=names, birth_dates=[born]))
    await bench.push(asked := manifest(*rows, message_id="Q-1"))
    await bench.route()
    desk = Desk(bench)
    told = [Alert.model_validate_json(one.value or b"") for one in bench.out.on_alerts()]
    alerts = {one.entry.id: one for one in told if one.agency == "uk"}
    gate, other = Gate(desk), Gate(desk)
    await gate.ask(asked)
    await desk.decide("dismiss", alerts["QASIM"])

    async def meanwhile() -> None:
        await desk.decide("dismiss", alerts["MAYSA"])
        await other.hear()

    while_it_is_sent(gate, meanwhile)
    await gate.hear()
    assert said(gate)[0] == ["1Z", "1Z"]
    assert ["1Z", "0Z"] in said(gate)[1:]
    assert said(gate)[-1] == ["0Z", "0Z"]
