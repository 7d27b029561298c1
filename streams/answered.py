"""What each passenger was answered before boarding, in Redis: for when a decision changes it.

`answered` has what was said of each person of a flight last, `asked-about` which messages asked
about them, and `untold` who may have been told another answer since (decision 21).
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field
from redis.asyncio import Redis

from doors.receipt import BoardingAnswer, PersonVerdict
from manifests.contract import Manifest, Passenger
from manifests.cusres.answer import PersonAnswer
from manifests.identity import identity, new_ref
from screening.asking import Arguments
from screening.space import NotReady, Space, script, text
from streams.fates import ANSWERS_S, answer_home, answer_json
from watchlist.entry import EntryKey

_SEPARATOR = "\x1f"
# What a row says that changes neither who it is about nor how they are judged.
_NO_MATTER = {"role", "seat", "embark", "debark", "residence", "contact", "verified", "biometrics"}


class Answered(BaseModel, frozen=True, extra="forbid"):
    """One passenger's last answer: `question` is the message that asked, with them alone in it.

    `person` is where it is kept, as `persons` has it. `pending` is a CUSRES that changes the
    answer, until the broker has it.
    """

    person: Annotated[str, Field(exclude=True)] = ""
    question: Manifest
    code: str
    text: str | None = None
    changed_at: str | None = None  # when a decision changed it
    pending: str | None = None

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
        if not self.said.people:
            return []
        asked = self.asked
        rows = zip(persons(asked), asked.passengers, self.said.people, strict=True)
        return [
            Answered(
                person=person,
                question=asked.model_copy(update={"passengers": (one,)}),
                code=verdict.code,
                text=verdict.text,
            )
            for person, one, verdict in rows
        ]


def persons(asked: Manifest) -> list[str]:
    """Return of each row what its person has whenever the sender asks about them on that flight.

    Two rows of one message never have the same. A passenger id tells people apart where it stands
    once, else all that they are judged by does; whose rows are alike in that are judged alike, so
    that it does not matter which of them is listed first.
    """
    flight, sender = asked.flight.key, asked.sender
    whose = [identity(one) for one in asked.passengers]
    times = Counter(one.reference for one in whose)
    alike: Counter[str] = Counter()
    found: list[str] = []
    for row, who in zip(asked.passengers, whose, strict=True):
        if who.reference and times[who.reference] == 1:
            found.append(new_ref(flight, sender, who, ()))
            continue
        told = row.model_dump_json(exclude=_NO_MATTER)
        said = repr((flight, sender, told, alike[told]))
        alike[told] += 1
        found.append(hashlib.blake2b(said.encode(), digest_size=16).hexdigest())
    return found


def named(one: Passenger | PersonAnswer | PersonVerdict) -> tuple[str, str]:
    """Return how a CUSRES names them, as it is read: passenger id and record locator."""
    return (one.passenger_id or "").strip(), (one.record_locator or "").strip()


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
        answer that it was given first, and its people theirs. Raises NotReady.
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
        held = await self._redis.hgetall(space.key("answered", flight))
        return [_kept(text(person), raw) for person, raw in held.items()]

    async def of_person(self, space: Space, flight: str, person: str) -> Answered | None:
        """Return what one of them was answered last."""
        held = await self._redis.hget(space.key("answered", flight), person)
        return _kept(person, held) if held else None

    async def untold(self, space: Space, one: Answered) -> bool:
        """Say whether a change was to be told of them, and what they are answered may differ."""
        home = space.key("untold", one.question.flight.key)
        return bool(await self._redis.sismember(home, one.person))

    async def amend(self, space: Space, before: Answered, after: Answered) -> bool:
        """Keep *after* in the place of *before*; False where another is kept. Raises NotReady.

        Until one without anything pending is kept so, they are `untold`.
        """
        head = [space.epoch, space.prefix, before.question.flight.key, before.person]
        bodies: Arguments = [before.json_bytes(), after.json_bytes(), int(bool(after.pending))]
        return _went(await self._amend(args=[*head, *bodies]))


def while_kept(space: Space, one: Answered) -> Arguments:
    """Return what tells a script to do nothing where *one* is not what is kept any more."""
    return [space.key("answered", one.question.flight.key), one.person, one.json_bytes()]


def _kept(person: str, raw: bytes | str) -> Answered:
    return Answered.model_validate_json(raw).model_copy(update={"person": person})


def _went(reply: bytes) -> bool:
    if reply == b"not-ready":
        raise NotReady("the index was lost or rebuilt")
    return bool(reply == b"ok")
