"""Answers that messages got, brought to what is answered about one of their people now."""

from collections.abc import Container

from doors.receipt import BoardingAnswer, PersonVerdict
from manifests.cusres.answer import PersonAnswer
from manifests.cusres.changing import with_verdict
from screening.asking import Arguments
from screening.space import Space
from streams.answered import Answered, Answers, Asked, named
from streams.fates import Fates

ROUNDS = 20  # of trying again where another change came in between


class EarlierAnswers:
    """What each message was answered that asked about somebody."""

    def __init__(self, fates: Fates, answers: Answers) -> None:
        self._fates = fates
        self._answers = answers

    async def differ(self, space: Space, now: Answered) -> bool:
        """Say whether any of them says something else about the person than *now*."""
        for asked in await self._answers.asked_about(space, now):
            if await self._other(space, asked, now):
                return True
        return False

    async def change(
        self,
        space: Space,
        now: Answered,
        while_kept: Arguments,
        only: Container[str] | None = None,
    ) -> bool:
        """Have each of them say *now*, as its message may be asked again.

        With *only*, no other messages than these. False where what *while_kept* names is kept no
        more, as `answered.while_kept` has it.
        """
        for asked in await self._answers.asked_about(space, now):
            for _ in range(ROUNDS if only is None or asked.message_id in only else 0):
                before = await self._other(space, asked, now)
                if before is None:
                    break
                after = changed(before, asked.place, now)
                sender = now.question.sender
                done = await self._fates.change(space, sender, (before, after), while_kept)
                if done == "overtaken":
                    return False
                if done == "ok":
                    break
        return True

    async def told(self, space: Space, now: Answered) -> tuple[PersonAnswer, ...]:
        """Return whom a CUSRES that tells of *now* has to name.

        Everybody whom the question asked about, in its order, where it is not plain who is meant.
        """
        question = now.question
        (person,) = question.passengers
        alone = PersonAnswer(now.code, person.passenger_id, person.record_locator, now.text)
        said = await self._fates.answer(space, question.sender, question.message_id)
        people = said.people if said else ()
        if sum(_may_mean(alone, one) for one in people) < 2:
            return (alone,)
        there = await self._answers.asked_about(space, now)
        places = {one.place for one in there if one.message_id == question.message_id}
        others = [
            PersonAnswer(one.code, one.passenger_id, one.record_locator, one.text) for one in people
        ]
        return tuple(alone if place in places else one for place, one in enumerate(others))

    async def _other(self, space: Space, asked: Asked, now: Answered) -> BoardingAnswer | None:
        """Return what the message is answered, if that says something else than *now*."""
        said = await self._fates.answer(space, now.question.sender, asked.message_id)
        return said if said and said.people[asked.place].code != now.code else None


def changed(before: BoardingAnswer, place: int, now: Answered) -> BoardingAnswer:
    """Return the answer to a message with what is answered about one of its people now."""
    people = list(before.people)
    people[place] = people[place].model_copy(update={"code": now.code, "text": now.text})
    return before.model_copy(
        update={
            "people": tuple(people),
            "cusres": with_verdict(before.cusres, place, now.code, now.text),
            "changed_at": now.changed_at,
        }
    )


def _may_mean(told: PersonAnswer, one: PersonVerdict) -> bool:
    """Say whether what *told* says of who it is about is true of *one*."""
    return all(said in ("", own) for said, own in zip(named(told), named(one), strict=True))
