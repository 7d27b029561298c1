"""An answer before boarding: a question on `requests.<airline>`, a CUSRES on `responses.…`.

In a lane of its own: a worker that does nothing else, in a consumer group of its own. What is asked
is also taken in by intake, as everything is; this answers, and changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from access.parties import AirlineId, Parties
from doors.receipt import BoardingAnswer, PersonVerdict
from manifests.contract import Manifest
from manifests.cusres.answer import Answer
from manifests.cusres.writing import cusres, reply_envelope
from manifests.reading import is_json
from screening.space import Space
from streams.answered import Answers, Given
from streams.decisions import Decisions
from streams.equipment import Equipment
from streams.fates import Fates
from streams.intake import checked_manifest, permit, read, refuse_recycled, sized
from streams.publisher import Outgoing
from streams.receipts import Receipts
from streams.record import Record, Refused
from streams.topics import responses_topic


@dataclass(frozen=True, slots=True)
class Memories:
    """What is remembered of messages, and of what was answered."""

    receipts: Receipts
    fates: Fates
    answers: Answers


class Answering:
    """Handles records of `requests.<airline>`."""

    def __init__(
        self, equipment: Equipment, parties: Parties, memories: Memories, decisions: Decisions
    ) -> None:
        self._with = equipment
        self._parties = parties
        self._receipts = memories.receipts
        self._fates = memories.fates
        self._answers = memories.answers
        self._decisions = decisions

    async def handle(self, record: Record) -> None:
        """Answer what asks for it; returns when the broker has the answers.

        What may not be sent is left to intake, which reads the same record and quarantines it.
        """
        for manifest in questions(record, self._parties):
            space = await self._with.indexes.space()
            try:
                await refuse_recycled(self._receipts, space, manifest)
            except Refused:
                continue
            await self._answer(space, manifest)

    async def _answer(self, space: Space, manifest: Manifest) -> None:
        """Publish the answer that was kept, so that a repetition is the same byte for byte.

        A decision may have changed it while it went out: then it goes out again, as it is now.
        """
        said = await self._kept(space, manifest)
        if said is None:
            said = await self._decided(space, manifest)
        self._with.crash.at("boarding: before publish")
        topic = responses_topic(AirlineId(manifest.sender))
        out: BoardingAnswer | None = None
        while out != said:
            out = said
            await self._with.publisher.publish(
                Outgoing(topic, said.cusres.encode(), manifest.message_id)
            )
            said = await self._kept(space, manifest) or said
        for one in said.people:
            self._with.stats.add_labelled("answers", one.code)
        self._with.crash.at("boarding: before ack")

    async def _kept(self, space: Space, manifest: Manifest) -> BoardingAnswer | None:
        return await self._fates.answer(space, manifest.sender, manifest.message_id)

    async def _decided(self, space: Space, manifest: Manifest) -> BoardingAnswer:
        """Return the answer, once it is kept with that of each person, by what is decided now."""
        while True:
            now = datetime.now(UTC)
            answer, gone_by = await self._decisions.on(space, manifest, now)
            said = said_in(answer, manifest, cusres(answer, reply_envelope(manifest, now)).decode())
            if await self._answers.keep(space, Given(manifest, said), gone_by.revisions):
                return await self._kept(space, manifest) or said


def questions(record: Record, parties: Parties) -> Iterator[Manifest]:
    """Yield what asks for an answer, and may."""
    try:
        if is_json(sized(record.value)):
            found: tuple[Manifest, ...] = (checked_manifest(record, parties),)
        else:
            found = read(record).manifests
    except (Refused, ValidationError):
        return
    for manifest in found:
        try:
            permit(manifest, record.party, parties)
        except Refused:
            continue
        if manifest.respond:
            yield manifest


def said_in(answer: Answer, manifest: Manifest, told: str) -> BoardingAnswer:
    """Return the answer to *manifest* as it is kept; *told* is the CUSRES that says it."""
    return BoardingAnswer(
        message_id=manifest.message_id,
        code=answer.code,
        text=answer.text,
        people=tuple(
            PersonVerdict(
                code=one.code,
                passenger_id=one.passenger_id,
                record_locator=one.record_locator,
                text=one.text,
            )
            for one in answer.people
        ),
        cusres=told,
    )
