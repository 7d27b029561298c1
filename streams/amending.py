"""Where a decision of an agency changes who may board, the airline is told unasked (CUSRES 132)."""

import hashlib
from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from access.parties import AirlineId
from alerts.suppression import Suppression, speaks_of, stated
from alerts.suppressions import SuppressionStore
from doors.receipt import BoardingAnswer
from manifests.contract import utc_text
from manifests.cusres.answer import CHANGE
from manifests.cusres.changing import with_verdict
from manifests.cusres.writing import cusres, reply_envelope
from screening.space import Space
from streams.answered import Answered, Answers
from streams.answering import Memories
from streams.decisions import Decisions
from streams.equipment import Equipment
from streams.fates import Fates
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.suppression_log import suppression_in
from streams.topics import responses_topic

ROUNDS = 20  # of trying again where a question came in between


class Amending:
    """Handles records of `suppressions`, in the lane that answers before boarding."""

    def __init__(
        self,
        equipment: Equipment,
        store: SuppressionStore,
        memories: Memories,
        decisions: Decisions,
    ) -> None:
        self._with = equipment
        self._store = store
        self._fates = memories.fates
        self._answers = memories.answers
        self._decisions = decisions

    async def handle(self, record: Record) -> None:
        """Tell airlines of each answer that the decision changes.

        What is no decision is left to the other lane, which quarantines it. What is to be told is
        kept before it is sent, so that after a crash the same is sent.
        """
        try:
            name, one = suppression_in(record)
        except Refused:
            return
        space = await self._with.indexes.space()
        if one is None:
            found = await self._store.end(space, name, record.offset)
        else:
            found = one
            await self._store.put(space, one, record.offset)
        if found is None or not self._decisions.answered_by(found.agency):
            return
        flights = await self._answers.flights_on(space, found.entry)
        for flight in sorted({found.flight, *flights}):
            for answered in await self._answers.of(space, flight):
                if self._concerns(found, answered):
                    await self._amended(space, answered, record.source)

    def _concerns(self, one: Suppression, answered: Answered) -> bool:
        (person,) = answered.question.passengers
        secret = self._decisions.secret
        return speaks_of(one, stated(person, one.agency, one.entry, secret))

    async def _amended(self, space: Space, answered: Answered, source: str) -> None:
        for _ in range(ROUNDS):
            if answered.pending is not None:
                await self._send(space, answered)
                return
            after = await self._after(space, answered, source)
            if after is None:
                return
            if await self._answers.amend(space, answered, after):
                self._with.crash.at("amending: before publish")
                await self._send(space, after)
                return
            current = {
                one.person: one
                for one in await self._answers.of(space, answered.question.flight.key)
            }
            if answered.person not in current:
                return
            answered = current[answered.person]
        raise RuntimeError("the answer of one passenger keeps changing")

    async def _after(self, space: Space, answered: Answered, source: str) -> Answered | None:
        """Return the answer as it is now, with what is to be told; None where it is the same."""
        question, now = answered.question, self._with.clock()
        said, _ = await self._decisions.on(space, question, now)
        codes = [one.code for one in said.people]
        if not codes or codes == [answered.code]:
            return None
        envelope = replace(
            reply_envelope(question, now), interchange=_reference(answered.person, source, now)
        )
        told = cusres(replace(said, document=CHANGE), envelope).decode()
        (person,) = said.people
        return Answered(
            question=question,
            code=person.code,
            text=person.text,
            changed_at=utc_text(now),
            pending=told,
        )

    async def _send(self, space: Space, answered: Answered) -> None:
        assert answered.pending is not None
        await in_answers(self._answers, self._fates, space, answered)
        question = answered.question
        topic = responses_topic(AirlineId(question.sender))
        await self._with.publisher.publish(
            Outgoing(topic, answered.pending.encode(), question.message_id)
        )
        self._with.stats.add_labelled("answers", answered.code)
        self._with.crash.at("amending: before sent")
        await self._answers.amend(space, answered, answered.model_copy(update={"pending": None}))


async def in_answers(
    answers: Answers, fates: Fates, space: Space, now: Answered, only: Container[str] | None = None
) -> None:
    """Change the answer to each message that asked about the person: it may be asked again.

    With *only*, no other messages than these.
    """
    sender = now.question.sender
    for message_id, place in await answers.asked_about(space, now):
        for _ in range(ROUNDS if only is None or message_id in only else 0):
            before = await fates.answer(space, sender, message_id)
            if before is None or before.people[place].code == now.code:
                break
            if await fates.change(space, sender, before, changed(before, place, now)):
                break


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


def _reference(person: str, source: str, now: datetime) -> str:
    """Return a control reference of the interchange: no question had it."""
    told = f"{person} {source} {now.isoformat()}".encode()
    return hashlib.blake2b(told, digest_size=7).hexdigest().upper()
