"""What each passenger was answered before boarding, in Redis: for when a decision changes it."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel
from redis.asyncio import Redis

from manifests.contract import Manifest
from manifests.identity import identity, new_ref
from screening.asking import Arguments
from screening.space import NotReady, Space, script, text
from streams.fates import ANSWERS_S
from watchlist.entry import EntryKey


class Answered(BaseModel, frozen=True, extra="forbid"):
    """One passenger's last answer: `question` is the message that asked, with them alone in it.

    `pending` is a CUSRES that changes the answer, until the broker has it.
    """

    question: Manifest
    code: str
    pending: str | None = None

    @property
    def person(self) -> str:
        """Return what is the same whenever the sender asks about the same person of the flight."""
        (one,) = self.question.passengers
        return new_ref(self.question.flight.key, self.question.sender, identity(one), ())

    def json_bytes(self) -> bytes:
        """Return it as it is kept."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


class Answers:
    """The answers of one generation, kept for ANSWERS_S."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._keep = script(redis, "streams", "keep_answers")
        self._amend = script(redis, "streams", "amend_answer")

    async def keep(
        self, space: Space, given: Iterable[Answered], revisions: Mapping[EntryKey, str]
    ) -> bool:
        """Keep what people of one flight are answered, by decisions of these revisions.

        False where there are others by now, and nothing is kept. Raises NotReady.
        """
        answers = list(given)
        if not answers:
            return True
        entries: Arguments = [part for pair in revisions.items() for part in pair]
        people: Arguments = [part for one in answers for part in (one.person, one.json_bytes())]
        head: Arguments = [space.epoch, space.prefix, answers[0].question.flight.key, ANSWERS_S]
        reply = await self._keep(args=[*head, len(revisions), *entries, *people])
        return _went(reply)

    async def flights_on(self, space: Space, entry: EntryKey) -> set[str]:
        """Return the flights with somebody who was answered and may be the entry's person."""
        return set(map(text, await self._redis.smembers(space.key("answered-on", entry))))

    async def of(self, space: Space, flight: str) -> list[Answered]:
        """Return what people of the flight were answered last."""
        held = await self._redis.hvals(space.key("answered", flight))
        return [Answered.model_validate_json(one) for one in held]

    async def amend(self, space: Space, before: Answered, after: Answered) -> bool:
        """Keep *after* in the place of *before*; False where another is kept. Raises NotReady."""
        head = [space.epoch, space.prefix, before.question.flight.key, before.person]
        return _went(await self._amend(args=[*head, before.json_bytes(), after.json_bytes()]))


def _went(reply: bytes) -> bool:
    if reply == b"not-ready":
        raise NotReady("the index was lost or rebuilt")
    return bool(reply == b"ok")
