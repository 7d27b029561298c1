"""Where a decision of an agency changes who may board, the airline is told unasked (CUSRES 132)."""

import hashlib
from dataclasses import replace
from datetime import datetime

from access.parties import AirlineId
from alerts.suppression import Suppression, speaks_of, stated
from alerts.suppressions import SuppressionStore
from manifests.contract import utc_text
from manifests.cusres.answer import CHANGE
from manifests.cusres.changing import codes_in
from manifests.cusres.writing import answer_to, cusres, reply_envelope
from screening.space import Space
from streams.answered import Answered, while_kept
from streams.answering import Memories
from streams.decisions import Decisions
from streams.earlier_answers import ROUNDS, EarlierAnswers
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.suppression_log import suppression_in
from streams.topics import responses_topic

PERSON = "person"  # header of a 132: whose answer it changes, as `answered.persons` has it


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
        self._answers = memories.answers
        self._earlier = EarlierAnswers(memories.fates, memories.answers)
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
                    await self._amended(space, flight, answered.person, record.source)

    def _concerns(self, one: Suppression, answered: Answered) -> bool:
        (person,) = answered.question.passengers
        secret = self._decisions.secret
        return speaks_of(one, stated(person, one.agency, one.entry, secret))

    async def _amended(self, space: Space, flight: str, person: str, source: str) -> None:
        """Tell what is answered about the person now, until it is what went out last.

        That is also where a question came first and was answered by the decision: then those that
        were asked earlier are not answered so yet.
        """
        went: list[str] | None = None
        for _ in range(ROUNDS):
            kept = await self._answers.of_person(space, flight, person)
            if kept is None:
                return
            if kept.pending is None:
                now = await self._now(space, kept)
                if now == kept and not await self._owed(space, now, went):
                    if went is None or await self._answers.amend(space, kept, kept):
                        return
                    continue
                told = await self._to_tell(space, now, source)
                if not await self._answers.amend(space, kept, told):
                    continue
                self._with.crash.at("amending: before publish")
                kept = told
            went = await self._sent(space, kept) or went
        raise RuntimeError("the answer of one passenger keeps changing")

    async def _now(self, space: Space, kept: Answered) -> Answered:
        """Return what is answered now: *kept* itself where that is the same."""
        said, _ = await self._decisions.on(space, kept.question, self._with.clock())
        one = next(iter(said.people), None)
        if one is None or one.code == kept.code:
            return kept
        return kept.model_copy(update={"code": one.code, "text": one.text})

    async def _owed(self, space: Space, now: Answered, went: list[str] | None) -> bool:
        """Say whether *now* is to be told, though it is what the last question was answered.

        *went* is what went out just now, if anything did.
        """
        if await self._earlier.differ(space, now):
            return True
        if went is None:
            return await self._answers.untold(space, now)
        return went != [one.code for one in await self._earlier.told(space, now)]

    async def _to_tell(self, space: Space, now: Answered, source: str) -> Answered:
        """Return the answer with the CUSRES that tells of it."""
        at, question = self._with.clock(), now.question
        people = await self._earlier.told(space, now)
        envelope = replace(
            reply_envelope(question, at), interchange=_reference(now.person, source, at)
        )
        said = replace(answer_to(question, people), document=CHANGE)
        news = {"changed_at": utc_text(at), "pending": cusres(said, envelope).decode()}
        return now.model_copy(update=news)

    async def _sent(self, space: Space, told: Answered) -> list[str] | None:
        """Send what is pending and return the codes in it; None where another is kept by now."""
        assert told.pending is not None
        if not await self._earlier.change(space, told, while_kept(space, told)):
            return None
        question, value = told.question, told.pending.encode()
        topic, headers = responses_topic(AirlineId(question.sender)), {PERSON: told.person}
        await self._with.publisher.publish(Outgoing(topic, value, question.message_id, headers))
        self._with.stats.add_labelled("answers", told.code)
        self._with.crash.at("amending: before sent")
        await self._answers.amend(space, told, told.model_copy(update={"pending": None}))
        return codes_in(told.pending)


def _reference(person: str, source: str, now: datetime) -> str:
    """Return a control reference of the interchange: no question had it."""
    told = f"{person} {source} {now.isoformat()}".encode()
    return hashlib.blake2b(told, digest_size=7).hexdigest().upper()
