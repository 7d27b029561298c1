"""Who is known again when an airline asks again, and whose answers stay."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from doors.receipt import BoardingAnswer, PersonVerdict
from manifests.contract import Manifest
from screening.space import Space
from streams.answered import Answers, Given, persons
from tests.manifests.building import manifest, passenger_fields
from tests.streams.bench import LISTED, OTHER
from tests.streams.boarding import Gate, verdicts
from tests.streams.test_amending import at_desk

PASSPORT = [{"number": "M1234567", "issuer": "IRQ"}]
MOTHER = passenger_fields(documents=PASSPORT)
CHILD = passenger_fields(given_names="LAYLA", birth_date="2022-03-04", documents=PASSPORT)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"surname": st.sampled_from(["AL TIKRITI", "AL-TIKRITI", "SMITH"])},
        optional={
            "passenger_id": st.sampled_from(["7A", "7B"]),
            "documents": st.sampled_from([PASSPORT, []]),
            "sex": st.sampled_from(["M", "F"]),
            "seat": st.sampled_from(["1A", "1B"]),
        },
    ),
    min_size=1,
    max_size=5,
)


def by_row(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the key of each row, with what it is judged by."""
    asked = manifest(*rows)
    exclude = {"seat"}
    told = [one.model_dump_json(exclude=exclude) for one in asked.passengers]
    return list(zip(persons(asked), told, strict=True))


@given(rows=ROWS)
def test_two_rows_of_one_message_are_never_one_person(rows: list[dict[str, Any]]) -> None:
    assert len(set(persons(manifest(*rows)))) == len(rows)


@given(rows=ROWS)
def test_whoever_is_asked_about_again_is_known_in_whatever_order(
    rows: list[dict[str, Any]],
) -> None:
    assert sorted(by_row(rows)) == sorted(by_row(rows[::-1]))


def test_passenger_id_is_enough_to_know_somebody_again() -> None:
    (first,) = persons(manifest(LISTED))
    _, again = persons(manifest(OTHER, {"surname": "TIKRITI", "passenger_id": "7A"}))
    assert first == again


def said_of(asked: Manifest, *codes: str) -> BoardingAnswer:
    people = tuple(PersonVerdict(code=one) for one in codes)
    return BoardingAnswer(message_id=asked.message_id, people=people, cusres="UNB")


async def test_late_answer_to_a_message_changes_neither_it_nor_its_people(
    redis: Redis, space: Space
) -> None:
    answers, asked = Answers(redis), manifest(LISTED)
    for codes in ("1Z", "0Z"):
        assert await answers.keep(space, Given(asked, said_of(asked, codes)), {})
    assert [one.code for one in await answers.of(space, asked.flight.key)] == ["1Z"]


async def test_decision_about_one_of_two_with_one_passport_changes_the_answer_about_them_alone(
    redis: Redis, space: Space
) -> None:
    asked = manifest(MOTHER, CHILD, message_id="Q-1")
    gate = Gate(desk := await at_desk(redis, asked))
    await gate.ask(asked)
    await desk.decide("dismiss")
    await gate.hear()
    await gate.ask(asked)
    codes = [verdicts(one)[1] for one in gate.told()]
    assert codes == [["1Z", "0Z"], ["0Z", "0Z"], ["0Z", "0Z"]]
