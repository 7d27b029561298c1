"""What people were answered before boarding, read back from the topics when Redis is lost.

`requests.<airline>` has who was asked about, `responses.<airline>` what was said of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from access.parties import AirlineId, Parties
from config.settings import KafkaSettings
from manifests.contract import utc_text
from manifests.cusres.answer import CHANGE, Answer, PersonAnswer
from manifests.reading import understood
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.space import Space
from streams.amending import PERSON
from streams.answered import Answered, Answers, Given, named
from streams.answering import questions, said_in
from streams.earlier_answers import EarlierAnswers
from streams.fates import ANSWERS_S, Fates
from streams.topic_reader import UntilNow
from streams.topics import requests_topic, responses_topic


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of an answer as it was sent; `person` as its header names them."""

    at: datetime
    person: str | None
    people: tuple[PersonAnswer, ...]

    def place(self, rows: Sequence[Answered]) -> int | None:
        """Return which of *rows* it is about, None where that cannot be told."""
        if self.person is not None:
            found = [one.person == self.person for one in rows]
        else:  # of before there was the header: one person, not always told from the others
            told = [named(one) for one in self.people]
            found = [[named(*one.question.passengers)] == told for one in rows]
        return found.index(True) if sum(found) == 1 else None


@dataclass(slots=True)
class _Sent:
    """What an airline was sent about one message: the answer, and how it was changed since."""

    at: datetime
    cusres: str
    answer: Answer
    changes: list[_Change] = field(default_factory=list)


class AnswersAgain:
    """Fills a generation that is being built; `keep` is how long answers are held."""

    def __init__(self, kafka: KafkaSettings, redis: Redis, *, min_score: float) -> None:
        self._kafka = kafka
        self._redis = redis
        self._min_score = min_score
        self._answers = Answers(redis)
        fates = Fates(redis, keep=timedelta(seconds=ANSWERS_S))
        self._earlier = EarlierAnswers(fates, self._answers)

    async def hold(self, space: Space, parties: Parties) -> int:
        """Hold the answers of a day and return how many. Raises KafkaError, RedisError."""
        return sum([await self._of(space, one, parties) for one in sorted(parties.airlines)])

    async def _of(self, space: Space, airline: AirlineId, parties: Parties) -> int:
        sent = await self._sent(airline)
        if not sent:
            return 0
        lookup, now = Lookup(self._redis, space), datetime.now(UTC)
        changes: list[tuple[datetime, Answered]] = []
        held: set[str] = set()
        async for record in UntilNow(self._kafka, [requests_topic(airline)]):
            for manifest in questions(record, parties):
                one = sent.get(manifest.message_id)
                people = one.answer.people if one else ()
                if one is None or manifest.message_id in held:
                    continue
                if people and len(people) != len(manifest.passengers):
                    continue  # other content under an id that was used before
                given = Given(manifest, said_in(one.answer, manifest, one.cusres))
                prepared = [prepare_passenger(each) for each in manifest.passengers]
                found = await lookup.likely(prepared, self._min_score, now.date())
                entries = {listed.key: "" for each in found for listed in each}
                left = ANSWERS_S - int((now - one.at).total_seconds())
                await self._answers.keep(space, given, entries, max(left, 1))
                changes += _changes(given, one)
                held.add(manifest.message_id)
        for at, changed in sorted(changes, key=lambda one: one[0]):
            await self._change(space, changed, {key for key in held if sent[key].at <= at})
        return len(held)

    async def _sent(self, airline: AirlineId) -> dict[str, _Sent]:
        """Return what was sent of each message that was answered in the last day."""
        found: dict[str, _Sent] = {}
        since = datetime.now(UTC) - timedelta(seconds=ANSWERS_S)
        changes: defaultdict[str, list[_Change]] = defaultdict(list)
        async for record in UntilNow(self._kafka, [responses_topic(airline)]):
            name, value = (record.key or b"").decode(errors="replace"), record.value or b""
            if record.at < since:
                continue
            said = understood(value, received_at=record.at, sender=airline).answers
            if len(said) != 1:
                continue
            (answer,) = said
            if answer.document == CHANGE:
                person = record.headers.get(PERSON)
                changes[name].append(_Change(record.at, person, answer.people))
            else:
                text = value.decode(errors="replace")
                at = found[name].at if name in found and found[name].cusres == text else record.at
                found[name] = _Sent(at, text, answer)
        for name, each in changes.items():
            if name in found:
                found[name].changes = each
        return found

    async def _change(self, space: Space, now: Answered, earlier: set[str]) -> None:
        """Hold what somebody was told since, also in the answers that went out before that."""
        await self._earlier.change(space, now, [], earlier)
        for before in await self._answers.of(space, now.question.flight.key):
            if before.person == now.person and before.question.message_id in earlier:
                news = {"code": now.code, "text": now.text, "changed_at": now.changed_at}
                await self._answers.amend(space, before, before.model_copy(update=news))


def _changes(given: Given, sent: _Sent) -> Iterator[tuple[datetime, Answered]]:
    rows = given.people
    for one in sent.changes:
        place = one.place(rows)
        if place is not None:
            told = one.people[place if len(one.people) == len(rows) else 0]
            news = {"code": told.code, "text": told.text, "changed_at": utc_text(one.at)}
            yield one.at, rows[place].model_copy(update=news)
