"""What each passenger was answered before boarding, in Redis: for when a decision changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel
from redis.asyncio import Redis

from doors.receipt import BoardingAnswer
from manifests.contract import Manifest
from manifests.identity import identity, new_ref
from screening.asking import Arguments
from screening.space import NotReady, Space, script, text
from streams.fates import ANSWERS_S, answer_home, answer_json
from watchlist.entry import EntryKey

_SEPARATOR = "\x1f"


class Answered(BaseModel, frozen=True, extra="forbid"):
    """One passenger's last answer: `question` is the message that asked, with them alone in it.

    `pending` is a CUSRES that changes the answer, until the broker has it.
    """

    question: Manifest
    code: str
    text: str | None = None
    changed_at: str | None = None  # when a decision changed it
    pending: str | None = None

    @property
    def person(self) -> str:
        """Return what is the same whenever the sender asks about the same person of the flight."""
        (one,) = self.question.passengers
        return new_ref(self.question.flight.key, self.question.sender, identity(one), ())

    def json_bytes(self) -> bytes:
        """Return it as it is kept."""
        return self.model_dump_json(by_alias=True, exclude_none=True).encode()


@dataclass(frozen=True, slots=True)
class Given:
    """What a message was answered."""

    asked: Manifest
    said: BoardingAnswer

    @property
    def people(self) -> list[Answered]:
        """Return what each was answered; nobody where there is no answer about people."""
        pairs = zip(self.asked.passengers, self.said.people, strict=bool(self.said.people))
        return [
            Answered(
                question=self.asked.model_copy(update={"passengers": (one,)}),
                code=verdict.code,
                text=verdict.text,
            )
            for one, verdict in pairs
        ]


class Asked(NamedTuple):
    """A message that asked about somebody, and at which place of its list they stand."""

    message_id: str
    place: int


class Answers:
    """The answers of one generation, kept for ANSWERS_S."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._keep = script(redis, "streams", "keep_answers")
        self._amend = script(redis, "streams", "amend_answer")

    async def keep(
        self,
        space: Space,
        given: Given,
        revisions: Mapping[EntryKey, str],
        stays_s: int = ANSWERS_S,
    ) -> bool:
        """Keep what a message and its people are answered, by decisions of these revisions.

        False where there are others by now, and nothing is kept. The same message again keeps the
        answer that it was given first. Raises NotReady.
        """
        entries: Arguments = [part for pair in revisions.items() for part in pair]
        people: Arguments = []
        asked, said = given.asked, given.said
        for place, one in enumerate(given.people):
            where = f"{place}{_SEPARATOR}{asked.message_id}"
            people += [one.person, one.json_bytes(), where]
        home = answer_home(space, asked.sender, asked.message_id)
        head: Arguments = [space.epoch, space.prefix, asked.flight.key, stays_s]
        answer: Arguments = [home, answer_json(said)]
        reply = await self._keep(args=[*head, *answer, len(revisions), *entries, *people])
        return _went(reply)

    async def asked_about(self, space: Space, one: Answered) -> list[Asked]:
        """Return the messages of the sender that asked about that person."""
        home = space.key("asked-about", one.question.flight.key, one.person)
        found = [text(raw).split(_SEPARATOR, 1) for raw in await self._redis.smembers(home)]
        return sorted(Asked(message_id, int(place)) for place, message_id in found)

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
